//! What types derive. What else they implement, the runtime's macros give them.

use super::{Derive, TextForm, Variants};

/// Strings of one width are as cheap to copy as numbers.
pub(super) fn of_text(form: &TextForm) -> &'static [Derive] {
    use Derive::{Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd};
    match form {
        TextForm::Fixed { .. } => &[Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd],
        TextForm::Regex { .. } | TextForm::Unchecked { .. } => {
            &[Clone, Eq, Hash, Ord, PartialEq, PartialOrd]
        }
    }
}

/// Enums of strings compare their texts, which the runtime does for all of them.
pub(super) fn of_enum(variants: &Variants) -> &'static [Derive] {
    use Derive::{Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd};
    match variants {
        Variants::Strings(_) => &[Clone],
        Variants::Integers(_) => &[Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd],
    }
}

/// What holds a value that must not show gets its `Debug` from the runtime.
pub(super) fn of_arguments(is_personal: bool) -> &'static [Derive] {
    match is_personal {
        true => &[Derive::Clone],
        false => &[Derive::Clone, Derive::Debug],
    }
}

pub(super) fn of_model(has_default: bool) -> &'static [Derive] {
    use Derive::{Clone, Default, PartialEq};
    match has_default {
        true => &[Clone, Default, PartialEq],
        false => &[Clone, PartialEq],
    }
}
