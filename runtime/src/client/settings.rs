//! The settings of a client.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use url::Url;

use crate::address::check_scheme;
use crate::auth::credentials::Credentials;
use crate::auth::provider::CredentialsProvider;
use crate::auth::signer::Signer;
use crate::auth::token_url;
use crate::auth::tokens::Tokens;
use crate::client::retry::{Budget, RetryPolicy};
use crate::client::{Client, Inner};
use crate::error::Error;
use crate::hooks::Hooks;
use crate::model::decode_tolerant::Mode;
use crate::operation::api::{Api, EnvironmentCredentials, Variables};
use crate::transport::timer::Timer;
use crate::transport::{Transport, TransportLimits};
use tokio::sync::Semaphore;

/// The settings of a client.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) api: &'static Api,
    pub(crate) base_url: Option<String>,
    pub(crate) token_url: Option<String>,
    pub(crate) vendor: VendorSettings,
    /// `None` if code has not decided.
    pub(crate) allow_http: Option<bool>,
    pub(crate) credentials: Vec<Credentials>,
    pub(crate) provider: Option<Arc<dyn CredentialsProvider>>,
    pub(crate) user_agent: String,
    pub(crate) mode: Mode,
    pub(crate) timeout: Duration,
    pub(crate) attempt_timeout: Duration,
    pub(crate) connect_timeout: Duration,
    pub(crate) max_body: usize,
    pub(crate) retry: RetryPolicy,
    pub(crate) retry_budget: u32,
    pub(crate) max_in_flight: Option<usize>,
    pub(crate) signer: Option<Arc<dyn Signer>>,
    pub(crate) hooks: Option<Arc<dyn Hooks>>,
    pub(crate) timer: Option<Arc<dyn Timer>>,
    pub(crate) transport: Option<Arc<dyn Transport>>,
}

impl Settings {
    pub(crate) fn new(api: &'static Api) -> Self {
        Self {
            api,
            base_url: None,
            token_url: None,
            vendor: VendorSettings::new(),
            allow_http: None,
            credentials: Vec::new(),
            provider: None,
            user_agent: format!("{}/{}", api.name, api.version),
            mode: Mode::Tolerant,
            timeout: Duration::from_secs(90),
            attempt_timeout: Duration::from_secs(30),
            connect_timeout: Duration::from_secs(10),
            max_body: TransportLimits::default().body,
            retry: RetryPolicy::new(),
            retry_budget: 20,
            max_in_flight: None,
            signer: None,
            hooks: None,
            timer: None,
            transport: None,
        }
    }

