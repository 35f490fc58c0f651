//! Requests an access token (RFC 6749, section 4.4.2).

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use http::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderValue, USER_AGENT};
use http::response::Parts;
use http::{Request, Response, StatusCode};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use url::Url;
use url::form_urlencoded::{Serializer, byte_serialize};

use crate::auth::credentials::{Grantee, set_basic};
use crate::auth::tokens::Tokens;
use crate::error::repeat::Repeat;
use crate::error::{Error, ErrorKind};
use crate::transport::body::Body;
use crate::transport::fault::SendFault;

crate::operation! {
    /// The operation that transports see for a token request; its URL is the token URL.
    static TOKEN {
        id: "oauth2/token",
        method: POST,
        path: "/",
        parameters: [],
        body: form,
    }
}

/// The most bytes of a token response that are read.
const LONGEST: usize = 1024 * 1024;

/// An access token as the server granted it.
pub(crate) struct Grant {
    pub(crate) token: SecretString,
    pub(crate) lifetime: Option<Duration>,
}

/// Why there is no token. All callers that waited for it get the same error.
#[derive(Clone)]
pub(crate) enum Fault {
    /// There is no response.
    Sent(Arc<SendFault>),
    /// The response contains no token.
    Refused(Refusal),
    /// The request cannot be built.
    Unsendable,
}

/// A response without a token.
#[derive(Clone)]
pub(crate) struct Refusal {
    status: StatusCode,
    /// The error code (RFC 6749, section 5.2).
    code: Option<String>,
    /// What is wrong with the response, if it is not an error response.
    problem: &'static str,
    retry_after: Option<Duration>,
}

impl Fault {
    pub(crate) fn error(&self) -> Error {
        match self {
            // The operation itself was not sent, and requesting a token again is harmless.
            Self::Sent(fault) => {
                let error = fault.error();
                let error = match error.repeat() {
                    Repeat::Never => error,
                    _ => error.repeatable(Repeat::Always),
                };
                match &**fault {
                    SendFault::Timeout(_) => error,
                    SendFault::Transport(_) => error.caused_by(SharedFault(Arc::clone(fault))),
                }
            }
            Self::Refused(refusal) => refusal.error(),
            Self::Unsendable => Error::configuration("the token URL is too long"),
        }
    }
}

/// A shared cause: several operations may fail with the same one.
#[derive(Debug)]
struct SharedFault(Arc<SendFault>);

impl std::fmt::Display for SharedFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &*self.0 {
            SendFault::Timeout(limit) => write!(f, "no response within {limit:?}"),
            SendFault::Transport(fault) => fault.fmt(f),
        }
    }
}

impl std::error::Error for SharedFault {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &*self.0 {
            SendFault::Timeout(_) => None,
            SendFault::Transport(fault) => fault.source(),
        }
    }
}

impl Refusal {
    fn error(&self) -> Error {
        let code = self.code.as_ref().map(|code| format!(" (`{code}`)"));
        let message = format!(
            "the token URL responded with {}{}{}",
            self.status.as_u16(),
            code.unwrap_or_default(),
            self.problem
        );
        let again = self.status.is_server_error() || self.status == StatusCode::TOO_MANY_REQUESTS;
        let repeat = if again { Repeat::Always } else { Repeat::Never };
        Error::new(ErrorKind::Authorization, message)
            .repeatable(repeat)
            .waiting(self.retry_after)
    }

    /// Whether the server may have rejected the way in which the client authenticated.
    fn is_about_the_client(&self) -> bool {
        let code = self.code.as_deref();
        match self.status {
            StatusCode::UNAUTHORIZED => matches!(code, None | Some("invalid_client")),
            // `invalid_request`: the service expects the client ID in the body.
            StatusCode::BAD_REQUEST => {
                matches!(code, Some("invalid_client" | "invalid_request"))
            }
            _ => false,
        }
    }
}

/// Sends a request to the authorization server.
pub(crate) trait TokenSender: Sync {
    /// Sends the request and reads at most `max_body` bytes of the response body.
    fn send(&self, request: Box<Request<Body>>, max_body: usize) -> TokenFuture<'_>;
}

/// The future that [`TokenSender::send`] returns.
pub(crate) type TokenFuture<'a> =
    Pin<Box<dyn Future<Output = Result<Response<Body>, SendFault>> + Send + 'a>>;

/// A request for a token.
pub(crate) struct TokenRequest<'a> {
    pub(crate) grantee: &'a Grantee<'a>,
    pub(crate) url: &'a Url,
    pub(crate) scopes: &'a [&'static str],
    pub(crate) user_agent: &'a HeaderValue,
}

