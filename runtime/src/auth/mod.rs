//! Authentication: security schemes, their credentials, and OAuth 2.0 tokens.
//!
//! A new security scheme is a variant of [`SchemeKind`](crate::operation::api::SchemeKind) and an arm in
//! [`credentials`]. Nothing here sends a request: the client supplies the function that sends token requests.

pub(crate) mod credentials;
pub(crate) mod provider;
pub(crate) mod secrets;
pub(crate) mod signer;
pub(crate) mod token_request;
pub(crate) mod token_url;
pub(crate) mod tokens;
