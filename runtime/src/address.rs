//! URLs of servers: how they are shown, which ones are allowed, regions and edges.

use std::net::IpAddr;

use url::Url;

use crate::error::Error;

/// A URL without the name and password that may stand in it.
pub(crate) fn shown(url: &Url) -> String {
    let mut url = url.clone();
    let _ = url.set_password(None);
    let _ = url.set_username("");
    url.into()
}

/// The URL of a server in a region, reached by an edge: `first.rest` is `first.edge.region.rest`.
pub(crate) fn at_edge(
    mut url: Url,
    region: Option<&str>,
    edge: Option<&str>,
) -> Result<Url, Error> {
    let region = region.or(edge.map(|_| "us1"));
    let Some(region) = region else { return Ok(url) };
    let is_label = |text: &str| {
        !text.is_empty()
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    if let Some(wrong) = [Some(region), edge]
        .into_iter()
        .flatten()
        .find(|text| !is_label(text))
    {
        return Err(Error::configuration(format!(
            "{wrong:?} is not the name of a region or an edge"
        )));
    }
    let host = url
        .domain()
        .and_then(|host| host.split_once('.'))
        .map(|(first, rest)| match edge {
            Some(edge) => format!("{first}.{edge}.{region}.{rest}"),
            None => format!("{first}.{region}.{rest}"),
        });
    let host = host.ok_or_else(|| Error::configuration("the server has no regions"))?;
    url.set_host(Some(&host))
        .map_err(|error| Error::configuration(format!("{host:?} is not a host: {error}")))?;
    Ok(url)
}

/// Whether a host, as it stands in a URL, is one's own machine.
pub(crate) fn is_loopback(host: &str) -> bool {
    let bare = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    match bare.unwrap_or(host).parse::<IpAddr>() {
        Ok(address) => address.is_loopback(),
        Err(_) => host == "localhost" || host.ends_with(".localhost"),
    }
}

/// Credentials go over TLS, but to one's own machine.
pub(crate) fn check_scheme(url: &Url, allow_http: bool) -> Result<(), Error> {
    let Some(host) = url.host_str() else {
        return Err(Error::configuration("it has no host"));
    };
    match url.scheme() {
        "https" => Ok(()),
        "http" if allow_http || is_loopback(host) => Ok(()),
        "http" => Err(Error::configuration(
            "plain http is refused, because it shows the credentials to everyone on the way; `allow_http` allows it",
        )),
        other => Err(Error::configuration(format!(
            "not of http or https, but of {other:?}"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_and_edges() {
        let url = || Url::parse("https://conversations.twilio.com").unwrap();
        let host = |region, edge| {
            at_edge(url(), region, edge)
                .unwrap()
                .host_str()
                .unwrap()
                .to_owned()
        };
        assert_eq!(host(None, None), "conversations.twilio.com");
        assert_eq!(
            host(Some("au1"), Some("sydney")),
            "conversations.sydney.au1.twilio.com"
        );
        assert_eq!(
            host(None, Some("sydney")),
            "conversations.sydney.us1.twilio.com"
        );
        assert_eq!(host(Some("au1"), None), "conversations.au1.twilio.com");
        assert!(at_edge(url(), Some("evil.example/"), None).is_err());
    }

    #[test]
    fn plain_http_is_for_loopback() {
        let check = |url: &str, allow| check_scheme(&Url::parse(url).unwrap(), allow).is_ok();
        assert!(check("https://api.example", false) && check("http://api.example", true));
        assert!(
            check("http://127.0.0.1:8080", false)
                && check("http://[::1]", false)
                && check("http://localhost", false)
        );
        assert!(!check("http://api.example", false) && !check("ftp://127.0.0.1", true));
    }
}
