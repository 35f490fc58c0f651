//! A transport that has one answer.

use std::sync::{Arc, Mutex, PoisonError};

use bindery_runtime::{Body, Transport, TransportFuture, TransportLimits};
use http::header::CONTENT_TYPE;

use crate::Example;

/// A transport that gives the answer that it was told last.
#[derive(Clone, Debug, Default)]
pub struct Canned(Arc<Mutex<Option<Example>>>);

impl Canned {
    /// From now on this is the answer.
    pub fn answers(&self, example: Example) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(example);
    }
}

impl Transport for Canned {
    fn send(&self, _: http::Request<Body>, _: TransportLimits) -> TransportFuture<'_> {
        let example = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let example = example.expect("an answer is set before a request is sent");
        let response = http::Response::builder()
            .status(example.status)
            .header(CONTENT_TYPE, example.media_type)
            .body(Body::from(example.body))
            .expect("statuses and media types of documents can stand in an answer");
        Box::pin(std::future::ready(Ok(response)))
    }
}
