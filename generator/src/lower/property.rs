//! Properties of objects, and those that several schemas of an `allOf` declare.

use openapiv3::{ReferenceOr, Schema as Source};

use super::Lowering;
use super::keywords::{self, Keywords};
use super::meet::{Kind, Said};
use super::object::Parts;
use super::schema::{Form, Site};
use crate::diagnostic::Code;
use crate::ir::{Access, Property, Role, Schema, Use};
use crate::pointer::Pointer;
use crate::vendor;

impl Lowering<'_, '_> {
    /// Adds a property; one that is declared before is what both declarations say.
    pub(super) fn put(
        &mut self,
        parts: &mut Parts<'_>,
        name: &str,
        source: &ReferenceOr<Box<Source>>,
        pointer: Pointer,
        owner: &str,
    ) {
        let called = Use {
            title: None,
            owner: owner.to_owned(),
            name: name.to_owned(),
            role: Role::Part,
        };
        let Some(other) = parts.properties.get(name).cloned() else {
            let schema = self.boxed_schema(source, &pointer, &called);
            let property = self.property(name, source, pointer, schema);
            parts.properties.insert(name.to_owned(), property);
            return;
        };
        let said = match source {
            ReferenceOr::Item(item) if matches!(self.form(item, 0), Form::Plain) => {
                self.said_of_item(item, &pointer, &called)
            }
            _ => Said::whole(self.boxed_schema(source, &pointer, &called)),
        };
        let met = self.meet(Said::whole(other.schema.clone()), said, &pointer);
        let schema = match met {
            Some(met) => self.named_values(met, &pointer, &called),
            None => {
                self.report_contradiction(name, &pointer);
                self.boxed_schema(source, &pointer, &called)
            }
        };
        let mut property = self.property(name, source, pointer, schema);
        property.required |= other.required;
        property.personal |= other.personal;
        property.deprecated |= other.deprecated;
        if property.access == Access::Both {
            property.access = other.access;
        }
        if property.description.is_none() {
            property.description = other.description;
        }
        parts.properties.insert(name.to_owned(), property);
    }

    fn report_contradiction(&mut self, name: &str, pointer: &Pointer) {
        if self.told.insert(pointer.clone()) {
            let message = format!(
                "`{name}` is declared twice with different kinds of values: only this declaration is used"
            );
            let help = "declare the property once, or use the same type in both declarations";
            self.warn(Code::MixedComposition, pointer.clone(), message, help);
        }
    }

    /// The schema of a property whose lists of values have some in common.
    fn named_values(&mut self, met: Said, pointer: &Pointer, called: &Use) -> Schema {
        let Kind::Values(values) = met.kind else {
            return met.schema;
        };
        let site = Site {
            pointer,
            called,
            component: None,
            id: None,
        };
        Schema {
            ty: self.listing(values, &keywords::nothing(), &site),
            ..met.schema
        }
    }

    fn property(
        &mut self,
        name: &str,
        source: &ReferenceOr<Box<Source>>,
        pointer: Pointer,
        schema: Schema,
    ) -> Property {
        let mut property = Property {
            name: name.to_owned(),
            description: None,
            required: false,
            deprecated: false,
            access: Access::Both,
            personal: false,
            schema,
            pointer,
        };
        match source {
            ReferenceOr::Item(item) => {
                property
                    .description
                    .clone_from(&item.schema_data.description);
                property.deprecated = item.schema_data.deprecated;
                property.access = keywords::access(&item.schema_data);
                property.personal = Keywords::of(item).personal;
            }
            ReferenceOr::Reference { reference } => {
                let found = self.document.resolve::<Source>(reference);
                let found = found.as_ref().map(|found| &*found.item);
                let beside = self.sibling(&property.pointer, "description");
                property.description = beside
                    .and_then(serde_yaml::Value::as_str)
                    .map(str::to_owned)
                    .or_else(|| found?.schema_data.description.clone());
                let extension = self.sibling(&property.pointer, vendor::EXTENSION);
                if let Some(found) = found {
                    property.access = keywords::access(&found.schema_data);
                }
                property.personal = extension.is_some_and(vendor::says_personal)
                    || found.is_some_and(|found| Keywords::of(found).personal);
            }
        }
        property
    }
}
