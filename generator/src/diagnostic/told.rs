//! Diagnostics that are reported once for all their places.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{Code, Diagnostic, Diagnostics, Place};
use crate::pointer::Pointer;

/// A text that is written in the source of the generator, or made for one document.
type Text = Cow<'static, str>;

/// What is to be said, by its code and message.
#[derive(Default)]
pub(crate) struct Told(BTreeMap<(Code, Text), Repeated>);

/// The first place of something, and how many there are.
struct Repeated {
    first: Place,
    places: usize,
    help: Text,
}

impl Told {
    /// Says something of a key.
    pub(crate) fn note(
        &mut self,
        code: Code,
        key: Pointer,
        message: impl Into<Text>,
        help: impl Into<Text>,
    ) {
        self.note_at(code, Place::key(key), message, help);
    }

    /// Adds a diagnostic for a place; an empty help means none.
    pub(crate) fn note_at(
        &mut self,
        code: Code,
        place: Place,
        message: impl Into<Text>,
        help: impl Into<Text>,
    ) {
        let said = self.0.entry((code, message.into())).or_insert(Repeated {
            first: place,
            places: 0,
            help: help.into(),
        });
        said.places += 1;
    }

    /// Says each once, with the number of its other places.
    pub(crate) fn report(&mut self, diagnostics: &mut Diagnostics) {
        for ((code, message), said) in std::mem::take(&mut self.0) {
            let diagnostic = Diagnostic::new(code, said.first, message).in_places(said.places);
            diagnostics.push(match said.help.is_empty() {
                true => diagnostic,
                false => diagnostic.help(said.help),
            });
        }
    }
}
