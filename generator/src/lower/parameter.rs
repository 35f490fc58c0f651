//! Parameters: of a path and of an operation, merged.

use openapiv3::{
    CookieStyle, HeaderStyle, Parameter as Source, ParameterData, ParameterSchemaOrContent,
    PathStyle, QueryStyle, ReferenceOr,
};

use super::Lowering;
use super::keywords::{self, Keywords};
use crate::diagnostic::Code;
use crate::ir::{
    Access, Location, Parameter, PathTemplate, Property, Role, Schema, Style, Type, Use,
    is_ignored_header,
};
use crate::pointer::Pointer;

impl Lowering<'_, '_> {
    /// The parameters of an operation: those in the path first and in its order, then the others by their names.
    pub(super) fn parameters(
        &mut self,
        lists: [(&[ReferenceOr<Source>], Pointer); 2],
        owner: &str,
        template: &PathTemplate,
    ) -> Vec<Parameter> {
        let mut parameters: Vec<Parameter> = Vec::new();
        for (list, base) in lists {
            for (index, source) in list.iter().enumerate() {
                let Some(parameter) = self.parameter(source, &base.index(index), owner) else {
                    continue;
                };
                let same = |other: &Parameter| {
                    other.location == parameter.location
                        && other.property.name == parameter.property.name
                };
                match parameters.iter().position(same) {
                    Some(position) => parameters[position] = parameter,
                    None => parameters.push(parameter),
                }
            }
        }
        let names: Vec<&String> = template
            .segments
            .iter()
            .flat_map(|segment| &segment.parameters)
            .collect();
        parameters.sort_by_cached_key(|parameter| {
            let name = &parameter.property.name;
            let in_path = || names.iter().position(|known| *known == name);
            match parameter.location {
                Location::Path => (parameter.location, in_path(), String::new()),
                location => (location, None, name.clone()),
            }
        });
        parameters
    }

    fn parameter(
        &mut self,
        source: &ReferenceOr<Source>,
        pointer: &Pointer,
        owner: &str,
    ) -> Option<Parameter> {
        let document = self.document;
        let found = document.resolve_or(source, pointer)?;
        let (location, data, style, allow_reserved) = parts(&found.item);
        if location == Location::Header && is_ignored_header(&data.name) {
            let message = format!(
                "the client sets the header `{}` itself: the parameter has no effect",
                data.name
            );
            self.note(Code::IgnoredHeader, found.pointer.clone(), message);
            return None;
        }
        let called = Use {
            title: None,
            owner: owner.to_owned(),
            name: data.name.clone(),
            role: Role::Part,
        };
        let (schema, json, personal) = self.parameter_schema(data, &found.pointer, &called);
        if !json {
            self.defined_style(&found.item, &schema, &found.pointer);
        }
        Some(Parameter {
            location,
            property: Property {
                name: data.name.clone(),
                pointer: found.pointer.clone(),
                description: data.description.clone(),
                required: data.required || location == Location::Path,
                deprecated: data.deprecated.unwrap_or_default(),
                access: Access::Both,
                personal: personal || keywords::is_personal(&data.extensions),
                schema,
            },
            style,
            explode: data.explode,
            allow_reserved,
            json,
        })
    }

    fn parameter_schema(
        &mut self,
        data: &ParameterData,
        pointer: &Pointer,
        called: &Use,
    ) -> (Schema, bool, bool) {
        match &data.format {
            ParameterSchemaOrContent::Schema(schema) => {
                let found = self.document.resolve_or(schema, pointer);
                let personal = found.is_some_and(|found| Keywords::of(&found.item).personal);
                (
                    self.schema(schema, &pointer.join("schema"), called),
                    false,
                    personal,
                )
            }
            ParameterSchemaOrContent::Content(content) => {
                let Some((media_type, media)) = content.first() else {
                    return (Schema::plain(Type::String), false, false);
                };
                let json = crate::media_type::is_json(media_type);
                let here = pointer.join("content").join(media_type);
                let schema = match json {
                    true => self.media_schema(media, &here, called),
                    false => Schema {
                        rules: self.raw_rules(media, &here, "text"),
                        ..Schema::plain(Type::String)
                    },
                };
                (schema, json, false)
            }
        }
    }
}

fn parts(parameter: &Source) -> (Location, &ParameterData, Option<Style>, bool) {
    match parameter {
        Source::Path {
            parameter_data,
            style,
        } => {
            let style = match style {
                PathStyle::Simple => None,
                PathStyle::Label => Some(Style::Label),
                PathStyle::Matrix => Some(Style::Matrix),
            };
            (Location::Path, parameter_data, style, false)
        }
        Source::Query {
            parameter_data,
            allow_reserved,
            style,
            ..
        } => {
            let style = match style {
                QueryStyle::Form => None,
                QueryStyle::SpaceDelimited => Some(Style::SpaceDelimited),
                QueryStyle::PipeDelimited => Some(Style::PipeDelimited),
                QueryStyle::DeepObject => Some(Style::DeepObject),
            };
            (Location::Query, parameter_data, style, *allow_reserved)
        }
        Source::Header {
            parameter_data,
            style: HeaderStyle::Simple,
        } => (Location::Header, parameter_data, None, false),
        Source::Cookie {
            parameter_data,
            style: CookieStyle::Form,
        } => (Location::Cookie, parameter_data, None, false),
    }
}
