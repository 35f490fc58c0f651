//! Schemas for which the target has a type.

use openapiv3::{ReferenceOr, Schema as Source};

use super::Lowering;
use super::keywords::Keywords;
use super::rules::integer_rules;
use super::schema::{ANY, integer};
use super::string;
use crate::ir::{Replaced, Schema, Type};
use crate::pointer::Pointer;
use crate::replace::Selector;

impl Lowering<'_, '_> {
    /// The type of the target for the schema at a place: by its pointer in the document as it is written, or by its
    /// name.
    pub(super) fn replaced_at(&self, pointer: &Pointer) -> Option<Selector> {
        if self.target.replace.is_empty() {
            return None;
        }
        let written = self.document.origins.written(pointer);
        let name = match &written.tokens().collect::<Vec<_>>()[..] {
            ["components", "schemas", name] => Some(Selector::Schema((*name).to_owned())),
            _ => None,
        };
        let selectors = [Some(Selector::Pointer(written.to_string())), name];
        let mut selectors = selectors.into_iter().flatten();
        selectors.find(|it| self.target.replace.contains_key(it))
    }

    /// The type of the target for a string or a number: by its pattern or its format.
    pub(super) fn replaced_kind(&self, words: &Keywords<'_>) -> Option<Selector> {
        let pattern = words.pattern.map(|it| Selector::Pattern(it.to_owned()));
        let format = words.format.clone().map(Selector::Format);
        let mut selectors = [pattern, format].into_iter().flatten();
        selectors.find(|it| self.target.replace.contains_key(it))
    }

    /// A schema whose values have a type of the target. Of its rules, those for numbers and the lengths of texts are
    /// checked; the type itself stands for the rest.
    pub(super) fn replaced(
        &mut self,
        by: Selector,
        words: &Keywords<'_>,
        pointer: &Pointer,
    ) -> Schema {
        self.replaced.insert(by.clone());
        let mut rules = self.own_rules(words, pointer);
        let ty = self.kind_behind(words, 0);
        if words.effective_kind() == Some("integer") {
            rules = integer_rules(rules, words, &ty);
        }
        let mut members = words.one_of.iter().chain(words.any_of);
        Schema {
            nullable: words.values.iter().any(serde_json::Value::is_null)
                || members.any(|member| self.is_null(member)),
            rules,
            ..Schema::plain(Type::Replaced(Box::new(Replaced { by, ty })))
        }
    }

    /// What a schema says of the kind of its values, or else what its members say together.
    fn kind_behind(&self, words: &Keywords<'_>, depth: usize) -> Type {
        const DEEPEST: usize = 3;
        const MOST: usize = 16;
        match words.effective_kind() {
            Some("boolean") => Type::Boolean,
            Some("integer") => integer(words),
            Some("number") => Type::Number,
            Some("string") => match words.format.as_deref().and_then(string::of_format) {
                Some(Type::Binary) | None => Type::String,
                Some(ty) => ty,
            },
            Some("array") => Type::Array(Box::new(ANY)),
            Some("object") => Type::Map(Box::new(ANY)),
            _ if depth == DEEPEST => Type::Json,
            _ => {
                let members = words.all_of.iter().chain(words.one_of).chain(words.any_of);
                let members = members.filter(|member| !self.is_null(member)).take(MOST);
                let mut kinds = members.map(|member| match member {
                    ReferenceOr::Item(item) => self.kind_behind(&Keywords::of(item), depth + 1),
                    ReferenceOr::Reference { reference } => {
                        let found = self.document.resolve::<Source>(reference);
                        found.map_or(Type::Json, |found| {
                            self.kind_behind(&Keywords::of(&found.item), depth + 1)
                        })
                    }
                });
                let first = kinds.find(|kind| *kind != Type::Json).unwrap_or(Type::Json);
                match kinds.all(|kind| kind == first || kind == Type::Json) {
                    true => first,
                    false => Type::Json,
                }
            }
        }
    }
}
