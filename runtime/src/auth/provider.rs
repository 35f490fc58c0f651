//! Credentials that change.

use std::pin::Pin;

use crate::auth::credentials::Credentials;

/// Gives the client its credentials, for secrets that are rotated.
///
/// It is asked before every attempt, so it should keep what it has until that expires.
pub trait CredentialsProvider: Send + Sync + 'static {
    /// The credentials of now. `refused` says that the service has just refused the ones given
    /// last with status 401: if others are given, the request is sent once more with them.
    ///
    /// # Errors
    ///
    /// Any; it ends the operation with [`Configuration`](crate::ErrorKind::Configuration) and is
    /// its source. It must not show a secret.
    fn credentials(&self, refused: bool) -> CredentialsFuture<'_>;
}

/// What [`CredentialsProvider::credentials`] gives.
pub type CredentialsFuture<'a> = Pin<
    Box<
        dyn Future<Output = Result<Vec<Credentials>, Box<dyn std::error::Error + Send + Sync>>>
            + Send
            + 'a,
    >,
>;
