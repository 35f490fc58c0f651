//! The runtime library of all clients that Bindery generates.
//!
//! Generated crates contain facts about an API as tables: its operations, their parameters, and its models.
//! This crate contains the behaviour: everything with a branch, a loop or a way to fail.
//!
//! Programs use the items at the root of this crate; every generated crate re-exports them as its module
//! `runtime`:
//!
//! - [`ClientBuilder`], [`Credentials`], [`RequestOptions`], [`RetryPolicy`]: settings of a client and of a
//!   request.
//! - [`Call`], [`Sending`], [`Response`], [`Page`], [`PageStream`], [`ItemStream`]: requests and responses.
//! - [`Error`] and [`ErrorKind`]: errors.
//! - [`Unexpected`], [`Field`], [`UnknownValue`], [`DateTime`], [`Date`], [`Base64`], [`File`]: values in models
//!   and requests.
//! - [`from_slice`] and [`to_vec`]: decoding and encoding of models without a client.
//!
//! [`production`] is a guide to all settings.
//!
//! # Traits
//!
//! Programs may implement these traits:
//!
//! | trait | purpose |
//! |---|---|
//! | [`Transport`] | sends requests, for example through a cache or in a test |
//! | [`Timer`] | provides the time and waits |
//! | [`Hooks`] | runs code before and after each attempt |
//! | [`Signer`] | adds headers that depend on the whole request |
//! | [`CredentialsProvider`] | provides secrets that are rotated |
//!
//! Only this crate and generated code implement these traits, and they may gain methods at any time:
//! [`FieldSlot`], [`FromBody`], [`FromResponse`], [`Paged`], and [`Regional`](vendor::twilio::Regional).
//! Programs use them in trait bounds.

#![forbid(unsafe_code)]

mod address;
mod auth;
#[cfg(feature = "blocking")]
mod blocking;
mod call;
mod client;
mod contract;
mod error;
mod hooks;
mod json;
mod message;
mod model;
mod operation;
#[cfg(feature = "testing")]
pub mod testing;
mod transport;
pub mod vendor;

pub use auth::credentials::Credentials;
pub use auth::provider::{CredentialsFuture, CredentialsProvider};
pub use auth::signer::{Signer, SigningRequest};
#[cfg(feature = "blocking")]
pub use blocking::{BlockingItems, BlockingPages};
pub use bytes::Bytes;
pub use call::pages::cursor::{Cursor, CursorError};
pub use call::pages::model::{Page, Paged, Rejected};
pub use call::pages::streams::{ItemStream, PageStream};
pub use call::ready::Call;
pub use call::sending::Sending;
pub use client::Client;
pub use client::builder::ClientBuilder;
pub use client::options::RequestOptions;
pub use client::retry::RetryPolicy;
pub use error::{Error, ErrorKind, TimeoutKind, Violation};
pub use hooks::{Attempt, Hooks, Outcome};
pub use http::{HeaderMap, StatusCode};
pub use jiff;
pub use json::{from_slice, from_slice_strict, from_value, to_value, to_vec};
pub use message::raw_response::{FromBody, FromResponse, RawResponse, Text};
pub use message::request::Request;
pub use message::response::{NoHeaders, Response};
pub use model::base64_text::{Base64, Base64Url};
pub use model::custom::{AsJson, AsNumber, AsText, Custom};
pub use model::date_time::DateTime;
pub use model::field_slot::{Field, FieldSlot};
pub use model::mismatch::{Mismatch, MismatchKind};
pub use model::mismatches::mismatches;
pub use model::open_enum::UnknownValue;
pub use model::text::TextError;
pub use model::time::{Date, DateTimeRfc2822};
pub use model::unexpected::Unexpected;
pub use operation::multipart::File;
pub use operation::parameter::Location;
pub use operation::table::{Method, Operation};
pub use serde_json::Value;
pub use transport::body::Body;
#[cfg(feature = "hyper")]
pub use transport::hyper::HyperTransport;
#[cfg(feature = "reqwest")]
pub use transport::reqwest::ReqwestTransport;
#[cfg(any(feature = "hyper", feature = "reqwest"))]
pub use transport::timer::TokioTimer;
pub use transport::timer::{Sleep, Timer};
pub use transport::{
    Transport, TransportError, TransportErrorKind, TransportFuture, TransportLimits,
};
pub use url::Url;

#[doc = include_str!("production.md")]
pub mod production {}

#[doc(hidden)]
pub mod rt;
