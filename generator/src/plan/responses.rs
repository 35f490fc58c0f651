//! What operations give back.

use super::errors::description;
use super::shared::{Module, Requests};
use super::{
    Constructor, Model, Outcome, OutcomeVariant, ReturnBody, Returns, Rules, RustType, derives,
    docs,
};
use crate::ir::{self, Header, Operation, ResponseContent, Status};
use crate::name::{self, Ident, Scope};

impl Requests<'_, '_> {
    pub(super) fn returns(&mut self, operation: &Operation, module: &mut Module) -> Returns {
        let successes = operation.successes();
        let mut headers: Vec<&Header> = Vec::new();
        for header in successes.iter().flat_map(|response| &response.headers) {
            let name = &header.property.name;
            if !headers
                .iter()
                .any(|known| known.property.name.eq_ignore_ascii_case(name))
            {
                headers.push(header);
            }
        }
        Returns {
            headers: self.headers(operation, &headers),
            body: self.return_body(operation, &successes, module),
        }
    }

    fn return_body(
        &self,
        operation: &Operation,
        successes: &[&ir::Response],
        module: &mut Module,
    ) -> ReturnBody {
        let contents: Vec<(&ir::Response, Option<RustType>)> = successes
            .iter()
            .map(|response| (*response, self.content(&response.content)))
            .collect();
        if operation.paging.is_some()
            && let Some((_, Some(RustType::Named(ident)))) = contents.first()
        {
            return ReturnBody::Page(ident.clone());
        }
        match contents.as_slice() {
            [] => ReturnBody::One(RustType::Unit),
            [(_, first), rest @ ..] if rest.iter().all(|(_, other)| other == first) => {
                ReturnBody::One(first.clone().unwrap_or(RustType::Unit))
            }
            _ => ReturnBody::ByStatus(self.outcome(operation, &contents, module)),
        }
    }

    fn content(&self, content: &ResponseContent) -> Option<RustType> {
        match content {
            ResponseContent::None => None,
            ResponseContent::Json(schema) => {
                let ty = self.types.rust_type(&schema.ty);
                Some(if schema.nullable {
                    RustType::Option(Box::new(ty))
                } else {
                    ty
                })
            }
            ResponseContent::Text => Some(RustType::Text),
            ResponseContent::Bytes => Some(RustType::Bytes),
        }
    }

    fn outcome(
        &self,
        operation: &Operation,
        contents: &[(&ir::Response, Option<RustType>)],
        module: &mut Module,
    ) -> Outcome {
        let mut words = name::words(&operation.id);
        words.push("response".to_owned());
        let plain = name::join(&words, name::Case::Type);
        *words.last_mut().expect("a word was added") = "outcome".to_owned();
        let other = name::join(&words, name::Case::Type);
        let mut scope = Scope::new(&["Self"]);
        let variants = contents
            .iter()
            .filter_map(|(response, ty)| match response.status {
                Status::Code(status) => {
                    let mut doc = vec![format!("Status {status}.")];
                    doc.extend(description(response));
                    Some(OutcomeVariant {
                        status,
                        ident: scope.claim(&[status_name(status)]).ident,
                        doc: vec![doc.join(" ")],
                        ty: ty.clone(),
                    })
                }
                Status::Range(_) | Status::Default => None,
            })
            .collect();
        Outcome {
            ident: module.claim_type(self.scope, &operation.id, &[plain, other]),
            variants,
        }
    }

    /// The model for a set of headers, which operations with the same set share.
    fn headers(&mut self, operation: &Operation, headers: &[&Header]) -> Option<Ident> {
        if headers.is_empty() {
            return None;
        }
        let key = format!(
            "{:?}",
            headers
                .iter()
                .map(|h| (h.property.name.to_ascii_lowercase(), &h.property.schema.ty))
                .collect::<Vec<_>>()
        );
        if let Some(ident) = self.header_models.get(&key) {
            return Some(ident.clone());
        }
        let ident = self.scope.claim(&header_names(operation, headers)).ident;
        let mut fields = Scope::new(&[]);
        fields.reserve(&["unexpected"]);
        let planned = headers
            .iter()
            .map(|header| {
                let ty =
                    RustType::Option(Box::new(self.types.rust_type(&header.property.schema.ty)));
                self.types
                    .field(&header.property, ty, &mut fields, self.diagnostics)
            })
            .collect();
        let names: Vec<String> = headers
            .iter()
            .map(|header| format!("- {}", docs::code(&header.property.name)))
            .collect();
        self.models.push(Model {
            ident: ident.clone(),
            doc: std::iter::once("Response headers:".to_owned())
                .chain([String::new()])
                .chain(names)
                .collect(),
            fields: planned,
            additional: None,
            additional_rules: Rules::default(),
            derives: derives::of_model(true),
            constructor: Constructor::None,
            page: None,
        });
        self.header_models.insert(key, ident.clone());
        Some(ident)
    }
}

/// What all the headers begin with, else the operation.
fn header_names(operation: &Operation, headers: &[&Header]) -> Vec<String> {
    let words: Vec<Vec<String>> = headers
        .iter()
        .map(|header| name::words(&header.property.name))
        .collect();
    let common = (0..words[0].len())
        .take_while(|at| {
            words
                .iter()
                .all(|other| other.get(*at) == words[0].get(*at))
        })
        .count();
    let mut names = Vec::new();
    if common > 0 && headers.len() > 1 {
        let mut shared = words[0][..common].to_vec();
        shared.push("headers".to_owned());
        names.push(name::join(&shared, name::Case::Type));
    }
    let mut owned = name::words(&operation.id);
    owned.push("headers".to_owned());
    names.push(name::join(&owned, name::Case::Type));
    names
}

/// The name of a status code (the IANA registry of HTTP status codes), as a variant.
fn status_name(code: u16) -> String {
    let name = match code {
        200 => "Ok",
        201 => "Created",
        202 => "Accepted",
        203 => "NonAuthoritative",
        204 => "NoContent",
        205 => "ResetContent",
        206 => "PartialContent",
        207 => "MultiStatus",
        300 => "MultipleChoices",
        301 => "MovedPermanently",
        302 => "Found",
        303 => "SeeOther",
        304 => "NotModified",
        307 => "TemporaryRedirect",
        308 => "PermanentRedirect",
        _ => return format!("Status{code}"),
    };
    name.to_owned()
}
