//! Rules for the objects of the specification beyond their shapes, as far as a single object shows.

use serde_yaml::{Mapping, Value};

use crate::diagnostic::{Code, Diagnostic, Place, nearest};

use super::reference;
use super::shape::Kind;
use super::validate::{Walk, text_keys};

/// Checks an object whose keys and values have been checked.
pub(super) fn object(walk: &mut Walk<'_>, kind: Kind, entries: &Mapping) {
    match kind {
        Kind::Schema => schema(walk, entries),
        Kind::Parameter => {
            let is_body = matches!(text(entries, "in"), Some("body" | "formData"));
            if !is_body {
                schema_or_content(walk, "a parameter", entries);
            }
            one_media_type(walk, "a parameter", entries);
            parameter(walk, entries);
        }
        Kind::Header => {
            schema_or_content(walk, "a header", entries);
            one_media_type(walk, "a header", entries);
        }
        Kind::SecurityScheme => security_scheme(walk, entries),
        Kind::Link => one_of(walk, "a link", entries, ["operationId", "operationRef"]),
        Kind::Discriminator => discriminator(walk, entries),
        _ => {}
    }
}

fn schema(walk: &mut Walk<'_>, entries: &Mapping) {
    for (lower, upper) in [
        ("minLength", "maxLength"),
        ("minItems", "maxItems"),
        ("minProperties", "maxProperties"),
        ("minimum", "maximum"),
    ] {
        range(walk, entries, lower, upper);
    }
    if let Some(text) = text(entries, "pattern") {
        pattern(walk, text);
    }
    if text(entries, "type") == Some("array") && !entries.contains_key("items") {
        let message = "the array has no `items`";
        walk.diagnostics.push(
            Diagnostic::new(Code::ArrayWithoutItems, walk.at.join("type"), message)
                .label("its items may be any value")
                .help("add `items` with the schema of one item, or `items: {}` for any value"),
        );
    }
}

/// A pattern is a regular expression of ECMA-262 (JSON Schema Validation, draft 5, section 5.2.3).
fn pattern(walk: &mut Walk<'_>, text: &str) {
    if walk.patterns.contains(text) {
        return;
    }
    match crate::pattern::analyse(text) {
        Ok(_) => drop(walk.patterns.insert(text.to_owned())),
        Err(error) => walk.diagnostics.push(
            Diagnostic::new(
                Code::InvalidPattern,
                walk.at.join("pattern"),
                format!("{error}"),
            )
            .label("this is not a regular expression of ECMA-262")
            .help("correct the pattern: its syntax is that of JavaScript regular expressions"),
        ),
    }
}

fn range(walk: &mut Walk<'_>, entries: &Mapping, lower: &str, upper: &str) {
    let bound = |key: &str| entries.get(key).and_then(Value::as_f64);
    let Some((least, most)) = bound(lower).zip(bound(upper)) else {
        return;
    };
    let excluded = ["exclusiveMinimum", "exclusiveMaximum"]
        .iter()
        .any(|key| entries.get(*key) == Some(&Value::Bool(true)));
    let meet = least == most && lower == "minimum" && excluded;
    if least > most || meet {
        let help = match meet {
            true => "remove the exclusive bound, or make the upper bound greater than the lower"
                .to_owned(),
            false => format!("swap `{lower}` and `{upper}`, or correct one of them"),
        };
        let message = format!("no value is valid: `{lower}` is {least}, `{upper}` is {most}");
        walk.diagnostics.push(
            Diagnostic::new(Code::EmptyRange, walk.at.join(lower), message)
                .label("the lower bound")
                .related(walk.at.join(upper), "the upper bound")
                .help(help),
        );
    }
}

fn schema_or_content(walk: &mut Walk<'_>, name: &str, entries: &Mapping) {
    one_of(walk, name, entries, ["schema", "content"]);
}

fn one_of(walk: &mut Walk<'_>, name: &str, entries: &Mapping, keys: [&str; 2]) {
    let [first, second] = keys;
    match (entries.contains_key(first), entries.contains_key(second)) {
        (false, false) => {
            let message = format!("{name} has neither `{first}` nor `{second}`");
            let misspelt = keys.iter().find_map(|key| {
                let near = nearest(key, text_keys(entries).map(|(key, _)| key))?;
                Some(format!("did you mean `{key}` instead of `{near}`?"))
            });
            let help = misspelt.unwrap_or_else(|| match entries.contains_key("type") {
                true => "move `type` and the other schema keywords below `schema`".into(),
                false => format!("add `{first}`"),
            });
            walk.diagnostics.push(
                Diagnostic::new(Code::MissingKey, walk.at.clone(), message)
                    .about(first)
                    .label("one of the two is required")
                    .help(help),
            );
        }
        (true, true) => {
            let message = format!("{name} has both `{first}` and `{second}`");
            walk.diagnostics.push(
                Diagnostic::new(Code::Rejected, Place::key(walk.at.join(second)), message)
                    .related(Place::key(walk.at.join(first)), "the other one")
                    .help("remove one of the two"),
            );
        }
        _ => {}
    }
}

