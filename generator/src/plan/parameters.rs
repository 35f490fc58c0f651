//! The facts that the runtime checks and writes parameters and form fields by.

use super::shared::Requests;
use super::{Parameter, PartHeader, Place, Rules};
use crate::ir::{self, BodyContent, Form, Location, Property};

impl Requests<'_, '_> {
    /// The parameters of an operation, and the fields of the form that it sends.
    pub(super) fn parameters(
        &self,
        operation: &ir::Operation,
        content: Option<&BodyContent>,
    ) -> Vec<Parameter> {
        let parameters = operation.parameters.iter().map(|parameter| Parameter {
            style: parameter.style,
            explode: parameter.explode,
            allow_reserved: parameter.allow_reserved,
            json: parameter.json,
            ..self.fact(&parameter.property, location_place(parameter.location))
        });
        let mut fields: Vec<Parameter> = match content {
            Some(BodyContent::Form(form)) => {
                let fields = form.fields.iter();
                fields.map(|field| self.field(field, form)).collect()
            }
            Some(BodyContent::Multipart(form)) => {
                let fields = form.fields.iter();
                let parts = fields.map(|field| Parameter {
                    // The part says that it is JSON.
                    json: false,
                    ..self.field(field, form)
                });
                parts.collect()
            }
            _ => Vec::new(),
        };
        if is_whole(content) {
            fields.iter_mut().for_each(without_rules);
        }
        // The properties of a schema have no order (RFC 8259, section 4), and so has what is made of them.
        fields.sort_by(|one, other| one.wire.cmp(&other.wire));
        parameters.chain(fields).collect()
    }

    /// A field of a form, and how it is written.
    fn field(&self, field: &Property, form: &Form) -> Parameter {
        let fact = self.fact(field, Place::Form);
        match form.encodings.get(&field.name) {
            Some(encoding) => Parameter {
                style: encoding.style,
                explode: encoding.explode,
                allow_reserved: encoding.allow_reserved,
                json: encoding.media_type.is_some(),
                ..fact
            },
            None => fact,
        }
    }

    fn fact(&self, property: &Property, place: Place) -> Parameter {
        Parameter {
            place,
            wire: property.name.clone(),
            required: property.required && place != Place::Path,
            style: None,
            explode: None,
            allow_reserved: false,
            json: false,
            collapse: property.schema.collapse.as_ref().map(|prefix| {
                if prefix.is_empty() {
                    property.name.clone()
                } else {
                    prefix.clone()
                }
            }),
            personal: property.personal && !self.target.show_personal,
            rules: Rules::of(&property.schema.rules),
        }
    }
}

fn location_place(location: Location) -> Place {
    match location {
        Location::Path => Place::Path,
        Location::Query => Place::Query,
        Location::Header => Place::Header,
        Location::Cookie => Place::Cookie,
    }
}

/// Whether the fields of a form are given as one value.
fn is_whole(content: Option<&BodyContent>) -> bool {
    matches!(
        content,
        Some(BodyContent::Form(form) | BodyContent::Multipart(form)) if form.whole.is_some()
    )
}

/// A field of a form that is given as one value: that value has the rules.
pub(super) fn without_rules(field: &mut Parameter) {
    field.required = false;
    field.rules = Rules::default();
}

/// What the document asks of the headers of parts.
pub(super) fn part_headers(content: Option<&BodyContent>) -> Vec<PartHeader> {
    let Some(BodyContent::Multipart(form)) = content else {
        return Vec::new();
    };
    let encodings = form.encodings.iter();
    let fixed = encodings.clone().flat_map(|(part, it)| {
        it.fixed_headers
            .iter()
            .map(move |(name, value)| PartHeader {
                part: part.clone(),
                name: name.clone(),
                required: false,
                rules: Rules::default(),
                value: Some(value.clone()),
            })
    });
    let headers = encodings.flat_map(|(part, it)| it.headers.iter().map(move |it| (part, it)));
    let headers = headers.map(|(part, header)| PartHeader {
        part: part.clone(),
        name: header.name.clone(),
        required: header.required,
        rules: Rules::of(&header.schema.rules),
        value: None,
    });
    let checked = headers.filter(|header| header.required || !header.rules.is_empty());
    fixed.chain(checked).collect()
}

/// The media types of the parts of a multipart body that `encoding` has one for.
pub(super) fn parts(content: Option<&BodyContent>) -> Vec<(String, String)> {
    let Some(BodyContent::Multipart(form)) = content else {
        return Vec::new();
    };
    let encodings = form.encodings.iter();
    let parts = encodings.filter_map(|(name, it)| Some((name.clone(), it.media_type.clone()?)));
    parts.collect()
}
