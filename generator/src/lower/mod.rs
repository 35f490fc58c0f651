//! From a document to its meaning: resolves every `$ref`, merges `allOf`, and chooses no Rust names.

mod body;
mod choice;
mod circular;
mod constants;
mod counts;
mod definition;
mod encoding;
mod family;
mod fields;
mod groups;
mod keywords;
mod labels;
mod meet;
mod members;
mod object;
mod operation;
mod pagination;
mod parameter;
mod pattern;
mod property;
mod reference;
mod replace;
mod response;
mod rules;
mod schema;
mod security;
mod server;
mod string;
mod style;
mod union;
mod whereabouts;
mod wrapper;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Told};
use crate::ir::{Ir, Role, Rules, Schema, TypeDef, TypeId, Use};
use crate::pointer::Pointer;
use crate::replace::Selector;
use crate::spec::SpecDocument;
use crate::target::Target;

/// Lowers the part of a document that a target keeps.
///
/// Mistakes go to `diagnostics`; the result is of use only if none of them is an error.
pub fn lower(document: &SpecDocument, target: &Target, diagnostics: &mut Diagnostics) -> Ir {
    let mut lowering = Lowering {
        document,
        target,
        diagnostics,
        types: Vec::new(),
        schemas: BTreeMap::new(),
        interned: BTreeMap::new(),
        forms: RefCell::default(),
        open: BTreeMap::new(),
        depth: 0,
        waiting: Vec::new(),
        fixed_servers: BTreeSet::new(),
        repeated: Told::default(),
        counts: BTreeMap::new(),
        cycles: BTreeSet::new(),
        addressed: whereabouts::addressed(&document.value),
        called: BTreeMap::new(),
        families: family::Families::of(document),
        bases: BTreeMap::new(),
        waiting_bases: Vec::new(),
        told: BTreeSet::new(),
        replaced: BTreeSet::new(),
    };
    let operations = lowering.operations();
    lowering.waiting_schemas();
    if target.filter.keeps_all() {
        lowering.remaining_components();
        lowering.waiting_schemas();
    }
    let mut types = lowering.finished_types();
    lowering.cut_circular_unions(&mut types);
    let schemes = lowering.schemes(&operations);
    lowering.server_variables(document.api.servers.first(), &Pointer::root());
    lowering.repeated.report(lowering.diagnostics);
    let info = &document.api.info;
    Ir {
        title: info.title.clone(),
        description: info.description.clone(),
        server: lowering.server(),
        schemes,
        types,
        operations,
        replaced: lowering.replaced.into_iter().collect(),
    }
}

/// What can be done about a rule that the generated code does not check.
const CALLER_CHECKS: &str = "check these values in your program if it matters";

/// The state of a lowering.
struct Lowering<'a, 'd> {
    document: &'a SpecDocument,
    target: &'a Target,
    diagnostics: &'d mut Diagnostics,
    /// The types so far; `None` for a type that is being lowered further up the stack.
    types: Vec<Option<TypeDef>>,
    /// What every schema that a `$ref` names came to.
    schemas: BTreeMap<Pointer, Progress>,
    /// The anonymous types by content, so that equal ones are one type.
    interned: BTreeMap<String, TypeId>,
    /// Which of the schemas that compositions refer to are objects.
    forms: RefCell<BTreeMap<Pointer, bool>>,
    /// The anonymous compositions that are being lowered, with the ID that is reserved for one that contains
    /// itself.
    open: BTreeMap<Pointer, Option<TypeId>>,
    /// How many schemas that references lead to are being lowered.
    depth: usize,
    /// Schemas that have an id and are lowered later: a chain of references may be as long as the document.
    waiting: Vec<Pointer>,
    /// The servers whose fixed variables were reported, with the report.
    fixed_servers: BTreeSet<(String, String)>,
    /// Diagnostics that are reported once for all their places.
    repeated: Told,
    /// The rules for the properties of schemas as a whole, as far as they were asked for.
    counts: BTreeMap<Pointer, Rules>,
    /// The first schema of each cycle of `allOf` that was reported.
    cycles: BTreeSet<Pointer>,
    /// The places without a name in `components` that references lead to.
    addressed: BTreeSet<Pointer>,
    /// What those of them are called that were met where they stand.
    called: BTreeMap<Pointer, Use>,
    /// Which components descend from which.
    families: family::Families,
    /// The objects of the bases that are unions where they are used.
    bases: BTreeMap<Pointer, TypeId>,
    /// Bases that are lowered later, with their names.
    waiting_bases: Vec<(Pointer, String, TypeId)>,
    /// The places of diagnostics that would be repeated with each enclosing schema.
    told: BTreeSet<Pointer>,
    /// The types of the target that stand for schemas.
    replaced: BTreeSet<Selector>,
}

/// How far the lowering of a schema is.
#[derive(Clone)]
enum Progress {
    /// It is being lowered and will be this type.
    Named(TypeId),
    /// It is being lowered and will not be a separate type.
    Unnamed,
    /// It is done.
    Done(Box<Schema>),
}

impl Lowering<'_, '_> {
    /// Lowers the components that no operation reaches.
    fn remaining_components(&mut self) {
        let Some(components) = &self.document.api.components else {
            return;
        };
        let base = Pointer::root().join("components").join("schemas");
        for (name, schema) in &components.schemas {
            self.schema(
                schema,
                &base.join(name),
                &self.named_use("components", name),
            );
        }
    }

    /// Lowers the schemas that were set aside, and those that these set aside.
    fn waiting_schemas(&mut self) {
        let document = self.document;
        while !self.waiting.is_empty() || !self.waiting_bases.is_empty() {
            while let Some(pointer) = self.waiting.pop() {
                if let Some(found) = document.resolve_at(&pointer) {
                    self.lower_target(&found.item, &pointer);
                }
            }
            self.fill_bases();
        }
    }

    fn named_use(&self, owner: &str, name: &str) -> Use {
        Use {
            title: None,
            owner: owner.to_owned(),
            name: name.to_owned(),
            role: Role::Part,
        }
    }

    /// Warns of something, and says what can be done about it.
    fn warn(
        &mut self,
        code: Code,
        place: impl Into<Place>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.diagnostics
            .push(Diagnostic::new(code, place, message).help(help));
    }

    /// Notes something that needs nothing to be done.
    fn note(&mut self, code: Code, place: impl Into<Place>, message: impl Into<String>) {
        self.diagnostics.push(Diagnostic::new(code, place, message));
    }

    /// Adds a diagnostic that is reported once for all its places.
    fn repeat(&mut self, code: Code, place: Pointer, message: String, help: Option<String>) {
        let help = help.unwrap_or_default();
        self.repeated.note_at(code, place.into(), message, help);
    }

    /// Sets a place for a type aside, to be filled by [`define`](Self::define).
    fn reserve(&mut self) -> TypeId {
        self.types.push(None);
        TypeId(self.types.len() - 1)
    }

    fn define(&mut self, id: TypeId, definition: TypeDef) {
        self.types[id.0] = Some(definition);
    }

    fn finished_types(&mut self) -> Vec<TypeDef> {
        std::mem::take(&mut self.types)
            .into_iter()
            .map(|definition| definition.expect("a type that was announced is defined"))
            .collect()
    }
}