/// The map has one entry (OpenAPI 3.0, "Parameter Object", `content`).
fn one_media_type(walk: &mut Walk<'_>, name: &str, entries: &Mapping) {
    let Some(Value::Mapping(content)) = entries.get("content") else {
        return;
    };
    if content.len() == 1 {
        return;
    }
    let message = format!(
        "the `content` of {name} has {} media types, not one",
        content.len()
    );
    let place = Place::key(walk.at.join("content"));
    walk.diagnostics.push(
        Diagnostic::new(Code::Rejected, place, message)
            .label("exactly one media type is allowed")
            .help("keep the media type that the service accepts"),
    );
}

/// Styles by place (OpenAPI 3.0, "Parameter Object", "Style Values").
fn parameter(walk: &mut Walk<'_>, entries: &Mapping) {
    let Some(place) = text(entries, "in") else {
        return;
    };
    let styles: &[&str] = match place {
        "path" => &["matrix", "label", "simple"],
        "query" => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
        "header" => &["simple"],
        "cookie" => &["form"],
        _ => return,
    };
    if let Some(style) = text(entries, "style").filter(|style| !styles.contains(style)) {
        let message = format!("a {place} parameter cannot have the style `{style}`");
        walk.diagnostics.push(
            Diagnostic::new(Code::UnknownValue, walk.at.join("style"), message).help(format!(
                "the allowed styles for a {place} parameter: {}",
                styles.join(", ")
            )),
        );
    }
    if place == "path" && entries.get("required") != Some(&Value::Bool(true)) {
        let name = text(entries, "name").unwrap_or_default();
        let message = format!("the path parameter `{name}` is not `required: true`");
        let place = match entries.contains_key("required") {
            true => Place::value(walk.at.join("required")),
            false => Place::value(walk.at.join("in")),
        };
        walk.diagnostics.push(
            Diagnostic::new(Code::OptionalPathParameter, place, message)
                .label("a path parameter cannot be absent")
                .help("add `required: true`"),
        );
    }
}

/// What each type of scheme must have (OpenAPI 3.0, "Security Scheme Object").
fn security_scheme(walk: &mut Walk<'_>, entries: &Mapping) {
    let needed: &[&str] = match text(entries, "type") {
        Some("apiKey") => &["name", "in"],
        Some("http") => &["scheme"],
        Some("oauth2") => &["flows"],
        Some("openIdConnect") => &["openIdConnectUrl"],
        _ => return,
    };
    for key in needed.iter().filter(|key| !entries.contains_key(**key)) {
        let kind = text(entries, "type").unwrap_or_default();
        let message = format!("a security scheme of type `{kind}` has no `{key}`");
        walk.diagnostics.push(
            Diagnostic::new(Code::MissingKey, walk.at.clone(), message)
                .label(format!("`{key}` is missing here"))
                .help(format!("add `{key}`: OpenAPI requires it")),
        );
    }
}

/// Values that are references lead somewhere; other values are names, whose schemas may be missing.
fn discriminator(walk: &mut Walk<'_>, entries: &Mapping) {
    let Some(Value::Mapping(mapping)) = entries.get("mapping") else {
        return;
    };
    for (key, value) in text_keys(mapping) {
        if let Some(target) = value.as_str().filter(|target| target.starts_with('#')) {
            let place = walk.at.join_all(["mapping", key]);
            reference::check_text(walk, target, place);
        }
    }
}

/// Whether a key of `responses` is a status code or a range of them (OpenAPI 3.0, "Responses Object").
///
/// A range in small letters (`4xx`) is common and unmistakable, so it is read.
pub(super) fn is_status(key: &str) -> bool {
    let bytes = key.as_bytes();
    bytes.len() == 3
        && matches!(bytes[0], b'1'..=b'9')
        && (bytes[1..].iter().all(u8::is_ascii_digit) || bytes[1..].eq_ignore_ascii_case(b"XX"))
}

/// `4XX` and `4xx` are one key.
pub(super) fn same_status(walk: &mut Walk<'_>, entries: &Mapping, key: &str) {
    let upper = key.to_ascii_uppercase();
    if upper != key && entries.contains_key(upper.as_str()) {
        let message = format!("`{key}` and `{upper}` mean the same responses");
        let above = walk.at.parent().unwrap_or_default();
        walk.diagnostics.push(
            Diagnostic::new(Code::DuplicateKey, Place::key(walk.at.clone()), message)
                .related(Place::key(above.join(&upper)), "the other one")
                .help("remove one of the two"),
        );
    }
}

fn text<'a>(entries: &'a Mapping, key: &str) -> Option<&'a str> {
    entries.get(key).and_then(Value::as_str)
}
