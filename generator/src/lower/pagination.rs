//! Paging: recognized by the schema of a response, not by names of operations.

use super::Lowering;
use crate::ir::{
    Location, Method, Object, Paging, Parameter, Property, Response, ResponseContent, Schema,
    Status, Type, TypeShape,
};

/// Properties with a link to the next page.
const LINKS: [&str; 2] = ["next_page_url", "next_page_uri"];
/// Properties with a token for the next page.
const TOKENS: [&str; 4] = [
    "next_token",
    "nextToken",
    "next_page_token",
    "nextPageToken",
];
/// Parameters for such a token.
const TOKEN_PARAMETERS: [&str; 3] = ["PageToken", "pageToken", "page_token"];
/// The property with the metadata of a page, if they are not next to the items.
const META: &str = "meta";

impl Lowering<'_, '_> {
    /// How an operation's response refers to the next page, if it is a list.
    pub(super) fn paging(
        &self,
        method: Method,
        parameters: &[Parameter],
        responses: &[Response],
    ) -> Option<Paging> {
        if method != Method::Get {
            return None;
        }
        let schema =
            responses
                .iter()
                .find_map(|response| match (&response.status, &response.content) {
                    (Status::Code(200), ResponseContent::Json(schema)) => Some(schema),
                    _ => None,
                })?;
        let page = self.object_of(schema)?;
        let items = only_array(page)?.name.clone();
        for (prefix, object) in [("", Some(page)), ("/meta", self.meta(page))] {
            let Some(object) = object else { continue };
            if let Some(link) = named(object, &LINKS) {
                return Some(Paging::Link {
                    next: format!("{prefix}/{}", link.name),
                    items,
                });
            }
            let taken = parameters.iter().find(|parameter| {
                parameter.location == Location::Query
                    && TOKEN_PARAMETERS.contains(&parameter.property.name.as_str())
            });
            if let (Some(token), Some(parameter)) = (named(object, &TOKENS), taken) {
                return Some(Paging::Token {
                    next: format!("{prefix}/{}", token.name),
                    parameter: parameter.property.name.clone(),
                    items,
                });
            }
        }
        None
    }

    fn meta<'p>(&'p self, page: &'p Object) -> Option<&'p Object> {
        let meta = page
            .properties
            .iter()
            .find(|property| property.name == META)?;
        self.object_of(&meta.schema)
    }

    fn object_of(&self, schema: &Schema) -> Option<&Object> {
        let Type::Named(id) = schema.ty else {
            return None;
        };
        match &self.types[id.0].as_ref()?.shape {
            TypeShape::Object(object) => Some(object),
            _ => None,
        }
    }
}

fn named<'p>(object: &'p Object, names: &[&str]) -> Option<&'p Property> {
    object.properties.iter().find(|property| {
        names.contains(&property.name.as_str()) && property.schema.ty == Type::String
    })
}

/// The only array of a page: the items.
fn only_array(page: &Object) -> Option<&Property> {
    let mut arrays = page
        .properties
        .iter()
        .filter(|property| matches!(property.schema.ty, Type::Array(_)));
    let first = arrays.next()?;
    arrays.next().is_none().then_some(first)
}
