//! Sets up clients.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use crate::auth::credentials::Credentials;
use crate::auth::provider::CredentialsProvider;
use crate::auth::signer::Signer;
use crate::client::Client;
use crate::client::hooks::Hooks;
use crate::client::retry::RetryPolicy;
use crate::client::settings::Settings;
use crate::error::Error;
use crate::model::decode_tolerant::Mode;
use crate::operation::api::Api;
use crate::transport::Transport;
use crate::transport::timer::Timer;

/// Sets up a client of type `C`.
#[must_use = "a client comes of it by `build`"]
pub struct ClientBuilder<C> {
    settings: Settings,
    client: PhantomData<fn() -> C>,
}

impl<C> ClientBuilder<C> {
    /// Begins with the document's server and no credentials. The table in [`production`](crate::production)
    /// has all defaults.
    #[doc(hidden)]
    pub fn new(api: &'static Api) -> Self {
        Self {
            settings: Settings::new(api),
            client: PhantomData,
        }
    }

    /// Adds credentials. They take the place of earlier ones for the same scheme.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.settings
            .credentials
            .retain(|held| !held.same_use(&credentials));
        self.settings.credentials.push(credentials);
        self
    }

    /// Another server than the document's, for tests and proxies. Tokens that the document has at its own server are asked for here too. Where they are at a
    /// third server, [`token_url`](Self::token_url) has to say where to ask.
    ///
    /// Where the document's server is a path, such as `/api/v3`, this names the host: a URL without
    /// a path, such as `https://api.example.com`, gets the document's, and one with a path is taken
    /// as it is; the root of the host is `https://api.example.com//`, with two slashes, because one
    /// is what every URL without a path has.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.settings.base_url = Some(url.into());
        self
    }

    /// Where tokens of OAuth 2.0 are asked for, in place of all token URLs of the document: the name
    /// and the secret of [`Credentials::client`] go there and nowhere else. Plain http is refused
    /// as for [`base_url`](Self::base_url).
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.settings.token_url = Some(url.into());
        self
    }

    /// Sets what a vendor's room has a method for.
    pub(crate) fn vendor_setting(mut self, name: &'static str, value: String) -> Self {
        self.settings.vendor.insert(name, value);
        self
    }

    /// Asks for credentials before every attempt, for secrets that are rotated. It takes the place
    /// of [`credentials`](Self::credentials).
    pub fn credentials_provider(mut self, provider: impl CredentialsProvider) -> Self {
        self.settings.provider = Some(Arc::new(provider));
        self
    }

    /// Signs every request just before it is sent, after the credentials are added.
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

    /// How long an operation may take with all attempts and waits; of a list, each page.
    /// [`Duration::MAX`] is no limit.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.timeout = timeout;
        self
    }

    /// How long one attempt may take, from connecting to the last byte of the answer.
    /// [`Duration::MAX`] is no limit.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.settings.attempt_timeout = timeout;
        self
    }

    /// How long connecting may take. A transport of one's own has its own rule.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.settings.connect_timeout = timeout;
        self
    }

    /// When requests are sent again.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.settings.retry = policy;
        self
    }

    /// So many retries are made without successes between them, by all clones of the client
    /// together; five successes give one back. When they are used up, errors come at once.
    pub fn retry_budget(mut self, retries: u32) -> Self {
        self.settings.retry_budget = retries;
        self
    }

    /// At most so many requests are in flight at a time, from all clones of the client together;
    /// the others wait their turn. 0 is 1.
    pub fn max_in_flight(mut self, requests: usize) -> Self {
        self.settings.max_in_flight = Some(requests);
        self
    }

    /// So many bytes of an answer's body are read, after decompression; a longer one is an error. Of
    /// an error's body the beginning is kept.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.settings.max_body = bytes;
        self
    }

    /// Calls these around every attempt.
    pub fn hooks(mut self, hooks: impl Hooks) -> Self {
        self.settings.hooks = Some(Arc::new(hooks));
        self
    }

    /// Another clock than the transport's.
    pub fn timer(mut self, timer: impl Timer) -> Self {
        self.settings.timer = Some(Arc::new(timer));
        self
    }

    /// Whether an undeclared property, or a value that does not fit, is an error.
    pub fn strict(mut self, strict: bool) -> Self {
        self.settings.mode = if strict { Mode::Strict } else { Mode::Tolerant };
        self
    }

    /// Adds the name of one's own program to the `User-Agent` header, as in `shop/1.2`.
    pub fn user_agent(mut self, product: impl AsRef<str>) -> Self {
        self.settings.user_agent.push(' ');
        self.settings.user_agent.push_str(product.as_ref());
        self
    }

    /// Whether plain http is allowed to other machines than this one.
    pub fn allow_http(mut self, allow: bool) -> Self {
        self.settings.allow_http = allow;
        self
    }

    /// Another way to the service.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.settings.transport = Some(Arc::new(transport));
        self
    }

    /// Takes what is not set from the API's environment variables. Of credentials the first that
    /// are complete are taken, if there are none yet.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) if the API needs credentials and there are none.
    pub fn environment(mut self) -> Result<Self, Error> {
        self.settings
            .take_environment(&|name| std::env::var(name).ok())?;
        Ok(self)
    }

    /// Makes the client.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) with what is wrong.
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
