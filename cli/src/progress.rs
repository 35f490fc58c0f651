//! A line on the terminal while something takes more than a second.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// How often the line is drawn, and when it is drawn first.
const INTERVAL: Duration = Duration::from_secs(1);

/// A line on standard error that says what a command does now, if that is a terminal. It is gone when this is dropped.
pub(crate) struct Progress {
    bar: ProgressBar,
    now: Arc<Mutex<&'static str>>,
}

impl Progress {
    /// Begins, with the name of what is worked on.
    pub(crate) fn new(name: &str, now: &'static str) -> Self {
        let now = Arc::new(Mutex::new(now));
        let shown = Arc::clone(&now);
        let bar = ProgressBar::new_spinner();
        // The text comes from a key and not from `set_message`, which would draw at once.
        let style = ProgressStyle::with_template("{spinner} {prefix}: {now} ({elapsed})");
        if let Ok(style) = style {
            bar.set_style(
                style.with_key("now", move |_: &_, text: &mut dyn std::fmt::Write| {
                    let now = shown.lock().unwrap_or_else(PoisonError::into_inner);
                    // A terminal that refuses text shows none.
                    _ = text.write_str(*now);
                }),
            );
        }
        let bar = bar.with_prefix(name.to_owned());
        bar.enable_steady_tick(INTERVAL);
        Self { bar, now }
    }

    /// Says what comes next.
    pub(crate) fn next(&self, now: &'static str) {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