    pub(crate) fn take_environment(
        &mut self,
        variable: &dyn Fn(&str) -> Option<String>,
    ) -> Result<(), Error> {
        let names = &self.api.environment;
        let get = |name: &str| {
            (!name.is_empty())
                .then(|| variable(name))
                .flatten()
                .filter(|value| !value.is_empty())
        };
        half_of_a_pair(names.credentials, &get)?;
        if self.base_url.is_none() {
            self.base_url = get(names.base_url);
        }
        if self.allow_http.is_none() {
            let value = get(names.allow_http);
            self.allow_http = value
                .map(|value| switch(names.allow_http, &value))
                .transpose()?;
        }
        if let Some(vendor) = &self.api.vendor {
            for (setting, variable) in vendor.settings.iter().zip(vendor.variables) {
                if let Some(value) = get(variable) {
                    self.vendor.entry(setting).or_insert(value);
                }
            }
        }
        let found = names.credentials.iter().filter_map(|names| {
            Some(match names.0 {
                Variables::Basic(user, password) => Credentials::basic(get(user)?, get(password)?),
                Variables::Bearer(token) => Credentials::bearer(get(token)?),
                Variables::Client(id, secret) => Credentials::client(get(id)?, get(secret)?),
                Variables::ApiKey(scheme, key) => Credentials::api_key(scheme, get(key)?),
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
        if self.credentials.is_empty() && self.provider.is_none() && !names.credentials.is_empty() {
            let alternatives: Vec<_> = names.credentials.iter().map(variables).collect();
            return Err(Error::configuration(format!(
                "no credentials in the environment variables: set {}",
                alternatives.join(", or ")
            )));
        }
        Ok(())
    }

    pub(crate) fn build(self) -> Result<Client, Error> {
        let base_url = self.server()?;
        let allow_http = self.allows_http();
        let host = self.host();
        let token_url = self.token_url.as_deref();
        let token_url = token_url.map(|text| token_url::given(text, self.api, allow_http));
        self.credentials.iter().try_for_each(Credentials::check)?;
        let user_agent = HeaderValue::from_str(&self.user_agent);
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport(self.connect_timeout)?,
        };
        Ok(Client::new(Inner {
            base_url,
            host,
            overridden: self.base_url.is_some(),
            token_url: token_url.transpose()?,
            user_agent: user_agent
                .map_err(|_| Error::configuration("the user agent is not a valid header value"))?,
            api: self.api,
            vendor: self.vendor,
            allow_http,
            credentials: self.credentials,
            tokens: Tokens::default(),
            mode: self.mode,
            provider: self.provider,
            timeout: self.timeout,
            attempt_timeout: self.attempt_timeout,
            max_body: self.max_body,
            retry: self.retry,
            budget: Budget::new(self.retry_budget),
            permits: self.max_in_flight.map(permits),
            signer: self.signer,
            hooks: self.hooks,
            timer: self.timer.or_else(|| transport.timer()),
            transport,
        }))
    }

    /// The base URL of all paths.
    fn server(&self) -> Result<Url, Error> {
        let server = self.api.server;
        let Some(text) = self.base_url.as_deref().or(absolute(server)) else {
            return Err(self.needs_base_url());
        };
        // The message does not contain the URL: it may contain a password.
        let url = Url::parse(text);
        let url =
            url.map_err(|error| Error::configuration(format!("the base URL is invalid: {error}")))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Error::configuration(
                "the base URL contains credentials; pass them to `credentials` instead",
            ));
        }
        if self.base_url.is_some() && (url.query().is_some() || url.fragment().is_some()) {
            return Err(Error::configuration(
                "the base URL must not have a query or a fragment",
            ));
        }
        let base_url = if self.base_url.is_some() {
            on_host(&url, server).unwrap_or_else(|| without_empty_path(url))
        } else {
            placed(url, self.api, &self.vendor)?
        };
        check_scheme(&base_url, self.allows_http()).map_err(|error| error.about("the base URL"))?;
        Ok(base_url)
    }

    fn allows_http(&self) -> bool {
        self.allow_http.unwrap_or_default()
    }

    /// The host for the document's servers, if they are only paths.
    fn host(&self) -> Option<Url> {
        let url = Url::parse(self.base_url.as_deref()?).ok()?;
        (url.path() == "/" && absolute(self.api.server).is_none()).then_some(url)
    }

    fn needs_base_url(&self) -> Error {
        let server = match self.api.server {
            "" => "no server".to_owned(),
            path => format!("only the path `{path}` as its server"),
        };
        let variable = match self.api.environment.base_url {
            "" => String::new(),
            name => format!(" or the variable {name}"),
        };
        Error::configuration(format!(
            "the document declares {server}: set the URL of the service with `base_url`{variable}"
        ))
    }
}

/// The settings of a vendor's module, by name.
pub(crate) type VendorSettings = BTreeMap<&'static str, String>;

/// The URL of a document's server, with the vendor's settings applied.
pub(crate) fn placed(url: Url, api: &Api, settings: &VendorSettings) -> Result<Url, Error> {
    match api.vendor {
        Some(vendor) => {
            let placed = (vendor.place)(url, &|name| settings.get(name).cloned());
            placed.map_err(Error::configuration)
        }
        None => Ok(url),
    }
}

/// At least one permit, or no request would ever be sent.
fn permits(count: usize) -> Semaphore {
    Semaphore::new(count.clamp(1, Semaphore::MAX_PERMITS))
}

/// A server's URL, if it has a host.
fn absolute(server: &str) -> Option<&str> {
    let relative = Url::parse(server) == Err(url::ParseError::RelativeUrlWithoutBase);
    (!relative).then_some(server)
}

/// The document's server, which is a path, on the host of a base URL without a path.
pub(crate) fn on_host(base: &Url, server: &str) -> Option<Url> {
    if absolute(server).is_some() || server.is_empty() || base.path() != "/" {
        return None;
    }
    let url = base.join(server).ok()?;
    (url.origin() == base.origin()).then_some(url)
}

/// Removes a path that consists only of slashes, by which a caller says that there is no path.
fn without_empty_path(mut url: Url) -> Url {
    if url.path().bytes().all(|byte| byte == b'/') {
        url.set_path("/");
    }
    url
}

/// The value of a variable that only allows something: whoever sets it to anything else has mistaken it for
/// another.
fn switch(variable: &str, value: &str) -> Result<bool, Error> {
    match value {
        "1" | "true" => Ok(true),
        _ => Err(Error::configuration(format!(
            "`{variable}` is neither `1` nor `true`: set it to one of them, or remove it"
        ))),
    }
}

fn variables(names: &EnvironmentCredentials) -> String {
    match names.0 {
        Variables::Basic(first, second) | Variables::Client(first, second) => {
            format!("{first} and {second}")
        }
        Variables::Bearer(name) | Variables::ApiKey(_, name) => name.to_owned(),
    }
}

#[cfg(feature = "hyper")]
fn default_transport(connect_timeout: Duration) -> Result<Arc<dyn Transport>, Error> {
    let transport = crate::transport::hyper::HyperTransport::new(connect_timeout)?;
    Ok(Arc::new(transport))
}

#[cfg(not(feature = "hyper"))]
fn default_transport(_connect_timeout: Duration) -> Result<Arc<dyn Transport>, Error> {
    Err(Error::configuration(
        "set a `transport`, or enable the feature `hyper`",
    ))
}

/// An error if only one variable of the first user name and password is set: a caller who forgot the other
/// would not want the next credentials instead.
fn half_of_a_pair(
    credentials: &[EnvironmentCredentials],
    get: &dyn Fn(&str) -> Option<String>,
) -> Result<(), Error> {
    for names in credentials {
        let (Variables::Basic(user, password) | Variables::Client(user, password)) = names.0 else {
            continue;
        };
        let (set, missing) = match (get(user), get(password)) {
            (None, None) => continue,
            (Some(_), Some(_)) => return Ok(()),
            (Some(_), None) => (user, password),
            (None, Some(_)) => (password, user),
        };
        return Err(Error::configuration(format!(
            "`{set}` is set, but `{missing}` is not: set both"
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rt::{Environment, Scheme, Vendor};

    const API: Api = Api::new("example", "1.0", "https://api.example.com")
        .schemes(&[("basic", Scheme::basic())])
        .environment(Environment::new("BASE_URL").credentials(&[
            EnvironmentCredentials::basic("KEY", "SECRET"),
            EnvironmentCredentials::basic("ACCOUNT", "TOKEN"),
            EnvironmentCredentials::client("ID", "ID_SECRET"),
        ]))
        .vendor(Vendor::new(&["edge"], &["EDGE"], |url, _| Ok(url)));

    fn settings(variables: &[(&str, &str)]) -> Result<Settings, Error> {
        static HERE: Api = API;
        let mut settings = Settings::new(&HERE);
        let find = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        settings.take_environment(&find).map(|()| settings)
    }

    #[test]
    fn the_environment_sets_up_what_code_did_not() {
        let found = settings(&[
            ("KEY", "SK1"),
            ("SECRET", "s"),
            ("ACCOUNT", "AC1"),
            ("EDGE", "sydney"),
        ])
        .unwrap();
        assert_eq!(
            (
                found.credentials.len(),
                found.vendor.get("edge").map(String::as_str),
                found.base_url
            ),
            (1, Some("sydney"), None)
        );
        for half in [
            vec![("ACCOUNT", "AC1"), ("TOKEN", "")],
            vec![("KEY", "SK1"), ("ACCOUNT", "AC1"), ("TOKEN", "t")],
        ] {
            let error = settings(&half).err().unwrap().to_string();
            assert!(error.ends_with("is not: set both"), "{error}");
        }
        let error = settings(&[("ID", "a"), ("ACCOUNT", "AC1"), ("TOKEN", "t")]);
        let error = error.err().map(|error| error.to_string());
        assert_eq!(error, None, "a pair before it is complete");
        let found = settings(&[("ID", "a"), ("ID_SECRET", "b")]).unwrap();
        let shown = format!("{:?}", found.credentials);
        assert_eq!(shown, "[Credentials(Client, [redacted])]");
        let error = settings(&[("ID_SECRET", "b")]).err().unwrap().to_string();
        assert!(
            error.starts_with("`ID_SECRET` is set, but `ID` is not"),
            "{error}"
        );
        let error = settings(&[]).err().unwrap();
        let expected = "no credentials in the environment variables: set KEY and SECRET, or ACCOUNT and TOKEN, or ID and ID_SECRET";
        assert_eq!(error.to_string(), expected);
    }

    #[test]
    fn a_variable_allows_plain_http() {
        static HERE: Api = Api::new("example", "1.0", "")
            .environment(Environment::new("BASE_URL").allow_http("ALLOW_HTTP"));
        let server = |code: Option<bool>, value: Option<&str>| {
            let mut settings = Settings::new(&HERE);
            settings.allow_http = code;
            settings.take_environment(&|name| match name {
                "BASE_URL" => Some("http://mock:8080".to_owned()),
                "ALLOW_HTTP" => value.map(str::to_owned),
                _ => None,
            })?;
            settings.server().map(|url| url.to_string())
        };
        for allowed in ["1", "true"] {
            assert_eq!(server(None, Some(allowed)).unwrap(), "http://mock:8080/");
        }
        for absent in [None, Some("")] {
            let error = server(None, absent).unwrap_err().to_string();
            assert!(error.contains("the base URL"), "{error}");
        }
        for other in ["0", "false", "TRUE", "yes", " 1"] {
            let error = server(None, Some(other)).unwrap_err();
            assert_eq!(error.kind(), crate::ErrorKind::Configuration);
            let expected =
                "`ALLOW_HTTP` is neither `1` nor `true`: set it to one of them, or remove it";
            assert_eq!(error.to_string(), expected);
        }
        assert!(server(Some(false), Some("1")).is_err(), "code decides");
        assert!(server(Some(true), Some("no")).is_ok(), "code decides");
    }

    #[test]
    fn a_server_that_is_a_path_needs_a_host() {
        static HERE: Api = API;
        static RELATIVE: Api = Api {
            server: "/api/v3",
            ..API
        };
        let at = |api, base: Option<&str>| {
            let mut settings = Settings::new(api);
            settings.base_url = base.map(str::to_owned);
            settings.server().map(|url| url.to_string())
        };
        let error = at(&RELATIVE, None).unwrap_err().to_string();
        let expected = "the document declares only the path `/api/v3` as its server: set the URL of the service with `base_url` or the variable BASE_URL";
        assert_eq!(error, expected);
        for (base, expected) in [
            ("https://h.example", "https://h.example/api/v3"),
            ("https://h.example/", "https://h.example/api/v3"),
            ("https://h.example/other", "https://h.example/other"),
            ("https://h.example//", "https://h.example/"),
        ] {
            assert_eq!(at(&RELATIVE, Some(base)).unwrap(), expected);
        }
        let whole = at(&HERE, Some("http://localhost:1")).unwrap();
        assert_eq!(whole, "http://localhost:1/");
        let base = Url::parse("https://h.example").unwrap();
        assert_eq!(on_host(&base, "//evil.example/api"), None);
    }
}
