//! The client that stands behind every generated one.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use http::header::HeaderValue;
use url::Url;

use crate::auth::{Credentials, Scheme};
use crate::builder::ClientBuilder;
use crate::draft::Scope;
use crate::error::Error;
use crate::fill::Mode;
use crate::hooks::Hooks;
use crate::oauth::Tokens;
use crate::operation::Operation;
use crate::options::RequestOptions;
use crate::permits::Permits;
use crate::provider::CredentialsProvider;
use crate::retry::{Budget, RetryPolicy};
use crate::sending::Sending;
use crate::settings::on_host;
use crate::timer::Timer;
use crate::transport::Transport;

/// The facts about an API.
#[derive(Clone, Copy, Debug)]
pub struct Api {
    /// The crate's name, for the `User-Agent` header.
    pub name: &'static str,
    /// The crate's version, for the `User-Agent` header.
    pub version: &'static str,
    /// The URL that paths are below.
    pub server: &'static str,
    /// The security schemes with their names in the document.
    pub schemes: &'static [(&'static str, Scheme)],
    /// The environment variables that set up a client.
    pub environment: Environment,
}

/// The environment variables that set up a client; an empty name is none.
#[derive(Clone, Copy, Debug)]
pub struct Environment {
    /// Another server's URL.
    pub base_url: &'static str,
    /// A region of the service.
    pub region: &'static str,
    /// An edge of the service.
    pub edge: &'static str,
    /// Credentials, the preferred ones first.
    pub credentials: &'static [EnvironmentCredentials],
}

impl Environment {
    /// No variables: a client has what its builder is given, and nothing else.
    pub const NONE: Self = Self {
        base_url: "",
        region: "",
        edge: "",
        credentials: &[],
    };
}

/// The environment variables of credentials.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum EnvironmentCredentials {
    /// A user's name and password.
    Basic(&'static str, &'static str),
    /// A token.
    Bearer(&'static str),
    /// The name and the secret of a client of OAuth 2.0.
    Client(&'static str, &'static str),
    /// The name of a scheme, and a key for it.
    ApiKey(&'static str, &'static str),
}

/// A client for an API: cheap to clone, and one for all threads. Generated clients wrap it.
#[derive(Clone)]
pub struct Client(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) api: &'static Api,
    pub(crate) base_url: Url,
    /// The host that the caller gave where the document's server is a path.
    pub(crate) host: Option<Url>,
    /// The base URL is the caller's, and no server of the document is asked.
    pub(crate) overridden: bool,
    /// Where the caller wants tokens to be asked for.
    pub(crate) token_url: Option<Url>,
    pub(crate) region: Option<String>,
    pub(crate) edge: Option<String>,
    pub(crate) allow_http: bool,
    pub(crate) credentials: Vec<Credentials>,
    pub(crate) tokens: Tokens,
    pub(crate) user_agent: HeaderValue,
    pub(crate) mode: Mode,
    pub(crate) provider: Option<Arc<dyn CredentialsProvider>>,
    pub(crate) timeout: Duration,
    pub(crate) attempt_timeout: Duration,
    pub(crate) max_body: usize,
    pub(crate) retry: RetryPolicy,
    pub(crate) budget: Budget,
    pub(crate) permits: Option<Permits>,
    pub(crate) hooks: Option<Arc<dyn Hooks>>,
    pub(crate) timer: Option<Arc<dyn Timer>>,
    pub(crate) transport: Arc<dyn Transport>,
}

/// Programs share a client among threads, and spawn what it gives.
const _: () = {
    const fn shared<T: Clone + Send + Sync + 'static>() {}
    const fn moved<T: Send + 'static>() {}
    shared::<Client>();
    shared::<RequestOptions>();
    moved::<Error>();
    moved::<Sending<()>>();
};

impl Client {
    pub(crate) fn new(inner: Inner) -> Self {
        Self(Arc::new(inner))
    }

    /// A client set up by the API's environment variables.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) if no credentials are there, or something is
    /// wrong with what is.
    pub fn from_env(api: &'static Api) -> Result<Self, Error> {
        ClientBuilder::<Self>::new(api).environment()?.build()
    }

    /// Where calls begin.
    pub fn scope(&self) -> Scope {
        Scope::new(self.clone())
    }

    /// The URL that paths are below.
    pub fn base_url(&self) -> &Url {
        &self.0.base_url
    }

    /// The URL that an operation's path is below.
    pub(crate) fn base_url_of(&self, operation: &Operation) -> Result<Url, Error> {
        match operation.facts().server {
            Some(server) if !self.0.overridden => {
                let url = self.0.base_url.join(server).map_err(|error| {
                    Error::configuration(format!("{server:?} is not the URL of a server: {error}"))
                })?;
                // A server without a host is on the API's own, which has its region already.
                let placed = if Url::parse(server).is_ok() {
                    at_edge(url, self.0.region.as_deref(), self.0.edge.as_deref())?
                } else {
                    url
                };
                check_scheme(&placed, self.0.allow_http)
                    .map_err(|error| error.about("the operation's server"))?;
                Ok(placed)
            }
            _ => {
                let host = self.0.host.as_ref().zip(operation.facts().server);
                let own = host.and_then(|(host, server)| on_host(host, server));
                Ok(own.unwrap_or_else(|| self.0.base_url.clone()))
            }
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &format_args!("{}", shown(&self.0.base_url)))
            .field("credentials", &self.0.credentials)
            .field("strict", &(self.0.mode == Mode::Strict))
            .finish_non_exhaustive()
    }
}

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
