//! Where access tokens are requested.

use url::Url;

use crate::address::check_scheme;
use crate::error::Error;
use crate::operation::api::{Api, Scheme, SchemeKind};

/// The servers that a client knows.
pub(crate) struct Servers<'a> {
    /// The document's server.
    pub(crate) document: &'static str,
    /// The base URL of all paths.
    pub(crate) base: &'a Url,
    /// Whether the caller set the base URL.
    pub(crate) overridden: bool,
    /// The token URL that the caller set.
    pub(crate) token_url: Option<&'a Url>,
    /// Whether plain HTTP is allowed.
    pub(crate) allow_http: bool,
}

impl Servers<'_> {
    /// The URL that receives a client's secret: the caller's, else the document's, or the same path below the
    /// base URL if it replaces the document's server. The secret is sent nowhere else.
    pub(crate) fn token_url(&self, text: &str) -> Result<Url, Error> {
        if let Some(url) = self.token_url {
            return Ok(url.clone());
        }
        let url = resolve(self.document, self.base, self.overridden, text)?;
        check(&url, self.allow_http)?;
        Ok(url)
    }
}

/// Parses and checks the token URL that a caller sets.
pub(crate) fn given(text: &str, api: &Api, allow_http: bool) -> Result<Url, Error> {
    let is_for_clients =
        |(_, scheme): &(_, Scheme)| matches!(scheme.0, SchemeKind::ClientCredentials { .. });
    if !api.schemes.iter().any(is_for_clients) {
        return Err(Error::configuration(
            "`token_url` is set, but the document has no OAuth 2.0 client credentials flow",
        ));
    }
    // The message does not contain the URL: it may contain a password.
    let url = Url::parse(text).map_err(unreadable)?;
    check(&url, allow_http)?;
    if url.fragment().is_some() {
        return Err(Error::configuration(
            "the token URL must not have a fragment (RFC 6749, section 3.2)",
        ));
    }
    Ok(url)
}

fn unreadable(error: url::ParseError) -> Error {
    Error::configuration(format!("the token URL is invalid: {error}"))
}

fn check(url: &Url, allow_http: bool) -> Result<(), Error> {
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Error::configuration(
            "the token URL contains credentials; pass them to `credentials` instead",
        ));
    }
    check_scheme(url, allow_http).map_err(|error| error.about("the token URL"))
}

fn resolve(server: &str, base: &Url, overridden: bool, text: &str) -> Result<Url, Error> {
    let server = Url::parse(server).ok().filter(|_| overridden);
    // The document's relative URLs are relative to this one (RFC 3986, section 5).
    let server = server.as_ref().unwrap_or(base);
    let mut url = server.join(text).map_err(unreadable)?;
    url.set_fragment(None);
    if !overridden || url.origin() != server.origin() {
        // A caller who moves the API, for example for a test, has not agreed to send the secret to the old
        // server.
        let moved = server.origin() != base.origin();
        if moved && url.origin() != base.origin() {
            return Err(Error::configuration(format!(
                "the token URL of the document is on {}, but `base_url` replaces the document's server: set `token_url` to the server that may receive the secret",
                url.origin().ascii_serialization()
            )));
        }
        return Ok(url);
    }
    let prefix = server.path().trim_end_matches('/');
    let below = url.path().strip_prefix(prefix);
    let path = match below.filter(|rest| rest.starts_with('/')) {
        Some(rest) => format!("{}{rest}", base.path().trim_end_matches('/')),
        None => url.path().to_owned(),
    };
    let mut moved = base.clone();
    moved.set_path(&path);
    moved.set_query(url.query());
    moved.set_fragment(None);
    Ok(moved)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn token_urls_are_resolved_and_follow_the_base_url() {
        let at = |server: &str, base: &str, overridden, text: &str| {
            let base = Url::parse(base).unwrap();
            match resolve(server, &base, overridden, text) {
                Ok(url) => url.to_string(),
                Err(error) => error.to_string(),
            }
        };
        let server = "https://api.example/v2";
        let kept = |text| at(server, server, false, text);
        assert_eq!(kept("https://login.example/t"), "https://login.example/t");
        assert_eq!(kept("/oauth/t"), "https://api.example/oauth/t");
        assert_eq!(kept("t#x"), "https://api.example/t");
        let moved = |text: &str| at(server, "http://localhost:80/proxy", true, text);
        assert_eq!(moved("http://localhost/t"), "http://localhost/t");
        assert_eq!(moved("https://api.example/t?a=b"), "http://localhost/t?a=b");
        assert_eq!(
            moved("https://api.example/v2/t"),
            "http://localhost/proxy/t"
        );
        assert_eq!(moved("https://api.example/v22/t"), "http://localhost/v22/t");
        assert_eq!(moved("/v2/t"), "http://localhost/proxy/t");
        // Another port, another scheme and another host are other origins.
        for other in [
            "https://login.example",
            "https://api.example:8443",
            "https://api.example.evil",
            "http://localhost:8080",
        ] {
            let error = moved(&format!("{other}/t"));
            let start = format!("the token URL of the document is on {other}, but `base_url` ");
            assert!(error.starts_with(&start), "{error}");
        }
        let same = |text| at(server, "https://api.example/v3", true, text);
        assert_eq!(same("https://login.example/t"), "https://login.example/t");
        assert_eq!(same("/v2/t"), "https://api.example/v3/t");
        let alone = |text| at("", "https://here.example/v1", true, text);
        assert_eq!(alone("/t"), "https://here.example/t");
        assert_eq!(alone("https://login.example/t"), "https://login.example/t");
    }
}
