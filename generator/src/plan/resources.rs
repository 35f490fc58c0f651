//! Handles: operations grouped by the path that they share, and the client that gives handles out.

use super::{Client, EnvironmentCredentials, Resource, Scheme};
use crate::ir::{Ir, Operation, SchemeKind, Segment};
use crate::name;
use crate::target::Target;

/// Operations below one path, not yet named.
pub(super) struct Group<'a> {
    /// The segments of the path; the last has no parameter unless it is the only one.
    pub(super) segments: &'a [Segment],
    pub(super) operations: Vec<&'a Operation>,
}

/// Groups operations by their path without the parameter at its end.
pub(super) fn groups(ir: &Ir) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for operation in &ir.operations {
        let segments = handle_segments(&operation.path.segments);
        let same = |group: &Group<'_>| same_path(group.segments, segments);
        match groups.iter_mut().find(|group| same(group)) {
            Some(group) => group.operations.push(operation),
            None => groups.push(Group {
                segments,
                operations: vec![operation],
            }),
        }
    }
    groups
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

/// `Messages` and `Messages.json` are the same collection.
fn same_path(left: &[Segment], right: &[Segment]) -> bool {
    left.len() == right.len()
        && left
            .iter()
            .zip(right)
            .all(|(left, right)| stem(left) == stem(right))
}

/// A segment without the file extension that some APIs put on their last one.
fn stem(segment: &Segment) -> &str {
    segment.text.strip_suffix(".json").unwrap_or(&segment.text)
}

/// The names that a handle may have as words, plainest first: its last static segment, then that
/// qualified by what stands before it.
pub(super) fn handle_names(group: &Group<'_>) -> Vec<Vec<String>> {
    let mut statics: Vec<Vec<String>> = group
        .segments
        .iter()
        .enumerate()
        .filter(|(_, segment)| segment.parameters.is_empty())
        .filter(|(index, segment)| {
            *index > 0 || group.segments.len() == 1 || !is_version(stem(segment))
        })
        .map(|(_, segment)| name::words(stem(segment)))
        .collect();
    let Some(mut words) = statics.pop() else {
        return vec![vec!["root".to_owned()]];
    };
    if group.segments.iter().all(|segment| segment.text.is_empty()) {
        words = vec!["root".to_owned()];
    }
    let mut names = vec![words.clone()];
    for mut qualifier in statics.into_iter().rev() {
        if let Some(last) = qualifier.last_mut() {
            *last = name::singular(last);
        }
        qualifier.extend(words);
        words = qualifier;
        names.push(words.clone());
    }
    names
}

/// `v1`, `2010-04-01` and the like do not name anything.
fn is_version(segment: &str) -> bool {
    let digits = segment.strip_prefix(['v', 'V']).unwrap_or(segment);
    digits.starts_with(|c: char| c.is_ascii_digit())
}

/// The client of an API.
pub(super) fn client(ir: &Ir, target: &Target, _resources: &[Resource]) -> Client {
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
        server: ir
            .server
            .clone()
            .filter(|server| server.contains("://"))
            .unwrap_or_default(),
        credentials: schemes
            .iter()
            .flat_map(|(name, scheme)| credentials(&environment, name, scheme))
            .collect(),
        schemes,
        environment,
    }
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

/// The variables that hold credentials for a scheme. A basic scheme that is called after its two
/// parts, such as `accountSid_authToken`, gives the variables their names.
fn credentials(prefix: &str, name: &str, scheme: &Scheme) -> Vec<EnvironmentCredentials> {
    let variable = |suffix: &str| format!("{prefix}_{suffix}");
    match scheme {
        Scheme::Basic => {
            let parts = name
                .split_once('_')
                .map(|(user, password)| (name::const_name(user), name::const_name(password)));
            let (user, password) =
                parts.unwrap_or_else(|| ("USERNAME".to_owned(), "PASSWORD".to_owned()));
            vec![
                EnvironmentCredentials::Basic(variable("API_KEY"), variable("API_SECRET")),
                EnvironmentCredentials::Basic(variable(&user), variable(&password)),
            ]
        }
        Scheme::Bearer | Scheme::ClientCredentials { .. } => {
            vec![EnvironmentCredentials::Bearer(variable("TOKEN"))]
        }
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
    let host = ir
        .server
        .as_deref()
        .and_then(|server| server.split_once("://"))
        .map(|(_, rest)| rest);
    let domain = host.and_then(|rest| {
        let host = rest.split(['/', ':', '?']).next()?;
        let mut labels = host.rsplit('.');
        labels.next()?;
        labels
            .next()
            .filter(|label| label.starts_with(|c: char| c.is_ascii_alphabetic()))
    });
    name::const_name(domain.unwrap_or(&target.crate_name))
}
