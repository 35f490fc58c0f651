//! Errors that were corrected, each cause reported once.

use std::collections::BTreeMap;

use super::{Code, Diagnostic};

/// By the code and what is done instead: the first error, and how many there are.
#[derive(Default)]
pub(crate) struct Corrections(BTreeMap<(Code, String), (Diagnostic, usize)>);

impl Corrections {
    /// Adds an error, and what is done instead.
    pub(crate) fn say(&mut self, error: Diagnostic, taken: impl Into<String>) {
        let taken = taken.into();
        match self.0.get_mut(&(error.code(), taken.clone())) {
            Some((_, places)) => *places += 1,
            None => {
                let key = (error.code(), taken.clone());
                self.0.insert(key, (error.taken(taken), 1));
            }
        }
    }

    /// Errors with one cause are one diagnostic, with a count.
    pub(crate) fn told(self) -> impl Iterator<Item = Diagnostic> {
        let said = self.0.into_values();
        said.map(|(said, places)| said.in_places(places))
    }
}
