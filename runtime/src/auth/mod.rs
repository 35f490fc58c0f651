//! Authentication: security schemes, the credentials for them, and tokens of OAuth 2.0.
//!
//! A new security scheme is a variant of [`Scheme`](crate::operation::api::Scheme) and an arm in [`credentials`].
//! Nothing here sends a request: the client hands in what sends one for a token.

pub(crate) mod credentials;
pub(crate) mod provider;
pub(crate) mod secrets;
pub(crate) mod signer;
pub(crate) mod token_request;
pub(crate) mod token_url;
pub(crate) mod tokens;
