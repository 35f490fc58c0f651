//! The facts about an API that its operations share: server, security schemes, environment variables.

use std::fmt;

use url::Url;

use crate::operation::parameter::Location;

/// The facts about an API.
///
/// Generated code makes one by [`new`](Self::new) and the methods below it, so that a fact that is added later
/// breaks no crate that exists.
#[derive(Clone, Copy, Debug)]
pub struct Api {
    /// The crate's name, for the `User-Agent` header.
    pub(crate) name: &'static str,
    /// The crate's version, for the `User-Agent` header.
    pub(crate) version: &'static str,
    /// The URL that paths are below.
    pub(crate) server: &'static str,
    /// The security schemes with their names in the document.
    pub(crate) schemes: &'static [(&'static str, Scheme)],
    /// The environment variables that set up a client.
    pub(crate) environment: Environment,
    /// What the API's vendor means beyond OpenAPI.
    pub(crate) vendor: Option<Vendor>,
}

impl Api {
    /// An API without security schemes and without variables: the name and the version of its crate, and the
    /// URL that paths are below. The URL may be a path, or empty if the document names no server.
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

    /// With these security schemes, each with its name in the document.
    pub const fn schemes(mut self, schemes: &'static [(&'static str, Scheme)]) -> Self {
        self.schemes = schemes;
        self
    }

    /// With these environment variables, which set up a client.
    pub const fn environment(mut self, environment: Environment) -> Self {
        self.environment = environment;
        self
    }

    /// With what its vendor means beyond OpenAPI.
    pub const fn vendor(mut self, vendor: Vendor) -> Self {
        self.vendor = Some(vendor);
        self
    }
}

/// What a vendor means beyond OpenAPI: settings of a client that place the document's servers.
#[derive(Clone, Copy)]
pub struct Vendor {
    /// The names of the settings.
    pub(crate) settings: &'static [&'static str],
    /// The environment variable of each of them.
    pub(crate) variables: &'static [&'static str],
    pub(crate) place: Place,
}

/// Where a server of the document is by the settings, or what is wrong with them.
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

/// The environment variables that set up a client; an empty name is none.
#[derive(Clone, Copy, Debug)]
pub struct Environment {
    /// Another server's URL.
    pub(crate) base_url: &'static str,
    /// Credentials, the preferred ones first.
    pub(crate) credentials: &'static [EnvironmentCredentials],
}

impl Environment {
    /// No variables: a client has what its builder is given, and nothing else.
    pub const NONE: Self = Self::new("");

    /// The name of the variable that holds another server's URL.
    pub const fn new(base_url: &'static str) -> Self {
        Self {
            base_url,
            credentials: &[],
        }
    }

    /// With the variables of credentials, the preferred ones first.
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
    /// A user's name and password.
    pub const fn basic(user: &'static str, password: &'static str) -> Self {
        Self(Variables::Basic(user, password))
    }

    /// A token.
    pub const fn bearer(token: &'static str) -> Self {
        Self(Variables::Bearer(token))
    }

    /// The name and the secret of a client of OAuth 2.0.
    pub const fn client(id: &'static str, secret: &'static str) -> Self {
        Self(Variables::Client(id, secret))
    }

    /// The name of a scheme, and the variable of a key for it.
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
    /// A user's name and password (RFC 7617).
    pub const fn basic() -> Self {
        Self(SchemeKind::Basic)
    }

    /// A token (RFC 6750).
    pub const fn bearer() -> Self {
        Self(SchemeKind::Bearer)
    }

    /// A key that stands in the query, a header or a cookie under this name.
    pub const fn api_key(location: Location, name: &'static str) -> Self {
        Self(SchemeKind::ApiKey { location, name })
    }

    /// A token of OAuth 2.0 for the client itself (RFC 6749, section 4.4), which the runtime fetches and keeps,
    /// or the caller gives.
    ///
    /// Tokens are given out at the URL, which is absolute or relative to the server's. `scopes` are all that
    /// tokens may allow; an operation says what it needs.
    pub const fn client_credentials(
        token_url: &'static str,
        scopes: &'static [&'static str],
    ) -> Self {
        Self(SchemeKind::ClientCredentials { token_url, scopes })
    }

    /// All that tokens of OAuth 2.0 for the client itself may allow; empty for other schemes.
    pub const fn scopes(&self) -> &'static [&'static str] {
        match self.0 {
            SchemeKind::ClientCredentials { scopes, .. } => scopes,
            _ => &[],
        }
    }
}
