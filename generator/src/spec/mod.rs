//! Loading: from the text of a document to an OpenAPI document whose references lead somewhere, in the form of
//! OpenAPI 3.0 whatever its version (`dialect`).
//!
//! The document is not interpreted here. All errors are collected; a document with an error is not processed
//! further.

mod bundle;
mod dialect;
mod edit;
mod events;
pub(crate) mod files;
mod filter;
mod ignored_keywords;
mod indentation;
mod json;
mod mend;
mod order;
mod overlay;
mod paths;
pub(crate) mod position;
mod probe;
mod reference;
mod resolve;
mod rules;
mod scalar;
mod shape;
mod syntax;
mod texts;
mod tree;
mod validate;
mod versions;
mod words;
mod yaml;

#[cfg(test)]
mod tests;

pub use resolve::{Component, Resolved};
pub use shape::fixed_fields;

pub(crate) use dialect::Origins;
pub use dialect::Whereabouts;
pub use filter::Offered;
pub use mend::LeftOut;

use openapiv3::OpenAPI;
use serde::Deserialize;
use serde_yaml::Value;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::pointer::Pointer;
use crate::source::Source;
use crate::target::Target;

use dialect::Version;

/// A document that follows the rules of its version, as far as they can be checked without interpreting it.
#[derive(Clone, Debug)]
pub struct SpecDocument {
    /// The document in the form of OpenAPI 3.0: aliases and merge keys written out, every key a string.
    pub value: Value,
    /// The same as typed objects, in an order that does not depend on the document's. They do not contain the
    /// siblings of `$ref`, keys without a value, and references to callbacks; `value` has these.
    pub api: OpenAPI,
    /// Where the nodes were written, as far as the document had to be brought into its form.
    pub(crate) origins: Origins,
    /// Whether `style` and `explode` count for the parts of multipart bodies. They do since OpenAPI 3.1 (section
    /// "Encoding Object"), and in Swagger 2.0, where `collectionFormat` applies to both kinds of forms.
    pub parts_have_styles: bool,
    /// What its mistakes have cost.
    pub left_out: LeftOut,
    /// The operations that it had before the target's filter; none where there is no filter.
    pub offered: Vec<Offered>,
}

impl SpecDocument {
    /// Where the nodes of the document are, by the places where they were written.
    #[must_use]
    pub fn whereabouts(&self) -> Whereabouts {
        Whereabouts::of(&self.origins)
    }

    /// The node at a pointer; a reference on the way is not followed.
    #[must_use]
    pub fn at(&self, pointer: &Pointer) -> Option<&Value> {
        reference::at(&self.value, pointer)
    }
}

/// Reads a document and checks the part of it that the target keeps. Its mistakes are put right where that is
/// possible, and are warnings then, unless the target is strict.
///
/// Returns `None` exactly when an error was pushed. Warnings do not stop it.
#[must_use]
pub fn load(
    source: &Source,
    target: &Target,
    diagnostics: &mut Diagnostics,
) -> Option<SpecDocument> {
    let mut found = Diagnostics::new();
    let document = read(source, target, &mut found);
    let failed = found.has_errors();
    diagnostics.extend(found);
    document.filter(|_| !failed)
}

fn read(source: &Source, target: &Target, diagnostics: &mut Diagnostics) -> Option<SpecDocument> {
    let strict = target.strict;
    let mut value = yaml::read(source, strict, diagnostics)?;
    let patched = overlay::apply(&mut value, source, diagnostics);
    let version = version(&value, diagnostics)?;
    let written = bundle::bundle(&mut value, source, version.layout(), strict, diagnostics);
    let written = written.after(patched);
    // The conversion of later versions resolves references by names; that of 2.0 reports mistakes.
    let mut offered = Vec::new();
    if version == Version::V2_0 {
        offered = filter::keep(&mut value, version.layout(), &target.filter);
    }
    let mut origins = dialect::canonical(&mut value, version, written, strict, diagnostics);
    if version != Version::V2_0 {
        offered = filter::keep(&mut value, version.layout(), &target.filter);
    }
    let (api, left_out) = if strict {
        let mut found = Diagnostics::new();
        let api = checked(&value, version, &mut found);
        let written = |diagnostic| origins.of_diagnostic(diagnostic);
        diagnostics.extend(found.into_iter().map(written));
        (api, LeftOut::default())
    } else {
        mend::checked(&mut value, version, &mut origins, diagnostics)
    };
    Some(SpecDocument {
        value,
        api: api?,
        origins,
        parts_have_styles: version != Version::V3_0,
        left_out,
        offered,
    })
}

