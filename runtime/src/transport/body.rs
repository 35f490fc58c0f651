//! Bodies of requests and responses.

use std::fmt;
use std::sync::OnceLock;

use bytes::Bytes;

use super::TransportError;

/// The body of a request or a response.
///
/// Currently every body is in memory. Code should not rely on this: for a streamed body,
/// [`as_bytes`](Self::as_bytes) will return `None`, and [`try_clone`](Self::try_clone) will fail.
#[derive(Default)]
pub struct Body {
    chunks: Vec<Bytes>,
    /// The chunks as one, joined when the whole body is needed.
    joined: OnceLock<Bytes>,
}

impl Body {
    /// Creates an empty body.
    pub const fn empty() -> Self {
        Self {
            chunks: Vec::new(),
            joined: OnceLock::new(),
        }
    }

    pub(crate) fn from_chunks(chunks: Vec<Bytes>) -> Self {
        Self {
            chunks,
            joined: OnceLock::new(),
        }
    }

    /// The whole body, if it is in memory.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        Some(self.joined.get_or_init(|| match &self.chunks[..] {
            [] => Bytes::new(),
            [one] => one.clone(),
            several => several.concat().into(),
        }))
    }

    /// The number of bytes, if it is known.
    pub fn len(&self) -> Option<u64> {
        Some(self.chunks.iter().map(|chunk| chunk.len() as u64).sum())
    }

    /// Whether the body is known to be empty.
    pub fn is_empty(&self) -> bool {
        self.len() == Some(0)
    }

    /// A copy of the body, if it can be sent again.
    pub fn try_clone(&self) -> Option<Self> {
        Some(Self {
            chunks: self.chunks.clone(),
            joined: self.joined.clone(),
        })
    }

    /// Receives the whole body.
    ///
    /// # Errors
    ///
    /// Those of the transport that provides the body.
    pub async fn collect(self) -> Result<Bytes, TransportError> {
        Ok(self.as_bytes().cloned().unwrap_or_default())
    }
}

impl From<Bytes> for Body {
    fn from(whole: Bytes) -> Self {
        match whole.is_empty() {
            true => Self::empty(),
            false => Self::from_chunks(vec![whole]),
        }
    }
}

impl From<Vec<u8>> for Body {
    fn from(whole: Vec<u8>) -> Self {
        Bytes::from(whole).into()
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Bytes::from_static(text.as_bytes()).into()
    }
}

impl From<&'static [u8]> for Body {
    fn from(whole: &'static [u8]) -> Self {
        Bytes::from_static(whole).into()
    }
}

/// Bodies in memory are equal if their bytes are.
impl PartialEq for Body {
    fn eq(&self, other: &Self) -> bool {
        self.as_bytes().is_some() && self.as_bytes() == other.as_bytes()
    }
}

/// A body in memory is equal to the text or bytes that it contains.
impl<T: AsRef<[u8]> + ?Sized> PartialEq<T> for Body {
    fn eq(&self, other: &T) -> bool {
        self.as_bytes().is_some_and(|body| body == other.as_ref())
    }
}

/// Shows only the length: the content may be sensitive.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.len() {
            Some(length) => write!(f, "Body({length} bytes)"),
            None => f.write_str("Body(..)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_one_body() {
        let chunks = vec![
            Bytes::from_static(b"ab"),
            Bytes::new(),
            Bytes::from_static(b"c"),
        ];
        let body = Body::from_chunks(chunks);
        assert_eq!(body, Body::from("abc"));
        assert_eq!((body.len(), body.is_empty()), (Some(3), false));
        assert_eq!(body.as_bytes().unwrap(), "abc");
        assert_eq!(body.try_clone().unwrap(), body);
        assert_eq!(format!("{body:?}"), "Body(3 bytes)");
        assert!(Body::empty().is_empty() && Body::from("").is_empty());
    }
}
