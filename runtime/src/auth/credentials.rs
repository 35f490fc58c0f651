//! Credentials and how they become headers, query parameters and cookies.

use std::fmt;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use http::header::{AUTHORIZATION, COOKIE, HeaderMap, HeaderName, HeaderValue, InvalidHeaderValue};
use percent_encoding::percent_decode_str;
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::error::Error;
use crate::operation::api::{Scheme, SchemeKind};
use crate::operation::parameter::Location;
use crate::operation::style::encoded;
use crate::operation::table::Operation;

/// A secret that authorizes requests. `Debug` does not show it.
#[derive(Clone)]
pub struct Credentials {
    secret: Secret,
    /// The name of its scheme; `None` for all schemes of its kind.
    scheme: Option<String>,
}

#[derive(Clone)]
enum Secret {
    Basic {
        user: String,
        password: SecretString,
    },
    Bearer(SecretString),
    ApiKey(SecretString),
    Client {
        id: String,
        secret: SecretString,
    },
}

impl Credentials {
    /// User name and password (HTTP Basic). The user name must not contain a colon (RFC 7617, section 2).
    pub fn basic(user: impl Into<String>, password: impl Into<String>) -> Self {
        Self::new(Secret::Basic {
            user: user.into(),
            password: SecretString::from(password.into()),
        })
    }

    /// A bearer token (RFC 6750).
    pub fn bearer(token: impl Into<String>) -> Self {
        Self::new(Secret::Bearer(SecretString::from(token.into())))
    }

    /// The ID and secret of an OAuth 2.0 client (RFC 6749, section 4.4). The runtime requests access tokens
    /// from the document's token URL; see the guide [`production`](crate::production).
    pub fn client(id: impl Into<String>, secret: impl Into<String>) -> Self {
        Self::new(Secret::Client {
            id: id.into(),
            secret: SecretString::from(secret.into()),
        })
    }

    /// An API key for the security scheme with this name in the document.
    pub fn api_key(scheme: impl Into<String>, key: impl Into<String>) -> Self {
        Self::new(Secret::ApiKey(SecretString::from(key.into()))).for_scheme(scheme)
    }

    /// Restricts the credentials to the security scheme with this name in the document.
    pub fn for_scheme(mut self, scheme: impl Into<String>) -> Self {
        self.scheme = Some(scheme.into());
        self
    }

    fn new(secret: Secret) -> Self {
        Self {
            secret,
            scheme: None,
        }
    }

    fn fits(&self, name: &str, scheme: &Scheme) -> bool {
        let kind = match scheme.0 {
            SchemeKind::Basic => matches!(self.secret, Secret::Basic { .. }),
            SchemeKind::ApiKey { .. } => matches!(self.secret, Secret::ApiKey(_)),
            SchemeKind::Bearer => matches!(self.secret, Secret::Bearer(_)),
            SchemeKind::ClientCredentials { .. } => {
                matches!(self.secret, Secret::Bearer(_) | Secret::Client { .. })
            }
        };
        kind && self.scheme.as_deref().is_none_or(|scheme| scheme == name)
    }

    /// Whether both are for the same schemes.
    pub(crate) fn same_use(&self, other: &Self) -> bool {
        std::mem::discriminant(&self.secret) == std::mem::discriminant(&other.secret)
            && self.scheme == other.scheme
    }

