//! Models: the values of requests and responses as tables, and the loops that decode and encode them.
//!
//! [`decode`] decodes JSON that matches, directly from its bytes; [`decode_tolerant`] decodes, keeps and
//! reports values that do not; [`encode`] encodes; [`check`] checks the document's rules. A new kind of value
//! is a variant of [`DecodeTarget`](field_slot::DecodeTarget) and of
//! [`EncodeSource`](field_slot::EncodeSource). Nothing here knows an operation, HTTP or a client.

pub(crate) mod assign;
pub(crate) mod base64_text;
pub(crate) mod check;
pub(crate) mod check_parts;
pub(crate) mod compare;
pub(crate) mod custom;
pub(crate) mod date_time;
pub(crate) mod decode;
pub(crate) mod decode_error;
pub(crate) mod decode_tolerant;
pub(crate) mod decode_union;
pub(crate) mod encode;
pub(crate) mod field_slot;
pub(crate) mod fit;
pub(crate) mod lenient;
pub(crate) mod lossy;
pub(crate) mod mend;
pub(crate) mod mismatch;
pub(crate) mod mismatches;
pub(crate) mod notes;
pub(crate) mod number;
pub(crate) mod object;
pub(crate) mod open_enum;
pub(crate) mod original;
pub(crate) mod pattern_text;
pub(crate) mod raw;
pub(crate) mod rules;
pub(crate) mod text;
pub(crate) mod time;
pub(crate) mod unencodable;
pub(crate) mod unexpected;
pub(crate) mod union;
