//! Who the client says it is.

use std::fmt;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use http::header::{AUTHORIZATION, COOKIE, HeaderMap, HeaderName, HeaderValue};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::error::Error;
use crate::parameter::Location;
use crate::style::encoded;

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
    /// A token of OAuth 2.0 for the client itself (RFC 6749, section 4.4); the caller gets the token.
    OAuth2ClientCredentials {
        /// Where tokens are given out.
        token_url: &'static str,
        /// What a token may allow.
        scopes: &'static [&'static str],
    },
}

/// A secret that authorizes requests. `Debug` does not show it.
#[derive(Clone)]
pub struct Credentials {
    secret: Secret,
    /// The scheme that it is for; none for all schemes of its kind.
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
}

impl Credentials {
    /// A user's name and password. The name has no colon in it (RFC 7617, section 2).
    pub fn basic(user: impl Into<String>, password: impl Into<String>) -> Self {
        Self::new(Secret::Basic {
            user: user.into(),
            password: SecretString::from(password.into()),
        })
    }

    /// A token.
    pub fn bearer(token: impl Into<String>) -> Self {
        Self::new(Secret::Bearer(SecretString::from(token.into())))
    }

    /// A key for the scheme with this name in the document.
    pub fn api_key(scheme: impl Into<String>, key: impl Into<String>) -> Self {
        Self::new(Secret::ApiKey(SecretString::from(key.into()))).for_scheme(scheme)
    }

    /// For the scheme with this name in the document alone.
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
        let kind = match scheme {
            Scheme::Basic => matches!(self.secret, Secret::Basic { .. }),
            Scheme::ApiKey { .. } => matches!(self.secret, Secret::ApiKey(_)),
            Scheme::Bearer | Scheme::OAuth2ClientCredentials { .. } => {
                matches!(self.secret, Secret::Bearer(_))
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
                "the user name of the credentials has a colon in it",
            )),
            Secret::Basic { .. } => Ok(()),
            Secret::Bearer(secret) | Secret::ApiKey(secret) if fits_header(secret) => Ok(()),
            Secret::Bearer(_) | Secret::ApiKey(_) => Err(Error::configuration(
                "the credentials have a character in them that cannot be sent",
            )),
        }
    }

    fn apply(&self, scheme: &Scheme, url: &mut Url, headers: &mut HeaderMap) -> Result<(), Error> {
        let value = match &self.secret {
            Secret::Basic { user, password } => {
                let pair = Zeroizing::new(format!("{user}:{}", password.expose_secret()));
                let encoded = Zeroizing::new(BASE64_STANDARD.encode(pair.as_bytes()));
                let value = Zeroizing::new(format!("Basic {}", encoded.as_str()));
                return set(headers, AUTHORIZATION, &value);
            }
            Secret::Bearer(token) => {
                let value = Zeroizing::new(format!("Bearer {}", token.expose_secret()));
                return set(headers, AUTHORIZATION, &value);
            }
            Secret::ApiKey(key) => key.expose_secret(),
        };
        match *scheme {
            Scheme::ApiKey { location, name } => set_key(location, name, value, url, headers),
            _ => Ok(()),
        }
    }
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
            let name =
                name.map_err(|_| Error::configuration("the name of a key's header is not one"))?;
            set(headers, name, value)
        }
    }
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) -> Result<(), Error> {
    let value = HeaderValue::from_str(value);
    let mut value =
        value.map_err(|_| Error::configuration("the credentials cannot stand in a header"))?;
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
        };
        write!(f, "Credentials({kind}, [redacted])")
    }
}

/// Authorizes a request by the first alternative that there are credentials for.
pub(crate) fn authorize(
    alternatives: &[&[&str]],
    schemes: &[(&'static str, Scheme)],
    held: &[Credentials],
    url: &mut Url,
    headers: &mut HeaderMap,
) -> Result<(), Error> {
    if alternatives.is_empty() {
        return Ok(());
    }
    let find = |name: &&str| {
        let (name, scheme) = schemes.iter().find(|(known, _)| known == name)?;
        // Credentials for this very scheme come before those for all of its kind.
        let fitting = || {
            held.iter()
                .filter(|credentials| credentials.fits(name, scheme))
        };
        let chosen = fitting()
            .find(|credentials| credentials.scheme.is_some())
            .or_else(|| fitting().next())?;
        Some((chosen, scheme))
    };
    let complete = |names: &&[&str]| names.iter().map(find).collect::<Option<Vec<_>>>();
    // Where credentials are optional, those that are there are sent.
    let (named, open): (Vec<&[&str]>, Vec<&[&str]>) =
        alternatives.iter().partition(|names| !names.is_empty());
    let Some(chosen) = named.iter().chain(&open).find_map(complete) else {
        let needed: Vec<_> = alternatives
            .iter()
            .map(|names| names.join(" and "))
            .collect();
        return Err(Error::configuration(format!(
            "credentials are needed for {}",
            needed.join(", or for ")
        )));
    };
    chosen
        .into_iter()
        .try_for_each(|(credentials, scheme)| credentials.apply(scheme, url, headers))
}
