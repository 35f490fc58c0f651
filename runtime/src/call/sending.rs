//! A request that is being sent.

use std::fmt;
use std::marker::PhantomData;
use std::mem::{self, ManuallyDrop};
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::error::Error;
use crate::message::raw_response::{FromResponse, RawResponse};

/// A future that sends a request when it is awaited, and cancels it when it is dropped.
#[must_use = "no request is sent until this is awaited"]
pub struct Sending<T> {
    answer: Pending,
    result: PhantomData<fn() -> T>,
}

/// The future response. It is decoded after it has arrived, so all operations share this future type.
pub(crate) type ResponseFuture = Pin<Box<dyn Future<Output = Result<RawResponse, Error>> + Send>>;

/// The future response, with one function that drops it: otherwise programs would contain the code that drops
/// a boxed future several times for each call.
struct Pending(ManuallyDrop<ResponseFuture>);

impl Drop for Pending {
    #[inline(never)]
    fn drop(&mut self) {
        let nothing: ResponseFuture = Box::pin(std::future::pending());
        drop(ManuallyDrop::into_inner(mem::replace(
            &mut self.0,
            ManuallyDrop::new(nothing),
        )));
    }
}

impl<T> Sending<T> {
    pub(crate) fn new(answer: ResponseFuture) -> Self {
        Self {
            answer: Pending(ManuallyDrop::new(answer)),
            result: PhantomData,
        }
    }
}

impl<T: FromResponse> Future for Sending<T> {
    type Output = Result<T, Error>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.answer
            .0
            .as_mut()
            .poll(cx)
            .map(|answer| T::from_response(answer?))
    }
}

impl<T> fmt::Debug for Sending<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sending").finish_non_exhaustive()
    }
}

/// Futures of requests are spawned.
const _: () = {
    const fn moved<T: Send + 'static>() {}
    moved::<Sending<()>>();
};
