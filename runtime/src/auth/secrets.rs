//! The secrets of a request, to remove them from error messages of services.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use http::Request;
use http::header::HeaderValue;
use http::uri::PathAndQuery;
use percent_encoding::percent_decode_str;
use secrecy::zeroize::Zeroizing;

use crate::operation::api::Api;
use crate::operation::api::SchemeKind;
use crate::operation::parameter::Location;
use crate::operation::style::encoded;
use crate::transport::body::Body;

/// A shorter text is not treated as a secret: it may occur in any message.
const SHORTEST: usize = 4;

/// The parts of a request that may contain secrets. They are searched only if there is a text to clean.
pub(crate) struct Secrets {
    api: &'static Api,
    headers: Vec<HeaderValue>,
    target: Option<PathAndQuery>,
}

impl Secrets {
    pub(crate) fn of(request: &Request<Body>, api: &'static Api) -> Self {
        let headers = request.headers().values();
        Self {
            api,
            headers: headers
                .filter(|value| value.is_sensitive())
                .cloned()
                .collect(),
            target: request.uri().path_and_query().cloned(),
        }
    }

    /// The text without the secrets: a service may repeat a key in its error message, and errors are logged.
    pub(crate) fn hide(&self, text: &str) -> String {
        let mut all = self.all();
        // One secret may be part of another.
        all.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        let long = all.iter().filter(|secret| secret.len() >= SHORTEST);
        long.fold(text.to_owned(), |text, secret| {
            text.replace(&***secret, "[redacted]")
        })
    }

    /// Each secret, in plain and in encoded form.
    fn all(&self) -> Vec<Zeroizing<String>> {
        let mut all = Vec::new();
        let mut push = |secret: &str| {
            let decoded = percent_decode_str(secret).decode_utf8_lossy();
            all.push(Zeroizing::new(decoded.into_owned()));
            all.push(Zeroizing::new(secret.to_owned()));
        };
        let headers = self.headers.iter();
        for value in headers.filter_map(|value| std::str::from_utf8(value.as_bytes()).ok()) {
            push(value);
            // `Bearer token`, `Basic pair`.
            let (_, token) = value.split_once(' ').unwrap_or_default();
            push(token);
            let pair = Zeroizing::new(BASE64_STANDARD.decode(token).unwrap_or_default());
            let pair = std::str::from_utf8(&pair).ok();
            push(
                pair.and_then(|pair| pair.split_once(':'))
                    .unwrap_or_default()
                    .1,
            );
            for cookie in value.split("; ") {
                push(cookie.split_once('=').unwrap_or_default().1);
            }
        }
        for (_, scheme) in self.api.schemes {
            let SchemeKind::ApiKey {
                location: Location::Query,
                name,
            } = scheme.0
            else {
                continue;
            };
            let name = encoded(name);
            let query = self.target.as_ref().and_then(PathAndQuery::query);
            let pairs = query.unwrap_or_default().split('&');
            pairs
                .filter_map(|pair| pair.split_once('='))
                .filter(|(known, _)| *known == name)
                .for_each(|(_, key)| push(key));
        }
        all
    }
}