    /// Whether the secret can be sent.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let fits_header =
            |secret: &SecretString| HeaderValue::from_str(secret.expose_secret()).is_ok();
        match &self.secret {
            Secret::Basic { user, .. } if user.contains(':') => Err(Error::configuration(
                "the user name contains a colon (RFC 7617, section 2)",
            )),
            Secret::Basic { .. } | Secret::Client { .. } => Ok(()),
            Secret::Bearer(secret) | Secret::ApiKey(secret) if fits_header(secret) => Ok(()),
            Secret::Bearer(_) | Secret::ApiKey(_) => Err(Error::configuration(
                "the credentials contain a character that cannot be sent",
            )),
        }
    }

    fn apply(&self, scheme: &Scheme, url: &mut Url, headers: &mut HeaderMap) -> Result<(), Error> {
        let value = match &self.secret {
            Secret::Basic { user, password } => {
                return set_basic(headers, user, password.expose_secret());
            }
            Secret::Bearer(token) => return set_bearer(headers, token),
            Secret::ApiKey(key) => key.expose_secret(),
            // The token is fetched first.
            Secret::Client { .. } => return Ok(()),
        };
        match scheme.0 {
            SchemeKind::ApiKey { location, name } => set_key(location, name, value, url, headers),
            _ => Ok(()),
        }
    }
}

/// The header of a name and a password (RFC 7617).
pub(crate) fn set_basic(headers: &mut HeaderMap, user: &str, password: &str) -> Result<(), Error> {
    const SCHEME: &str = "Basic ";
    let pair = Zeroizing::new([user, password].join(":"));
    let mut value = Zeroizing::new(vec![0; SCHEME.len() + pair.len().div_ceil(3) * 4]);
    let (scheme, token) = value.split_at_mut(SCHEME.len());
    scheme.copy_from_slice(SCHEME.as_bytes());
    // Into memory that is wiped: the library's other methods leave a copy behind.
    BASE64_STANDARD
        .encode_slice(pair.as_bytes(), token)
        .expect("base64 makes four characters of three bytes");
    insert(headers, AUTHORIZATION, HeaderValue::from_bytes(&value))
}

/// The header of a token (RFC 6750).
pub(crate) fn set_bearer(headers: &mut HeaderMap, token: &SecretString) -> Result<(), Error> {
    let value = Zeroizing::new(format!("Bearer {}", token.expose_secret()));
    set(headers, AUTHORIZATION, &value)
}

fn set_key(
    location: Location,
    name: &str,
    value: &str,
    url: &mut Url,
    headers: &mut HeaderMap,
) -> Result<(), Error> {
    let pair = format!("{}={}", encoded(name), encoded(value));
    match location {
        Location::Query => {
            let others = url.query().filter(|query| !query.is_empty());
            let query = others.map(|others| format!("{others}&{pair}"));
            url.set_query(Some(&query.unwrap_or(pair)));
            Ok(())
        }
        Location::Cookie => {
            let others = headers.get(COOKIE).and_then(|cookie| cookie.to_str().ok());
            let cookie = others.map(|others| format!("{others}; {pair}"));
            set(headers, COOKIE, &cookie.unwrap_or(pair))
        }
        _ => {
            let name = HeaderName::from_bytes(name.as_bytes());
            let name = name
                .map_err(|_| Error::configuration("the header name of the API key is invalid"))?;
            set(headers, name, value)
        }
    }
}

/// Removes the API keys of an operation from a query that a service wrote: they are added when the request is
/// sent.
pub(crate) fn remove_keys(url: &mut Url, operation: &Operation, schemes: &[(&str, Scheme)]) {
    let is_needed = |name: &&str| operation.security.iter().any(|all| all.contains(name));
    let keys = schemes.iter().filter(|(name, _)| is_needed(name));
    let keys = keys.filter_map(|(_, scheme)| match scheme.0 {
        SchemeKind::ApiKey {
            location: Location::Query,
            name,
        } => Some(name),
        _ => None,
    });
    let keys: Vec<_> = keys.collect();
    let is_key = |pair: &&str| {
        let name = pair.split('=').next().unwrap_or_default();
        keys.contains(&&*percent_decode_str(name).decode_utf8_lossy())
    };
    let Some(query) = url.query() else { return };
    if query.split('&').any(|pair| is_key(&pair)) {
        let others: Vec<_> = query.split('&').filter(|pair| !is_key(pair)).collect();
        let others = others.join("&");
        url.set_query((!others.is_empty()).then_some(&others));
    }
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) -> Result<(), Error> {
    insert(headers, name, HeaderValue::from_str(value))
}

