//! Signatures over whole requests.

use http::header::HeaderMap;
use url::Url;

use crate::operation::table::{Method, Operation};

/// Signs requests just before they are sent: HMAC over the body, signatures in the way of AWS.
///
/// It is the only thing beside the transport that sees the credentials of a request. It is asked for every
/// attempt, because most signatures hold the time.
pub trait Signer: Send + Sync + 'static {
    /// The headers to add, or to put in the place of those of the same name. They are treated as secrets.
    ///
    /// # Errors
    ///
    /// Any; it ends the operation with [`Configuration`](crate::ErrorKind::Configuration) and is its source. It
    /// must not show a secret.
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
    /// The URL, with a key in its query if the security scheme has it there.
    pub url: &'a Url,
    /// All headers but those of the connection (`Host`, `Content-Length`), those of the credentials too.
    pub headers: &'a HeaderMap,
    /// The body; empty if there is none, and none if it is streamed.
    pub body: Option<&'a [u8]>,
}
