//! Calls: a request that is being built, and the future that sends it.
//!
//! The setters of generated requests call [`request_builder`]. Lists are in [`pages`]. Retries and limits are in the client.

pub(crate) mod arguments;
pub(crate) mod methods;
pub(crate) mod pages;
pub(crate) mod ready;
pub(crate) mod request_builder;
pub(crate) mod sending;
