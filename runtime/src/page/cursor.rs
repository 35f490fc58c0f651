//! Where a walk through a list stands.

use std::fmt;
use std::str::FromStr;

/// Where a walk through a list stands, to go on from there later or in another process.
///
/// As text it is the number of items to skip, a colon and the page's URL; the URL is left out for
/// the first page. It holds no credentials, but what the query asks for, which may be sensitive.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
pub struct Cursor {
    /// The page's URL; none for the first page of the call.
    pub(crate) page: Option<String>,
    /// How many items of the page were given already, rejected ones counted.
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

/// A text that is no [`Cursor`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct CursorError(());

impl fmt::Display for CursorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not the position of a pager through a list")
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
