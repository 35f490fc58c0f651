//! Executes one operation, from request to response: limits, attempts and waits.
//!
//! All operations go through this module. It knows no model.

use std::pin::pin;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use http::StatusCode;
use http::header::USER_AGENT;
use url::Url;

use crate::auth::credentials::{Credentials, choose, set_bearer};
use crate::auth::secrets::Secrets;
use crate::auth::signer::{Signer, SigningRequest};
use crate::auth::tokens::Held;
use crate::client::Client;
use crate::client::observe::Span;
use crate::client::options::RequestOptions;
use crate::client::retry::{Failed, random};
use crate::error::repeat::Repeat;
use crate::error::{Error, ErrorKind, TimeoutKind};
use crate::hooks::{Attempt, Outcome};
use crate::message::raw_response::{Parts, RawResponse, Told};
use crate::message::request::Request;
use crate::operation::table::Operation;
use crate::transport::TransportLimits;
use crate::transport::body::Body;
use crate::transport::fault::SendFault;
use crate::transport::timer::{Sleep, within};

/// The resolution of timers. Equal limits end at the same time, even if one began earlier.
const TICK: Duration = Duration::from_millis(1);

/// One operation in progress.
struct Execution<'a> {
    client: &'a Client,
    operation: &'static Operation,
    request: &'a Request,
    options: &'a RequestOptions,
    span: Span,
    /// The time limit of the whole operation, and when it began.
    limit: Duration,
    started: Duration,
    /// Whether an attempt is running whose own limit ends no later: then only one timer is needed instead of
    /// two.
    covered: AtomicBool,
    /// The number of attempts, known even if the operation is cancelled.
    attempts: AtomicU32,
    /// The access tokens of the last attempt.
    held: Mutex<Vec<Held>>,
}

impl Client {
    /// Sends a request, and repeats it if that is safe and useful.
    pub(crate) fn execute<'a>(
        &'a self,
        operation: &'static Operation,
        request: &'a Request,
        options: &'a RequestOptions,
    ) -> impl Future<Output = Result<RawResponse, Error>> + Send + 'a {
        let execution = Execution {
            client: self,
            operation,
            request,
            options,
            span: Span::new(operation, request.url()),
            limit: options.timeout.unwrap_or(self.0.timeout),
            started: self.now().unwrap_or_default(),
            covered: AtomicBool::new(false),
            attempts: AtomicU32::new(0),
            held: Mutex::default(),
        };
        async move { execution.span.around(pin!(execution.run())).await }
    }

    /// Sends a request when the client allows another one in flight. It is boxed, because every future that
    /// awaits it would otherwise contain its size.
    pub(crate) async fn send(
        &self,
        request: Box<http::Request<Body>>,
        limit: Duration,
        body: usize,
    ) -> Result<http::Response<Body>, SendFault> {
        let client = &self.0;
        let limits = TransportLimits {
            timeout: (limit < Duration::MAX).then_some(limit),
            body,
        };
        let _permit = match &client.permits {
            Some(permits) => permits.acquire().await.ok(),
            None => None,
        };
        let sent = client.transport.send(*request, limits);
        match within(sent, || self.limit(limit), || false).await {
            Some(answer) => answer.map_err(SendFault::Transport),
            None => Err(SendFault::Timeout(limit)),
        }
    }

    /// A sleep until a limit is over; `None` for an infinite limit, or without a timer.
    fn limit(&self, limit: Duration) -> Option<Sleep> {
        let timer = self.0.timer.as_ref()?;
        (limit < Duration::MAX).then(|| timer.limit(limit))
    }

    /// The time since a fixed moment; `None` without a timer.
    pub(crate) fn now(&self) -> Option<Duration> {
        self.0.timer.as_ref().map(|timer| timer.now())
    }
}

