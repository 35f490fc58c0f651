//! A request on its way.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::answer::{Answer, FromAnswer};
use crate::error::Error;

/// A request that is sent when this future is awaited, and given up when it is dropped.
#[must_use = "nothing is sent before this is awaited"]
pub struct Sending<T> {
    answer: AnswerFuture,
    result: PhantomData<fn() -> T>,
}

/// The answer to come. What is made of it is decided after it is there, so that all operations
/// share this one future.
pub(crate) type AnswerFuture = Pin<Box<dyn Future<Output = Result<Box<Answer>, Error>> + Send>>;

impl<T> Sending<T> {
    pub(crate) fn new(answer: AnswerFuture) -> Self {
        Self {
            answer,
            result: PhantomData,
        }
    }
}

impl<T: FromAnswer> Future for Sending<T> {
    type Output = Result<T, Error>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.answer
            .as_mut()
            .poll(cx)
            .map(|answer| T::from_answer(answer?))
    }
}

impl<T> fmt::Debug for Sending<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sending").finish_non_exhaustive()
    }
}
