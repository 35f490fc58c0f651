//! OAuth 2.0 tokens for the requests of a client.

use std::time::Duration;

use crate::auth::credentials::{Chosen, Grantee};
use crate::auth::token_request::{TokenFuture, TokenRequest, TokenSender};
use crate::auth::token_url::Servers;
use crate::auth::tokens::{Fetched, Key};
use crate::client::{Client, observe};
use crate::error::Error;
use crate::transport::body::Body;

/// Sends token requests like other requests, within the time limit of an attempt.
struct Sender<'a> {
    client: &'a Client,
    limit: Duration,
}

impl TokenSender for Sender<'_> {
    fn send(&self, request: Box<http::Request<Body>>, max_body: usize) -> TokenFuture<'_> {
        Box::pin(self.client.send(request, self.limit, max_body))
    }
}

impl Client {
    /// Returns the access token of an OAuth 2.0 client; fetches it if none is cached.
    pub(crate) async fn token(
        &self,
        grantee: &Grantee<'_>,
        chosen: &Chosen<'_>,
        limit: Duration,
    ) -> Result<Fetched, Error> {
        let what = format!("no token for the security scheme `{}`", chosen.name);
        let url = self.servers().token_url(grantee.token_url);
        let url = url.map_err(|error| error.about(&what))?;
        let mut scopes = chosen.scopes.to_vec();
        scopes.sort_unstable();
        scopes.dedup();
        let key = Key {
            url: url.to_string(),
            client: grantee.id.to_owned(),
            scopes: scopes.clone(),
        };
        let request = TokenRequest {
            grantee,
            url: &url,
            scopes: &scopes,
            user_agent: &self.0.user_agent,
        };
        let sender = Sender {
            client: self,
            limit,
        };
        let tokens = &self.0.tokens;
        let fetch = async {
            let result = request.fetch(tokens, &sender).await;
            observe::asked_for_token(chosen.name, result.is_ok());
            result
        };
        let token = tokens.token(key, &|| self.now(), fetch).await;
        token.map_err(|fault| fault.error().about(&what))
    }

    fn servers(&self) -> Servers<'_> {
        Servers {
            document: self.0.api.server,
            base: &self.0.base_url,
            overridden: self.0.overridden,
            token_url: self.0.token_url.as_ref(),
            allow_http: self.0.allow_http,
        }
    }
}
