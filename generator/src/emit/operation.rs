//! The facts about an operation, as a table.

use super::doc::quoted;
use super::rules;
use crate::ir::Style;
use crate::plan::{Body, JSON, Operation, Paging, Parameter, PartHeader, Place};
use crate::render::Block;
use crate::rt::{OPERATION, PART_HEADER, STYLE};

pub(super) fn table(planned: &Operation) -> Block {
    let mut rows = vec![
        format!("id: {},", quoted(&planned.id)),
        format!("method: {},", planned.method.as_str()),
        format!("path: {},", quoted(&planned.path)),
    ];
    if planned.parameters.is_empty() {
        rows.push("parameters: [],".to_owned());
    } else {
        rows.push("parameters: [".to_owned());
        rows.extend(planned.parameters.iter().map(parameter));
        rows.push("],".to_owned());
    }
    let facts = [
        body(&planned.body),
        planned
            .body_required
            .then(|| "body_required: true".to_owned()),
        (!planned.security.is_empty()).then(|| {
            let alternatives = planned.security.iter().map(|schemes| texts(schemes));
            format!("security: {}", list(alternatives))
        }),
        planned.paging.as_ref().map(paging),
    ];
    rows.extend(facts.into_iter().flatten().map(|fact| format!("{fact},")));
    rows.extend(extras(planned));
    Block::Table {
        macro_name: OPERATION.to_string(),
        head: format!("static {}", planned.table),
        rows,
    }
}

fn body(body: &Body) -> Option<String> {
    let kind = match body {
        Body::None => return None,
        Body::Form => "form".to_owned(),
        Body::Multipart => "multipart".to_owned(),
        Body::Json(media_type) => format!("json({})", quoted(media_type)),
        Body::Text(media_type) => format!("text({})", quoted(media_type)),
        Body::Bytes(media_type) => format!("bytes({})", quoted(media_type)),
    };
    Some(format!("body: {kind}"))
}

fn paging(paging: &Paging) -> String {
    let paging = match paging {
        Paging::Link(pointer) => format!("link({})", quoted(pointer)),
        Paging::Token(pointer, parameter) => {
            let (pointer, parameter) = (quoted(pointer), quoted(parameter));
            format!("token({pointer}, {parameter})")
        }
    };
    format!("paging: {paging}")
}

/// What few operations have, one line each.
fn extras(planned: &Operation) -> Vec<String> {
    let facts = [
        planned
            .server
            .as_ref()
            .map(|server| format!("server({})", quoted(server))),
        (!planned.body_rules.is_empty())
            .then(|| format!("body_rules({})", rules::constant(&planned.body_rules))),
        (!planned.scopes.is_empty()).then(|| {
            let alternatives = planned.scopes.iter();
            let alternatives = alternatives.map(|all| list(all.iter().map(|scopes| texts(scopes))));
            format!("scopes({})", list(alternatives))
        }),
        (!planned.parts.is_empty()).then(|| {
            let parts = planned.parts.iter();
            let pair = |(name, media_type): &(String, String)| {
                format!("({}, {})", quoted(name), quoted(media_type))
            };
            format!("parts({})", list(parts.map(pair)))
        }),
        (!planned.part_headers.is_empty()).then(|| {
            let headers = planned.part_headers.iter().map(part_header);
            format!("part_headers(const {{ {} }})", list(headers))
        }),
        planned
            .offered
            .as_ref()
            .map(|offered| format!("offered({})", quoted(offered))),
        (planned.accept != JSON).then(|| format!("accept({})", quoted(&planned.accept))),
        (!planned.redirects.is_empty()).then(|| {
            let codes = planned.redirects.iter().map(u16::to_string);
            format!("redirects({})", list(codes))
        }),
    ];
    let facts = facts.into_iter().flatten();
    let mut rows: Vec<String> = facts.map(|fact| format!("    {fact},")).collect();
    if !rows.is_empty() {
        rows.insert(0, "extras: [".to_owned());
        rows.push("],".to_owned());
    }
    rows
}

fn part_header(header: &PartHeader) -> String {
    let required = if header.required { ".required()" } else { "" };
    let rules = match header.rules.is_empty() {
        true => String::new(),
        false => format!(".rules({})", rules::constant(&header.rules)),
    };
    let value = header.value.as_ref();
    let value = value.map_or(String::new(), |value| format!(".always({})", quoted(value)));
    let (part, name) = (quoted(&header.part), quoted(&header.name));
    format!("{PART_HEADER}::new({part}, {name}){required}{rules}{value}")
}

/// `&["one", "two"]`.
fn texts(texts: &[String]) -> String {
    list(texts.iter().map(|text| quoted(text)))
}

fn list(items: impl Iterator<Item = String>) -> String {
    format!("&[{}]", items.collect::<Vec<_>>().join(", "))
}

/// `query "PageSize" required [range(1, 100)],`, one step in.
fn parameter(parameter: &Parameter) -> String {
    let location = match parameter.place {
        Place::Path => "path",
        Place::Query => "query",
        Place::Header => "header",
        Place::Cookie => "cookie",
        Place::Form => "form",
    };
    let facts = [
        parameter.required.then(|| " required".to_owned()),
        parameter.style.map(style),
        parameter
            .explode
            .map(|explode| format!(" explode({explode})")),
        parameter
            .allow_reserved
            .then(|| " allow_reserved".to_owned()),
        parameter.json.then(|| " json".to_owned()),
        parameter
            .collapse
            .as_ref()
            .map(|prefix| format!(" collapsible_map(&{})", quoted(prefix))),
        parameter.personal.then(|| " sensitive".to_owned()),
    ];
    let facts: String = facts.into_iter().flatten().collect();
    let (wire, rules) = (quoted(&parameter.wire), rules::words(&parameter.rules));
    format!("    {location} {wire}{facts}{rules},")
}

fn style(style: Style) -> String {
    let name = match style {
        Style::Matrix => "Matrix",
        Style::Label => "Label",
        Style::Form => "Form",
        Style::Simple => "Simple",
        Style::SpaceDelimited => "SpaceDelimited",
        Style::PipeDelimited => "PipeDelimited",
        Style::DeepObject => "DeepObject",
    };
    format!(" style({STYLE}::{name})")
}
