//! Sets up clients.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use url::Url;

use crate::auth::Credentials;
use crate::client::{Api, Client, EnvironmentCredentials, Inner, at_edge, check_scheme};
use crate::error::Error;
use crate::fill::Mode;
use crate::transport::{Limits, Transport};

/// Sets up a client of type `C`.
#[must_use = "a client comes of it by `build`"]
pub struct ClientBuilder<C> {
    settings: Settings,
    client: PhantomData<fn() -> C>,
}

#[derive(Clone)]
struct Settings {
    api: &'static Api,
    base_url: Option<String>,
    region: Option<String>,
    edge: Option<String>,
    allow_http: bool,
    credentials: Vec<Credentials>,
    user_agent: String,
    mode: Mode,
    limits: Limits,
    connect_timeout: Duration,
    transport: Option<Arc<dyn Transport>>,
}

impl<C> ClientBuilder<C> {
    /// Begins with the document's server, no credentials, 30 seconds for an operation and 10 for
    /// connecting, and 32 MiB for an answer.
    pub fn new(api: &'static Api) -> Self {
        let settings = Settings {
            api,
            base_url: None,
            region: None,
            edge: None,
            allow_http: false,
            credentials: Vec::new(),
            user_agent: format!("{}/{}", api.name, api.version),
            mode: Mode::Tolerant,
            limits: Limits::default(),
            connect_timeout: Duration::from_secs(10),
            transport: None,
        };
        Self {
            settings,
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

    /// Another server than the document's, for tests and proxies. Region and edge are not for it.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.settings.base_url = Some(url.into());
        self
    }

    /// The region that handles and keeps the data, as in `au1`.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.settings.region = Some(region.into());
        self
    }

    /// The place where the service is entered, as in `sydney`; without a region it is `us1`'s.
    pub fn edge(mut self, edge: impl Into<String>) -> Self {
        self.settings.edge = Some(edge.into());
        self
    }

    /// How long an operation may take, from its start to the last byte of the answer.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.limits.timeout = Some(timeout);
        self
    }

    /// How long connecting may take. A transport of one's own has its own rule.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.settings.connect_timeout = timeout;
        self
    }

    /// So many bytes of an answer's body are read; a longer one is an error.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.settings.limits.body = bytes;
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

impl Settings {
    fn take_environment(&mut self, variable: &dyn Fn(&str) -> Option<String>) -> Result<(), Error> {
        let names = &self.api.environment;
        let get = |name: &str| {
            (!name.is_empty())
                .then(|| variable(name))
                .flatten()
                .filter(|value| !value.is_empty())
        };
        for (setting, name) in [
            (&mut self.base_url, names.base_url),
            (&mut self.region, names.region),
            (&mut self.edge, names.edge),
        ] {
            if setting.is_none() {
                *setting = get(name);
            }
        }
        let found = names.credentials.iter().filter_map(|names| {
            Some(match *names {
                EnvironmentCredentials::Basic(user, password) => {
                    Credentials::basic(get(user)?, get(password)?)
                }
                EnvironmentCredentials::Bearer(token) => Credentials::bearer(get(token)?),
                EnvironmentCredentials::ApiKey(scheme, key) => {
                    Credentials::api_key(scheme, get(key)?)
                }
            })
        });
        for credentials in found {
            if !self
                .credentials
                .iter()
                .any(|held| held.same_use(&credentials))
            {
                self.credentials.push(credentials);
            }
        }
        if self.credentials.is_empty() && !names.credentials.is_empty() {
            let alternatives: Vec<_> = names.credentials.iter().map(variables).collect();
            return Err(Error::configuration(format!(
                "no credentials in the environment: set {}",
                alternatives.join(", or ")
            )));
        }
        Ok(())
    }

    fn build(self) -> Result<Client, Error> {
        let overridden = self.base_url.is_some();
        let text = self.base_url.as_deref().unwrap_or(self.api.server);
        // The text is not shown: a password may stand in it.
        let url = Url::parse(text);
        let url = url.map_err(|error| {
            Error::configuration(format!("the base URL cannot be read: {error}"))
        })?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Error::configuration(
                "the base URL has credentials in it; give them by `credentials`",
            ));
        }
        let base_url = if overridden {
            url
        } else {
            at_edge(url, self.region.as_deref(), self.edge.as_deref())?
        };
        check_scheme(&base_url, self.allow_http)?;
        self.credentials.iter().try_for_each(Credentials::check)?;
        let user_agent = HeaderValue::from_str(&self.user_agent);
        Ok(Client::new(Inner {
            base_url,
            overridden,
            user_agent: user_agent
                .map_err(|_| Error::configuration("the user agent cannot stand in a header"))?,
            transport: match self.transport {
                Some(transport) => transport,
                None => default_transport(self.connect_timeout)?,
            },
            api: self.api,
            region: self.region,
            edge: self.edge,
            allow_http: self.allow_http,
            credentials: self.credentials,
            mode: self.mode,
            limits: self.limits,
        }))
    }
}

fn variables(names: &EnvironmentCredentials) -> String {
    match names {
        EnvironmentCredentials::Basic(user, password) => format!("{user} and {password}"),
        EnvironmentCredentials::Bearer(name) | EnvironmentCredentials::ApiKey(_, name) => {
            (*name).to_owned()
        }
    }
}

#[cfg(feature = "reqwest")]
fn default_transport(connect_timeout: Duration) -> Result<Arc<dyn Transport>, Error> {
    Ok(Arc::new(crate::reqwest_transport::ReqwestTransport::new(
        connect_timeout,
    )?))
}

#[cfg(not(feature = "reqwest"))]
fn default_transport(_connect_timeout: Duration) -> Result<Arc<dyn Transport>, Error> {
    Err(Error::configuration(
        "without the feature `reqwest` a client needs a `transport`",
    ))
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("region", &self.settings.region)
            .field("edge", &self.settings.edge)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Environment, Scheme};

    static API: Api = Api {
        name: "example",
        version: "1.0",
        server: "https://api.example.com",
        schemes: &[("basic", Scheme::Basic)],
        environment: Environment {
            base_url: "BASE_URL",
            region: "",
            edge: "EDGE",
            credentials: &[
                EnvironmentCredentials::Basic("KEY", "SECRET"),
                EnvironmentCredentials::Basic("ACCOUNT", "TOKEN"),
            ],
        },
    };

    fn settings(variables: &[(&str, &str)]) -> Result<Settings, Error> {
        let mut settings = ClientBuilder::<Client>::new(&API).settings;
        let find = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        settings.take_environment(&find).map(|()| settings)
    }

    #[test]
    fn the_environment_sets_up_what_code_did_not() {
        let found = settings(&[
            ("ACCOUNT", "AC1"),
            ("TOKEN", "t"),
            ("KEY", "SK1"),
            ("EDGE", "sydney"),
        ])
        .unwrap();
        assert_eq!(
            (
                found.credentials.len(),
                found.edge.as_deref(),
                found.base_url
            ),
            (1, Some("sydney"), None)
        );
        let error = settings(&[("ACCOUNT", "AC1"), ("TOKEN", "")])
            .err()
            .unwrap();
        let expected =
            "no credentials in the environment: set KEY and SECRET, or ACCOUNT and TOKEN";
        assert_eq!(error.to_string(), expected);
    }
}
