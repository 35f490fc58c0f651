//! From the regular expressions of ECMA-262 to those of the `regex` crate.
//!
//! One pass over the pattern, with a stack of open groups instead of recursion. It accepts what engines
//! accept: the grammar with Annex B, and, of the grammar for the `u` flag, the escapes that authors rely on
//! (`\p{…}`, `\u{…}`). A construct that Rust does not support becomes the obstacle, but the rest is still
//! parsed, so that every syntax error is found.

use super::PatternError;
use super::escape::{self, Escape};

/// A pattern in the syntax of the `regex` crate.
pub(super) struct Translation {
    /// The expression; meaningless if there is an obstacle.
    pub(super) rust: String,
    /// Why the expression cannot be said in Rust.
    pub(super) obstacle: Option<String>,
}

/// All characters but the line ends of ECMA-262.
const DOT: &str = r"[^\n\r\u{2028}\u{2029}]";
/// Every character.
const ALL: &str = r"[\s\S]";
/// No character at all.
const NONE: &str = r"[a&&b]";

/// Translates a pattern.
pub(super) fn translate(pattern: &str) -> Result<Translation, PatternError> {
    let chars: Vec<char> = pattern.chars().collect();
    let mut translator = Translator {
        groups: count_groups(&chars),
        chars,
        at: 0,
        open: Vec::new(),
        repeatable: false,
        rust: String::new(),
        obstacle: None,
    };
    if between_slashes(pattern) {
        translator.refuse("it is between slashes, which would be part of the text".to_owned());
    }
    while translator.at < translator.chars.len() {
        translator.step()?;
    }
    if let Some(start) = translator.open.last() {
        return Err(error(*start, "the group is not closed"));
    }
    Ok(Translation {
        rust: translator.rust,
        obstacle: translator.obstacle,
    })
}

/// Whether the pattern is a literal of JavaScript, as in `/^a$/i`: a common slip, and one that
/// would refuse every text.
fn between_slashes(pattern: &str) -> bool {
    pattern
        .strip_prefix('/')
        .and_then(|rest| rest.rsplit_once('/'))
        .is_some_and(|(inside, flags)| {
            (inside.starts_with('^') || inside.ends_with('$'))
                && flags.chars().all(|c| c.is_ascii_lowercase())
        })
}

/// How many groups of the pattern have a number.
fn count_groups(chars: &[char]) -> usize {
    let mut groups = 0;
    let mut in_class = false;
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        match c {
            '\\' => at += 1,
            '[' => in_class = true,
            ']' => in_class = false,
            '(' if !in_class => {
                let next = |offset: usize| chars.get(at + offset).copied();
                let named = next(2) == Some('<') && !matches!(next(3), Some('=' | '!'));
                groups += usize::from(next(1) != Some('?') || named);
            }
            _ => {}
        }
        at += 1;
    }
    groups
}

/// A mistake of syntax.
fn error(offset: usize, message: &str) -> PatternError {
    PatternError {
        offset,
        message: message.to_owned(),
    }
}

/// A member of a class: one that can begin or end a range, or one that cannot.
enum Member {
    Char(char),
    Set(String),
}

struct Translator {
    chars: Vec<char>,
    at: usize,
    groups: usize,
    /// Where the groups that are not closed begin.
    open: Vec<usize>,
    /// Whether a quantifier may come next.
    repeatable: bool,
    rust: String,
    obstacle: Option<String>,
}

impl Translator {
    /// Reads one term, or one piece of the syntax between terms.
    fn step(&mut self) -> Result<(), PatternError> {
        let c = self.chars[self.at];
        match c {
            '(' => self.open_group()?,
            ')' => {
                self.open
                    .pop()
                    .ok_or_else(|| error(self.at, "the `)` closes no group"))?;
                self.emit(")", 1, true);
            }
            '|' => self.emit("|", 1, false),
            '^' => self.emit("^", 1, false),
            '$' => self.emit("$", 1, false),
            '.' => self.emit(DOT, 1, true),
            '[' => self.class()?,
            '\\' => self.escape()?,
            '*' | '+' | '?' => self.quantifier(1)?,
            '{' => match self.braces()? {
                Some(length) => self.quantifier(length)?,
                None => self.literal(c, self.at + 1),
            },
            _ => self.literal(c, self.at + 1),
        }
        Ok(())
    }

