//! What the programs of `cargo xtask corpus` ask of a client.
//!
//! Such a program belongs to one document. It hands over the requests that the client makes and
//! the examples that the document gives; here it is decided whether they are as they should be,
//! and each verdict is printed as a line of JSON. There is no network: [`Canned`] answers.

mod canned;
mod equal;
mod request;

use std::cell::RefCell;
use std::fmt::Debug;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use bindery_runtime::{
    Bytes, Client, ClientBuilder, Credentials, Error, ErrorKind, FieldSlot, Hooks, Mismatch,
    Operation, Page, Paged, Request, Response, Sending, Text, Value, from_slice_strict, to_value,
};
use serde_json::json;

pub use canned::Canned;
pub use equal::difference;
pub use request::{Expected, Name};

/// What the credentials of the clients begin with; it must not show in a request.
const CANARY: &str = "canary";

/// The document's contract with the client of type `C`.
#[derive(Debug)]
pub struct Contract<C> {
    transport: Canned,
    tolerant: C,
    strict: C,
    listener: Listener,
    operation: RefCell<String>,
}

/// How an example differs from what its document declares.
struct Deviation {
    deviates: bool,
    contradicts: bool,
    /// The values that did not fit.
    odd: Vec<Mismatch>,
    /// Where a strict client stops.
    strict: Option<String>,
}

/// Remembers what did not fit.
#[derive(Clone, Debug, Default)]
struct Listener(Arc<Mutex<Vec<Mismatch>>>);

impl Listener {
    fn take(&self) -> Vec<Mismatch> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Hooks for Listener {
    fn did_not_fit(&self, _: &'static Operation, mismatches: &[Mismatch], _: usize) {
        let mut heard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        heard.extend_from_slice(mismatches);
    }
}

/// A documented answer.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// Where the document has it.
    pub at: &'static str,
    /// The status that it is an example for.
    pub status: u16,
    /// The body's media type.
    pub media_type: &'static str,
    /// The body.
    pub body: &'static str,
    /// Whether the body contradicts its schema as a whole: it is no object or no list, but must be. A client rejects
    /// it.
    pub contradicts: bool,
}

impl<C: From<Client>> Contract<C> {
    /// Sets up clients with credentials for every scheme; API keys are named by their scheme.
    ///
    /// # Errors
    ///
    /// If the document's server is no URL that a client can use.
    pub fn new(builder: ClientBuilder<C>, api_keys: &[&str]) -> Result<Self, Error> {
        // What panics say is in the verdicts.
        std::panic::set_hook(Box::new(|_| {}));
        let transport = Canned::default();
        let secret = |what: &str| format!("{CANARY}-{what}");
        let builder = builder
            .credentials(Credentials::basic(secret("user"), secret("password")))
            .credentials(Credentials::bearer(secret("token")))
            .allow_http(true)
            .transport(transport.clone());
        let builder = api_keys.iter().fold(builder, |builder, scheme| {
            builder.credentials(Credentials::api_key(*scheme, secret("key")))
        });
        let listener = Listener::default();
        Ok(Self {
            tolerant: builder.clone().hooks(listener.clone()).build()?,
            listener,
            strict: builder.strict(true).build()?,
            transport,
            operation: RefCell::default(),
        })
    }

    /// Runs what concerns one operation.
    pub fn operation(&self, id: &str, checks: fn(&Self)) {
        id.clone_into(&mut self.operation.borrow_mut());
        self.print("operation", "", None, None);
        checks(self);
    }

    /// Checks a request that the client makes.
    pub fn request(
        &self,
        values: &str,
        expected: &Expected,
        request: &dyn Fn(&C) -> Result<Request, Error>,
    ) {
        let fault = match attempt(|| request(&self.tolerant)) {
            Ok(Ok(request)) => request::fault(&request, expected),
            Ok(Err(error)) => Some(error.to_string()),
            Err(panic) => Some(panic),
        };
        self.print("request", values, fault.as_deref(), None);
    }

    /// Prints what the client sends for a call, as a line of JSON.
    pub fn sent(&self, call: &str, request: &dyn Fn(&C) -> Result<Request, Error>) {
        let sent = match attempt(|| request(&self.tolerant)) {
            Ok(Ok(request)) => request::text(&request),
            Ok(Err(error)) => error.to_string(),
            Err(panic) => panic,
        };
        println!("{}", json!([call, sent]));
    }

    /// Prints how a value is written, as a line of JSON.
    pub fn written<T: FieldSlot>(&self, what: &str, value: &dyn Fn() -> T) {
        let written = attempt(|| scalar(&to_value(&value())));
        println!("{}", json!([what, written.unwrap_or_else(Value::String)]));
    }

    /// Prints what a field changes of how an empty model is written, as a line of JSON.
    pub fn field<T: FieldSlot>(&self, what: &str, set: &dyn Fn(&mut T)) {
        let written = attempt(|| {
            let mut model = T::blank();
            let before = to_value(&model);
            set(&mut model);
            let after = to_value(&model);
            let members = after.as_object().into_iter().flatten();
            let set = members.filter(|(name, value)| before.get(name) != Some(value));
            set.map(|(name, value)| (name.clone(), scalar(value)))
                .collect()
        });
        println!("{}", json!([what, written.unwrap_or_else(Value::String)]));
    }

