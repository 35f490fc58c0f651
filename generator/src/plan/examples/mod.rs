//! Examples in the documentation: one for each operation, and the entry page of the crate.
//!
//! An example compiles, and its values keep the rules of the document. A value that is not easily found, such as a
//! string with a pattern, is a variable that the example takes as given: a line that the page does not show declares
//! it.

mod call;
mod contents;
mod entry;
mod fitting;
mod given;
mod layout;
mod object;
mod sample;

use std::collections::BTreeMap;
use std::fmt;

use super::{Doc, Handle, Resource};
use crate::name::{self, Ident};

pub(super) use entry::entry;
pub(super) use sample::Types;

/// Lines of a doc comment that are made from the rest of the plan.
#[derive(Clone, Default)]
pub struct Example(pub Doc);

/// The text is in the files; in a plan it would only repeat what stands beside it.
impl fmt::Debug for Example {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.len() {
            0 => f.write_str("[]"),
            lines => write!(f, "Lines({lines})"),
        }
    }
}

/// What examples are made from.
pub(super) struct Crate<'a> {
    package: String,
    types: &'a Types<'a>,
    resources: &'a [Resource],
    handles: BTreeMap<&'a Ident, &'a Handle>,
}

impl<'a> Crate<'a> {
    pub(super) fn new(crate_name: &str, types: &'a Types<'a>, resources: &'a [Resource]) -> Self {
        let handles = resources.iter().flat_map(|resource| &resource.handles);
        let package = crate_name.replace('-', "_");
        Self {
            package: match name::keyword(&package) {
                Some(_) => format!("r#{package}"),
                None => package,
            },
            types,
            resources,
            handles: handles.map(|handle| (&handle.ident, handle)).collect(),
        }
    }

    /// The handles on the way from the client to this one, which is the last.
    fn way(&self, handle: &'a Handle) -> Vec<&'a Handle> {
        let mut way = vec![handle];
        let mut at = handle;
        while let Some(found) = at.parent.as_ref().and_then(|it| self.handles.get(it)) {
            way.push(found);
            at = found;
        }
        way.reverse();
        way
    }

    /// The examples of all operations, in their order.
    pub(super) fn of_operations(&self) -> Vec<Example> {
        let handles = self.resources.iter().flat_map(|resource| &resource.handles);
        let examples = handles.flat_map(|handle| {
            let operations = handle.operations.iter();
            operations.map(|operation| Example(self.of_operation(handle, operation)))
        });
        examples.collect()
    }
}
