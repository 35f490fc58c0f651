//! Where tokens are given out.

use url::Url;

use crate::client::{Inner, check_scheme};
use crate::error::Error;

/// The URL that a client's secret is sent to: the document's, or the same below the base URL that
/// takes the place of the document's server. A secret goes nowhere else.
pub(crate) fn token_url(client: &Inner, text: &str) -> Result<Url, Error> {
    let url = resolve(client.api.server, &client.base_url, client.overridden, text)?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Error::configuration("the token URL has credentials in it"));
    }
    check_scheme(&url, client.allow_http)?;
    Ok(url)
}

fn resolve(server: &str, base: &Url, overridden: bool, text: &str) -> Result<Url, Error> {
    let server = Url::parse(server).ok().filter(|_| overridden);
    // What the document's relative URLs are relative to (RFC 3986, section 5).
    let server = server.as_ref().unwrap_or(base);
    let url = server.join(text);
    let mut url = url
        .map_err(|error| Error::configuration(format!("the token URL cannot be read: {error}")))?;
    url.set_fragment(None);
    if !overridden || url.origin() != server.origin() {
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
            resolve(server, &base, overridden, text)
                .unwrap()
                .to_string()
        };
        let server = "https://api.example/v2";
        let kept = |text| at(server, server, false, text);
        assert_eq!(kept("https://login.example/t"), "https://login.example/t");
        assert_eq!(kept("/oauth/t"), "https://api.example/oauth/t");
        assert_eq!(kept("t#x"), "https://api.example/t");
        let moved = |text| at(server, "http://localhost:80/proxy", true, text);
        assert_eq!(moved("https://login.example/t"), "https://login.example/t");
        assert_eq!(moved("https://api.example/t?a=b"), "http://localhost/t?a=b");
        assert_eq!(
            moved("https://api.example/v2/t"),
            "http://localhost/proxy/t"
        );
        assert_eq!(moved("https://api.example/v22/t"), "http://localhost/v22/t");
        assert_eq!(moved("/v2/t"), "http://localhost/proxy/t");
        // Another port, another scheme and another host are other origins.
        for other in ["https://api.example:8443/t", "https://api.example.evil/t"] {
            assert_eq!(moved(other), other);
        }
        let alone = |text| at("", "https://here.example/v1", true, text);
        assert_eq!(alone("/t"), "https://here.example/t");
        assert_eq!(alone("https://login.example/t"), "https://login.example/t");
    }
}
