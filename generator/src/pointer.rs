//! JSON Pointers (RFC 6901): the address of one node of a document.

use std::fmt;

/// The address of one node of a document: the keys and indices that lead to it from the root.
///
/// It is displayed as the URI fragment that a `$ref` would use (RFC 6901, section 6), but without
/// percent-encoding, so that people can read it: `#/paths/~1pets/get`. Its `Debug` text is the
/// same in quotes.
///
/// A document may be in several files: the pointer keeps which of them it leads into, and does not show that.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer {
    /// The number of the file; zero is the one that was asked for.
    file: u16,
    steps: Vec<Box<str>>,
}

/// Why a text is not a JSON Pointer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PointerError {
    /// A fragment must begin with `#`; what has another beginning lies outside the document.
    NotLocal,
    /// A pointer that is not empty must begin with `/` (RFC 6901, section 3).
    NoLeadingSlash,
    /// `~` must be followed by `0` or `1` (RFC 6901, section 3).
    BadEscape,
    /// `%` must be followed by two hexadecimal digits, and the bytes must be UTF-8 (RFC 3986, section 2.1).
    BadPercent,
}

impl fmt::Display for PointerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotLocal => "it does not begin with `#`",
            Self::NoLeadingSlash => "there is no `/` at its beginning",
            Self::BadEscape => "`~` is not followed by `0` or `1`",
            Self::BadPercent => {
                "`%` is not followed by two hexadecimal digits, or the text is not UTF-8"
            }
        })
    }
}

impl std::error::Error for PointerError {}

impl fmt::Debug for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.to_string(), f)
    }
}

impl Pointer {
    /// The pointer to the whole document.
    #[must_use]
    pub const fn root() -> Self {
        Self {
            file: 0,
            steps: Vec::new(),
        }
    }

    /// Reads a pointer without its `#`: the empty text, or one that begins with `/`.
    ///
    /// # Errors
    /// When the text breaks the grammar of RFC 6901, section 3.
    pub fn parse(text: &str) -> Result<Self, PointerError> {
        if text.is_empty() {
            return Ok(Self::root());
        }
        let tokens = text
            .strip_prefix('/')
            .ok_or(PointerError::NoLeadingSlash)?
            .split('/');
        Ok(Self {
            file: 0,
            steps: tokens.map(unescape).collect::<Result<_, _>>()?,
        })
    }

    /// Reads the value of a `$ref`: `#`, then the pointer, percent-encoded (RFC 6901, section 6).
    ///
    /// # Errors
    /// When the text does not begin with `#`, or is not a valid pointer after decoding.
    pub fn from_fragment(text: &str) -> Result<Self, PointerError> {
        let fragment = text.strip_prefix('#').ok_or(PointerError::NotLocal)?;
        Self::parse(&percent_decode(fragment)?)
    }

    /// The same pointer, into another file of the document.
    #[must_use]
    pub(crate) fn in_file(mut self, file: u16) -> Self {
        self.file = file;
        self
    }

    /// The number of the file that it leads into.
    pub(crate) fn file(&self) -> u16 {
        self.file
    }

    /// Goes one step down.
    pub fn push(&mut self, token: &str) {
        self.steps.push(token.into());
    }

    /// Goes one step up, and says which step that was.
    pub fn pop(&mut self) -> Option<Box<str>> {
        self.steps.pop()
    }

    /// The pointer to a child.
    #[must_use]
    pub fn join(&self, token: &str) -> Self {
        let mut child = self.clone();
        child.push(token);
        child
    }

    /// Goes back up to this many steps below the root.
    pub fn truncate(&mut self, len: usize) {
        self.steps.truncate(len);
    }

    /// The pointer as the fragment of a URI (RFC 6901, section 6), with `%` encoded and nothing else:
    /// [`from_fragment`](Self::from_fragment) reads it.
    #[must_use]
    pub fn to_fragment(&self) -> String {
        self.to_string().replace('%', "%25")
    }

