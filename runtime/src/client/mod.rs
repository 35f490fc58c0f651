//! The client inside every generated client: its settings, and how it executes operations with attempts,
//! waits and limits.
//!
//! A new setting is a method of [`builder`] and a field of [`settings`]; a new retry rule is in [`retry`].
//! Nothing here knows a model, or the HTTP library.

pub(crate) mod builder;
pub(crate) mod execute;
pub(crate) mod observe;
pub(crate) mod options;
pub(crate) mod retry;
pub(crate) mod settings;
pub(crate) mod token;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::HeaderValue;
use url::Url;

use crate::address::{check_scheme, shown};
use crate::auth::credentials::Credentials;
use crate::auth::provider::CredentialsProvider;
use crate::auth::signer::Signer;
use crate::auth::tokens::Tokens;
use crate::client::builder::ClientBuilder;
use crate::client::options::RequestOptions;
use crate::client::retry::{Budget, RetryPolicy};
use crate::client::settings::{VendorSettings, on_host, placed};
use crate::error::Error;
use crate::hooks::Hooks;
use crate::model::decode_tolerant::Mode;
use crate::operation::api::Api;
use crate::operation::table::Operation;
use crate::transport::Transport;
use crate::transport::timer::Timer;
use tokio::sync::Semaphore;

/// A client for an API. It is cheap to clone and can be shared among threads. Generated clients wrap it.
#[derive(Clone)]
pub struct Client(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) api: &'static Api,
    pub(crate) base_url: Url,
    /// The host from the caller, if the document's server is only a path.
    pub(crate) host: Option<Url>,
    /// The caller set the base URL, so no server of the document is used.
    pub(crate) overridden: bool,
    /// The caller's token URL.
    pub(crate) token_url: Option<Url>,
    pub(crate) vendor: VendorSettings,
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
    pub(crate) permits: Option<Semaphore>,
    pub(crate) signer: Option<Arc<dyn Signer>>,
    pub(crate) hooks: Option<Arc<dyn Hooks>>,
    pub(crate) timer: Option<Arc<dyn Timer>>,
    pub(crate) transport: Arc<dyn Transport>,
}

/// Clients are shared among threads, and their futures are spawned.
const _: () = {
    const fn shared<T: Clone + Send + Sync + 'static>() {}
    const fn moved<T: Send + 'static>() {}
    shared::<Client>();
    shared::<RequestOptions>();
    moved::<Error>();
};

impl Client {
    pub(crate) fn new(inner: Inner) -> Self {
        Self(Arc::new(inner))
    }

    /// Creates a client from the API's environment variables.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) if the environment variables contain no
    /// credentials, or an invalid setting.
    #[doc(hidden)]
    pub fn from_env(api: &'static Api) -> Result<Self, Error> {
        ClientBuilder::<Self>::new(api).environment()?.build()
    }

    /// The base URL of all paths.
    pub fn base_url(&self) -> &Url {
        &self.0.base_url
    }

    /// The base URL of an operation.
    pub(crate) fn base_url_of(&self, operation: &Operation) -> Result<Url, Error> {
        match operation.facts().server {
            Some(server) if !self.0.overridden => {
                let url = self.0.base_url.join(server).map_err(|error| {
                    Error::configuration(format!("the server URL {server:?} is invalid: {error}"))
                })?;
                // A server without a host is on the API's own server, whose host already has its region.
                let placed = if Url::parse(server).is_ok() {
                    placed(url, self.0.api, &self.0.vendor)?
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
