//! The causes of many diagnostics, the most frequent first.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::{Code, Diagnostics, Severity};

/// How many causes have a line of their own.
const SHOWN_AT_MOST: usize = 5;

/// The codes of diagnostics, each with the number of its places: the most frequent first, then in the order of the
/// codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Causes(Vec<(Code, usize)>);

impl Diagnostics {
    /// The causes of the diagnostics of one severity; equal ones count once.
    #[must_use]
    pub fn causes(&self, severity: Severity) -> Causes {
        let mut seen = BTreeSet::new();
        let mut places = BTreeMap::new();
        for it in self.iter().filter(|it| it.severity() == severity) {
            if seen.insert((it.code(), it.place(), it.message())) {
                *places.entry(it.code()).or_default() += it.places();
            }
        }
        let mut causes = Vec::from_iter(places);
        causes.sort_by_key(|(code, places)| (Reverse(*places), *code));
        Causes(causes)
    }
}

impl Causes {
    /// Each code with the number of its places.
    pub fn iter(&self) -> std::slice::Iter<'_, (Code, usize)> {
        self.0.iter()
    }

    /// In how many places there is something to say.
    #[must_use]
    pub fn places(&self) -> usize {
        self.iter().map(|(_, places)| places).sum()
    }
}

/// A line for each of the most frequent causes, and one for the number of the others.
impl fmt::Display for Causes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.places().to_string().len();
        // One more line says no less than "1 other code".
        let shown = match self.0.len() {
            all if all <= SHOWN_AT_MOST + 1 => all,
            _ => SHOWN_AT_MOST,
        };
        let (first, others) = self.0.split_at(shown);
        for (code, places) in first {
            writeln!(f, "  {places:>width$} {} {}", code.as_str(), code.title())?;
        }
        if !others.is_empty() {
            let places: usize = others.iter().map(|(_, places)| places).sum();
            writeln!(f, "  {places:>width$} with {} other codes", others.len())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Diagnostic, Told};
    use super::*;
    use crate::pointer::Pointer;

    #[test]
    fn the_most_frequent_first() {
        let mut diagnostics = Diagnostics::new();
        for (code, count) in [
            (Code::UnknownKey, 2),
            (Code::EmptyKey, 12),
            (Code::UncheckedEnum, 2),
            (Code::MissingKey, 30),
        ] {
            for nth in 0..count {
                let at = Pointer::root().index(nth);
                diagnostics.push(Diagnostic::new(code, at, "message"));
            }
        }
        // Equal to one of the others.
        diagnostics.push(Diagnostic::new(
            Code::EmptyKey,
            Pointer::root().index(0),
            "message",
        ));
        let warnings = diagnostics.causes(Severity::Warning);
        assert_eq!(warnings.places(), 16);
        assert_eq!(
            warnings.to_string(),
            "  12 W0204 key without a value\n   2 W0202 unknown key\n   2 W0303 enum is not checked\n"
        );
        let errors = diagnostics.causes(Severity::Error).to_string();
        assert_eq!(errors, "  30 E0201 missing key\n");
        assert_eq!(diagnostics.causes(Severity::Note).to_string(), "");
    }

    #[test]
    fn places_that_share_a_diagnostic_count() {
        let mut told = Told::default();
        for nth in 0..3 {
            let at = Pointer::root().index(nth);
            told.note(Code::UncheckedKeyword, at, "not checked", "");
        }
        let mut diagnostics = Diagnostics::new();
        told.report(&mut diagnostics);
        assert_eq!(diagnostics.len(), 1);
        assert_eq!(diagnostics.causes(Severity::Warning).places(), 3);
    }

    #[test]
    fn rare_causes_are_counted_together() {
        let causes = |count| {
            let codes = Code::ALL.iter().zip((0..count).rev());
            Causes(codes.map(|(code, nth)| (*code, nth + 1)).collect()).to_string()
        };
        assert_eq!(causes(6).lines().count(), 6);
        assert_eq!(causes(7).lines().count(), 6);
        assert_eq!(causes(7).lines().last(), Some("   3 with 2 other codes"));
    }
}