    /// Writes syntax for the next `length` characters.
    fn emit(&mut self, rust: &str, length: usize, repeatable: bool) {
        self.rust.push_str(rust);
        self.at += length;
        self.repeatable = repeatable;
    }

    /// Writes a literal character, and continues at `end`.
    fn literal(&mut self, c: char, end: usize) {
        escape::push_literal(&mut self.rust, c);
        self.at = end;
        self.repeatable = true;
    }

    /// Notes why the pattern cannot be translated; the first reason counts.
    fn refuse(&mut self, reason: String) {
        self.obstacle.get_or_insert(reason);
    }

    /// Whether these characters are next.
    fn looking_at(&self, text: &str) -> bool {
        let end = (self.at + text.len()).min(self.chars.len());
        self.chars[self.at..end].iter().copied().eq(text.chars())
    }

    /// A group, to its first term.
    fn open_group(&mut self) -> Result<(), PatternError> {
        let start = self.at;
        self.open.push(start);
        if self.looking_at("(?:") {
            self.emit("(?:", 3, false);
        } else if self.looking_at("(?=") || self.looking_at("(?!") {
            self.refuse("Rust's regular expressions do not support look-ahead".to_owned());
            self.emit("(?:", 3, false);
        } else if self.looking_at("(?<=") || self.looking_at("(?<!") {
            self.refuse("Rust's regular expressions do not support look-behind".to_owned());
            self.emit("(?:", 4, false);
        } else if self.looking_at("(?<") {
            let length = self.group_name(3)?;
            self.emit("(", length, false);
        } else if self.looking_at("(?") {
            self.foreign_group()?;
        } else {
            self.emit("(", 1, false);
        }
        Ok(())
    }

