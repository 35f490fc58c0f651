//! Properties with only one allowed value: they distinguish the members of a union.

use openapiv3::{ReferenceOr, Schema as Source};

use super::Lowering;
use super::keywords::Keywords;

/// Compositions that are nested deeper are not looked through.
const DEEPEST: usize = 16;

impl Lowering<'_, '_> {
    /// The properties of an object with only one allowed value, with the text of that value: an `enum` of one
    /// string, integer or boolean. Includes those in `allOf`.
    pub(super) fn constants(&self, member: &ReferenceOr<Source>) -> Vec<(String, String)> {
        let mut found: Vec<(String, String)> = Vec::new();
        self.collect_constants(member, 0, &mut found);
        found
    }

    fn collect_constants(
        &self,
        member: &ReferenceOr<Source>,
        depth: usize,
        found: &mut Vec<(String, String)>,
    ) {
        if depth == DEEPEST {
            return;
        }
        self.with_schema(member, |schema| {
            let words = Keywords::of(schema);
            for (name, property) in &words.properties {
                let value = match property {
                    ReferenceOr::Item(item) => constant(item),
                    ReferenceOr::Reference { reference } => {
                        let found = self.document.resolve::<Source>(reference);
                        found.and_then(|found| constant(&found.item))
                    }
                };
                if let Some(value) = value
                    && !found.iter().any(|(known, _)| known == name)
                {
                    found.push(((*name).to_owned(), value));
                }
            }
            for part in words.all_of {
                self.collect_constants(part, depth + 1, found);
            }
        });
    }

    fn with_schema(&self, member: &ReferenceOr<Source>, work: impl FnOnce(&Source)) {
        match member {
            ReferenceOr::Item(item) => work(item),
            ReferenceOr::Reference { reference } => {
                if let Some(found) = self.document.resolve::<Source>(reference) {
                    work(&found.item);
                }
            }
        }
    }
}

/// The text of the only value that a schema allows.
fn constant(schema: &Source) -> Option<String> {
    if schema.schema_data.nullable {
        return None;
    }
    match Keywords::of(schema).values.as_slice() {
        [serde_json::Value::String(text)] => Some(text.clone()),
        [value] if value.is_boolean() || value.is_i64() => Some(value.to_string()),
        _ => None,
    }
}
