//! The builder of clients.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use crate::auth::credentials::Credentials;
use crate::auth::provider::CredentialsProvider;
use crate::auth::signer::Signer;
use crate::client::Client;
use crate::client::retry::RetryPolicy;
use crate::client::settings::Settings;
use crate::error::Error;
use crate::hooks::Hooks;
use crate::model::decode_tolerant::Mode;
use crate::operation::api::Api;
use crate::transport::Transport;
use crate::transport::timer::Timer;

/// Builds a client of type `C`.
#[must_use = "call `.build()` to create the client"]
pub struct ClientBuilder<C> {
    settings: Settings,
    client: PhantomData<fn() -> C>,
}

impl<C> ClientBuilder<C> {
    /// Creates a builder with the document's server and no credentials. The table in
    /// [`production`](crate::production) lists all defaults.
    #[doc(hidden)]
    pub fn new(api: &'static Api) -> Self {
        Self {
            settings: Settings::new(api),
            client: PhantomData,
        }
    }

    /// Adds credentials. They replace earlier ones for the same scheme.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.settings
            .credentials
            .retain(|held| !held.same_use(&credentials));
        self.settings.credentials.push(credentials);
        self
    }

    /// Sets the base URL, for tests and proxies; it replaces the document's server. If the document's token
    /// URL is on its own server, tokens are requested from this server too. If it is on a third server, also
    /// set [`token_url`](Self::token_url).
    ///
    /// If the document's server is only a path, such as `/api/v3`, this URL provides the host: a URL without
    /// a path, such as `https://api.example.com`, gets the document's path, and a URL with a path is used
    /// unchanged. To use the root of the host, write two slashes, `https://api.example.com//`: a single one
    /// is the same as no path.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.settings.base_url = Some(url.into());
        self
    }

    /// Sets the token URL for OAuth 2.0. It replaces all token URLs of the document; the ID and secret of
    /// [`Credentials::client`] are sent only there. Plain HTTP is rejected as in
    /// [`base_url`](Self::base_url).
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.settings.token_url = Some(url.into());
        self
    }

    /// Sets a vendor setting; the vendor's module has a method for it.
    pub(crate) fn vendor_setting(mut self, name: &'static str, value: String) -> Self {
        self.settings.vendor.insert(name, value);
        self
    }

    /// Sets a provider that is asked for credentials before every attempt, for secrets that are rotated. It
    /// replaces [`credentials`](Self::credentials).
    pub fn credentials_provider(mut self, provider: impl CredentialsProvider) -> Self {
        self.settings.provider = Some(Arc::new(provider));
        self
    }

    /// Sets a signer. It signs every request just before it is sent, after the credentials are added.
    ///
    /// ```
    /// # use bindery_runtime::{Client, ClientBuilder, HeaderMap, Signer, SigningRequest};
    /// struct Checksum;
    ///
    /// impl Signer for Checksum {
    ///     fn sign(
    ///         &self,
    ///         request: &SigningRequest<'_>,
    ///     ) -> Result<HeaderMap, Box<dyn std::error::Error + Send + Sync>> {
    ///         let body = request.body.ok_or("a streamed body cannot be signed")?;
    ///         let sum: u64 = body.iter().map(|byte| u64::from(*byte)).sum();
    ///         let mut headers = HeaderMap::new();
    ///         headers.insert("x-checksum", sum.into());
    ///         Ok(headers)
    ///     }
    /// }
    /// # fn set_up(builder: ClientBuilder<Client>) -> ClientBuilder<Client> {
    /// builder.signer(Checksum)
    /// # }
    /// ```
    pub fn signer(mut self, signer: impl Signer) -> Self {
        self.settings.signer = Some(Arc::new(signer));
        self
    }

    /// Time limit for one operation, including all attempts and waits; for a list, for each page.
    /// [`Duration::MAX`] means no limit.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.timeout = timeout;
        self
    }

    /// Time limit for one attempt, from connecting to the last byte of the response. [`Duration::MAX`] means
    /// no limit.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.settings.attempt_timeout = timeout;
        self
    }

    /// Time limit for connecting. A custom transport may ignore it.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.settings.connect_timeout = timeout;
        self
    }

    /// Sets the retry policy.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.settings.retry = policy;
        self
    }

    /// Size of the shared retry budget: the number of retries that all clones of the client together may make
    /// without a success in between. Five successes restore one retry. When the budget is used up, errors are
    /// returned without a retry.
    pub fn retry_budget(mut self, retries: u32) -> Self {
        self.settings.retry_budget = retries;
        self
    }

    /// Maximum number of requests in flight, for all clones of the client together; further requests wait. 0
    /// means 1.
    pub fn max_in_flight(mut self, requests: usize) -> Self {
        self.settings.max_in_flight = Some(requests);
        self
    }

    /// Maximum size of a response body in bytes, after decompression; a longer body is an error. Of an error
    /// response, the beginning is kept.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.settings.max_body = bytes;
        self
    }

    /// Sets hooks, which are called before and after every attempt.
    pub fn hooks(mut self, hooks: impl Hooks) -> Self {
        self.settings.hooks = Some(Arc::new(hooks));
        self
    }

    /// Sets the timer; it replaces the transport's.
    pub fn timer(mut self, timer: impl Timer) -> Self {
        self.settings.timer = Some(Arc::new(timer));
        self
    }

    /// Whether an undeclared property, or a value that does not match its schema, is an error.
    pub fn strict(mut self, strict: bool) -> Self {
        self.settings.mode = if strict { Mode::Strict } else { Mode::Tolerant };
        self
    }

    /// Adds the name of your program to the `User-Agent` header, for example `shop/1.2`.
    pub fn user_agent(mut self, product: impl AsRef<str>) -> Self {
        self.settings.user_agent.push(' ');
        self.settings.user_agent.push_str(product.as_ref());
        self
    }

    /// Whether plain HTTP is allowed to hosts other than localhost.
    pub fn allow_http(mut self, allow: bool) -> Self {
        self.settings.allow_http = Some(allow);
        self
    }

    /// Sets the transport, which sends the requests.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.settings.transport = Some(Arc::new(transport));
        self
    }

    /// Reads settings that are not set yet from the API's environment variables. For each kind of credentials that
    /// is not set yet, uses the first complete ones.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) if the API needs credentials and none are found, if only
    /// one variable of a pair is set, or if the variable that allows plain HTTP is neither `1` nor `true`.
    pub fn environment(mut self) -> Result<Self, Error> {
        self.settings
            .take_environment(&|name| std::env::var(name).ok())?;
        Ok(self)
    }

    /// Creates the client.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) if a setting is invalid.
    pub fn build(self) -> Result<C, Error>
    where
        C: From<Client>,
    {
        self.settings.build().map(C::from)
    }
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("vendor", &self.settings.vendor)
            .field("credentials", &self.settings.credentials)
            .finish_non_exhaustive()
    }
}

impl<C> Clone for ClientBuilder<C> {
    fn clone(&self) -> Self {
        Self {
            settings: self.settings.clone(),
            client: PhantomData,
        }
    }
}
