//! Compositions that are not objects: the only member of one, or the combination of the members of an
//! `allOf`.

use openapiv3::{ReferenceOr, Schema as Source};

use super::Lowering;
use super::keywords::Keywords;
use super::meet::{Kind, Said};
use super::rules::rules;
use super::schema::{Form, Site};
use super::string;
use crate::diagnostic::Code;
use crate::ir::{Schema, Type, Use};
use crate::pointer::Pointer;

impl Lowering<'_, '_> {
    /// The combination of a composition's members and the keywords next to it.
    pub(super) fn wrapper(
        &mut self,
        schema: &Source,
        words: &Keywords<'_>,
        site: &Site<'_>,
    ) -> Schema {
        let compositions = [
            ("allOf", words.all_of),
            ("oneOf", words.one_of),
            ("anyOf", words.any_of),
        ];
        let mut said = Vec::new();
        let mut nullable = false;
        let several = matches!(self.form_of_choice(words), Form::Union);
        if several {
            let inner = Site { id: None, ..*site };
            said.push(Said::whole(self.union(schema, words, &inner)));
        }
        for (key, members) in compositions {
            if several && key != "allOf" {
                continue;
            }
            let base = site.pointer.join(key);
            for (index, member) in members.iter().enumerate() {
                if key != "allOf" && self.is_null(member) {
                    nullable = true;
                } else {
                    said.push(self.said(member, &base.index(index), site));
                }
            }
        }
        let beside = Keywords {
            all_of: &[],
            one_of: &[],
            any_of: &[],
            ..Keywords::of(schema)
        };
        said.push(self.said_by(schema, &beside, site));
        let mut lowered = self.together(said, schema, site);
        lowered.nullable |= nullable;
        lowered
    }

    /// Whether null is all that a member of a union is about.
    pub(super) fn is_null(&self, member: &ReferenceOr<Source>) -> bool {
        match member {
            ReferenceOr::Item(item) => is_null(item),
            ReferenceOr::Reference { reference } => self
                .document
                .resolve::<Source>(reference)
                .is_some_and(|found| is_null(&found.item)),
        }
    }

    fn said(&mut self, member: &ReferenceOr<Source>, here: &Pointer, site: &Site<'_>) -> Said {
        if let ReferenceOr::Item(item) = member
            && matches!(self.form(item, 0), Form::Plain)
        {
            return self.said_of_item(item, here, site.called);
        }
        Said::whole(self.schema(member, here, site.called))
    }

    /// The keywords of a schema that are not part of a composition.
    pub(super) fn said_of_item(&mut self, item: &Source, here: &Pointer, called: &Use) -> Said {
        let words = Keywords::of(item);
        let inner = Site {
            pointer: here,
            called,
            component: None,
            id: None,
        };
        self.report_unenforced(&words, here);
        let mut said = self.said_by(item, &words, &inner);
        said.schema.nullable |= item.schema_data.nullable;
        said.schema.default = item.schema_data.default.as_ref().map(ToString::to_string);
        said
    }

    /// What keywords say that are part of no composition.
    fn said_by(&mut self, schema: &Source, words: &Keywords<'_>, site: &Site<'_>) -> Said {
        if let Some(values) = self.listed(words, site) {
            let nullable = words.values.iter().any(serde_json::Value::is_null);
            return Said {
                kind: Kind::Values(values),
                schema: Schema {
                    nullable,
                    ..Schema::plain(Type::Json)
                },
            };
        }
        if words.lists_kinds() {
            let inner = Site { id: None, ..*site };
            return Said::whole(self.union_of_values(schema, words, &inner));
        }
        if words.effective_kind().is_some() || !words.values.is_empty() {
            return Said::whole(self.plain(schema, words, site));
        }
        if let Some(by) = self.replaced_kind(words) {
            return Said::whole(self.replaced(by, words, site.pointer));
        }
        self.report_required(words, site.pointer);
        Said::whole(Schema {
            rules: self.own_rules(words, site.pointer),
            ..Schema::plain(of_format(words.format.as_deref()))
        })
    }

    fn together(&mut self, said: Vec<Said>, schema: &Source, site: &Site<'_>) -> Schema {
        let mut all = Said::whole(Schema::plain(Type::Json));
        for other in said {
            let Some(met) = self.meet(all, other, site.pointer) else {
                let message = "the combined schemas describe different kinds of values: the value is any JSON value";
                self.warn(
                    Code::MixedComposition,
                    site.pointer.clone(),
                    message,
                    "describe the value with one schema, or add `properties` to each schema",
                );
                return Schema::plain(Type::Json);
            };
            all = met;
        }
        if let Kind::Values(values) = all.kind {
            all.schema.ty = self.listing(values, schema, site);
        }
        all.schema
    }
}

fn is_null(schema: &Source) -> bool {
    let words = Keywords::of(schema);
    match words.values.as_slice() {
        [] => schema.schema_data.nullable && words.is_empty() && rules(&words).is_empty(),
        values => values.iter().all(serde_json::Value::is_null),
    }
}

/// The kind of value that a format speaks of, where there is no `type`.
fn of_format(format: Option<&str>) -> Type {
    match format {
        Some("int32") => Type::Int32,
        Some("int64") => Type::Int64,
        Some("uint64") => Type::Uint64,
        Some("float" | "double") => Type::Number,
        Some(format) => string::of_format(format).unwrap_or(Type::Json),
        None => Type::Json,
    }
}
