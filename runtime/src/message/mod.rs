//! HTTP messages: building requests and decoding responses.
//!
//! A new kind of request body is in [`request_body`]. Nothing here sends or waits, or knows the client.

pub(crate) mod accept;
pub(crate) mod charset;
pub(crate) mod check;
pub(crate) mod content;
pub(crate) mod parameter_values;
pub(crate) mod raw_response;
pub(crate) mod request;
pub(crate) mod request_body;
pub(crate) mod response;
