//! How many requests are in flight at a time.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard};
use std::task::{Context, Poll, Waker};

/// So many permits as requests may be in flight. Who waits first is served first.
pub(crate) struct Permits(Mutex<State>);

struct State {
    free: usize,
    /// Who waits, by number. Those who were woken are not in here.
    waiting: VecDeque<(u64, Waker)>,
    next: u64,
}

/// A permit to send a request; dropping it gives it back.
pub(crate) struct Permit<'a>(&'a Permits);

impl Permits {
    pub(crate) fn new(count: usize) -> Self {
        Self(Mutex::new(State {
            free: count.max(1),
            waiting: VecDeque::new(),
            next: 0,
        }))
    }

    /// Waits for a permit.
    pub(crate) async fn acquire(&self) -> Permit<'_> {
        let mut waiting = Waiting {
            permits: self,
            number: None,
        };
        std::future::poll_fn(|cx| waiting.poll(cx)).await
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().expect("nothing panics under this lock")
    }
}

impl State {
    /// Wakes the first in the queue if there is something for it.
    fn wake_next(&mut self) {
        if self.free > 0
            && let Some((_, waker)) = self.waiting.pop_front()
        {
            waker.wake();
        }
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.free += 1;
        state.wake_next();
    }
}

/// One who wants a permit.
struct Waiting<'a> {
    permits: &'a Permits,
    number: Option<u64>,
}

impl<'a> Waiting<'a> {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Permit<'a>> {
        let mut state = self.permits.state();
        let queued =
            |state: &State, number| state.waiting.iter().position(|(known, _)| *known == number);
        match self.number {
            // Newcomers go behind those who wait; who was woken is not in the queue any more.
            None if state.free > 0 && state.waiting.is_empty() => {}
            None => {
                let number = state.next;
                state.next += 1;
                state.waiting.push_back((number, cx.waker().clone()));
                self.number = Some(number);
                return Poll::Pending;
            }
            Some(number) => match queued(&state, number) {
                Some(index) => {
                    state.waiting[index].1.clone_from(cx.waker());
                    return Poll::Pending;
                }
                None if state.free == 0 => {
                    state.waiting.push_front((number, cx.waker().clone()));
                    return Poll::Pending;
                }
                None => {}
            },
        }
        state.free -= 1;
        self.number = None;
        // Several permits may have come back at once.
        state.wake_next();
        Poll::Ready(Permit(self.permits))
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        let Some(number) = self.number else { return };
        let mut state = self.permits.state();
        let before = state.waiting.len();
        state.waiting.retain(|(known, _)| *known != number);
        if state.waiting.len() == before {
            // It was woken and gives up: the permit is for the next one.
            state.wake_next();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;

    use super::*;

    #[test]
    fn permits_go_round_in_order() {
        let permits = Permits::new(1);
        let mut cx = Context::from_waker(Waker::noop());
        let (mut first, mut second) = (pin!(permits.acquire()), Box::pin(permits.acquire()));
        let mut third = pin!(permits.acquire());
        let Poll::Ready(held) = first.as_mut().poll(&mut cx) else {
            panic!("the first permit is free")
        };
        assert!(second.as_mut().poll(&mut cx).is_pending());
        assert!(third.as_mut().poll(&mut cx).is_pending());
        drop(held);
        assert!(
            third.as_mut().poll(&mut cx).is_pending(),
            "the second is first"
        );
        drop(second);
        assert!(third.as_mut().poll(&mut cx).is_ready());
    }
}
