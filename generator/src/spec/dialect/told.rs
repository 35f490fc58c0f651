//! What is said once however often it stands.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::pointer::Pointer;

/// What is to be said: the first place of each and how many there are.
#[derive(Default)]
pub(super) struct Told(BTreeMap<(Code, &'static str), (Pointer, usize, &'static str)>);

impl Told {
    pub(super) fn note(
        &mut self,
        code: Code,
        place: Pointer,
        message: &'static str,
        help: &'static str,
    ) {
        let (_, places, _) = self.0.entry((code, message)).or_insert((place, 0, help));
        *places += 1;
    }

    pub(super) fn report(&mut self, diagnostics: &mut Diagnostics) {
        for ((code, message), (first, places, help)) in std::mem::take(&mut self.0) {
            let message = match places {
                1 => message.to_owned(),
                _ => format!("{message} (here and in {} more places)", places - 1),
            };
            let diagnostic = Diagnostic::new(code, Place::key(first), message);
            diagnostics.push(match help {
                "" => diagnostic,
                help => diagnostic.help(help),
            });
        }
    }
}
