//! Escapes after a backslash in ECMA-262, and how a character is written for `regex`.

use std::fmt::Write as _;

/// A set of characters by its usual letter, as the inside of a bracketed class.
const DIGIT: &str = "0-9";
const WORD: &str = "0-9A-Za-z_";
const SPACE: &str =
    r"\t-\r\x20\u{A0}\u{1680}\u{2000}-\u{200A}\u{2028}\u{2029}\u{202F}\u{205F}\u{3000}\u{FEFF}";

/// The meaning of an escape.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Escape {
    /// One character.
    Char(char),
    /// A set: the inside of a class, and whether the class is negated.
    Set { inside: &'static str, negated: bool },
    /// A Unicode property, which both languages write alike.
    Property(String),
    /// `\b`, which inside a class is a backspace.
    Boundary,
    /// Valid, or at least common, but not to be said in Rust.
    Obstacle(String),
}

/// Parses the escape after the backslash at `at - 1`: its meaning, and where the text continues. `None` at
/// the end of the pattern.
pub(super) fn read(chars: &[char], at: usize, groups: usize) -> Option<(Escape, usize)> {
    let first = *chars.get(at)?;
    let one = at + 1;
    Some(match first {
        'd' | 'D' => (set(DIGIT, first), one),
        'w' | 'W' => (set(WORD, first), one),
        's' | 'S' => (set(SPACE, first), one),
        'b' => (Escape::Boundary, one),
        'B' => (
            obstacle("Rust's regular expressions do not support `\\B` for ASCII"),
            one,
        ),
        'f' => (Escape::Char('\x0C'), one),
        'n' => (Escape::Char('\n'), one),
        'r' => (Escape::Char('\r'), one),
        't' => (Escape::Char('\t'), one),
        'v' => (Escape::Char('\x0B'), one),
        'p' | 'P' => property(chars, one).unwrap_or_else(|| (foreign(first), one)),
        'c' => control(chars, one).unwrap_or_else(|| (foreign(first), one)),
        'x' => hexadecimal(chars, one, 2).map_or_else(|| (foreign(first), one), scalar),
        'u' => code_point(chars, one).map_or_else(|| (foreign(first), one), scalar),
        'k' => (
            obstacle("Rust's regular expressions do not support back-references"),
            one,
        ),
        '0'..='9' => number(chars, at, groups),
        letter if letter.is_ascii_alphabetic() => (foreign(letter), one),
        other => (Escape::Char(other), one),
    })
}

/// A set by its letter; the capital letter is its complement.
fn set(inside: &'static str, letter: char) -> Escape {
    Escape::Set {
        inside,
        negated: letter.is_ascii_uppercase(),
    }
}

/// An escape that stays untranslated.
fn obstacle(reason: &str) -> Escape {
    Escape::Obstacle(reason.to_owned())
}

/// A letter that ECMA-262 gives no meaning after a backslash, and other languages may.
fn foreign(letter: char) -> Escape {
    Escape::Obstacle(format!("`\\{letter}` is not defined there"))
}

/// A code point as an escape: half a surrogate pair is no character in Rust.
fn scalar((value, end): (u32, usize)) -> (Escape, usize) {
    let escape = char::from_u32(value).map_or_else(
        || obstacle("it contains half of a surrogate pair, which a Rust string cannot contain"),
        Escape::Char,
    );
    (escape, end)
}

/// `\p{…}`, from the brace on.
fn property(chars: &[char], at: usize) -> Option<(Escape, usize)> {
    let inside = chars.get(at..)?.strip_prefix(&['{'])?;
    let length = inside.iter().position(|c| *c == '}')?;
    let name: String = inside[..length].iter().collect();
    let plain = name
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '='));
    let letter = chars[at - 1];
    (plain && !name.is_empty()).then(|| {
        (
            Escape::Property(format!("\\{letter}{{{name}}}")),
            at + length + 2,
        )
    })
}

/// `\cX`, from the letter on.
fn control(chars: &[char], at: usize) -> Option<(Escape, usize)> {
    let letter = chars.get(at).filter(|c| c.is_ascii_alphabetic())?;
    let code = u8::try_from(*letter).ok()? % 32;
    Some((Escape::Char(char::from(code)), at + 1))
}

/// Exactly `count` hexadecimal digits.
fn hexadecimal(chars: &[char], at: usize, count: usize) -> Option<(u32, usize)> {
    let digits = chars.get(at..at + count)?;
    let value = digits
        .iter()
        .try_fold(0, |value, c| Some(value * 16 + c.to_digit(16)?))?;
    Some((value, at + count))
}

/// `\uXXXX`, `\uXXXX\uXXXX` for a pair, or `\u{…}`: from after the `u`.
fn code_point(chars: &[char], at: usize) -> Option<(u32, usize)> {
    if chars.get(at) == Some(&'{') {
        let length = chars[at + 1..].iter().take(9).position(|c| *c == '}')?;
        let digits: String = chars[at + 1..at + 1 + length].iter().collect();
        return Some((u32::from_str_radix(&digits, 16).ok()?, at + length + 2));
    }
    let (high, end) = hexadecimal(chars, at, 4)?;
    let low = chars
        .get(end..end + 2)
        .filter(|next| **next == ['\\', 'u'])
        .and_then(|_| hexadecimal(chars, end + 2, 4));
    match low {
        Some((low @ 0xDC00..=0xDFFF, end)) if (0xD800..0xDC00).contains(&high) => {
            Some((0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00), end))
        }
        _ => Some((high, end)),
    }
}

/// A back reference, or what Annex B reads where there is no such group: an octal number or the
/// digit itself.
fn number(chars: &[char], at: usize, groups: usize) -> (Escape, usize) {
    let digits = chars[at..]
        .iter()
        .take(9)
        .take_while(|c| c.is_ascii_digit());
    let value = digits.fold(0_usize, |value, c| {
        value * 10 + c.to_digit(10).unwrap_or(0) as usize
    });
    if (1..=groups).contains(&value) {
        return (
            obstacle("Rust's regular expressions do not support back-references"),
            at + 1,
        );
    }
    let mut code = 0;
    let mut end = at;
    while let Some(digit) = chars.get(end).and_then(|c| c.to_digit(8)) {
        if end == at + 3 || code * 8 + digit > 0o377 {
            break;
        }
        code = code * 8 + digit;
        end += 1;
    }
    if end == at {
        return (Escape::Char(chars[at]), at + 1);
    }
    scalar((code, end))
}

/// Writes a literal character outside a class.
pub(super) fn push_literal(out: &mut String, c: char) {
    push(out, c, r"\.+*?()|[]{}^$");
}

/// Writes a literal character inside a class.
pub(super) fn push_member(out: &mut String, c: char) {
    push(out, c, r"\[]^-&~");
}

/// Writes a character, with a backslash if it is special and as a number if it is invisible.
fn push(out: &mut String, c: char, special: &str) {
    match c {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        _ if special.contains(c) => out.extend(['\\', c]),
        ' '..='~' => out.push(c),
        _ if c.is_alphanumeric() => out.push(c),
        _ => write!(out, "\\u{{{:X}}}", u32::from(c)).expect("a String takes all that is written"),
    }
}
