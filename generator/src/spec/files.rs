//! References to other files: which there are, and where their paths lead.

/// The paths of the files that the references of a text lead to, from the folder of the document; `here` is the
/// path of the text itself.
///
/// They are looked for in the text, as most documents have none and need not be read twice.
pub(crate) fn paths(text: &str, here: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, key) in text.match_indices("$ref") {
        let rest = text[at + key.len()..].trim_start_matches(['"', '\'']);
        let Some(value) = rest.trim_start().strip_prefix(':') else {
            continue;
        };
        let value = value.trim_start();
        let end = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].find(quote).map(|end| end + 1),
            _ => value.find(['\n', '\r', ',', '}', ' ']),
        };
        let value = &value[..end.unwrap_or(value.len())];
        let value = value.trim_start_matches(['"', '\'']);
        if let Some((path, _)) = split(value)
            && let Some(path) = resolve(here, path)
            && !found.contains(&path)
        {
            found.push(path);
        }
    }
    found
}

/// The path and the fragment of a reference to another file; `None` for one within the file, and for one to another
/// server.
pub(crate) fn split(reference: &str) -> Option<(&str, &str)> {
    let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    (!path.is_empty() && !is_remote(path)).then_some((path, fragment))
}

/// Whether a reference leads to another server.
pub(crate) fn is_remote(reference: &str) -> bool {
    let lower = reference.to_ascii_lowercase();
    ["http://", "https://", "//", "urn:", "file:"]
        .iter()
        .any(|scheme| lower.starts_with(scheme))
}

/// The path that a relative reference leads to (RFC 3986, section 5.2.4); `None` if it is absolute. It begins with
/// `../` if it leads out of the folder of the document.
pub(crate) fn resolve(here: &str, path: &str) -> Option<String> {
    if path.starts_with('/') {
        return None;
    }
    let mut segments: Vec<&str> = here.split('/').collect();
    segments.pop();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." if segments.last().is_some_and(|last| *last != "..") => {
                segments.pop();
            }
            segment => segments.push(segment),
        }
    }
    Some(segments.join("/"))
}

/// The last segment of a path.
pub(crate) fn last(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_found_in_every_way_that_they_are_written() {
        let text = "a: {$ref: './x.yaml#/A'}\nb:\n  $ref: y.yaml\nc: {\"$ref\": \"../z.json#/a~1b\"}\n\
                    d: {$ref: '#/A'}\ne: {$ref: https://example.com/a.yaml}\nf: {$ref: ./x.yaml#/B}\n";
        assert_eq!(paths(text, ""), ["x.yaml", "y.yaml", "../z.json"]);
        assert_eq!(paths(text, "s/t.yaml"), ["s/x.yaml", "s/y.yaml", "z.json"]);
    }

    #[test]
    fn paths_are_resolved_by_segments() {
        for (here, path, whole) in [
            ("", "a.yaml", "a.yaml"),
            ("a/b.yaml", "../c.yaml", "c.yaml"),
            ("a/b.yaml", "./d/../c.yaml", "a/c.yaml"),
            ("a.yaml", "../../c.yaml", "../../c.yaml"),
        ] {
            assert_eq!(resolve(here, path).as_deref(), Some(whole));
        }
        assert_eq!(resolve("", "/etc/passwd"), None);
    }
}
