//! The client: its server, its credentials and the variables that set it up.

use super::{Client, Environment, EnvironmentCredentials, Scheme};
use crate::ir::{Ir, SchemeKind};
use crate::name;
use crate::target::Target;

/// The client of an API.
pub(super) fn client(ir: &Ir, target: &Target) -> Client {
    let environment = match &target.environment_prefix {
        Some(prefix) => prefix.clone(),
        None => environment_prefix(ir, target),
    };
    let schemes: Vec<(String, Scheme)> = ir
        .schemes
        .iter()
        .map(|scheme| (scheme.name.clone(), runtime_scheme(&scheme.kind)))
        .collect();
    Client {
        doc: vec![format!(
            "A client for {}.",
            crate::doc::summary(&ir.title).trim_end_matches('.')
        )],
        server: ir.server.clone().unwrap_or_default(),
        credentials: all_credentials(&environment, &schemes),
        schemes,
        environment: variables(&environment, ir),
    }
}

/// Domains whose hosts have the region and the edge in their names
/// (`{product}.{edge}.{region}.twilio.com`).
const REGIONAL_DOMAINS: [&str; 1] = ["twilio.com"];

fn variables(prefix: &str, ir: &Ir) -> Environment {
    let host = ir.server.as_deref().and_then(host).unwrap_or_default();
    let regional = REGIONAL_DOMAINS
        .iter()
        .any(|domain| host.ends_with(&format!(".{domain}")));
    let variable = |suffix: &str| {
        if regional {
            format!("{prefix}_{suffix}")
        } else {
            String::new()
        }
    };
    Environment {
        base_url: format!("{prefix}_BASE_URL"),
        region: variable("REGION"),
        edge: variable("EDGE"),
    }
}

/// The host of an absolute URL.
fn host(url: &str) -> Option<&str> {
    url.split_once("://")?.1.split(['/', ':', '?']).next()
}

fn runtime_scheme(kind: &SchemeKind) -> Scheme {
    match kind {
        SchemeKind::Basic => Scheme::Basic,
        SchemeKind::Bearer => Scheme::Bearer,
        SchemeKind::ApiKey { location, name } => Scheme::ApiKey(*location, name.clone()),
        SchemeKind::ClientCredentials { token_url, scopes } => Scheme::ClientCredentials {
            token_url: token_url.clone(),
            scopes: scopes.clone(),
        },
    }
}

/// The variables that hold credentials, each once.
fn all_credentials(prefix: &str, schemes: &[(String, Scheme)]) -> Vec<EnvironmentCredentials> {
    let mut all = Vec::new();
    for (name, scheme) in schemes {
        for found in credentials(prefix, name, scheme) {
            if !all.contains(&found) {
                all.push(found);
            }
        }
    }
    all
}

/// The variables that hold credentials for a scheme. A basic scheme that is called after its two
/// parts, such as `accountSid_authToken`, gives the variables their names.
fn credentials(prefix: &str, name: &str, scheme: &Scheme) -> Vec<EnvironmentCredentials> {
    let variable = |suffix: &str| format!("{prefix}_{suffix}");
    match scheme {
        Scheme::Basic => match name.split_once('_') {
            Some((user, password)) => vec![
                EnvironmentCredentials::Basic(variable("API_KEY"), variable("API_SECRET")),
                EnvironmentCredentials::Basic(
                    variable(&name::const_name(user)),
                    variable(&name::const_name(password)),
                ),
            ],
            None => vec![EnvironmentCredentials::Basic(
                variable("USERNAME"),
                variable("PASSWORD"),
            )],
        },
        Scheme::Bearer => vec![EnvironmentCredentials::Bearer(variable("TOKEN"))],
        Scheme::ClientCredentials { .. } => vec![
            EnvironmentCredentials::Bearer(variable("TOKEN")),
            EnvironmentCredentials::Client(variable("CLIENT_ID"), variable("CLIENT_SECRET")),
        ],
        Scheme::ApiKey(..) => {
            vec![EnvironmentCredentials::ApiKey(
                name.to_owned(),
                variable(&name::const_name(name)),
            )]
        }
    }
}

/// The name of the server's domain, else of the crate.
fn environment_prefix(ir: &Ir, target: &Target) -> String {
    let domain = ir.server.as_deref().and_then(host).and_then(|host| {
        let mut labels = host.rsplit('.');
        labels.next()?;
        labels
            .next()
            .filter(|label| label.starts_with(|c: char| c.is_ascii_alphabetic()))
    });
    name::const_name(domain.unwrap_or(&target.crate_name))
}
