//! Calls: a request that is put together, and the future that sends it.
//!
//! Setters of generated requests end in [`request_builder`]. Retries and limits are the client's.

pub(crate) mod arguments;
pub(crate) mod ready;
pub(crate) mod request_builder;
pub(crate) mod sending;
