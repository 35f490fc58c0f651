//! The return types of operations.

use super::errors::description;
use super::shared::{Module, Requests};
use super::{Outcome, OutcomeVariant, ReturnBody, Returns, RustType, headers};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::ir::{self, Operation, ResponseContent, Status};
use crate::lock::{FILE, Key, Kind};
use crate::name::{self, Scope};

/// Services succeed with other codes too, and a success is no error.
const UNDECLARED: &str =
    "Another successful status, which the document does not declare, with the undecoded body.";

impl Requests<'_, '_> {
    pub(super) fn returns(&mut self, operation: &Operation, module: &mut Module) -> Returns {
        let successes = operation.successes();
        let set = headers::declared(operation);
        Returns {
            headers: self.header_models.get(&headers::set_key(&set)).cloned(),
            body: self.return_body(operation, &successes, module),
        }
    }

    fn return_body(
        &mut self,
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
            && self.pages(operation)
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

    /// Whether an operation that could be paged is paged: not if an earlier version returned the whole body,
    /// because its return type would change.
    fn pages(&mut self, operation: &Operation) -> bool {
        let key = Key::new(Kind::Paging, self.locked.place(operation));
        let pages = self.locked.earlier(&key).is_some() || !self.locked.knows(operation);
        if pages {
            self.locked.note_word(key, "pages");
        } else {
            let message = format!(
                "`{}` could be paged, but `send` still returns the whole body: `{FILE}` records the operation without pages",
                operation.id
            );
            let help = format!(
                "to page it, run `bindery codegen --refresh-names '{}'`; this changes the return type of `send`",
                key.identity
            );
            let place = Place::key(operation.pointer.clone());
            let note = Diagnostic::new(Code::PagesHeldBack, place, message);
            self.diagnostics.push(note.help(help));
        }
        pages
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
        &mut self,
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
        let variant = |(response, ty): &(&ir::Response, Option<RustType>)| {
            let status = response.status;
            let (shown, name) = match status {
                Status::Code(code) => (code.to_string(), status_name(code)),
                // The class of the codes (RFC 9110, section 15.3).
                Status::Range(2) => ("2XX".to_owned(), "Success".to_owned()),
                Status::Range(_) | Status::Default => return None,
            };
            let mut doc = vec![format!("Status {shown}.")];
            doc.extend(description(response));
            Some(OutcomeVariant {
                status,
                ident: scope.claim(&[name]).ident,
                doc: vec![doc.join(" ")],
                ty: ty.clone(),
            })
        };
        let mut variants: Vec<_> = contents.iter().filter_map(variant).collect();
        // A code counts more than the range that it is in (OpenAPI 3.0, "Responses Object").
        variants.sort_by_key(|it| matches!(it.status, Status::Range(_)));
        if !variants.iter().any(|it| it.status == Status::Range(2)) {
            variants.push(OutcomeVariant {
                status: Status::Default,
                ident: scope.claim(&["Undeclared".to_owned()]).ident,
                doc: vec![UNDECLARED.to_owned()],
                ty: Some(RustType::Bytes),
            });
        }
        Outcome {
            ident: module.claim_type(
                self.scope,
                self.locked,
                Key::new(Kind::Outcome, self.locked.place(operation)),
                &operation.id,
                &[plain, other],
            ),
            variants,
        }
    }
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
