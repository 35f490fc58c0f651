//! What clients do with services on loopback: OAuth 2.0 client credentials (RFC 6749, section 4.4),
//! and errors with types.

#![cfg(feature = "hyper")]

mod service;
mod token_url;
mod tokens;
mod typed_errors;
