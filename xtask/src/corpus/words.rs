//! Texts of a wanted form.

use bindery::pattern::Shape;
use regex_syntax::hir::{Class, Hir, HirKind};

/// A text of a wanted length, in characters.
pub(crate) fn text(nth: usize, least: Option<u64>, most: Option<u64>) -> String {
    let word = match nth {
        0 => "text".to_owned(),
        nth => format!("{nth}text"),
    };
    let size = |size: Option<u64>| size.and_then(|size| usize::try_from(size).ok());
    let length = word
        .len()
        .max(size(least).unwrap_or(0))
        .min(size(most).unwrap_or(usize::MAX));
    word.chars()
        .chain(std::iter::repeat('x'))
        .take(length)
        .collect()
}

/// The `nth` of several texts in base64 that have a least length.
pub(crate) fn encoded(nth: usize, least: Option<u64>) -> String {
    let blocks = least.unwrap_or(4).div_ceil(4).clamp(1, 1000);
    let digit = char::from(b'A' + (nth % 26) as u8);
    std::iter::repeat_n(digit, 4 * blocks as usize).collect()
}

/// The `nth` of several texts that a regular expression matches and that have a wanted length, if one is soon
/// found.
pub(crate) fn matching(
    shape: &Shape,
    nth: usize,
    least: Option<u64>,
    most: Option<u64>,
) -> Option<String> {
    let Shape::Regex { rust } = shape else {
        return None;
    };
    let hir = regex_syntax::parse(rust).ok()?;
    let lengths = least.unwrap_or(0)..=most.unwrap_or(u64::MAX);
    (0..=64).find_map(|more| {
        let mut text = String::new();
        append(&hir, more, nth, &mut text);
        lengths
            .contains(&(text.chars().count() as u64))
            .then_some(text)
    })
}

/// Appends the `nth` of the plainest texts that match, with so many rounds of each repetition beyond the least.
fn append(hir: &Hir, more: u32, nth: usize, text: &mut String) {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(&String::from_utf8_lossy(&literal.0)),
        HirKind::Class(class) => text.extend(member(class, nth)),
        HirKind::Repetition(repetition) => {
            let most = repetition.max.unwrap_or(u32::MAX);
            for _ in 0..repetition.min.saturating_add(more).min(most) {
                append(&repetition.sub, more, nth, text);
            }
        }
        HirKind::Capture(capture) => append(&capture.sub, more, nth, text),
        HirKind::Concat(parts) => parts.iter().for_each(|part| append(part, more, nth, text)),
        HirKind::Alternation(parts) => {
            if let Some(part) = parts.get(nth).or(parts.last()) {
                append(part, more, nth, text);
            }
        }
    }
}

/// The `nth` letter or digit of a class if it has any, else its first character.
fn member(class: &Class, nth: usize) -> Option<char> {
    let ranges: Vec<(char, char)> = match class {
        Class::Unicode(class) => class.iter().map(|it| (it.start(), it.end())).collect(),
        Class::Bytes(class) => class
            .iter()
            .map(|it| (it.start().into(), it.end().into()))
            .collect(),
    };
    let holds = |wanted: &char| {
        ranges
            .iter()
            .any(|(from, to)| (from..=to).contains(&wanted))
    };
    let plain = ('a'..='z').chain('A'..='Z').chain('0'..='9').filter(holds);
    let plain: Vec<char> = plain.collect();
    let chosen = plain.get(nth % plain.len().max(1)).copied();
    chosen.or_else(|| ranges.first().map(|(from, _)| *from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_a_length() {
        assert_eq!(text(0, None, None), "text");
        assert_eq!(text(1, Some(8), None), "1textxxx");
        assert_eq!(text(0, Some(8), Some(8)), "textxxxx");
        assert_eq!(text(0, None, Some(2)), "te");
    }

    #[test]
    fn different_texts_that_match() {
        let shape = Shape::Regex {
            rust: "^(0|[1-9][0-9]*)$".to_owned(),
        };
        let texts = (0..3).filter_map(|nth| matching(&shape, nth, None, None));
        assert_eq!(texts.collect::<Vec<_>>(), ["0", "2", "3"]);
    }

    #[test]
    fn texts_that_match() {
        for (pattern, least, text) in [
            (r"^aia_asst_.+$", None, "aia_asst_a"),
            (r"^(SM|MM)[0-9a-f]{3,}$", Some(6), "SMaaaa"),
            (r"^\+[1-9]\d{1,14}$", None, "+10"),
            ("[^a-zA-Z0-9]", None, "\0"),
        ] {
            let shape = Shape::Regex {
                rust: pattern.to_owned(),
            };
            assert_eq!(
                matching(&shape, 0, least, None).as_deref(),
                Some(text),
                "{pattern}"
            );
        }
    }
}
