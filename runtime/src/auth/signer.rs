//! Signatures over whole requests.

use http::header::HeaderMap;
use url::Url;

use crate::operation::table::{Method, Operation};

/// Signs requests just before they are sent, for example with an HMAC over the body or an AWS signature.
///
/// Besides the transport, only the signer sees the credentials of a request. It is called for every attempt,
/// because most signatures contain the time.
pub trait Signer: Send + Sync + 'static {
    /// Returns the headers to add; they replace headers with the same name. They are treated as secrets.
    ///
    /// # Errors
    ///
    /// Any error; it ends the operation with [`Configuration`](crate::ErrorKind::Configuration) and becomes
    /// its source. It must not contain a secret.
    fn sign(
        &self,
        request: &SigningRequest<'_>,
    ) -> Result<HeaderMap, Box<dyn std::error::Error + Send + Sync>>;
}

/// A request that is about to be sent.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct SigningRequest<'a> {
    /// The operation.
    pub operation: &'static Operation,
    /// The method.
    pub method: Method,
    /// The URL, including an API key if the security scheme puts it in the query.
    pub url: &'a Url,
    /// All headers, including those of the credentials, but without those of the connection (`Host`,
    /// `Content-Length`).
    pub headers: &'a HeaderMap,
    /// The body; empty if the request has none, `None` if the body is streamed.
    pub body: Option<&'a [u8]>,
}
