//! Credentials that change over time.

use std::pin::Pin;

use crate::auth::credentials::Credentials;

/// Provides the client's credentials, for secrets that are rotated.
///
/// The client calls it before every attempt, so it should cache its credentials until they expire.
pub trait CredentialsProvider: Send + Sync + 'static {
    /// Returns the current credentials. `refused` is true if the service has just rejected the previous ones
    /// with status 401: if this call returns different ones, the request is sent once more with them.
    ///
    /// # Errors
    ///
    /// Any error; it ends the operation with [`Configuration`](crate::ErrorKind::Configuration) and becomes
    /// its source. It must not contain a secret.
    fn credentials(&self, refused: bool) -> CredentialsFuture<'_>;
}

/// The future that [`CredentialsProvider::credentials`] returns.
pub type CredentialsFuture<'a> = Pin<
    Box<
        dyn Future<Output = Result<Vec<Credentials>, Box<dyn std::error::Error + Send + Sync>>>
            + Send
            + 'a,
    >,
>;
