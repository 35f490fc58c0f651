//! Documents with mistakes: a mistake that touches one part costs that part at most.
//!
//! An error with a clear meaning is corrected ([`repair`]); for any other, the smallest part around it is
//! left out or becomes any value ([`part`]). Each is reported as a warning that says what Bindery does
//! instead. The document is then checked again, because other parts may need the one that was left out, until
//! no error remains.

mod edits;
mod part;
mod repair;

use std::collections::BTreeSet;

use openapiv3::OpenAPI;
use serde_yaml::Value;

use crate::diagnostic::{Code, Corrections, Diagnostic, Diagnostics, Place, Severity, Told};
use crate::pointer::Pointer;

use super::dialect::{Origins, Version};
use super::validate::text_keys;
use edits::Edits;
use part::Part;

/// How often a document is checked again. Each round settles every mistake that is seen; parts that are left out
/// show new ones along chains of references only.
const ROUNDS: usize = 32;

/// How much of a document its mistakes have cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Operations that are not generated.
    pub operations: usize,
    /// Schemas that are any JSON value.
    pub schemas: usize,
}

/// Checks a document; one with mistakes is put right first.
///
/// Returns `None` exactly when an error was pushed: for mistakes that cannot be put right.
pub(super) fn checked(
    root: &mut Value,
    version: Version,
    origins: &mut Origins,
    diagnostics: &mut Diagnostics,
) -> (Option<OpenAPI>, LeftOut) {
    let mut mending = Mending {
        said: Corrections::default(),
        tried: BTreeSet::new(),
        schemas: 0,
        lost: Told::default(),
    };
    let before = operations(root);
    for _ in 0..ROUNDS {
        let mut found = Diagnostics::new();
        let api = super::checked(root, version, &mut found);
        if api.is_some() {
            let left_out = LeftOut {
                operations: before - operations(root),
                schemas: mending.schemas,
            };
            let mut lost = Diagnostics::new();
            mending.lost.report(&mut lost);
            found.extend(lost);
            diagnostics.extend(found.into_iter().map(|it| origins.of_diagnostic(it)));
            diagnostics.extend(mending.said.told());
            if left_out.operations > 0 && is_empty(root) {
                diagnostics.push(
                    Diagnostic::new(
                        Code::NothingLeft,
                        Place::Document,
                        "nothing is left to generate",
                    )
                    .help("correct the reported errors"),
                );
                return (None, left_out);
            }
            return (api, left_out);
        }
        let errors = found
            .into_iter()
            .filter(|it| it.severity() == Severity::Error);
        if let Err(unmended) = mending.round(root, version, origins, errors.collect()) {
            diagnostics.extend(unmended.into_iter().map(|it| origins.of_diagnostic(it)));
            return (None, LeftOut::default());
        }
    }
    diagnostics.push(
        Diagnostic::new(
            Code::Rejected,
            Place::Document,
            "the document has too many errors",
        )
        .help("run with `--strict`, and correct the reported errors"),
    );
    (None, LeftOut::default())
}

/// What was done so far.
struct Mending {
    said: Corrections,
    /// What was tried at which place: nothing is tried twice.
    tried: BTreeSet<(Pointer, String)>,
    schemas: usize,
    /// What keywords of a later version mean that was not kept.
    lost: Told,
}

impl Mending {
    /// Settles each error; returns those that stay errors.
    fn round(
        &mut self,
        root: &mut Value,
        version: Version,
        origins: &mut Origins,
        errors: Vec<Diagnostic>,
    ) -> Result<(), Vec<Diagnostic>> {
        let mut edits = Edits::default();
        let mut unmended = Vec::new();
        let mut settled = 0;
        for error in errors {
            let at = match error.place() {
                Place::Node { pointer, .. } => pointer.clone(),
                Place::Document => Pointer::root(),
                Place::Span { .. } => {
                    unmended.push(error);
                    continue;
                }
            };
            if settled > 0 && super::reference::at(root, &at).is_none() {
                // What has moved is found again in the next round.
                continue;
            }
            match self.settle(root, version, &mut edits, &error, &at) {
                Some(taken) => {
                    settled += 1;
                    self.said.say(origins.of_diagnostic(error), taken);
                }
                None => unmended.push(error),
            }
        }
        edits.sweep(root, origins);
        if unmended.is_empty() {
            Ok(())
        } else {
            Err(unmended)
        }
    }

    fn settle(
        &mut self,
        root: &mut Value,
        version: Version,
        edits: &mut Edits,
        error: &Diagnostic,
        at: &Pointer,
    ) -> Option<String> {
        if self.tried.insert((at.clone(), error.message().to_owned()))
            && let Some(taken) = repair::plain(root, version, edits, &mut self.lost, error, at)
        {
            return Some(taken);
        }
        for part in Part::around(root, at) {
            if !self
                .tried
                .insert((part.at.clone(), format!("part: {}", error.message())))
            {
                continue;
            }
            if let Some(taken) = part.leave_out(root, edits) {
                self.schemas += usize::from(part.is_schema());
                return Some(taken);
            }
        }
        None
    }
}

/// How many operations the paths of a document have.
fn operations(root: &Value) -> usize {
    let paths = root.get("paths").and_then(Value::as_mapping);
    let items = paths.into_iter().flat_map(text_keys);
    items
        .map(|(_, item)| {
            let followed = super::reference::follow(root, Pointer::root(), item);
            let item = followed.map_or(item, |(_, item)| item);
            let keys = item.as_mapping().into_iter().flat_map(text_keys);
            keys.filter(|(key, _)| super::paths::METHODS.contains(key))
                .count()
        })
        .sum()
}

fn is_empty(root: &Value) -> bool {
    let schemas = root.get("components").and_then(|it| it.get("schemas"));
    operations(root) == 0
        && schemas
            .and_then(Value::as_mapping)
            .is_none_or(|it| it.is_empty())
}
