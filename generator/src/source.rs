//! A document as it was read: its text, its format and the name that messages call it by.

use std::str::Utf8Error;

use crate::spec::files as references;

/// How a document is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// YAML 1.2.
    Yaml,
    /// JSON (RFC 8259): the text begins with `{`, which is followed by a string unless the file name says
    /// JSON.
    Json,
}

/// The text of one document.
///
/// A byte order mark is dropped, line ends stay as they are. Bytes that are not UTF-8 (the encoding
/// that RFC 8259, section 8.1 requires) do not fail here: [`crate::spec::load`] reports them with the rest.
#[derive(Clone, Debug)]
pub struct Source {
    name: String,
    text: String,
    format: Format,
    not_utf8: Option<usize>,
    /// The other files of the document, by their paths from its folder.
    files: Vec<(String, Source)>,
    /// What is changed in it before it is read, in this order.
    overlays: Vec<Source>,
}

impl Source {
    /// A document from text.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let mut text = text.into();
        if text.starts_with('\u{feff}') {
            text.drain(..'\u{feff}'.len_utf8());
        }
        let name = name.into();
        let first = text.trim_start().strip_prefix('{').map(str::trim_start);
        let is_json = |first: &str| name.ends_with(".json") || first.starts_with(['"', '}']);
        let format = if first.is_some_and(is_json) {
            Format::Json
        } else {
            Format::Yaml
        };
        Self {
            name,
            text,
            format,
            not_utf8: None,
            files: Vec::new(),
            overlays: Vec::new(),
        }
    }

    /// A document from the bytes of a file.
    ///
    /// If the bytes are not UTF-8, the text ends before the first invalid byte.
    #[must_use]
    pub fn from_bytes(name: impl Into<String>, bytes: Vec<u8>) -> Self {
        let (text, error) = match String::from_utf8(bytes) {
            Ok(text) => (text, None),
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                let text = String::from_utf8_lossy(&error.as_bytes()[..valid]).into_owned();
                (text, Some(error.utf8_error()))
            }
        };
        Self {
            not_utf8: error.as_ref().map(Utf8Error::valid_up_to),
            ..Self::new(name, text)
        }
    }

    /// The name that messages call the document by: a path as the user gave it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The other files of the document, each with its path from the folder of this one.
    #[must_use]
    pub fn files(&self) -> &[(String, Source)] {
        &self.files
    }

    /// The file of a number: zero is this one.
    pub(crate) fn file(&self, number: u16) -> &Self {
        match usize::from(number).checked_sub(1) {
            Some(index) => match self.files.get(index) {
                Some((_, file)) => file,
                None => self.overlays.get(index - self.files.len()).unwrap_or(self),
            },
            None => self,
        }
    }

    /// Overlays that change the document before it is read, in this order (Overlay Specification 1.0). References are
    /// followed first: call [`with_files`](Self::with_files) before.
    #[must_use]
    pub fn with_overlays(mut self, overlays: Vec<Self>) -> Self {
        self.overlays = overlays;
        self
    }

    /// The overlays with the numbers of their files.
    pub(crate) fn overlays(&self) -> impl Iterator<Item = (u16, &Self)> {
        let first = self.files.len() + 1;
        let numbered = self.overlays.iter().enumerate();
        numbered.map(move |(index, overlay)| {
            (u16::try_from(first + index).unwrap_or(u16::MAX), overlay)
        })
    }

    /// How many files the document has, with its overlays.
    pub(crate) fn file_count(&self) -> usize {
        1 + self.files.len() + self.overlays.len()
    }

    /// Reads the other files that the references of the document lead to, and those that theirs lead to.
    ///
    /// `read` is given a path from the folder of this document, with `/` between its segments. What it cannot
    /// read is left out; [`crate::spec::load`] reports the references to it.
    #[must_use]
    pub fn with_files(mut self, mut read: impl FnMut(&str) -> Option<Self>) -> Self {
        let mut waiting = references::paths(&self.text, "");
        let mut known: std::collections::BTreeSet<String> = waiting.iter().cloned().collect();
        let own = references::last(&self.name).to_owned();
        while let Some(path) = waiting.pop() {
            if path == own || self.files.len() >= usize::from(u16::MAX) {
                continue;
            }
            let Some(file) = read(&path) else { continue };
            let found = references::paths(file.text(), &path);
            waiting.extend(found.into_iter().filter(|path| known.insert(path.clone())));
            self.files.push((path, file));
        }
        self.files.sort_by(|(one, _), (other, _)| one.cmp(other));
        self
    }

    /// The text, without a byte order mark.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How the document is written.
    #[must_use]
    pub fn format(&self) -> Format {
        self.format
    }

    /// The offset in the file of the first byte that is not UTF-8.
    #[must_use]
    pub fn not_utf8_at(&self) -> Option<usize> {
        self.not_utf8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn byte_order_mark_is_dropped() {
        let source = Source::from_bytes("a.json", b"\xef\xbb\xbf {}".to_vec());
        assert_eq!((source.text(), source.format()), (" {}", Format::Json));
    }

    #[test]
    fn bad_bytes_are_remembered() {
        let source = Source::from_bytes("a.yaml", b"openapi: \xff3".to_vec());
        assert_eq!(
            (source.text(), source.not_utf8_at()),
            ("openapi: ", Some(9))
        );
    }
}
