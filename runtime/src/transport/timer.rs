//! The trait for time: the runtime waits and measures without depending on an async library.

use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

/// A clock that can wait. Without a timer, a client enforces no time limits itself and does not retry.
pub trait Timer: Send + Sync + 'static {
    /// The time since a fixed moment. It is monotonic and advances during waits: it measures the remaining
    /// time of an operation.
    fn now(&self) -> Duration;
    /// Waits for this duration. Dropping the future cancels the wait.
    fn sleep(&self, duration: Duration) -> Sleep;
    /// Waits until a time limit, or its remainder, is over. A clock for tests, whose waits take no time, can
    /// return a future that never completes.
    fn limit(&self, duration: Duration) -> Sleep {
        self.sleep(duration)
    }
}

/// The future that [`Timer::sleep`] returns.
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The timer of Tokio. It requires a running Tokio runtime, and respects paused time in tests.
#[cfg(any(feature = "hyper", feature = "reqwest"))]
#[derive(Clone, Copy, Debug)]
pub struct TokioTimer {
    start: tokio::time::Instant,
}

#[cfg(any(feature = "hyper", feature = "reqwest"))]
impl Default for TokioTimer {
    fn default() -> Self {
        Self {
            start: tokio::time::Instant::now(),
        }
    }
}

#[cfg(any(feature = "hyper", feature = "reqwest"))]
impl Timer for TokioTimer {
    fn now(&self) -> Duration {
        self.start.elapsed()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        // The timer registers with the runtime on creation, which may exist only at the first poll.
        Box::pin(async move { tokio::time::sleep(duration).await })
    }
}

/// The result of the work, or `None` if its time limit is over first. Dropping the future cancels the work.
///
/// The timer starts with the work, unless another timer covers it: then it starts when that ends, with the
/// remaining time.
pub(crate) async fn within<T>(
    work: impl Future<Output = T>,
    limit: impl FnOnce() -> Option<Sleep>,
    covered: impl Fn() -> bool,
) -> Option<T> {
    let (mut work, mut limit, mut wait) = (pin!(work), Some(limit), None);
    std::future::poll_fn(|cx| {
        if let Poll::Ready(value) = work.as_mut().poll(cx) {
            return Poll::Ready(Some(value));
        }
        if covered() {
            return Poll::Pending;
        }
        if let Some(limit) = limit.take() {
            wait = limit();
        }
        match &mut wait {
            Some(wait) => wait.as_mut().poll(cx).map(|()| None),
            None => Poll::Pending,
        }
    })
    .await
}