impl Execution<'_> {
    async fn run(&self) -> Result<RawResponse, Error> {
        let limit = || self.client.limit(self.left());
        let covered = || self.covered.load(Ordering::Relaxed);
        let result = match within(pin!(self.all_attempts()), limit, covered).await {
            Some(result) => result,
            None => Err(Error::timeout(TimeoutKind::Operation, Some(self.limit))),
        };
        let attempts = self.attempts.load(Ordering::Relaxed);
        let result = result.map_err(|error| error.of(self.operation).after(attempts));
        self.span.ended(attempts, &result);
        result
    }

    fn elapsed(&self) -> Duration {
        let now = self.client.now().unwrap_or_default();
        now.saturating_sub(self.started)
    }

    /// The remaining time of the operation.
    fn left(&self) -> Duration {
        match self.limit {
            Duration::MAX => Duration::MAX,
            limit => limit.saturating_sub(self.elapsed()),
        }
    }

    async fn all_attempts(&self) -> Result<RawResponse, Error> {
        let client = &self.client.0;
        let policy = self.options.retry.as_ref().unwrap_or(&client.retry);
        let mut refused = false;
        loop {
            let attempts = self.attempts.fetch_add(1, Ordering::Relaxed) + 1;
            let error = match self.attempt(attempts, refused).await {
                Ok(answer) => {
                    client.budget.earn();
                    return Ok(answer);
                }
                Err(error) => error,
            };
            // New credentials are worth one more attempt.
            let unauthorized = error.status() == Some(StatusCode::UNAUTHORIZED);
            let others = unauthorized
                && (self.give_up_tokens()
                    | (client.provider.is_some() && !self.operation.security.is_empty()));
            if others && !refused {
                refused = true;
                continue;
            }
            let failed = Failed {
                method: self.operation.method,
                attempts,
                elapsed: self.elapsed(),
                limit: self.limit,
                error: &error,
            };
            let (Some(delay), Some(timer)) = (policy.delay(&failed, random()), &client.timer)
            else {
                return Err(error);
            };
            if !client.budget.pay() {
                return Err(error);
            }
            self.span.waiting(delay);
            timer.sleep(delay).await;
        }
    }

    /// The time limit of one attempt.
    fn attempt_limit(&self) -> Duration {
        let own = self.options.attempt_timeout;
        own.unwrap_or(self.client.0.attempt_timeout)
    }

    /// Whether an attempt that begins now ends, by its own limit, before the operation must end. An attempt
    /// that waits for a permit has no limit yet.
    fn is_covered_by(&self, limit: Duration) -> bool {
        self.attempts.load(Ordering::Relaxed) == 1
            && self.client.0.permits.is_none()
            && limit <= self.left().saturating_add(TICK)
    }

    fn held(&self) -> MutexGuard<'_, Vec<Held>> {
        self.held.lock().expect("nothing panics under this lock")
    }

    /// Removes the rejected tokens; returns whether one of them was cached before this operation.
    fn give_up_tokens(&self) -> bool {
        let held = std::mem::take(&mut *self.held());
        // All of them are removed, not only the first cached one.
        let old: Vec<bool> = held.into_iter().map(Held::give_up).collect();
        old.contains(&true)
    }

    /// One attempt, with hooks.
    async fn attempt(&self, number: u32, refused: bool) -> Result<RawResponse, Error> {
        let attempt = Attempt {
            operation: self.operation,
            number,
            url: self.request.url(),
        };
        let result = match self.authorized(&attempt, refused).await {
            Ok(request) => self.exchange(request).await,
            Err(error) => Err(error),
        };
        let result = result.map_err(|error| error.of(self.operation).after(number));
        self.span.attempt(number, &result);
        if let Some(hooks) = &self.client.0.hooks {
            let outcome = match &result {
                Ok(answer) => Outcome::Success(answer.status(), answer.headers()),
                Err(error) => Outcome::Failure(error),
            };
            hooks.after_response(&attempt, outcome);
        }
        result
    }

    /// Sends a request and classifies its response.
    async fn exchange(&self, request: Box<http::Request<Body>>) -> Result<RawResponse, Error> {
        let client = &self.client.0;
        let max_body = self.options.max_body.unwrap_or(client.max_body);
        let secrets = Secrets::of(&request, client.api);
        let limit = self.attempt_limit();
        self.covered
            .store(self.is_covered_by(limit), Ordering::Relaxed);
        let sent = self.client.send(request, limit, max_body).await;
        self.covered.store(false, Ordering::Relaxed);
        let answer = match sent {
            Ok(answer) => answer,
            Err(fault) => {
                let error = fault.error();
                return Err(match fault {
                    SendFault::Timeout(_) => error,
                    SendFault::Transport(fault) => error.caused_by(fault),
                });
            }
        };
        let (head, body) = answer.into_parts();
        let body = body.collect().await.map_err(|fault| {
            let fault = SendFault::Transport(fault);
            fault.error()
        })?;
        let redirects = self.operation.facts().redirects;
        if head.status.is_success() || redirects.contains(&head.status.as_u16()) {
            return Ok(RawResponse::new(Parts {
                operation: self.operation,
                status: head.status,
                headers: head.headers,
                body,
                mode: client.mode,
                attempts: self.attempts.load(Ordering::Relaxed),
                value: None,
                beside: None,
                told: Told::default(),
                hooks: client.hooks.clone(),
            }));
        }
        let message = match body.is_empty() {
            true => "the service gave no reason",
            false => "the service gave a reason in an unknown format",
        };
        let error = Error::new(ErrorKind::Api, message)
            .with_response(head.status, &head.headers, &body)
            .hiding(&|text| secrets.hide(text));
        let repeat = match head.status {
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => Repeat::Idempotent,
            _ => Repeat::Never,
        };
        Err(error.repeatable(repeat))
    }

    /// Adds the client's part of a request: credentials and `User-Agent`.
    async fn authorized(
        &self,
        attempt: &Attempt<'_>,
        refused: bool,
    ) -> Result<Box<http::Request<Body>>, Error> {
        let client = &self.client.0;
        let mut sent = Box::new(self.request.unaddressed());
        let headers = sent.headers_mut();
        if let Some(hooks) = &client.hooks {
            hooks.before_request(attempt, headers);
        }
        headers.insert(USER_AGENT, client.user_agent.clone());
        let provided = self.provided(refused).await?;
        let held = provided.as_deref().unwrap_or(&client.credentials);
        let (mut url, mut tokens) = (self.request.url().clone(), Vec::new());
        for chosen in choose(self.operation, client.api.schemes, held)? {
            let Some(grantee) = chosen.grantee() else {
                chosen.apply(&mut url, sent.headers_mut())?;
                continue;
            };
            // Most requests need no token, so their futures do not contain the one that fetches it.
            let limit = self.attempt_limit();
            let fetched = Box::pin(self.client.token(&grantee, &chosen, limit)).await?;
            set_bearer(sent.headers_mut(), &fetched.token)?;
            tokens.push(fetched.held);
        }
        *self.held() = tokens;
        let uri = url.as_str().parse();
        *sent.uri_mut() =
            uri.map_err(|_| Error::new(ErrorKind::InvalidRequest, "the URL is too long"))?;
        if let Some(signer) = &client.signer {
            self.sign(&**signer, &url, &mut sent)?;
        }
        sent.extensions_mut().insert(self.operation);
        Ok(sent)
    }

    /// Adds the headers of the signer.
    fn sign(
        &self,
        signer: &dyn Signer,
        url: &Url,
        sent: &mut http::Request<Body>,
    ) -> Result<(), Error> {
        let signed = signer.sign(&SigningRequest {
            operation: self.operation,
            method: self.operation.method,
            url,
            headers: sent.headers(),
            body: sent.body().as_bytes().map(|body| &body[..]),
        });
        let signed = signed.map_err(|error| {
            Error::configuration("the signer returned an error").caused_by(error)
        })?;
        for (name, value) in &signed {
            let mut value = value.clone();
            value.set_sensitive(true);
            sent.headers_mut().insert(name, value);
        }
        Ok(())
    }

    async fn provided(&self, refused: bool) -> Result<Option<Vec<Credentials>>, Error> {
        let Some(provider) = &self.client.0.provider else {
            return Ok(None);
        };
        if self.operation.security.is_empty() {
            return Ok(None);
        }
        let provided = provider.credentials(refused).await.map_err(|error| {
            Error::configuration("the credentials provider returned an error").caused_by(error)
        })?;
        provided.iter().try_for_each(Credentials::check)?;
        Ok(Some(provided))
    }
}
