//! A short text that matches an expression in the syntax of the `regex` crate.

use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, Hir, HirKind, Look};

/// How often what may be repeated is repeated, one try after the other.
const REPETITIONS: [u32; 6] = [0, 1, 2, 4, 8, 32];

/// How long a member may be, in bytes.
const LONGEST: usize = 64;

/// Characters that are taken first, if a class has them.
const PREFERRED: [char; 4] = ['a', '1', 'A', '0'];

/// A text that matches as a whole and is no shorter or longer than these lengths in characters; none if there is no
/// easy one. An expression with a look around a word is not easy.
pub(crate) fn member(rust: &str, least: Option<u64>, greatest: Option<u64>) -> Option<String> {
    let hir = ParserBuilder::new()
        .nest_limit(100)
        .build()
        .parse(rust)
        .ok()?;
    let lengths = least.unwrap_or(0).max(1)..=greatest.unwrap_or(u64::MAX);
    let texts = REPETITIONS.into_iter().filter_map(|times| {
        let mut member = Member {
            times,
            text: String::new(),
            has_ended: false,
        };
        member.add(&hir)?;
        Some(member.text)
    });
    let mut texts = texts.filter(|text| lengths.contains(&(text.chars().count() as u64)));
    texts.next()
}

/// A text as far as it is made.
#[derive(Clone)]
struct Member {
    times: u32,
    text: String,
    /// Whether nothing may follow.
    has_ended: bool,
}

impl Member {
    /// Adds what an expression matches; none if that is not easy.
    fn add(&mut self, hir: &Hir) -> Option<()> {
        match hir.kind() {
            HirKind::Empty => Some(()),
            HirKind::Look(Look::Start) => self.text.is_empty().then_some(()),
            HirKind::Look(Look::End) => {
                self.has_ended = true;
                Some(())
            }
            HirKind::Look(_) => None,
            HirKind::Literal(literal) => self.push(std::str::from_utf8(&literal.0).ok()?),
            HirKind::Class(class) => self.push(character(class)?.encode_utf8(&mut [0; 4])),
            HirKind::Capture(capture) => self.add(&capture.sub),
            HirKind::Repetition(repetition) => {
                let most = repetition.max.unwrap_or(u32::MAX);
                let times = self.times.clamp(repetition.min, most.max(repetition.min));
                (0..times).try_for_each(|_| self.add(&repetition.sub))
            }
            HirKind::Concat(parts) => parts.iter().try_for_each(|part| self.add(part)),
            HirKind::Alternation(parts) => parts.iter().find_map(|part| {
                let mut trial = self.clone();
                trial.add(part)?;
                *self = trial;
                Some(())
            }),
        }
    }

    fn push(&mut self, text: &str) -> Option<()> {
        if self.has_ended || self.text.len() + text.len() > LONGEST {
            return None;
        }
        self.text.push_str(text);
        Some(())
    }
}

/// A character of a class that can be read.
fn character(class: &Class) -> Option<char> {
    let Class::Unicode(class) = class else {
        return None;
    };
    let has = |c: &char| class.iter().any(|it| (it.start()..=it.end()).contains(c));
    let preferred = PREFERRED.into_iter().find(has);
    let printable = || (' '..='~').find(has);
    preferred.or_else(printable)
}

#[cfg(test)]
mod tests {
    use super::member;

    #[test]
    fn a_member_matches_and_has_an_allowed_length() {
        for (pattern, least, greatest, expected) in [
            ("^(0|[1-9][0-9]*)$", None, None, Some("0")),
            ("^[a-z]([a-z0-9-]*[a-z0-9])?$", None, None, Some("a")),
            (
                "^[a-z]([a-z0-9-]*[a-z0-9])?$",
                Some(3),
                Some(5),
                Some("aaa"),
            ),
            ("[0-9]{1,3}\\.[0-9]+", None, None, Some("1.1")),
            ("^\\+[1-9]\\d{1,14}$", None, None, Some("+11")),
            ("^a*$", None, None, Some("a")),
            // The first way in leads nowhere.
            ("^(?:$|b)c$", None, None, None),
            ("^[a-z]+$", Some(3), Some(3), None),
            ("^\\p{Greek}$", None, None, None),
            ("\\ba\\b", None, None, None),
            ("^a{100}$", None, None, None),
        ] {
            let found = member(pattern, least, greatest);
            assert_eq!(found.as_deref(), expected, "{pattern}");
            if let Some(found) = found {
                assert!(
                    regex::Regex::new(pattern).unwrap().is_match(&found),
                    "{pattern}"
                );
            }
        }
    }
}