    /// The pointer to a descendant.
    #[must_use]
    pub fn join_all<'a>(&self, tokens: impl IntoIterator<Item = &'a str>) -> Self {
        let mut child = self.clone();
        child.steps.extend(tokens.into_iter().map(Box::from));
        child
    }

    /// The pointer to an item of a list.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.join(&index.to_string())
    }

    /// The pointer to the node above; `None` at the root.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        let (_, above) = self.steps.split_last()?;
        Some(Self {
            file: self.file,
            steps: above.to_vec(),
        })
    }

    /// The last step: a key or an index.
    #[must_use]
    pub fn last(&self) -> Option<&str> {
        self.steps.last().map(AsRef::as_ref)
    }

    /// The steps, unescaped.
    pub fn tokens(&self) -> impl DoubleEndedIterator<Item = &str> + ExactSizeIterator {
        self.steps.iter().map(AsRef::as_ref)
    }

    /// The number of steps.
    #[must_use]
    pub fn len(&self) -> usize {
        self.steps.len()
    }

    /// Whether this is the root.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Whether `ancestor` is this node or one above it.
    #[must_use]
    pub fn starts_with(&self, ancestor: &Self) -> bool {
        self.file == ancestor.file && self.steps.starts_with(&ancestor.steps)
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("#")?;
        for token in self.tokens() {
            write!(f, "/{}", token.replace('~', "~0").replace('/', "~1"))?;
        }
        Ok(())
    }
}

fn unescape(token: &str) -> Result<Box<str>, PointerError> {
    let mut pieces = token.split('~');
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (escaped, rest) = match (piece.strip_prefix('0'), piece.strip_prefix('1')) {
            (Some(rest), _) => ('~', rest),
            (_, Some(rest)) => ('/', rest),
            (None, None) => return Err(PointerError::BadEscape),
        };
        text.push(escaped);
        text.push_str(rest);
    }
    Ok(text.into_boxed_str())
}

fn percent_decode(text: &str) -> Result<String, PointerError> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let high = rest.next().and_then(hex_digit);
                let low = rest.next().and_then(hex_digit);
                high.zip(low)
                    .map(|(high, low)| high << 4 | low)
                    .ok_or(PointerError::BadPercent)?
            }
            other => other,
        });
    }
    String::from_utf8(bytes).map_err(|_| PointerError::BadPercent)
}

fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_of_rfc_6901() {
        for (text, tokens) in [
            ("", vec![]),
            ("/foo/0", vec!["foo", "0"]),
            ("/", vec![""]),
            ("/a~1b", vec!["a/b"]),
            ("/m~0n", vec!["m~n"]),
            ("/~01", vec!["~1"]),
        ] {
            let pointer = Pointer::parse(text).unwrap();
            assert_eq!(pointer.tokens().collect::<Vec<_>>(), tokens);
            assert_eq!(pointer.to_string(), format!("#{text}"));
        }
    }

    #[test]
    fn fragments_are_percent_decoded_before_they_are_unescaped() {
        let pointer = Pointer::from_fragment("#/paths/~1pets~1%7Bid%7D/caf%C3%A9").unwrap();
        assert_eq!(
            pointer.tokens().collect::<Vec<_>>(),
            ["paths", "/pets/{id}", "café"]
        );
    }

    #[test]
    fn what_is_no_pointer() {
        use PointerError::*;
        for (text, error) in [
            ("other.yaml#/a", NotLocal),
            ("#a", NoLeadingSlash),
            ("#/~2", BadEscape),
            ("#/~", BadEscape),
            ("#/%4", BadPercent),
            ("#/%ff", BadPercent),
        ] {
            assert_eq!(Pointer::from_fragment(text), Err(error), "{text}");
        }
    }

    #[test]
    fn family() {
        let child = Pointer::root().join("a").index(2);
        assert_eq!(child.parent(), Some(Pointer::root().join("a")));
        assert!(child.starts_with(&child.parent().unwrap()));
        assert_eq!(child.last(), Some("2"));
        assert_eq!(Pointer::root().parent(), None);
    }
}
