//! References: each target is lowered once.

use openapiv3::Schema as Source;

use super::keywords::Keywords;
use super::schema::{Form, Site};
use super::{Lowering, Progress};
use crate::diagnostic::Code;
use crate::ir::{Schema, Type, TypeId};
use crate::pointer::Pointer;

/// The maximum nesting of named schemas that are lowered recursively; further ones are lowered later.
const DEEPEST_NAMED: usize = 32;
/// How many schemas without one may follow.
const DEEPEST_UNNAMED: usize = 32;

impl<'a> Lowering<'a, '_> {
    pub(super) fn reference(&mut self, reference: &str, here: &Pointer) -> Schema {
        let document = self.document;
        let Some(resolved) = document.resolve::<Source>(reference) else {
            return Schema::plain(Type::Json);
        };
        let mut schema = match self.replaced_at(here) {
            Some(by) => {
                let schema = self.replaced(by, &Keywords::of(&resolved.item), here);
                let nullable = schema.nullable || resolved.item.schema_data.nullable;
                Schema { nullable, ..schema }
            }
            None => self.target_schema(&resolved.item, &resolved.pointer),
        };
        if self
            .sibling(here, "nullable")
            .and_then(serde_yaml::Value::as_bool)
            == Some(true)
        {
            schema.nullable = true;
        }
        schema
    }

    /// A keyword next to the `$ref` at a place.
    pub(super) fn sibling(&self, here: &Pointer, key: &str) -> Option<&'a serde_yaml::Value> {
        self.document.at(here)?.get(key)
    }

    /// Lowers a schema that references lead to, once.
    pub(super) fn target_schema(&mut self, schema: &Source, pointer: &Pointer) -> Schema {
        match self.schemas.get(pointer) {
            Some(Progress::Done(schema)) => return Schema::clone(schema),
            Some(&Progress::Named(id)) => return self.recursion(schema, id, pointer),
            Some(Progress::Unnamed) => {
                let message = "this schema contains itself, but not in a property of an object";
                self.warn(
                    Code::EndlessSchema,
                    pointer.clone(),
                    message,
                    "add an object with `properties` to the cycle: objects may contain themselves",
                );
                return Schema::plain(Type::Json);
            }
            None => {}
        }
        let id = match self.form(schema, 0) {
            _ if self.replaced_at(pointer).is_some() => None,
            Form::Object | Form::Union => Some(self.reserve()),
            Form::Wrapper | Form::Plain => None,
        };
        self.schemas.insert(
            pointer.clone(),
            id.map_or(Progress::Unnamed, Progress::Named),
        );
        match id {
            Some(id) if self.depth >= DEEPEST_NAMED => {
                self.waiting.push(pointer.clone());
                self.recursion(schema, id, pointer)
            }
            None if self.depth >= DEEPEST_NAMED + DEEPEST_UNNAMED => {
                let message = format!(
                    "more than {DEEPEST_UNNAMED} lists, maps or wrappers are nested here: the value is any JSON value"
                );
                self.warn(
                    Code::EndlessSchema,
                    pointer.clone(),
                    message,
                    "move one of them to `components/schemas`, with `properties`",
                );
                Schema::plain(Type::Json)
            }
            _ => self.lower_target(schema, pointer),
        }
    }

    /// Lowers a schema whose progress has been noted.
    pub(super) fn lower_target(&mut self, schema: &Source, pointer: &Pointer) -> Schema {
        let id = match self.schemas.get(pointer) {
            Some(Progress::Named(id)) => Some(*id),
            _ => None,
        };
        let component = component_name(pointer);
        let called = self.called_at(pointer);
        let site = Site {
            pointer,
            called: &called,
            component: component.as_deref(),
            id,
        };
        self.depth += 1;
        let lowered = self.lower_schema(schema, &site);
        self.depth -= 1;
        self.schemas
            .insert(pointer.clone(), Progress::Done(Box::new(lowered.clone())));
        lowered
    }

    pub(super) fn recursion(&mut self, schema: &Source, id: TypeId, pointer: &Pointer) -> Schema {
        Schema {
            nullable: schema.schema_data.nullable,
            rules: self.counts(schema, pointer),
            ..Schema::plain(Type::Named(id))
        }
    }
}

/// The name of the component that a pointer leads to, if it leads to one of `components.schemas`.
fn component_name(pointer: &Pointer) -> Option<String> {
    let tokens: Vec<&str> = pointer.tokens().collect();
    match tokens.as_slice() {
        ["components", "schemas", name] => Some((*name).to_owned()),
        _ => None,
    }
}
