//! The `Accept` header (RFC 9110, section 12.5.1).

use crate::operation::table::OperationExtras;

/// The accepted media types in the order of the document: those that the call decodes, or all of them if the
/// response is returned undecoded. If one is preferred, it comes first and the others have a lower weight.
///
/// # Errors
///
/// If the call cannot decode the preferred media type.
pub(crate) fn header(
    facts: &OperationExtras,
    preferred: Option<&str>,
    is_raw: bool,
) -> Result<String, String> {
    let listed = match (is_raw, facts.offered) {
        (false, _) | (true, "") => facts.accept,
        (true, offered) => offered,
    };
    let Some(preferred) = preferred else {
        return Ok(listed.to_owned());
    };
    if !is_raw && !reads(facts.accept, preferred) {
        return Err(format!(
            "`send` cannot decode `{preferred}`, only `{}`: use `send_raw` for the undecoded response",
            facts.accept
        ));
    }
    let others = list(listed).filter(|other| !other.eq_ignore_ascii_case(preferred));
    let others = others.map(|other| format!(", {other};q=0.5"));
    Ok(others.fold(preferred.to_owned(), |all, other| all + &other))
}

/// Whether a call that decodes these media types can decode another one: JSON is decoded as JSON, and text
/// and bytes are returned unchanged. A range may match a type that the call decodes.
fn reads(accept: &str, preferred: &str) -> bool {
    preferred.contains('*')
        || is_json(preferred)
        || !list(accept).all(is_json)
        || list(accept).any(|known| essence(known).eq_ignore_ascii_case(essence(preferred)))
}

/// The items of a list; a comma in quotes is part of an item.
fn list(accept: &str) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    let separates = move |character: char| {
        quoted ^= character == '"';
        character == ',' && !quoted
    };
    let items = accept.split(separates).map(str::trim);
    items.filter(|item| !item.is_empty())
}

fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

/// RFC 8259; RFC 6839 for the suffix. A range that is the only entry has a JSON schema.
fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type).to_ascii_lowercase();
    matches!(
        &*essence,
        "application/json" | "text/json" | "*/*" | "application/*" | "*"
    ) || essence.ends_with("+json")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(preferred: &str, is_raw: bool) -> Result<String, String> {
        let facts = OperationExtras {
            offered: "text/csv, application/json, a/b;c=\",\"",
            ..OperationExtras::DEFAULT
        };
        header(&facts, Some(preferred), is_raw)
    }

    #[test]
    fn what_is_preferred_comes_first() {
        let raw = asked("application/json", true).unwrap();
        assert_eq!(raw, "application/json, text/csv;q=0.5, a/b;c=\",\";q=0.5");
        let typed = asked("application/vnd.x+json", false).unwrap();
        assert_eq!(typed, "application/vnd.x+json, application/json;q=0.5");
    }

    #[test]
    fn what_is_not_read_is_refused() {
        let refused = asked("text/csv", false).unwrap_err();
        assert!(refused.contains("send_raw"), "{refused}");
        assert!(asked("image/png", true).is_ok());
    }
}
