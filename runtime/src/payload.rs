//! The body of a request, in pieces.

use std::fmt;
use std::sync::OnceLock;

use bytes::Bytes;

/// The body of a request. It is put together once, where all of it is wanted as one.
#[derive(Clone, Default)]
pub(crate) struct Payload {
    chunks: Vec<Bytes>,
    joined: OnceLock<Bytes>,
}

impl Payload {
    pub(crate) fn new(chunks: Vec<Bytes>) -> Self {
        Self {
            chunks,
            joined: OnceLock::new(),
        }
    }

    pub(crate) fn bytes(&self) -> &Bytes {
        self.joined.get_or_init(|| match &self.chunks[..] {
            [] => Bytes::new(),
            [one] => one.clone(),
            several => several.concat().into(),
        })
    }
}

impl From<Bytes> for Payload {
    fn from(whole: Bytes) -> Self {
        Self::new(vec![whole])
    }
}

impl From<String> for Payload {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl PartialEq for Payload {
    fn eq(&self, other: &Self) -> bool {
        self.bytes() == other.bytes()
    }
}

impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.bytes().fmt(f)
    }
}