impl TokenRequest<'_> {
    /// Requests a token: with the secret in the header, which every server must support; if the server
    /// rejects that, with the secret in the body (RFC 6749, section 2.3.1).
    pub(crate) async fn fetch(
        &self,
        tokens: &Tokens,
        sender: &dyn TokenSender,
    ) -> Result<Grant, Fault> {
        let url = self.url.as_str();
        if tokens.in_body(url) {
            return self.ask(sender, true).await;
        }
        let first = match self.ask(sender, false).await {
            Err(Fault::Refused(refusal)) if refusal.is_about_the_client() => refusal,
            other => return other,
        };
        match self.ask(sender, true).await {
            Err(Fault::Refused(second)) if second.is_about_the_client() => {
                Err(Fault::Refused(first))
            }
            // A server error says nothing about where the secret belongs.
            Err(fault) => Err(fault),
            Ok(grant) => {
                tokens.remember_in_body(url);
                Ok(grant)
            }
        }
    }

    async fn ask(&self, sender: &dyn TokenSender, in_body: bool) -> Result<Grant, Fault> {
        let request = self.request(in_body)?;
        let sent = sender.send(Box::new(request), LONGEST).await;
        let answer = sent.map_err(|fault| Fault::Sent(Arc::new(fault)))?;
        let (head, body) = answer.into_parts();
        let body = body.collect().await;
        let body = body.map_err(|fault| Fault::Sent(Arc::new(SendFault::Transport(fault))))?;
        granted(&head, &body, self.grantee).map_err(Fault::Refused)
    }

    fn request(&self, in_body: bool) -> Result<Request<Body>, Fault> {
        let mut form = Serializer::new(String::new());
        form.append_pair("grant_type", "client_credentials");
        if !self.scopes.is_empty() {
            form.append_pair("scope", &self.scopes.join(" "));
        }
        let secret = self.grantee.secret.expose_secret();
        let mut headers = HeaderMap::new();
        if in_body {
            form.append_pair("client_id", self.grantee.id);
            form.append_pair("client_secret", secret);
        } else {
            let encoded = |text: &str| Zeroizing::new(byte_serialize(text.as_bytes()).collect());
            let (id, secret): (Zeroizing<String>, Zeroizing<String>) =
                (encoded(self.grantee.id), encoded(secret));
            set_basic(&mut headers, &id, &secret).map_err(|_| Fault::Unsendable)?;
        }
        let json = HeaderValue::from_static("application/json");
        let kind = HeaderValue::from_static("application/x-www-form-urlencoded");
        headers.insert(ACCEPT, json);
        headers.insert(CONTENT_TYPE, kind);
        headers.insert(USER_AGENT, self.user_agent.clone());
        let mut request = Request::new(Body::from(form.finish()));
        *request.method_mut() = TOKEN.method.into();
        let uri = self.url.as_str().parse();
        *request.uri_mut() = uri.map_err(|_| Fault::Unsendable)?;
        *request.headers_mut() = headers;
        request.extensions_mut().insert(&TOKEN);
        Ok(request)
    }
}

/// The token in a response (RFC 6749, section 5.1).
fn granted(answer: &Parts, body: &[u8], grantee: &Grantee<'_>) -> Result<Grant, Refusal> {
    let json: Value = serde_json::from_slice(body).unwrap_or_default();
    let text = |name: &str| json.get(name).and_then(Value::as_str);
    let refusal = |problem| Refusal {
        status: answer.status,
        code: text("error")
            .filter(|code| is_code(code, grantee))
            .map(str::to_owned),
        problem,
        retry_after: crate::error::retry_after::retry_after(&answer.headers),
    };
    if !answer.status.is_success() {
        return Err(refusal(""));
    }
    let token = text("access_token").filter(|token| !token.is_empty());
    let token = token.ok_or_else(|| refusal(" but without an access token"))?;
    if HeaderValue::from_str(token).is_err() {
        return Err(refusal(" but with a token that cannot be sent"));
    }
    // How to use a token of another type is not known (RFC 6749, section 7.1).
    if text("token_type").is_some_and(|kind| !kind.eq_ignore_ascii_case("bearer")) {
        return Err(refusal(" but with a token that is not a bearer token"));
    }
    let seconds = json.get("expires_in").and_then(|seconds| match seconds {
        Value::String(text) => text.trim().parse().ok(),
        other => other.as_f64(),
    });
    Ok(Grant {
        token: SecretString::from(token),
        lifetime: seconds.and_then(|seconds: f64| Duration::try_from_secs_f64(seconds).ok()),
    })
}

/// Whether a text is only an error code: a service may repeat the request in it.
fn is_code(text: &str, grantee: &Grantee<'_>) -> bool {
    let secret = grantee.secret.expose_secret();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
    (1..=64).contains(&text.len())
        && text.bytes().all(plain)
        && (secret.is_empty() || !text.contains(secret))
}
