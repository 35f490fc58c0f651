//! A position in a list.

use std::fmt;
use std::str::FromStr;

/// A position in a list, to continue from later or in another process.
///
/// Its text form is the number of items to skip, a colon and the URL of the page; the URL is left out for the
/// first page. It contains no credentials, but it does contain the query, which may be sensitive.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
pub struct Cursor {
    /// The URL of the page; `None` for the first page of the call.
    pub(crate) page: Option<String>,
    /// How many items of the page were already returned, including rejected ones.
    pub(crate) items: usize,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}",
            self.items,
            self.page.as_deref().unwrap_or_default()
        )
    }
}

/// The text is not a valid [`Cursor`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct CursorError(());

impl fmt::Display for CursorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a valid pager position")
    }
}

impl std::error::Error for CursorError {}

impl FromStr for Cursor {
    type Err = CursorError;

    fn from_str(text: &str) -> Result<Self, CursorError> {
        let (items, page) = text.split_once(':').ok_or(CursorError(()))?;
        Ok(Self {
            page: (!page.is_empty()).then(|| page.to_owned()),
            items: items.parse().map_err(|_| CursorError(()))?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_text() {
        for text in ["0:", "7:https://api.example/v1?a=b:c"] {
            assert_eq!(text.parse::<Cursor>().unwrap().to_string(), text);
        }
        for text in ["", "7", "x:", "-1:https://api.example"] {
            assert!(text.parse::<Cursor>().is_err(), "{text}");
        }
    }
}
