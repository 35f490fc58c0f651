//! `host`, `basePath` and `schemes` (OpenAPI 2.0, "Swagger Object" and "Operation Object").

use serde_yaml::{Mapping, Value};

use crate::diagnostic::Code;
use crate::pointer::Pointer;

use super::super::super::edit;
use super::super::Stage;
use super::text;

/// What is between the scheme and the path of an operation.
pub(in super::super) struct Authority {
    /// The host, with its port, and the base path.
    text: String,
    /// The key that the server comes from.
    origin: Pointer,
    schemes: Vec<String>,
}

impl Stage {
    /// The servers of a document. Without a host it is the one that serves the document, which is not known here: the
    /// server is relative, as in 3.0.
    pub(super) fn document_servers(&mut self, entries: &mut Mapping) {
        let schemes = self.schemes(entries);
        let (in_host, host) = self.host(entries);
        let base = self.base_path(entries);
        if entries.contains_key("servers") {
            return;
        }
        let Some(host) = host else {
            if !base.is_empty() {
                self.servers(entries, vec![base], Pointer::root().join("basePath"));
            }
            return;
        };
        let origin = Pointer::root().join("host");
        let schemes = match schemes.or(in_host.map(|scheme| vec![scheme])) {
            Some(schemes) => schemes,
            None => {
                self.assumed(
                    "the document has no `schemes`: the client uses `https`",
                    "add `schemes: [https]`",
                );
                vec!["https".to_owned()]
            }
        };
        let text = host + &base;
        let urls = schemes.iter().map(|scheme| format!("{scheme}://{text}"));
        self.servers(entries, urls.collect(), origin.clone());
        self.shared.authority = Some(Authority {
            text,
            origin,
            schemes,
        });
    }

    /// The server of an operation with its own schemes.
    pub(super) fn operation_servers(&mut self, entries: &mut Mapping) {
        let Some(schemes) = self.schemes(entries) else {
            return;
        };
        let Some(authority) = &self.shared.authority else {
            return;
        };
        let serves = |scheme: &String| schemes.contains(scheme);
        if entries.contains_key("servers") || authority.schemes.first().is_some_and(serves) {
            return;
        }
        let urls = schemes.iter();
        let urls = urls.map(|scheme| format!("{scheme}://{}", authority.text));
        let origin = authority.origin.clone();
        self.servers(entries, urls.collect(), origin);
    }

    fn servers(&mut self, entries: &mut Mapping, urls: Vec<String>, origin: Pointer) {
        for (index, _) in urls.iter().enumerate() {
            let made = self.at.join("servers").index(index).join("url");
            self.origins.derived(made, origin.clone());
        }
        self.origins.derived(self.at.join("servers"), origin);
        let servers = urls.into_iter().map(|url| edit::only("url", url.into()));
        entries.insert("servers".into(), Value::Sequence(servers.collect()));
    }

    /// The schemes of HTTP; `https` is the first, because the order in a document has no meaning.
    fn schemes(&mut self, entries: &mut Mapping) -> Option<Vec<String>> {
        let list = entries.shift_remove("schemes")?;
        let at = self.origin.join("schemes");
        let Value::Sequence(items) = list else {
            self.mistake(
                Code::WrongType,
                at,
                "`schemes` must be a list of strings",
                "write a list, such as `[https]`",
                "it has no effect",
            );
            return None;
        };
        let mut schemes: Vec<String> = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let scheme = item.as_str().map(str::to_ascii_lowercase);
            match scheme.as_deref() {
                Some("http" | "https") => schemes.extend(scheme),
                Some("ws" | "wss") => self.told.note(
                    Code::NotGenerated,
                    at.index(index),
                    "WebSocket is not supported: the client uses HTTP only",
                    "open these connections with another library",
                ),
                _ => self.mistake(
                    Code::UnknownValue,
                    at.index(index),
                    "this is not a value of `schemes`",
                    "use one of `http`, `https`, `ws`, `wss`",
                    "this item is left out",
                ),
            }
        }
        schemes.sort_by_key(|scheme| scheme != "https");
        schemes.dedup();
        (!schemes.is_empty()).then_some(schemes)
    }

    /// The scheme that is wrongly in front of the host, and the host; without one that can be used, the caller sets the
    /// URL.
    fn host(&mut self, entries: &mut Mapping) -> (Option<String>, Option<String>) {
        let Some(value) = entries.shift_remove("host") else {
            return (None, None);
        };
        let at = self.origin.join("host");
        let Some(written) = value.as_str() else {
            self.mistake(
                Code::WrongType,
                at,
                "`host` must be a string",
                "write the name of the host, such as `api.example.com`",
                "the document has no host: set the base URL of the client",
            );
            return (None, None);
        };
        let (scheme, rest) = match written.split_once("://") {
            Some((scheme, rest)) => (Some(scheme.to_ascii_lowercase()), rest),
            None => (None, written),
        };
        let (host, path) = match rest.split_once('/') {
            Some((host, path)) => (host, format!("/{path}")),
            None => (rest, String::new()),
        };
        if host.is_empty() || host.contains(['{', '}', ' ', '<', '>', '?', '#']) {
            self.mistake(
                Code::Rejected,
                at,
                format!("`{written}` is not a host"),
                "write the name of the host, such as `api.example.com`, and its port if it has one",
                "the document has no host: set the base URL of the client",
            );
            return (None, None);
        }
        if scheme.is_some() || !path.is_empty() {
            self.mistake(
                Code::Rejected,
                at,
                "`host` must have no scheme and no path",
                "write the scheme in `schemes`, and the path in `basePath`",
                "it is read as a URL",
            );
        }
        let path = path.trim_end_matches('/');
        let scheme = scheme.filter(|scheme| ["http", "https"].contains(&&**scheme));
        (scheme, Some(format!("{host}{path}")))
    }

    /// The base path, with a slash in front and none behind.
    fn base_path(&mut self, entries: &mut Mapping) -> String {
        let written = text(entries, "basePath").map(str::to_owned);
        let Some(value) = entries.shift_remove("basePath") else {
            return String::new();
        };
        let at = self.origin.join("basePath");
        let Some(path) = written else {
            if !value.is_null() {
                self.mistake(
                    Code::WrongType,
                    at,
                    "`basePath` must be a string",
                    "write the path, such as `/v1`",
                    "it has no effect",
                );
            }
            return String::new();
        };
        let path = path.trim_end_matches('/');
        if path.is_empty() || path.starts_with('/') {
            return path.to_owned();
        }
        self.mistake(
            Code::Rejected,
            at,
            "`basePath` does not begin with `/`",
            "write a slash in front",
            "a slash is added",
        );
        format!("/{path}")
    }
}
