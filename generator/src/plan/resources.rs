//! Handles: operations grouped by the path that they share, and the client that gives handles out.

use std::collections::BTreeMap;

use super::{Client, Environment, EnvironmentCredentials, Scheme};
use crate::ir::{Ir, Operation, SchemeKind, Segment};
use crate::name;
use crate::target::Target;

/// Operations below one path, not yet named.
pub(super) struct Group<'a> {
    /// The segments of the path; the last has no parameter unless it is the only one.
    pub(super) segments: &'a [Segment],
    pub(super) operations: Vec<&'a Operation>,
}

/// Groups operations by their path without the parameter at its end. An operation that has a path
/// to itself, without a parameter and with nothing below it, has no parent: it stands alone.
pub(super) fn groups(ir: &Ir) -> (Vec<Group<'_>>, Vec<&Operation>) {
    let mut index: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
    let mut groups: Vec<Group<'_>> = Vec::new();
    for operation in &ir.operations {
        let segments = handle_segments(&operation.path.segments);
        let key: Vec<&str> = segments.iter().map(Segment::stem).collect();
        let position = *index.entry(key).or_insert(groups.len());
        match groups.get_mut(position) {
            Some(group) => group.operations.push(operation),
            None => groups.push(Group {
                segments,
                operations: vec![operation],
            }),
        }
    }
    let is_alone = |group: &Group<'_>| {
        let key: Vec<&str> = group.segments.iter().map(Segment::stem).collect();
        let below = index
            .range(key.clone()..)
            .nth(1)
            .is_some_and(|(next, _)| next.starts_with(&key));
        let parameters = group
            .operations
            .iter()
            .flat_map(|operation| &operation.path.segments);
        let is_custom = |operation: &&Operation| operation.path.custom_method().is_some();
        group.operations.len() == 1
            && !group.operations.iter().any(is_custom)
            && !below
            && parameters
                .into_iter()
                .all(|segment| segment.parameters.is_empty())
    };
    let (alone, groups): (Vec<_>, Vec<_>) = groups.into_iter().partition(is_alone);
    (
        groups,
        alone
            .into_iter()
            .flat_map(|group| group.operations)
            .collect(),
    )
}

fn handle_segments(segments: &[Segment]) -> &[Segment] {
    match segments {
        [before @ .., last] if !last.parameters.is_empty() && is_named(before) => before,
        _ => segments,
    }
}

fn is_named(segments: &[Segment]) -> bool {
    segments.iter().any(|segment| segment.parameters.is_empty())
}

/// The names that a handle may have as words, plainest first: the segments since the last
/// parameter, then those qualified by what stands before them.
pub(super) fn handle_names(group: &Group<'_>) -> Vec<Vec<String>> {
    let named = group
        .segments
        .iter()
        .enumerate()
        .filter(|(index, segment)| {
            let stem = segment.stem();
            !stem.is_empty() && (*index > 0 || group.segments.len() == 1 || !is_version(stem))
        });
    let mut parts: Vec<Vec<Vec<String>>> = vec![Vec::new()];
    for (_, segment) in named {
        if segment.parameters.is_empty() {
            let part = parts.last_mut().expect("there is always a part");
            part.push(name::words(segment.stem()));
        } else if parts.last().is_some_and(|part| !part.is_empty()) {
            parts.push(Vec::new());
        }
    }
    parts.retain(|part| !part.is_empty());
    let mut names: Vec<Vec<String>> = Vec::new();
    for part in parts.iter().rev() {
        let last = names.last().cloned();
        let mut words = qualified(part, last.is_some());
        words.extend(last.into_iter().flatten());
        names.push(words);
    }
    if names.is_empty() {
        names.push(vec!["root".to_owned()]);
    }
    names
}

/// Segments as one name: all but the last in the singular, and the last too where it qualifies.
fn qualified(part: &[Vec<String>], qualifies: bool) -> Vec<String> {
    let mut words = Vec::new();
    for (index, segment) in part.iter().enumerate() {
        let mut segment = segment.clone();
        if (qualifies || index + 1 < part.len())
            && let Some(last) = segment.last_mut()
        {
            *last = name::singular(last);
        }
        words.extend(segment);
    }
    words
}

/// `v1`, `2010-04-01` and the like do not name anything.
fn is_version(segment: &str) -> bool {
    let digits = segment.strip_prefix(['v', 'V']).unwrap_or(segment);
    digits.starts_with(|c: char| c.is_ascii_digit())
}

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
