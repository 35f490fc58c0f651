//! Collects a response body as it arrives, decompresses it if necessary, and enforces a limit.

#[cfg(feature = "gzip")]
use std::io::{self, Write as _};

use bytes::{Bytes, BytesMut};
#[cfg(feature = "gzip")]
use flate2::write::MultiGzDecoder;
use http::StatusCode;
#[cfg(feature = "hyper")]
use http::header::HeaderMap;
#[cfg(feature = "gzip")]
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};

use crate::transport::{TransportError, TransportErrorKind};

/// A body that is being received.
pub(crate) enum BodyCollector {
    /// Not compressed.
    Plain(Kept),
    /// Compressed with gzip (RFC 1952), and the number of compressed bytes received.
    #[cfg(feature = "gzip")]
    Gzip(Box<MultiGzDecoder<Kept>>, usize),
}

impl BodyCollector {
    /// Creates an empty collector for a response with this status.
    pub(crate) fn new(status: StatusCode, limit: usize) -> Self {
        Self::Plain(Kept::new(status, limit))
    }

    /// Creates an empty collector; it decompresses if the headers say so, and removes these headers.
    #[cfg(feature = "gzip")]
    pub(crate) fn decoding(status: StatusCode, limit: usize, headers: &mut HeaderMap) -> Self {
        let coding = headers.get(CONTENT_ENCODING);
        match coding
            .map(|coding| coding.as_bytes().to_ascii_lowercase())
            .as_deref()
        {
            Some(b"gzip" | b"x-gzip") => {
                headers.remove(CONTENT_ENCODING);
                headers.remove(CONTENT_LENGTH);
                Self::Gzip(Box::new(MultiGzDecoder::new(Kept::new(status, limit))), 0)
            }
            _ => Self::new(status, limit),
        }
    }

    /// Creates an empty collector: without the feature, no content coding is supported.
    #[cfg(all(feature = "hyper", not(feature = "gzip")))]
    pub(crate) fn decoding(status: StatusCode, limit: usize, _: &mut HeaderMap) -> Self {
        Self::new(status, limit)
    }

    /// Adds a chunk; returns whether more bytes are needed.
    pub(crate) fn take(&mut self, chunk: &[u8]) -> Result<bool, TransportError> {
        match self {
            Self::Plain(kept) => {
                kept.take(chunk);
                kept.wants_more()
            }
            #[cfg(feature = "gzip")]
            Self::Gzip(decoder, came) => {
                *came += chunk.len();
                let kept = decoder.get_mut();
                kept.is_full |= *came > kept.limit.saturating_add(OVERHEAD);
                let taken = match kept.is_full {
                    true => Ok(()),
                    false => decoder.write_all(chunk),
                };
                of_decoder(decoder, taken)
            }
        }
    }

    /// The whole body, or the part of it that is kept.
    pub(crate) fn finish(self) -> Result<Bytes, TransportError> {
        let kept = match self {
            Self::Plain(kept) => kept,
            #[cfg(feature = "gzip")]
            Self::Gzip(mut decoder, came) => {
                // No bytes at all are not a gzip member, but are an empty body.
                if came > 0 {
                    let finished = decoder.try_finish();
                    of_decoder(&decoder, finished)?;
                }
                std::mem::take(decoder.get_mut())
            }
        };
        Ok(kept.bytes.freeze())
    }
}

/// How much longer than its content a compressed body may be: this also bounds empty gzip members.
#[cfg(feature = "gzip")]
const OVERHEAD: usize = 64 * 1024;

/// Whether more bytes are needed. The decoder also fails if the limit is reached.
#[cfg(feature = "gzip")]
fn of_decoder(
    decoder: &MultiGzDecoder<Kept>,
    result: io::Result<()>,
) -> Result<bool, TransportError> {
    let kept = decoder.get_ref();
    if !kept.wants_more()? || (kept.may_be_cut && result.is_err()) {
        return Ok(false);
    }
    let damaged =
        |error| TransportError::new(TransportErrorKind::Interrupted).caused_by(Box::new(error));
    result.map_err(damaged).map(|()| true)
}

/// The part of a body that is kept.
#[derive(Default)]
pub(crate) struct Kept {
    bytes: BytesMut,
    limit: usize,
    /// For an error (4xx, 5xx) the beginning is sufficient: its status matters more than a body that is too
    /// long or cannot be read.
    may_be_cut: bool,
    is_full: bool,
}

impl Kept {
    fn new(status: StatusCode, limit: usize) -> Self {
        Self {
            limit,
            may_be_cut: status.is_client_error() || status.is_server_error(),
            ..Self::default()
        }
    }

