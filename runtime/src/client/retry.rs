//! The retry policy.

use std::hash::{BuildHasher as _, RandomState};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::error::Error;
use crate::error::repeat::Repeat;
use crate::operation::table::Method;

/// When, how often and how soon a request is retried.
///
/// - No connection was established, so nothing was sent: any method.
/// - The service responded with 429 or 503, the connection broke, the response was cut short, or an attempt
///   timed out: only GET, HEAD, PUT, DELETE, OPTIONS and TRACE, which are idempotent (RFC 9110, section
///   9.2.2). A POST or PATCH that was sent is not retried, unless [`any_method`](Self::any_method) allows it.
///
/// Nothing else is retried. Between attempts the client waits for the time in `Retry-After`; without one, for
/// a random time between zero and a limit that doubles with each attempt. If the wait would exceed the
/// operation's time limit, the error is returned at once.
///
/// Status 401 does not depend on the policy. If the credentials come from a provider, or an access token was
/// cached, the request is sent once more with new credentials, whatever its method: with 401 the service
/// states that it has not applied the request (RFC 9110, section 15.5.2).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RetryPolicy {
    attempts: u32,
    base_delay: Duration,
    max_delay: Duration,
    max_retry_after: Duration,
    max_elapsed: Duration,
    any_method: bool,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}

impl RetryPolicy {
    /// The default policy: up to 4 attempts; random waits of at most 250 ms, 500 ms, 1 s … 8 s, and up to 30
    /// s if the service asks for it; no new attempt later than 60 s after the start of the first.
    pub const fn new() -> Self {
        Self {
            attempts: 4,
            base_delay: Duration::from_millis(250),
            max_delay: Duration::from_secs(8),
            max_retry_after: Duration::from_secs(30),
            max_elapsed: Duration::from_secs(60),
            any_method: false,
        }
    }

    /// One attempt only, except for credentials that are renewed after a 401.
    pub const fn none() -> Self {
        Self {
            attempts: 1,
            ..Self::new()
        }
    }

    /// Maximum number of attempts, including the first; 0 means 1.
    pub const fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Maximum wait before the second attempt. It doubles with each further attempt.
    pub const fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// Maximum wait before any attempt, if the service does not state a time.
    pub const fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Maximum `Retry-After` to wait for. If the service asks for a longer wait, its error is returned at
    /// once, and [`Error::retry_after`] has the time.
    pub const fn max_retry_after(mut self, delay: Duration) -> Self {
        self.max_retry_after = delay;
        self
    }

    /// No attempt begins later than this after the start of the first attempt.
    pub const fn max_elapsed(mut self, elapsed: Duration) -> Self {
        self.max_elapsed = elapsed;
        self
    }

    /// Whether POST and PATCH are retried like GET. The service may then apply a request twice: allow it only
    /// where that is harmless, for example with an idempotency key.
    pub const fn any_method(mut self, any: bool) -> Self {
        self.any_method = any;
        self
    }

    /// The wait before the next attempt; `None` if there is no next attempt. `random` is any number.
    pub(crate) fn delay(&self, failed: &Failed<'_>, random: u64) -> Option<Duration> {
        let may = match failed.error.repeat() {
            Repeat::Never => false,
            Repeat::Idempotent => self.any_method || is_idempotent(failed.method),
            Repeat::Always => true,
        };
        if !may || failed.attempts >= self.attempts {
            return None;
        }
        let delay = match failed.error.retry_after() {
            Some(wait) if wait > self.max_retry_after => return None,
            Some(wait) => wait,
            None => self.backoff(failed.attempts, random),
        };
        let begins = failed.elapsed.saturating_add(delay);
        (begins <= self.max_elapsed && begins < failed.limit).then_some(delay)
    }

    /// Exponential back-off with full jitter.
    fn backoff(&self, attempts: u32, random: u64) -> Duration {
        let doubled = 2_u32.saturating_pow(attempts.saturating_sub(1));
        let longest = self.base_delay.saturating_mul(doubled).min(self.max_delay);
        // 53 bits: an `f64` represents them exactly.
        longest.mul_f64((random >> 11) as f64 / (1_u64 << 53) as f64)
    }
}

