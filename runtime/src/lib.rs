//! The hand-written part of every client that Bindery generates.
//!
//! Generated crates hold facts: which operations there are, which parameters, which models, as
//! tables. Everything that has a branch, a loop or a way to fail is here.
//!
//! What programs use is here, and every generated crate has it as its module `runtime`:
//!
//! - [`ClientBuilder`], [`Credentials`], [`RequestOptions`], [`RetryPolicy`]: how a client and a call are set up.
//! - [`Call`], [`Sending`], [`Response`], [`Page`], [`PageStream`], [`ItemStream`]: what is sent, and what comes
//!   back.
//! - [`Error`] and [`ErrorKind`]: what can go wrong.
//! - [`Unexpected`], [`Field`], [`UnknownValue`], [`DateTime`], [`Date`], [`File`]: what models and requests hold.
//! - [`from_slice`] and [`to_vec`]: models without a client.
//!
//! [`production`] is a guide to every setting.
//!
//! # Traits
//!
//! Programs may implement these:
//!
//! | trait | what for |
//! |---|---|
//! | [`Transport`] | another way to the service, such as a proxy, a cache or a test |
//! | [`Timer`] | another clock |
//! | [`Hooks`] | what happens before and after each attempt |
//! | [`Signer`] | headers that depend on the whole request |
//! | [`CredentialsProvider`] | secrets that rotate |
//!
//! These are implemented by this crate and by generated code alone, and gain methods at any time: [`FieldSlot`],
//! [`FromBody`], [`FromResponse`], [`Paged`], and [`Regional`](vendor::twilio::Regional). A program names them in
//! bounds.

#![forbid(unsafe_code)]

mod address;
mod auth;
#[cfg(feature = "blocking")]
mod blocking;
mod call;
mod client;
mod contract;
mod error;
mod json;
mod message;
mod model;
mod operation;
mod page;
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
pub use call::ready::Call;
pub use call::sending::Sending;
pub use client::Client;
pub use client::builder::ClientBuilder;
pub use client::hooks::{Attempt, Hooks, Outcome};
pub use client::options::RequestOptions;
pub use client::retry::RetryPolicy;
pub use error::{Error, ErrorKind, TimeoutKind, Violation};
pub use http::{HeaderMap, StatusCode};
pub use jiff;
pub use json::{from_slice, from_slice_strict, from_value, to_value, to_vec};
pub use message::raw_response::{FromBody, FromResponse, RawResponse, Text};
pub use message::request::Request;
pub use message::response::{NoHeaders, Response};
pub use model::date_time::DateTime;
pub use model::field_slot::{Field, FieldSlot};
pub use model::mismatch::{Mismatch, MismatchKind, mismatches};
pub use model::open_enum::UnknownValue;
pub use model::text::TextError;
pub use model::time::{Date, DateTimeRfc2822};
pub use model::unexpected::Unexpected;
pub use operation::multipart::File;
pub use operation::parameter::Location;
pub use operation::table::{Method, Operation};
pub use page::cursor::{Cursor, CursorError};
pub use page::model::{Page, Paged, Rejected};
pub use page::streams::{ItemStream, PageStream};
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