    /// Keeps as many bytes as the limit allows.
    fn take(&mut self, chunk: &[u8]) -> usize {
        let length = chunk.len().min(self.limit - self.bytes.len());
        self.bytes.extend_from_slice(&chunk[..length]);
        self.is_full |= length < chunk.len();
        length
    }

    fn wants_more(&self) -> Result<bool, TransportError> {
        match (self.is_full, self.may_be_cut) {
            (true, false) => Err(TransportError::new(TransportErrorKind::TooLarge)),
            (is_full, _) => Ok(!is_full),
        }
    }
}

#[cfg(feature = "gzip")]
impl io::Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Ok(self.take(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OK: StatusCode = StatusCode::OK;
    const NOT_FOUND: StatusCode = StatusCode::NOT_FOUND;

    fn all(mut received: BodyCollector, chunks: &[&[u8]]) -> Result<Bytes, TransportErrorKind> {
        for chunk in chunks {
            if !received.take(chunk).map_err(|error| error.kind())? {
                break;
            }
        }
        received.finish().map_err(|error| error.kind())
    }

    #[test]
    fn a_body_up_to_its_limit() {
        let of = |status, limit| all(BodyCollector::new(status, limit), &[b"ab", b"", b"cd"]);
        assert_eq!(of(OK, 4).unwrap(), "abcd");
        assert_eq!(of(OK, 3), Err(TransportErrorKind::TooLarge));
        assert_eq!(of(NOT_FOUND, 4).unwrap(), "abcd");
        assert_eq!(of(NOT_FOUND, 3).unwrap(), "abc");
        assert_eq!(of(NOT_FOUND, 0).unwrap(), "");
    }

    #[cfg(feature = "gzip")]
    #[test]
    fn a_compressed_body_up_to_its_limit() {
        use std::io::Write as _;

        let gzip = |text: &[u8]| {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), Default::default());
            encoder.write_all(text).unwrap();
            encoder.finish().unwrap()
        };
        // Two members are one body (RFC 1952, section 2.2).
        let compressed = [gzip(b"ab"), gzip(b"cd")].concat();
        let of = |status, limit, bytes: &[u8], size| {
            let mut headers = HeaderMap::new();
            headers.insert(CONTENT_ENCODING, "GZIP".parse().unwrap());
            headers.insert(CONTENT_LENGTH, bytes.len().into());
            let received = BodyCollector::decoding(status, limit, &mut headers);
            assert!(headers.is_empty());
            all(received, &bytes.chunks(size).collect::<Vec<_>>())
        };
        for size in [1, 7, 1000] {
            assert_eq!(of(OK, 4, &compressed, size).unwrap(), "abcd");
            assert_eq!(
                of(OK, 3, &compressed, size),
                Err(TransportErrorKind::TooLarge)
            );
            assert_eq!(of(NOT_FOUND, 3, &compressed, size).unwrap(), "abc");
            assert_eq!(of(OK, 4, b"", size).unwrap(), "");
            for cut in 1..compressed.len() {
                let of_error = of(NOT_FOUND, 4, &compressed[..cut], size).unwrap();
                assert!(b"abcd".starts_with(&of_error), "{of_error:?}");
                let cut = of(OK, 4, &compressed[..cut], size);
                let whole = cut.as_deref() == Ok(b"ab");
                assert!(
                    whole || cut == Err(TransportErrorKind::Interrupted),
                    "{cut:?}"
                );
            }
        }
        assert_eq!(of(NOT_FOUND, 4, b"<p>no</p>", 1000).unwrap(), "");
        let endless = gzip(b"").repeat(10_000);
        assert_eq!(of(OK, 4, &endless, 1000), Err(TransportErrorKind::TooLarge));
        assert_eq!(of(NOT_FOUND, 4, &endless, 1000).unwrap(), "");
        let mut damaged = gzip(b"ab");
        let sum = damaged.len() - 8;
        damaged[sum] ^= 1;
        assert_eq!(
            of(OK, 4, &damaged, 1000),
            Err(TransportErrorKind::Interrupted)
        );
    }

    #[cfg(feature = "gzip")]
    #[test]
    fn a_body_of_another_coding_is_left_alone() {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_ENCODING, "br".parse().unwrap());
        let received = BodyCollector::decoding(OK, 4, &mut headers);
        assert_eq!(all(received, &[b"ab"]).unwrap(), "ab");
        assert_eq!(headers.len(), 1);
    }
}
