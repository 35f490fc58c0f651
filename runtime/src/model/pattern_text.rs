//! Strings of variable width, with a pattern or bounds for their length.

use crate::model::text::TextError;

/// The rules for strings of a type.
#[doc(hidden)]
#[derive(Debug)]
pub struct Rule {
    name: &'static str,
    pattern: &'static str,
    /// The least and the greatest number of characters (JSON Schema counts characters, not bytes).
    length: (usize, usize),
    #[cfg(feature = "pattern")]
    regex: Option<&'static str>,
    #[cfg(feature = "pattern")]
    compiled: std::sync::OnceLock<Option<regex::Regex>>,
}

impl Rule {
    /// `regex` is the pattern in the syntax of the `regex` crate; without it only the length is checked.
    #[cfg_attr(not(feature = "pattern"), allow(unused_variables))]
    pub const fn new(
        name: &'static str,
        pattern: &'static str,
        regex: Option<&'static str>,
        length: (usize, usize),
    ) -> Self {
        Self {
            name,
            pattern,
            length,
            #[cfg(feature = "pattern")]
            regex,
            #[cfg(feature = "pattern")]
            compiled: std::sync::OnceLock::new(),
        }
    }

    /// The text, if it keeps the rules.
    pub fn check(&self, text: &str) -> Result<Box<str>, TextError> {
        let (least, greatest) = self.length;
        // Bytes are at least as many as characters: most texts need no count.
        if least > 0 || text.len() > greatest {
            let length = text.chars().count();
            let problem = wrong_count(Some(self.length), length, ("character", "characters"));
            if let Some(problem) = problem {
                return Err(TextError::new(self.name, format!("it {problem}"), text));
            }
        }
        if self.matches(text) {
            return Ok(text.into());
        }
        Err(TextError::new(
            self.name,
            format!("it does not match {}", self.pattern),
            text,
        ))
    }

    #[cfg(feature = "pattern")]
    fn matches(&self, text: &str) -> bool {
        let compiled = self.compiled.get_or_init(|| {
            self.regex
                .and_then(|pattern| regex::Regex::new(pattern).ok())
        });
        compiled.as_ref().is_none_or(|regex| regex.is_match(text))
    }

    #[cfg(not(feature = "pattern"))]
    fn matches(&self, _text: &str) -> bool {
        true
    }
}

/// What is wrong with a number of characters, items or properties, which are called by the words for one and
/// for several of them.
pub(crate) fn wrong_count(
    bounds: Option<(usize, usize)>,
    count: usize,
    (one, several): (&str, &str),
) -> Option<String> {
    let (least, greatest) = bounds?;
    if (least..=greatest).contains(&count) {
        return None;
    }
    let word = if count == 1 { one } else { several };
    let allowed = match (least, greatest) {
        (least, usize::MAX) => format!("at least {least}"),
        (0, greatest) => format!("at most {greatest}"),
        (least, greatest) if least == greatest => format!("exactly {least}"),
        (least, greatest) => format!("{least} to {greatest}"),
    };
    Some(format!("has {count} {word}, but must have {allowed}"))
}

/// Makes `struct Name(Box<str>)` a string with a pattern.
///
/// ```text
/// pattern_text! { AssistantId = "^aia_asst_.+$" { "\\A(?:aia_asst_.+)\\z" } length 1..=80 }
/// ```
///
/// The second string is the pattern in the syntax of the `regex` crate (feature `pattern`); without
/// it the text is not checked. The length is in characters and may be left out; without an
/// upper bound it ends with `usize::MAX`.
#[doc(hidden)]
#[macro_export]
macro_rules! pattern_text {
    ($name:ident = $pattern:literal $({ $regex:literal })? $(length $least:literal..=$greatest:expr)?) => {
        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = $crate::TextError;

            fn from_str(text: &str) -> ::core::result::Result<Self, $crate::TextError> {
                static RULE: $crate::rt::macros::Rule = $crate::rt::macros::Rule::new(
                    stringify!($name),
                    $pattern,
                    $crate::rt::macros::rest!($($regex)?),
                    $crate::rt::macros::length!($($least $greatest)?),
                );
                RULE.check(text).map(Self)
            }
        }

        impl $crate::FieldSlot for $name {
            fn blank() -> Self {
                Self(::std::boxed::Box::default())
            }
            fn take(
                &mut self,
                _: ::core::option::Option<$crate::rt::macros::Absence>,
            ) -> $crate::rt::macros::DecodeTarget<'_> {
                $crate::rt::macros::DecodeTarget::Text(self)
            }
            fn view(&self) -> $crate::rt::macros::EncodeSource<'_> {
                $crate::rt::macros::EncodeSource::Str(&self.0)
            }
        }

        $crate::rt::macros::text_traits! { $name }
    };
}

/// The bounds of a length.
#[doc(hidden)]
#[macro_export]
macro_rules! __length {
    () => {
        (0, usize::MAX)
    };
    ($least:literal $greatest:expr) => {
        ($least, $greatest)
    };
}
