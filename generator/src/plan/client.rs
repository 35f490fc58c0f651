//! The client: its server, its credentials and the variables that set it up.

use super::{Client, Doc, Environment, EnvironmentCredentials, Regions, Scheme, docs};
use crate::ir::{Ir, SchemeKind};
use crate::name;
use crate::target::Target;
use crate::vendor;

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
    let server = ir.server.clone().unwrap_or_default();
    let has_host = server.contains("://");
    let credentials = all_credentials(&environment, &schemes);
    let environment = variables(&environment, ir);
    Client {
        doc: vec![format!(
            "A client for {}.",
            crate::doc::summary(&ir.title).trim_end_matches('.')
        )],
        takes_credentials: !schemes.is_empty(),
        new_doc: new_doc(!schemes.is_empty(), has_host),
        environment_doc: environment_doc(&credentials, &environment, has_host),
        server,
        credentials,
        schemes,
        environment,
    }
}

fn new_doc(takes_credentials: bool, has_host: bool) -> Doc {
    let mut doc = vec![match takes_credentials {
        true => "Creates a client with these credentials and default settings.".to_owned(),
        false => {
            "Creates a client with default settings. No operation needs credentials.".to_owned()
        }
    }];
    let lines = [
        "The document declares no host, so this always fails. Set a `base_url` on the",
        "[`builder`](Self::builder), or use [`from_env`](Self::from_env).",
    ];
    if !has_host {
        docs::section(&mut doc, lines.map(str::to_owned).into());
    }
    docs::paragraph(&mut doc, "# Errors");
    docs::paragraph(&mut doc, "If the server URL is invalid.");
    doc
}

fn environment_doc(
    credentials: &[EnvironmentCredentials],
    environment: &Environment,
    has_host: bool,
) -> Doc {
    let mut doc = vec![
        "Creates a client from environment variables:".to_owned(),
        String::new(),
    ];
    doc.extend(credentials.iter().map(|credentials| match credentials {
        EnvironmentCredentials::Basic(user, password) => {
            format!("- `{user}` and `{password}`: user name and password")
        }
        EnvironmentCredentials::Bearer(token) => format!("- `{token}`: bearer token"),
        EnvironmentCredentials::Client(id, secret) => {
            format!("- `{id}` and `{secret}`: OAuth 2.0 client ID and secret")
        }
        EnvironmentCredentials::ApiKey(scheme, key) => {
            format!("- `{key}`: API key for {}", docs::code(scheme))
        }
    }));
    let Environment {
        base_url,
        allow_http,
        regions,
    } = environment;
    let server = match has_host {
        true => "base URL; it replaces the API's server",
        false => "base URL; the document declares none",
    };
    doc.push(format!("- `{base_url}`: {server}"));
    doc.push(format!(
        "- `{allow_http}`: `1` or `true` allows plain HTTP to hosts other than localhost"
    ));
    if let Some(Regions { region, edge }) = regions {
        doc.push(format!(
            "- `{region}` and `{edge}`: region and edge of the API's host name"
        ));
    }
    docs::paragraph(&mut doc, "# Errors");
    docs::paragraph(
        &mut doc,
        "If no credentials are set, if a variable is invalid, if only one variable of a pair is set, or if the server URL is invalid.",
    );
    doc
}

fn variables(prefix: &str, ir: &Ir) -> Environment {
    let host = ir.server.as_deref().and_then(host).unwrap_or_default();
    Environment {
        base_url: format!("{prefix}_BASE_URL"),
        allow_http: format!("{prefix}_ALLOW_HTTP"),
        regions: vendor::has_regions(host).then(|| Regions {
            region: format!("{prefix}_REGION"),
            edge: format!("{prefix}_EDGE"),
        }),
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

/// The variables for credentials, each once.
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

/// The variables for the credentials of a scheme.
fn credentials(prefix: &str, name: &str, scheme: &Scheme) -> Vec<EnvironmentCredentials> {
    let variable = |suffix: &str| format!("{prefix}_{suffix}");
    match scheme {
        Scheme::Basic => {
            let pairs = vendor::credentials(name).unwrap_or(&[("USERNAME", "PASSWORD")]);
            let pairs = pairs.iter();
            pairs
                .map(|(user, password)| {
                    EnvironmentCredentials::Basic(variable(user), variable(password))
                })
                .collect()
        }
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
