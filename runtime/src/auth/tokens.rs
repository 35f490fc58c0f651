//! OAuth 2.0 access tokens of the client credentials flow (RFC 6749, section 4.4): cached, and fetched once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use secrecy::SecretString;
use tokio::sync::Semaphore;

use crate::auth::token_request::{Fault, Grant};

/// The lifetime of a token if the service does not state it.
const DEFAULT_LIFETIME: Duration = Duration::from_secs(300);
/// A token is not used in the last tenth of its lifetime, but at most this long before its end.
const LONGEST_MARGIN: Duration = Duration::from_secs(30);
/// The number of cached scope sets above which unused ones are removed.
const MANY: usize = 64;

/// The tokens of a client and all its clones.
#[derive(Default)]
pub(crate) struct Tokens {
    slots: Mutex<BTreeMap<Key, Arc<DecodeTarget>>>,
    /// The token URLs whose services accept the secret only in the body (RFC 6749, section 2.3.1).
    in_body: Mutex<BTreeSet<String>>,
}

/// What a token is for.
#[derive(Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Key {
    pub(crate) url: String,
    pub(crate) client: String,
    pub(crate) scopes: Vec<&'static str>,
}

/// Where one token is.
struct DecodeTarget {
    /// The caller that fetches. The others wait and use its token; if it is cancelled, the next one fetches.
    gate: Semaphore,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    token: Option<Token>,
    /// The number of finished fetches, successful or not.
    fetches: u64,
    /// The error of the last fetch.
    fault: Option<Fault>,
}

#[derive(Clone)]
struct Token {
    value: SecretString,
    /// The number of the fetch that returned it.
    number: u64,
    /// By the client's clock; `None` without a clock: then a token is used until the service rejects it.
    until: Option<Duration>,
}

/// A token to send.
pub(crate) struct Fetched {
    pub(crate) token: SecretString,
    pub(crate) held: Held,
}

/// A token that was sent.
pub(crate) struct Held {
    slot: Arc<DecodeTarget>,
    number: u64,
    /// Whether it was cached before this request needed it.
    old: bool,
}

impl Tokens {
    /// Returns the token for a key; fetches it if no valid one is cached.
    pub(crate) async fn token(
        &self,
        key: Key,
        now: &(dyn Fn() -> Option<Duration> + Sync),
        fetch: impl Future<Output = Result<Grant, Fault>>,
    ) -> Result<Fetched, Fault> {
        let slot = self.slot(key, now());
        let (token, old) = slot.token(now, fetch).await?;
        Ok(Fetched {
            token: token.value,
            held: Held {
                slot,
                number: token.number,
                old,
            },
        })
    }

    fn slot(&self, key: Key, now: Option<Duration>) -> Arc<DecodeTarget> {
        let mut slots = self.slots.lock().expect("nothing panics under this lock");
        // A provider may return new clients without end.
        if slots.len() >= MANY && !slots.contains_key(&key) {
            slots
                .retain(|_, slot| Arc::strong_count(slot) > 1 || slot.state().valid(now).is_some());
        }
        Arc::clone(slots.entry(key).or_insert_with(|| {
            Arc::new(DecodeTarget {
                gate: Semaphore::new(1),
                state: Mutex::default(),
            })
        }))
    }

    /// Whether the service accepts the secret only in the body.
    pub(crate) fn in_body(&self, url: &str) -> bool {
        let known = self.in_body.lock().expect("nothing panics under this lock");
        known.contains(url)
    }

    pub(crate) fn remember_in_body(&self, url: &str) {
        let mut known = self.in_body.lock().expect("nothing panics under this lock");
        known.insert(url.to_owned());
    }
}

impl DecodeTarget {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("nothing panics under this lock")
    }

    /// The token, and whether it was cached.
    async fn token(
        &self,
        now: &(dyn Fn() -> Option<Duration> + Sync),
        fetch: impl Future<Output = Result<Grant, Fault>>,
    ) -> Result<(Token, bool), Fault> {
        let seen = {
            let state = self.state();
            if let Some(token) = state.valid(now()) {
                return Ok((token.clone(), true));
            }
            state.fetches
        };
        let _permit = self.gate.acquire().await.ok();
        if let Some(others) = self.state().since(seen) {
            return others.map(|token| (token, false));
        }
        let asked = now();
        let result = fetch.await;
        self.state()
            .ended(result, asked)
            .map(|token| (token, false))
    }
}

impl State {
    fn valid(&self, now: Option<Duration>) -> Option<&Token> {
        let good = |token: &&Token| match (now, token.until) {
            (Some(now), Some(until)) => now < until,
            _ => true,
        };
        self.token.as_ref().filter(good)
    }

    /// The result of a fetch by another caller that ended since then.
    fn since(&self, seen: u64) -> Option<Result<Token, Fault>> {
        if self.fetches == seen {
            return None;
        }
        match (&self.fault, &self.token) {
            (Some(fault), _) => Some(Err(fault.clone())),
            (None, Some(token)) => Some(Ok(token.clone())),
            // It was rejected and removed in the meantime.
            (None, None) => None,
        }
    }

    fn ended(
        &mut self,
        result: Result<Grant, Fault>,
        asked: Option<Duration>,
    ) -> Result<Token, Fault> {
        self.fetches += 1;
        match result {
            Ok(grant) => {
                let life = grant.lifetime.unwrap_or(DEFAULT_LIFETIME);
                let life = life.saturating_sub((life / 10).min(LONGEST_MARGIN));
                let token = Token {
                    value: grant.token,
                    number: self.fetches,
                    until: asked.map(|asked| asked.saturating_add(life)),
                };
                self.fault = None;
                self.token = Some(token.clone());
                Ok(token)
            }
            Err(fault) => {
                self.fault = Some(fault.clone());
                Err(fault)
            }
        }
    }
}

impl Held {
    /// Removes the token after the service rejected it; returns whether it was cached before it was needed.
    pub(crate) fn give_up(self) -> bool {
        let mut state = self.slot.state();
        if state
            .token
            .as_ref()
            .is_some_and(|token| token.number == self.number)
        {
            state.token = None;
        }
        self.old
    }
}
