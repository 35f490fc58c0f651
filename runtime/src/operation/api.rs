//! The facts about an API that its operations share: server, security schemes, environment variables.

use crate::operation::parameter::Location;

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

/// A way to authorize requests (OpenAPI 3.0, Security Scheme Object).
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Scheme {
    /// A user's name and password (RFC 7617).
    Basic,
    /// A token (RFC 6750).
    Bearer,
    /// A key that stands in the request under this name.
    ApiKey {
        /// In the query, a header or a cookie.
        location: Location,
        /// The parameter's name.
        name: &'static str,
    },
    /// A token of OAuth 2.0 for the client itself (RFC 6749, section 4.4), which the runtime fetches
    /// and keeps, or the caller gives.
    OAuth2ClientCredentials {
        /// Where tokens are given out: a URL, absolute or relative to the server's.
        token_url: &'static str,
        /// All that tokens may allow; [`OperationExtras::scopes`](crate::OperationExtras::scopes) says what one needs.
        scopes: &'static [&'static str],
    },
}
