//! Valid parts of a document that the generated crate does not use, each reported once.

use serde_yaml::{Mapping, Value};

use crate::diagnostic::{Code, Diagnostics, Told};
use crate::pointer::Pointer;

use super::shape::Kind;

/// The keys that were met.
#[derive(Default)]
pub(super) struct IgnoredKeywords(Told);

/// What the crate does without.
pub(super) struct Loss {
    pub(super) code: Code,
    pub(super) message: &'static str,
    pub(super) help: &'static str,
}

const LINKS: Loss = Loss {
    code: Code::NotGenerated,
    message: "nothing is generated for `links`",
    help: "call the linked operation with values from the response",
};
const XML: Loss = Loss {
    code: Code::UncheckedKeyword,
    message: "`xml` has no effect: models are encoded as JSON or as forms",
    help: "send and receive XML bodies as text or bytes",
};
pub(super) const EMPTY_VALUE: Loss = Loss {
    code: Code::UncheckedKeyword,
    message: "`allowEmptyValue` has no effect: an empty string is sent as `name=`, and no value of another type is sent empty",
    help: "remove it: the specification recommends against its use",
};
const RESERVED: Loss = Loss {
    code: Code::UncheckedKeyword,
    message: "`allowReserved` has no effect here: it applies only to query parameters",
    help: "remove it",
};

impl IgnoredKeywords {
    /// Looks at a key of an object.
    pub(super) fn note(
        &mut self,
        kind: Kind,
        key: &'static str,
        value: &Value,
        beside: &Mapping,
        at: &Pointer,
    ) {
        let loss = match (kind, key) {
            (Kind::Response, "links") if !is_empty(value) => &LINKS,
            (Kind::Schema, "xml") if !is_empty(value) => &XML,
            (Kind::Parameter | Kind::Header, "allowEmptyValue") if *value == Value::Bool(true) => {
                &EMPTY_VALUE
            }
            (Kind::Parameter | Kind::Header, "allowReserved")
                if *value == Value::Bool(true)
                    && beside.get("in").and_then(Value::as_str) != Some("query") =>
            {
                &RESERVED
            }
            _ => return,
        };
        self.0.note(loss.code, at.clone(), loss.message, loss.help);
    }

    /// Says each once.
    pub(super) fn report(mut self, diagnostics: &mut Diagnostics) {
        self.0.report(diagnostics);
    }
}

/// What is no mapping at all is reported as such.
fn is_empty(value: &Value) -> bool {
    value.as_mapping().is_none_or(Mapping::is_empty)
}
