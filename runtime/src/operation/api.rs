//! The facts about an API that its operations share: server, security schemes, environment variables.

use std::fmt;

use url::Url;

use crate::operation::parameter::Location;

/// The facts about an API.
///
/// Generated code creates one with [`new`](Self::new) and the methods below, so that a new fact does not
/// break existing crates.
#[derive(Clone, Copy, Debug)]
pub struct Api {
    /// The crate's name, for the `User-Agent` header.
    pub(crate) name: &'static str,
    /// The crate's version, for the `User-Agent` header.
    pub(crate) version: &'static str,
    /// The URL that all paths are relative to.
    pub(crate) server: &'static str,
    /// The security schemes with their names in the document.
    pub(crate) schemes: &'static [(&'static str, Scheme)],
    /// The environment variables with settings of a client.
    pub(crate) environment: Environment,
    /// The vendor's facts beyond OpenAPI.
    pub(crate) vendor: Option<Vendor>,
}

impl Api {
    /// An API without security schemes and environment variables. `name` and `version` are those of its
    /// crate; `server` is the URL that all paths are relative to. It may be a path, or empty if the document
    /// declares no server.
    pub const fn new(name: &'static str, version: &'static str, server: &'static str) -> Self {
        Self {
            name,
            version,
            server,
            schemes: &[],
            environment: Environment::NONE,
            vendor: None,
        }
    }

    /// Sets the security schemes, each with its name in the document.
    pub const fn schemes(mut self, schemes: &'static [(&'static str, Scheme)]) -> Self {
        self.schemes = schemes;
        self
    }

    /// Sets the environment variables with settings of a client.
    pub const fn environment(mut self, environment: Environment) -> Self {
        self.environment = environment;
        self
    }

    /// Sets the vendor's facts beyond OpenAPI.
    pub const fn vendor(mut self, vendor: Vendor) -> Self {
        self.vendor = Some(vendor);
        self
    }
}

/// A vendor's facts beyond OpenAPI: client settings that change the URLs of the document's servers.
#[derive(Clone, Copy)]
pub struct Vendor {
    /// The names of the settings.
    pub(crate) settings: &'static [&'static str],
    /// The environment variable of each setting.
    pub(crate) variables: &'static [&'static str],
    pub(crate) place: Place,
}

/// Applies the settings to the URL of a server, or returns what is wrong with them.
pub(crate) type Place = fn(Url, &dyn Fn(&str) -> Option<String>) -> Result<Url, String>;

impl Vendor {
    pub(crate) const fn new(
        settings: &'static [&'static str],
        variables: &'static [&'static str],
        place: Place,
    ) -> Self {
        Self {
            settings,
            variables,
            place,
        }
    }
}

impl fmt::Debug for Vendor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.settings).finish()
    }
}

/// The environment variables with settings of a client; an empty name means that there is no variable.
#[derive(Clone, Copy, Debug)]
pub struct Environment {
    /// The variable with another server's URL.
    pub(crate) base_url: &'static str,
    /// The variable that allows plain HTTP.
    pub(crate) allow_http: &'static str,
    /// Credentials in order of preference.
    pub(crate) credentials: &'static [EnvironmentCredentials],
}

impl Environment {
    /// No variables: only the builder configures the client.
    pub const NONE: Self = Self::new("");

    /// `base_url` is the name of the variable with another server's URL.
    pub const fn new(base_url: &'static str) -> Self {
        Self {
            base_url,
            allow_http: "",
            credentials: &[],
        }
    }

    /// Sets the name of the variable that allows plain HTTP to hosts other than loopback.
    pub const fn allow_http(mut self, variable: &'static str) -> Self {
        self.allow_http = variable;
        self
    }

    /// Sets the variables of credentials, in order of preference.
    pub const fn credentials(mut self, credentials: &'static [EnvironmentCredentials]) -> Self {
        self.credentials = credentials;
        self
    }
}

/// The environment variables of credentials.
#[derive(Clone, Copy, Debug)]
pub struct EnvironmentCredentials(pub(crate) Variables);

#[derive(Clone, Copy, Debug)]
pub(crate) enum Variables {
    Basic(&'static str, &'static str),
    Bearer(&'static str),
    Client(&'static str, &'static str),
    ApiKey(&'static str, &'static str),
}

impl EnvironmentCredentials {
    /// User name and password.
    pub const fn basic(user: &'static str, password: &'static str) -> Self {
        Self(Variables::Basic(user, password))
    }

    /// A bearer token.
    pub const fn bearer(token: &'static str) -> Self {
        Self(Variables::Bearer(token))
    }

    /// The ID and secret of an OAuth 2.0 client.
    pub const fn client(id: &'static str, secret: &'static str) -> Self {
        Self(Variables::Client(id, secret))
    }

    /// The name of a security scheme, and the variable with its API key.
    pub const fn api_key(scheme: &'static str, key: &'static str) -> Self {
        Self(Variables::ApiKey(scheme, key))
    }
}

/// A way to authorize requests (OpenAPI 3.0, Security Scheme Object).
#[derive(Clone, Copy, Debug)]
pub struct Scheme(pub(crate) SchemeKind);

#[derive(Clone, Copy, Debug)]
pub(crate) enum SchemeKind {
    Basic,
    Bearer,
    ApiKey {
        location: Location,
        name: &'static str,
    },
    ClientCredentials {
        token_url: &'static str,
        scopes: &'static [&'static str],
    },
}

impl Scheme {
    /// HTTP Basic: user name and password (RFC 7617).
    pub const fn basic() -> Self {
        Self(SchemeKind::Basic)
    }

    /// A bearer token (RFC 6750).
    pub const fn bearer() -> Self {
        Self(SchemeKind::Bearer)
    }

    /// An API key in the query, a header or a cookie with this name.
    pub const fn api_key(location: Location, name: &'static str) -> Self {
        Self(SchemeKind::ApiKey { location, name })
    }

    /// OAuth 2.0 client credentials (RFC 6749, section 4.4): the runtime fetches and caches the access token,
    /// or the caller passes one.
    ///
    /// `token_url` is absolute or relative to the server's URL. `scopes` are all scopes of the scheme; each
    /// operation declares the ones that it needs.
    pub const fn client_credentials(
        token_url: &'static str,
        scopes: &'static [&'static str],
    ) -> Self {
        Self(SchemeKind::ClientCredentials { token_url, scopes })
    }

    /// All scopes of an OAuth 2.0 client credentials scheme; empty for other schemes.
    pub const fn scopes(&self) -> &'static [&'static str] {
        match self.0 {
            SchemeKind::ClientCredentials { scopes, .. } => scopes,
            _ => &[],
        }
    }
}
