//! The hand-written part of every client that Bindery generates.
//!
//! Generated crates hold facts: which operations there are, which parameters, which models, as
//! tables. Everything that has a branch, a loop or a way to fail is here.
//!
//! - [`Place`] and the tables that [`object!`], [`union!`], [`open_enum!`], [`fixed_text!`] and
//!   [`pattern_text!`] make: models that one loop reads and writes.
//! - [`Operation`] and [`Parameter`], made by [`operation!`]: facts about requests; [`Draft`] checks
//!   and sends them.
//! - [`Response`], [`Page`], [`PageStream`], [`ItemStream`]: what comes back.
//! - [`Client`], [`ClientBuilder`], [`Credentials`], [`Transport`]: how it gets there.
//! - [`Error`]: what can go wrong.
//!
//! [`production`] is a guide to every setting.

#![forbid(unsafe_code)]

mod address;
mod answer;
mod api;
mod auth;
#[cfg(feature = "blocking")]
mod blocking;
mod call;
mod charset;
mod check;
mod check_body;
mod client;
mod compare;
mod content;
mod date_time;
mod decode;
mod draft;
mod error;
mod fill;
mod fill_union;
mod flaw;
mod given;
mod json;
mod lenient;
mod lossy;
mod mend;
mod misfit;
mod mismatch;
mod multipart;
mod next_page;
mod notes;
mod object;
mod open_enum;
mod operation;
mod original;
mod page;
mod page_stream;
mod parameter;
mod pattern_text;
mod place;
mod position;
mod put;
mod request;
mod request_body;
mod response;
mod rules;
mod sending;
mod style;
#[cfg(feature = "testing")]
pub mod testing;
mod text;
mod time;
mod transport;
mod unexpected;
mod union;
mod walk;
mod write;

pub use answer::{Answer, FromAnswer, FromBody, Text};
pub use api::{Api, Environment, EnvironmentCredentials, Scheme};
pub use auth::credentials::Credentials;
pub use auth::provider::{CredentialsFuture, CredentialsProvider};
pub use auth::signer::{Signer, SigningRequest};
#[cfg(feature = "blocking")]
pub use blocking::{BlockingItems, BlockingPages};
pub use bytes::Bytes;
pub use call::Call;
pub use client::Client;
pub use client::builder::ClientBuilder;
pub use client::hooks::{Attempt, Hooks, Outcome};
pub use client::options::RequestOptions;
pub use client::retry::RetryPolicy;
pub use content::Content;
pub use date_time::DateTime;
pub use draft::{Draft, Scope, strings};
pub use error::{Error, ErrorKind, TimeoutKind, Violation};
pub use http::{HeaderMap, StatusCode};
pub use jiff;
pub use json::{from_slice, from_slice_strict, from_value, to_value, to_vec};
pub use mismatch::{Mismatch, MismatchKind, mismatches};
pub use multipart::File;
pub use open_enum::UnknownValue;
pub use operation::{BodyKind, Method, Operation, Paging, Particulars};
pub use page::{Page, Paged, Rejected};
pub use page_stream::{ItemStream, PageStream};
pub use parameter::{Location, Parameter, Style};
pub use place::{Field, Place};
pub use position::{Position, PositionError};
pub use request::Request;
pub use response::{NoHeaders, Response};
pub use rules::{Limit, Rules};
pub use sending::Sending;
pub use serde_json::Value;
pub use text::TextError;
pub use time::{Date, DateTimeRfc2822};
pub use transport::body::Body;
#[cfg(feature = "hyper")]
pub use transport::hyper::HyperTransport;
#[cfg(feature = "reqwest")]
pub use transport::reqwest::ReqwestTransport;
#[cfg(any(feature = "hyper", feature = "reqwest"))]
pub use transport::timer::TokioTimer;
pub use transport::timer::{Sleep, Timer};
pub use transport::{Limits, Transport, TransportError, TransportErrorKind, TransportFuture};
pub use unexpected::Unexpected;
pub use url::Url;

#[doc = include_str!("production.md")]
pub mod production {}

/// What the macros need. Not for use by hand: it changes without notice.
#[doc(hidden)]
pub mod __private {
    pub use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub use crate::decode::deserialize;
    pub use crate::object::{Object, Places, Row, Table, Views, debug_object, debug_variant, rows};
    pub use crate::page::Items;
    pub use crate::parameter::Row as Parameter;
    pub use crate::pattern_text::Rule;
    pub use crate::place::{Exactness, Integer, Lack, List, Map, Slot, Text, View};
    pub use crate::text::{Shape, ascii, class, debug_text, literal, refuse};
    pub use crate::union::{Union, UnionTable};
    pub use crate::write::serialize;
    pub use crate::{
        __answered as answered, __length as length, __rest as rest, __run as run, __shims as shims,
        __str_traits as str_traits, __text_traits as text_traits, __union_tag as union_tag,
    };
}