/// An attempt that failed.
pub(crate) struct Failed<'a> {
    pub(crate) method: Method,
    /// The number of attempts so far, including this one.
    pub(crate) attempts: u32,
    /// The time since the first attempt began.
    pub(crate) elapsed: Duration,
    /// The time limit of the operation.
    pub(crate) limit: Duration,
    pub(crate) error: &'a Error,
}

fn is_idempotent(method: Method) -> bool {
    !matches!(method, Method::POST | Method::PATCH)
}

/// An unpredictable number: it spreads the attempts of many clients.
pub(crate) fn random() -> u64 {
    RandomState::new().hash_one(0)
}

/// The retry budget of a client, so that retries do not overload a failing service: a retry costs 5 tokens, a
/// success earns one.
pub(crate) struct Budget {
    tokens: AtomicU32,
    full: u32,
}

impl Budget {
    const COST: u32 = 5;

    /// A budget for this number of retries without a success in between.
    pub(crate) fn new(retries: u32) -> Self {
        let full = retries.saturating_mul(Self::COST);
        Self {
            tokens: AtomicU32::new(full),
            full,
        }
    }

    /// Pays for a retry; returns whether the budget was sufficient.
    pub(crate) fn pay(&self) -> bool {
        let pay = |tokens: u32| tokens.checked_sub(Self::COST);
        self.tokens
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, pay)
            .is_ok()
    }

    /// Adds a token for a success.
    pub(crate) fn earn(&self) {
        let earn = |tokens: u32| (tokens < self.full).then(|| tokens + 1);
        let _ = self
            .tokens
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, earn);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    fn delay(
        policy: &RetryPolicy,
        method: Method,
        repeat: Repeat,
        attempts: u32,
        elapsed: u64,
    ) -> Option<Duration> {
        let error = Error::new(ErrorKind::Transport, "").repeatable(repeat);
        let failed = Failed {
            method,
            attempts,
            elapsed: Duration::from_secs(elapsed),
            limit: Duration::MAX,
            error: &error,
        };
        policy.delay(&failed, u64::MAX)
    }

    #[test]
    fn what_may_be_repeated() {
        let policy = RetryPolicy::new();
        let may = |method, repeat| delay(&policy, method, repeat, 1, 0).is_some();
        for method in [Method::GET, Method::HEAD, Method::PUT, Method::DELETE] {
            assert!(may(method, Repeat::Idempotent) && may(method, Repeat::Always));
            assert!(!may(method, Repeat::Never));
        }
        for method in [Method::POST, Method::PATCH] {
            assert!(may(method, Repeat::Always) && !may(method, Repeat::Idempotent));
            let allowed = RetryPolicy::new().any_method(true);
            assert!(delay(&allowed, method, Repeat::Idempotent, 1, 0).is_some());
        }
        assert!(delay(&RetryPolicy::none(), Method::GET, Repeat::Always, 1, 0).is_none());
    }

    #[test]
    fn waits_double_up_to_a_limit() {
        let policy = RetryPolicy::new().attempts(100);
        for (attempts, longest) in [(1, 250), (2, 500), (3, 1000), (6, 8000), (99, 8000)] {
            let longest = Duration::from_millis(longest);
            let waited = delay(&policy, Method::GET, Repeat::Always, attempts, 0).unwrap();
            assert!(
                waited <= longest && waited > longest.mul_f64(0.999),
                "{waited:?}"
            );
            assert_eq!(policy.backoff(attempts, 0), Duration::ZERO);
        }
        assert!(delay(&policy, Method::GET, Repeat::Always, 100, 0).is_none());
        assert!(delay(&policy, Method::GET, Repeat::Always, 1, 60).is_none());
    }

    #[test]
    fn a_budget_ends_and_comes_back() {
        let budget = Budget::new(2);
        assert!(budget.pay() && budget.pay() && !budget.pay());
        (0..5).for_each(|_| budget.earn());
        assert!(budget.pay() && !budget.pay());
        assert_ne!(random(), random());
    }
}