    /// The length of a named group's head, whose name begins `from` characters on.
    fn group_name(&self, from: usize) -> Result<usize, PatternError> {
        let rest = &self.chars[self.at + from..];
        let length = rest.iter().position(|c| *c == '>').unwrap_or(0);
        let valid = rest[..length]
            .iter()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '$'));
        if length == 0 || !valid {
            return Err(error(
                self.at + from,
                "the name of the group is not closed or invalid",
            ));
        }
        Ok(from + length + 1)
    }

    /// The head of a group that other languages know: `(?i)`, `(?i:`, `(?P<name>`, `(?>`, `(?#`.
    fn foreign_group(&mut self) -> Result<(), PatternError> {
        let rest = &self.chars[self.at + 2..];
        let flags = rest
            .iter()
            .take_while(|c| c.is_ascii_lowercase() || **c == '-')
            .count();
        let head = match rest.get(flags) {
            Some('P' | '>' | '#') if flags == 0 => 1,
            Some(':' | ')') if flags > 0 => flags,
            _ => {
                return Err(error(
                    self.at + 1,
                    "the group begins with `?` but is of an unknown kind",
                ));
            }
        };
        let shown: String = self.chars[self.at..self.at + 2 + head].iter().collect();
        self.refuse(format!(
            "`{shown}` is not part of ECMA-262 regular expressions"
        ));
        self.emit("(?:", 2 + head, false);
        Ok(())
    }

    /// The length of a quantifier in braces; `None` if the brace is a literal.
    fn braces(&self) -> Result<Option<usize>, PatternError> {
        let rest = &self.chars[self.at + 1..];
        let Some(length) = rest.iter().position(|c| *c == '}') else {
            return Ok(None);
        };
        let inside: String = rest[..length].iter().collect();
        let (min, max) = inside.split_once(',').unwrap_or((&inside, &inside));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if min.is_empty() || !digits(min) || !digits(max) {
            return Ok(None);
        }
        let bound = |text: &str| text.parse::<u64>().unwrap_or(u64::MAX);
        if !max.is_empty() && bound(min) > bound(max) {
            return Err(error(self.at, "the numbers in the braces are out of order"));
        }
        Ok(Some(length + 2))
    }

    /// A quantifier of that length, lazy or not.
    fn quantifier(&mut self, length: usize) -> Result<(), PatternError> {
        if !self.repeatable {
            return Err(error(self.at, "there is nothing to repeat"));
        }
        let lazy = self.chars.get(self.at + length) == Some(&'?');
        let length = length + usize::from(lazy);
        let text: String = self.chars[self.at..self.at + length].iter().collect();
        self.emit(&text, length, false);
        Ok(())
    }

    /// What a backslash begins, outside of a class.
    fn escape(&mut self) -> Result<(), PatternError> {
        let (escape, end) = self.read_escape()?;
        match escape {
            Escape::Char(c) => self.literal(c, end),
            Escape::Set { inside, negated } => {
                let caret = if negated { "^" } else { "" };
                self.emit(&format!("[{caret}{inside}]"), end - self.at, true);
            }
            Escape::Property(text) => self.emit(&text, end - self.at, true),
            Escape::Boundary => self.emit(r"(?-u:\b)", end - self.at, false),
            Escape::Obstacle(reason) => {
                self.refuse(reason);
                self.emit("x", end - self.at, true);
            }
        }
        Ok(())
    }

    /// Reads the escape that begins here.
    fn read_escape(&self) -> Result<(Escape, usize), PatternError> {
        escape::read(&self.chars, self.at + 1, self.groups)
            .ok_or_else(|| error(self.at, "there is a backslash at the end"))
    }

    /// A class in brackets.
    fn class(&mut self) -> Result<(), PatternError> {
        let start = self.at;
        self.at += 1;
        let negated = self.looking_at("^");
        self.at += usize::from(negated);
        if self.looking_at("]") {
            self.emit(if negated { ALL } else { NONE }, 1, true);
            return Ok(());
        }
        self.rust.push_str(if negated { "[^" } else { "[" });
        while !self.looking_at("]") {
            if self.at >= self.chars.len() {
                return Err(error(start, "the class is not closed"));
            }
            self.members()?;
        }
        self.emit("]", 1, true);
        Ok(())
    }

    /// One member of a class, or a range of them.
    fn members(&mut self) -> Result<(), PatternError> {
        let start = self.at;
        let first = self.member()?;
        let is_range =
            self.looking_at("-") && !matches!(self.chars.get(self.at + 1), Some(']') | None);
        if !is_range {
            self.push_member(&first);
            return Ok(());
        }
        self.at += 1;
        let last = self.member()?;
        match (&first, &last) {
            (Member::Char(low), Member::Char(high)) if low > high => {
                return Err(error(start, "the ends of the range are out of order"));
            }
            (Member::Char(_), Member::Char(_)) => {
                self.push_member(&first);
                self.rust.push('-');
            }
            // Annex B: a set is no end of a range, so that the hyphen stands for itself.
            _ => {
                self.push_member(&first);
                self.push_member(&Member::Char('-'));
            }
        }
        self.push_member(&last);
        Ok(())
    }

    /// Reads one member of a class.
    fn member(&mut self) -> Result<Member, PatternError> {
        let c = self.chars[self.at];
        if c != '\\' {
            self.at += 1;
            return Ok(Member::Char(c));
        }
        let (escape, end) = self.read_escape()?;
        self.at = end;
        Ok(match escape {
            Escape::Char(c) => Member::Char(c),
            Escape::Boundary => Member::Char('\x08'),
            Escape::Property(text) => Member::Set(text),
            Escape::Set {
                inside,
                negated: false,
            } => Member::Set(inside.to_owned()),
            Escape::Set {
                inside,
                negated: true,
            } => Member::Set(format!("[^{inside}]")),
            Escape::Obstacle(reason) => {
                self.refuse(reason);
                Member::Set("x".to_owned())
            }
        })
    }

    /// Writes a member of a class.
    fn push_member(&mut self, member: &Member) {
        match member {
            Member::Char(c) => escape::push_member(&mut self.rust, *c),
            Member::Set(text) => self.rust.push_str(text),
        }
    }
}
