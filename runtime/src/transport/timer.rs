//! Time, behind a trait: the runtime waits and measures without knowing an async library.

use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

/// A clock that can wait. Without one a client has no time limits of its own and repeats nothing.
pub trait Timer: Send + Sync + 'static {
    /// The time since a fixed moment. It never goes back, and goes on while there are waits: what an
    /// operation has left is told by it.
    fn now(&self) -> Duration;
    /// Waits so long. Dropping the future gives up the wait.
    fn sleep(&self, duration: Duration) -> Sleep;
    /// Waits until a time limit is over, or what is left of one. A clock for tests, whose waits take no
    /// time, can have it that limits are never over.
    fn limit(&self, duration: Duration) -> Sleep {
        self.sleep(duration)
    }
}

/// What [`Timer::sleep`] gives.
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The timer of Tokio. It needs a running Tokio runtime, and heeds its paused time in tests.
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
        // The timer registers with the runtime when it is made, which may only be there at the first poll.
        Box::pin(async move { tokio::time::sleep(duration).await })
    }
}

/// What the work gives, or nothing if its time is over first. Giving up drops the work.
///
/// The wait begins when the work has to, unless it is `covered` by another one: then it begins when
/// it is not any more, and takes the time that is left by then.
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
