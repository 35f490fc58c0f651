//! HTTP messages: requests as they are sent, and responses as they are read.
//!
//! A new kind of request body is in [`request_body`]. Nothing here knows a client, and nothing waits.

pub(crate) mod charset;
pub(crate) mod content;
pub(crate) mod parameter_values;
pub(crate) mod raw_response;
pub(crate) mod request;
pub(crate) mod request_body;
pub(crate) mod response;
