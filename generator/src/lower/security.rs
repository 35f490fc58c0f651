//! Security: which schemes there are and which an operation needs.

use openapiv3::{APIKeyLocation, OAuth2Flows, SecurityRequirement, SecurityScheme as Source};

use super::Lowering;
use crate::diagnostic::Code;
use crate::ir::{Location, Needed, Operation, SchemeKind, SecurityScheme};
use crate::pointer::Pointer;

impl Lowering<'_, '_> {
    /// The alternatives that a list of requirements leaves (OpenAPI 3.0, section "Security
    /// Requirement Object"); an operation's own list replaces the document's.
    pub(super) fn security(&self, own: Option<&Vec<SecurityRequirement>>) -> Vec<Vec<Needed>> {
        let shared = self.document.api.security.as_ref();
        let requirements = own.or(shared).into_iter().flatten();
        requirements
            .map(|requirement| {
                // All of them are needed: they have no order.
                let mut names: Vec<_> = requirement.iter().collect();
                names.sort();
                names.into_iter().map(needed).collect()
            })
            .collect()
    }

    /// The schemes that operations name, by name.
    pub(super) fn schemes(&mut self, operations: &[Operation]) -> Vec<SecurityScheme> {
        let Some(components) = &self.document.api.components else {
            return Vec::new();
        };
        let base = Pointer::root().join("components").join("securitySchemes");
        let mut schemes = Vec::new();
        for (name, source) in &components.security_schemes {
            let named = |operation: &Operation| {
                operation
                    .security
                    .iter()
                    .flatten()
                    .any(|used| used.scheme == *name)
            };
            if !operations.iter().any(named) {
                continue;
            }
            let here = base.join(name);
            let document = self.document;
            let Some(found) = document.resolve_or(source, &here) else {
                continue;
            };
            let kind = self.scheme_kind(&found.item, &found.pointer);
            schemes.push(SecurityScheme {
                name: name.clone(),
                kind,
            });
        }
        schemes
    }

    fn scheme_kind(&mut self, source: &Source, pointer: &Pointer) -> SchemeKind {
        match source {
            Source::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("basic") => {
                SchemeKind::Basic
            }
            Source::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("bearer") => {
                SchemeKind::Bearer
            }
            Source::HTTP { scheme, .. } => {
                let message = format!(
                    "the HTTP scheme `{scheme}` is not supported: pass a token, which is sent as a bearer token"
                );
                self.warn(
                    Code::SchemeAsBearer,
                    pointer.join("scheme"),
                    message,
                    "if the service expects another format, declare the scheme with `type: apiKey` and `in: header`",
                );
                SchemeKind::Bearer
            }
            Source::APIKey { location, name, .. } => SchemeKind::ApiKey {
                location: match location {
                    APIKeyLocation::Query => Location::Query,
                    APIKeyLocation::Header => Location::Header,
                    APIKeyLocation::Cookie => Location::Cookie,
                },
                name: name.clone(),
            },
            Source::OAuth2 {
                flows:
                    OAuth2Flows {
                        client_credentials: Some(flow),
                        ..
                    },
                ..
            } => SchemeKind::ClientCredentials {
                token_url: flow.token_url.clone(),
                scopes: in_order(flow.scopes.keys()),
            },
            Source::OAuth2 { .. } | Source::OpenIDConnect { .. } => {
                let message = "interactive OAuth flows are not supported: pass an access token";
                self.warn(
                    Code::SchemeAsBearer,
                    pointer.clone(),
                    message,
                    "pass the token with `Credentials::bearer`, or use a `CredentialsProvider` to renew it",
                );
                SchemeKind::Bearer
            }
        }
    }
}

fn needed((scheme, scopes): (&String, &Vec<String>)) -> Needed {
    Needed {
        scheme: scheme.clone(),
        scopes: in_order(scopes),
    }
}

/// The order of scopes does not matter (RFC 6749, section 3.3).
fn in_order<'s>(scopes: impl IntoIterator<Item = &'s String>) -> Vec<String> {
    let mut scopes: Vec<String> = scopes.into_iter().cloned().collect();
    scopes.sort();
    scopes
}
