//! The hand-written part of every client that Bindery generates.
//!
//! Generated crates hold facts: which operations there are, which parameters, which models, as
//! tables. Everything that has a branch, a loop or a way to fail is here.
//!
//! - [`FieldSlot`] and the tables that [`object!`], [`union!`], [`open_enum!`], [`fixed_text!`] and
//!   [`pattern_text!`] make: models that one loop reads and writes.
//! - [`Operation`] and [`Parameter`], made by [`operation!`]: facts about requests; [`RequestBuilder`] checks
//!   and sends them.
//! - [`Response`], [`Page`], [`PageStream`], [`ItemStream`]: what comes back.
//! - [`Client`], [`ClientBuilder`], [`Credentials`], [`Transport`]: how it gets there.
//! - [`Error`]: what can go wrong.
//!
//! [`production`] is a guide to every setting.

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
pub use call::request_builder::{RequestBuilder, Scope, strings};
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
pub use message::content::Content;
pub use message::raw_response::{FromBody, FromResponse, RawResponse, Text};
pub use message::request::Request;
pub use message::response::{NoHeaders, Response};
pub use model::date_time::DateTime;
pub use model::field_slot::{Field, FieldSlot};
pub use model::mismatch::{Mismatch, MismatchKind, mismatches};
pub use model::open_enum::UnknownValue;
pub use model::rules::{Bound, Rules};
pub use model::text::TextError;
pub use model::time::{Date, DateTimeRfc2822};
pub use model::unexpected::Unexpected;
pub use operation::api::{Api, Environment, EnvironmentCredentials, Scheme, Vendor};
pub use operation::multipart::File;
pub use operation::parameter::{Location, Parameter, Style};
pub use operation::table::{BodyKind, Method, Operation, OperationExtras, Paging};
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

/// What the macros need. Not for use by hand: it changes without notice.
#[doc(hidden)]
pub mod __private {
    pub use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub use crate::model::decode::deserialize;
    pub use crate::model::encode::serialize;
    pub use crate::model::field_slot::{
        Absence, DecodeTarget, EncodeSource, Exactness, Integer, List, Map, Text,
    };
    pub use crate::model::object::{
        DecodeTargets, EncodeSources, Object, Row, Table, debug_object, debug_variant, rows,
    };
    pub use crate::model::pattern_text::Rule;
    pub use crate::model::text::{Shape, ascii, class, debug_text, literal, refuse};
    pub use crate::model::union::{Union, UnionTable};
    pub use crate::operation::parameter::Row as Parameter;
    pub use crate::page::model::Items;
    pub use crate::{
        __answered as with_response, __length as length, __rest as rest, __run as run,
        __shims as shims, __str_traits as str_traits, __text_traits as text_traits,
        __union_tag as union_tag,
    };
}