/// The typed objects of a document in the form of OpenAPI 3.0; `None` if an error was pushed.
fn checked(value: &Value, version: Version, diagnostics: &mut Diagnostics) -> Option<OpenAPI> {
    let hidden = validate::check(value, version, diagnostics);
    if diagnostics.has_errors() {
        paths::check(value, diagnostics);
        return None;
    }
    let api = typed(value, &hidden, diagnostics);
    if diagnostics.has_errors() {
        return None;
    }
    match api {
        Ok(mut api) => {
            order::sort(&mut api);
            Some(api)
        }
        Err(error) => {
            validate::probe(value, diagnostics);
            if !diagnostics.has_errors() {
                let message = format!("the document cannot be read: {error}");
                diagnostics.push(Diagnostic::new(Code::Rejected, Place::Document, message));
            }
            None
        }
    }
}

/// Makes typed objects of a document in which every node is of the right kind, as `openapiv3` panics
/// on some that are not. The rules that look at more than one node are checked meanwhile.
///
/// The objects are made on this thread: what reading has freed is room for them here, and on no other.
fn typed(
    value: &Value,
    hidden: &[Pointer],
    diagnostics: &mut Diagnostics,
) -> Result<OpenAPI, serde_yaml::Error> {
    std::thread::scope(|scope| {
        let checked = crate::spawn_with_large_stack(scope, || {
            let mut found = Diagnostics::new();
            paths::check(value, &mut found);
            found
        });
        let typed = match hidden {
            [] => OpenAPI::deserialize(value),
            hidden => without(value, hidden),
        };
        let panic = |payload| std::panic::resume_unwind(payload);
        diagnostics.extend(checked.join().unwrap_or_else(panic));
        typed
    })
}

/// The typed objects of a document without some of its nodes, or with whole numbers where they are
/// written with a fraction.
fn without(value: &Value, hidden: &[Pointer]) -> Result<OpenAPI, serde_yaml::Error> {
    let mut value = value.clone();
    for pointer in hidden {
        hide(&mut value, pointer);
    }
    serde_yaml::from_value(value)
}

/// Removes an entry of a mapping; a count such as `255.0` becomes `255` instead.
fn hide(root: &mut Value, at: &Pointer) {
    match edit::node(root, at) {
        Some(Value::Number(count)) => *count = whole(count).into(),
        _ => drop(edit::remove(root, at)),
    }
}

/// A whole number that is not negative; the largest there is for one that is larger.
fn whole(count: &serde_yaml::Number) -> u64 {
    let float = || count.as_f64().unwrap_or_default() as u64;
    count.as_u64().unwrap_or_else(float)
}

/// The version of the document (OpenAPI 3.0, "OpenAPI Object", `openapi`).
fn version(value: &Value, diagnostics: &mut Diagnostics) -> Option<Version> {
    const READ: &str = "Bindery reads Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2";
    let at = |key: &str| Place::value(Pointer::root().join(key));
    let unsupported =
        |place, message: String| Diagnostic::new(Code::UnsupportedVersion, place, message);
    let Value::Mapping(entries) = value else {
        diagnostics.push(
            Diagnostic::new(
                Code::NotAMapping,
                Place::value(Pointer::root()),
                "the document is not a mapping",
            )
            .help("begin the document with its version, as in `openapi: 3.0.3`"),
        );
        return None;
    };
    let diagnostic = match (entries.get("openapi"), entries.get("swagger")) {
        (Some(Value::String(text)), _) => match Version::parse(text) {
            Some(version) => return Some(version),
            None => {
                unsupported(at("openapi"), format!("OpenAPI {text} is not supported")).help(READ)
            }
        },
        (Some(_), _) => unsupported(at("openapi"), "the version is not a string".into())
            .help(format!("write it in full, as in `openapi: 3.0.3`; {READ}")),
        // A number is reported when types of values are checked.
        (None, Some(Value::Number(number))) if number.as_f64() == Some(2.0) => {
            return Some(Version::V2_0);
        }
        (None, Some(Value::String(text))) if text == "2.0" => return Some(Version::V2_0),
        (None, Some(Value::String(text))) => {
            unsupported(at("swagger"), format!("Swagger {text} is not supported")).help(READ)
        }
        (None, Some(_)) => unsupported(at("swagger"), "the version is not a string".into())
            .help(format!("write `swagger: \"2.0\"`; {READ}")),
        (None, None) => unsupported(
            Place::Document,
            "the document does not declare its version".into(),
        )
        .help(format!("begin it with `openapi: 3.0.3`; {READ}")),
    };
    diagnostics.push(diagnostic);
    None
}
