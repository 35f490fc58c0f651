//! How well a value fits a type, counted.

/// How well a value fits a type.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Fit {
    /// What speaks for the type: each declared property that is there and fits, each value that is one of a
    /// set or has a certain form.
    pub(crate) known: usize,
    /// What speaks against it: each undeclared property, each value that does not fit, and each required
    /// property that is missing.
    pub(crate) odd: usize,
    /// How many of the odd things are required properties that are missing or do not fit.
    pub(crate) missing: usize,
    /// Values that a set does not list: they say nothing for the type, and keep it from fitting exactly.
    pub(crate) unlisted: usize,
    /// The value itself is of another kind, but its text is a value of the type.
    pub(crate) lenient: bool,
}

impl Fit {
    pub(crate) const NEUTRAL: Self = Self {
        known: 0,
        odd: 0,
        missing: 0,
        unlisted: 0,
        lenient: false,
    };

    /// A required property is missing.
    pub(crate) const MISSING: Self = Self {
        odd: 1,
        missing: 1,
        ..Self::NEUTRAL
    };

    pub(crate) fn known(known: usize) -> Self {
        Self {
            known,
            ..Self::NEUTRAL
        }
    }

    pub(crate) fn unlisted() -> Self {
        Self {
            unlisted: 1,
            ..Self::NEUTRAL
        }
    }

    pub(crate) fn odd(known: usize, odd: usize) -> Self {
        Self {
            known,
            odd,
            ..Self::NEUTRAL
        }
    }

    pub(crate) fn add(&mut self, other: Option<Self>) {
        match other {
            Some(other) => {
                self.known = self.known.saturating_add(other.known);
                self.odd = self.odd.saturating_add(other.odd);
                self.missing = self.missing.saturating_add(other.missing);
                self.unlisted = self.unlisted.saturating_add(other.unlisted);
            }
            None => self.odd += 1,
        }
    }

    /// An exact fit is the best, and a value of the declared kind better than one of another; of others the
    /// difference counts, and then what is known.
    pub(crate) fn rank(self) -> (bool, bool, i128, usize) {
        let exact = self.is_whole() && self.known > 0;
        let difference = self.known as i128 - self.odd as i128;
        (exact, !self.lenient, difference, self.known)
    }

    /// Whether nothing speaks against the type.
    pub(crate) fn is_whole(self) -> bool {
        self.odd == 0 && self.unlisted == 0
    }

    /// Whether anything speaks for the type, or nothing against it. A value that a set does not list is not
    /// enough where a required property is missing.
    pub(crate) fn is_plausible(self) -> bool {
        let guessed = self.unlisted > 0 && self.missing > 0;
        !guessed && (self.known > 0 || self.odd == 0)
    }
}