    /// Checks that a documented answer is read, and that writing what was read gives it back.
    pub fn example(&self, example: Example, send: &dyn Fn(&C) -> Outcome) {
        self.transport.answers(example);
        self.listener.take();
        let fault = attempt(|| fault(&example, send(&self.tolerant)));
        let fault = fault.unwrap_or_else(Some);
        let odd = self.listener.take();
        let strict = attempt(|| send(&self.strict));
        let why = match strict {
            // The body of an error is not read until somebody asks for it.
            Ok(Err(error)) if error.kind() == ErrorKind::Api && example.status >= 400 => None,
            Ok(Err(error)) => error.path().map(str::to_owned).or(Some(String::new())),
            _ => None,
        };
        let deviation = Deviation {
            deviates: fault.is_some() || why.is_some(),
            contradicts: example.contradicts,
            odd,
            strict: why,
        };
        self.print("example", example.at, fault.as_deref(), Some(deviation));
    }

    fn print(&self, check: &str, at: &str, fault: Option<&str>, deviation: Option<Deviation>) {
        let mut line = json!({
            "operation": *self.operation.borrow(),
            "check": check,
            "at": at,
            "fault": fault,
            "deviates": deviation.as_ref().map(|it| it.deviates),
        });
        if let Some(deviation) = deviation {
            line["contradicts"] = deviation.contradicts.into();
            line["strict"] = deviation.strict.into();
            line["odd"] = deviation
                .odd
                .into_iter()
                .map(|it| {
                    json!({
                        "path": it.path,
                        "expected": it.expected,
                        "kind": format!("{:?}", it.kind),
                    })
                })
                .collect();
        }
        println!("{line}");
    }
}

/// A value without what is in it: that is shown where it is set itself.
fn scalar(value: &Value) -> Value {
    match value {
        Value::Object(_) => "an object".into(),
        Value::Array(items) => items.iter().map(scalar).collect(),
        scalar => scalar.clone(),
    }
}

/// What a function gives; a panic is a fault with its message.
fn attempt<T>(run: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(run)).map_err(|payload| {
        let text = payload.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| payload.downcast_ref::<&str>().copied());
        format!("panicked: {}", text.unwrap_or_default())
    })
}

/// What came of a request: the body, written again, or a fault that was found on the way.
pub type Outcome = Result<Result<Value, String>, Error>;

/// The outcome of a request for which the answer is there at once.
///
/// # Errors
///
/// Those of sending.
///
/// # Panics
///
/// If the client waits although the answer is there.
pub fn outcome<R>(sending: Sending<R>, encode: fn(R) -> Result<Value, String>) -> Outcome
where
    Sending<R>: Future<Output = Result<R, Error>>,
{
    let mut sending = pin!(sending);
    match sending
        .as_mut()
        .poll(&mut Context::from_waker(Waker::noop()))
    {
        Poll::Ready(answer) => answer.map(encode),
        Poll::Pending => panic!("the client waits although the answer is there"),
    }
}

fn fault(example: &Example, outcome: Outcome) -> Option<String> {
    let body = match outcome {
        Ok(_) if example.contradicts => Err("the client takes it for what it is not".to_owned()),
        Err(error) if example.contradicts && error.kind() == ErrorKind::Decode => return None,
        Ok(body) => body,
        // An error keeps the body as it was sent.
        Err(error) if example.status >= 400 && error.kind() == ErrorKind::Api => error
            .body()
            .map(lenient)
            .ok_or_else(|| "the error has no body".to_owned()),
        Err(error) => Err(error.to_string()),
    };
    match body {
        Ok(body) => difference(&lenient(example.body.as_bytes()), &body),
        Err(fault) => Some(fault),
    }
}

/// JSON, else the text as it stands.
#[must_use]
pub fn lenient(body: &[u8]) -> Value {
    serde_json::from_slice(body)
        .unwrap_or_else(|_| String::from_utf8_lossy(body).into_owned().into())
}

/// The first of these JSON texts that is a value of the type.
///
/// # Panics
///
/// If none is.
pub fn value<T: FieldSlot>(candidates: &[&str]) -> T {
    let mut faults = Vec::new();
    for candidate in candidates {
        match from_slice_strict(candidate.as_bytes()) {
            Ok(value) => return value,
            Err(error) => faults.push(format!("{candidate}: {error}")),
        }
    }
    panic!("no value fits: {}", faults.join("; "))
}

/// Writes the body of an answer that holds JSON.
///
/// # Errors
///
/// None: it has the form that [`Contract::example`] asks for.
pub fn json<B: FieldSlot, H>(response: Response<B, H>) -> Result<Value, String> {
    let mut written = to_value(response.body());
    // What was taken out of a list or a map that is the body itself is kept beside it.
    for (pointer, removed) in response.removed() {
        let (parent, last) = pointer.rsplit_once('/').unwrap_or_default();
        match written.pointer_mut(parent) {
            Some(Value::Array(items)) => {
                let index = last.parse().unwrap_or(usize::MAX);
                items.insert(index.min(items.len()), removed.clone());
            }
            Some(Value::Object(members)) => {
                let name = last.replace("~1", "/").replace("~0", "~");
                members.insert(name, removed.clone());
            }
            _ => return Err(format!("there is no place for the item at {pointer}")),
        }
    }
    Ok(written)
}

/// Writes the body of a page.
///
/// # Errors
///
/// If an item was rejected.
pub fn page<M: Paged + Debug, H>(page: Page<M, H>) -> Result<Value, String> {
    match page.rejected() {
        [] => Ok(to_value(page.body())),
        [first, ..] => Err(format!("{}: {}", first.path, first.reason)),
    }
}

/// Writes the body of an answer that holds text.
///
/// # Errors
///
/// None, as of [`json()`].
pub fn text<H>(response: Response<Text, H>) -> Result<Value, String> {
    Ok(lenient(response.into_body().0.as_bytes()))
}

/// Writes the body of an answer that holds bytes.
///
/// # Errors
///
/// None, as of [`json()`].
pub fn bytes<H>(response: Response<Bytes, H>) -> Result<Value, String> {
    Ok(lenient(&response.into_body()))
}