fn insert(
    headers: &mut HeaderMap,
    name: HeaderName,
    value: Result<HeaderValue, InvalidHeaderValue>,
) -> Result<(), Error> {
    let mut value = value.map_err(|_| {
        Error::configuration("the credentials contain a character that a header cannot have")
    })?;
    value.set_sensitive(true);
    headers.insert(name, value);
    Ok(())
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.secret {
            Secret::Basic { .. } => "Basic",
            Secret::Bearer(_) => "Bearer",
            Secret::ApiKey(_) => "ApiKey",
            Secret::Client { .. } => "Client",
        };
        write!(f, "Credentials({kind}, [redacted])")
    }
}

/// Credentials for one of the schemes that an operation needs.
pub(crate) struct Chosen<'a> {
    credentials: &'a Credentials,
    /// The name of the scheme in the document.
    pub(crate) name: &'static str,
    scheme: &'static Scheme,
    /// The scopes that the operation requires.
    pub(crate) scopes: &'static [&'static str],
}

/// An OAuth 2.0 client that must request a token.
pub(crate) struct Grantee<'a> {
    pub(crate) id: &'a str,
    pub(crate) secret: &'a SecretString,
    pub(crate) token_url: &'static str,
}

impl<'a> Chosen<'a> {
    /// The OAuth 2.0 client that must request a token, if this is one.
    pub(crate) fn grantee(&self) -> Option<Grantee<'a>> {
        match (&self.credentials.secret, self.scheme.0) {
            (Secret::Client { id, secret }, SchemeKind::ClientCredentials { token_url, .. }) => {
                Some(Grantee {
                    id,
                    secret,
                    token_url,
                })
            }
            _ => None,
        }
    }

    /// Adds the secret to the request.
    pub(crate) fn apply(&self, url: &mut Url, headers: &mut HeaderMap) -> Result<(), Error> {
        self.credentials.apply(self.scheme, url, headers)
    }
}

/// Chooses the credentials of a request: the first alternative for which all credentials exist.
pub(crate) fn choose<'a>(
    operation: &'static Operation,
    schemes: &'static [(&'static str, Scheme)],
    held: &'a [Credentials],
) -> Result<Vec<Chosen<'a>>, Error> {
    let alternatives = operation.security;
    if alternatives.is_empty() {
        return Ok(Vec::new());
    }
    let scopes = operation.facts().scopes;
    let complete = |index: usize| {
        let scopes = scopes.get(index).copied().unwrap_or_default();
        let names = alternatives[index].iter().enumerate();
        names
            .map(|(place, name)| {
                let scopes = scopes.get(place).copied().unwrap_or_default();
                find(name, scopes, schemes, held)
            })
            .collect::<Option<Vec<_>>>()
    };
    let all = 0..alternatives.len();
    // Where credentials are optional, available ones are sent.
    let (named, open) = (all.clone(), all);
    let named = named.filter(|index| !alternatives[*index].is_empty());
    let open = open.filter(|index| alternatives[*index].is_empty());
    named.chain(open).find_map(complete).ok_or_else(|| {
        let needed: Vec<_> = alternatives
            .iter()
            .map(|names| names.join(" and "))
            .collect();
        Error::configuration(format!("no credentials for {}", needed.join(", or for ")))
    })
}

/// The credentials for a scheme. Those for exactly this scheme come before those for all schemes of its kind.
fn find<'a>(
    name: &str,
    scopes: &'static [&'static str],
    schemes: &'static [(&'static str, Scheme)],
    held: &'a [Credentials],
) -> Option<Chosen<'a>> {
    let (name, scheme) = schemes.iter().find(|(known, _)| *known == name)?;
    let fitting = || {
        held.iter()
            .filter(|credentials| credentials.fits(name, scheme))
    };
    let credentials = fitting()
        .find(|credentials| credentials.scheme.is_some())
        .or_else(|| fitting().next())?;
    Some(Chosen {
        credentials,
        name,
        scheme,
        scopes,
    })
}
