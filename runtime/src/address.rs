//! URLs of servers: how they are displayed, and which ones are allowed.

use std::net::IpAddr;

use url::Url;

use crate::error::Error;

/// A URL without its user name and password.
pub(crate) fn shown(url: &Url) -> String {
    let mut url = url.clone();
    let _ = url.set_password(None);
    let _ = url.set_username("");
    url.into()
}

/// Whether the host of a URL is the local machine.
pub(crate) fn is_loopback(host: &str) -> bool {
    let bare = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    match bare.unwrap_or(host).parse::<IpAddr>() {
        Ok(address) => address.is_loopback(),
        Err(_) => host == "localhost" || host.ends_with(".localhost"),
    }
}

/// Credentials are sent over TLS only, except to the local machine.
pub(crate) fn check_scheme(url: &Url, allow_http: bool) -> Result<(), Error> {
    let Some(host) = url.host_str() else {
        return Err(Error::configuration("it has no host"));
    };
    match url.scheme() {
        "https" => Ok(()),
        "http" if allow_http || is_loopback(host) => Ok(()),
        "http" => Err(Error::configuration(
            "plain HTTP would send credentials unencrypted; use https, or set `allow_http`",
        )),
        other => Err(Error::configuration(format!(
            "the scheme must be http or https, not {other:?}"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
