//! Annotations of GitHub Actions ("Workflow commands for GitHub Actions").

/// A line that puts a message on a line of a file. `kind` is `error`, `warning` or `notice`.
pub(crate) fn annotation(
    kind: &str,
    place: Option<(&str, usize, usize)>,
    title: &str,
    message: &str,
) -> String {
    let place = place
        .map(|(file, line, column)| format!("file={},line={line},col={column},", property(file)));
    format!(
        "::{kind} {}title={}::{}",
        place.unwrap_or_default(),
        property(title),
        data(message)
    )
}

fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_a_meaning_is_escaped() {
        let place = Some(("a,b.yaml", 3, 7));
        assert_eq!(
            annotation("error", place, "E0101", "50%\nor: more"),
            "::error file=a%2Cb.yaml,line=3,col=7,title=E0101::50%25%0Aor: more"
        );
    }
}
