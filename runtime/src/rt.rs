//! The items that generated code uses. Users find theirs at the root of the crate.
//!
//! An item here keeps its name and its meaning for two versions of the contract (see the macro `contract!`).
//! Nothing here is for use by hand.

// Values and responses: these are for users too.
pub use crate::message::raw_response::RawResponse;
pub use crate::vendor;
pub use crate::{
    AsJson, AsNumber, Base64, Base64Url, Bytes, Call, Client, ClientBuilder, Credentials, Custom,
    Date, DateTime, DateTimeRfc2822, Error, Field, File, ItemStream, Location, Method, Operation,
    Page, PageStream, Request, RequestOptions, Response, Sending, Text, Unexpected, UnknownValue,
    Value, production,
};

// Parts of requests.
pub use crate::call::methods::maybe;
pub use crate::call::request_builder::{RequestBuilder, Scope, list, strings};
pub use crate::message::content::Content;
pub use crate::model::field_slot::FieldSlot;

// Tables.
pub use crate::model::rules::{Bound, Groups, Rules};
pub use crate::operation::api::{Api, Environment, EnvironmentCredentials, Scheme, Vendor};
pub use crate::operation::parameter::{Parameter, PartHeader, Style};
pub use crate::operation::table::{BodyKind, OperationExtras, Paging};
pub use crate::{
    arguments, fixed_text, object, open_enum, open_integer_enum, operation, paged, pattern_text,
    request_methods, responses, rules, union,
};

/// Items that macros expand to; generated code does not name them.
pub mod macros {
    pub use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub use crate::call::arguments::debug_arguments;
    pub use crate::call::pages::model::{Items, Paged};
    pub use crate::message::raw_response::{FromBody, RawResponse};
    pub use crate::model::decode::deserialize;
    pub use crate::model::encode::serialize;
    pub use crate::model::field_slot::{
        Absence, DecodeTarget, EncodeSource, Exactness, Integer, List, Map, Text,
    };
    pub use crate::model::object::{
        DecodeTargets, EncodeSources, Object, Row, Table, debug_object, debug_variant, rows,
    };
    pub use crate::model::pattern_text::Rule;
    pub use crate::model::text::{Shape, TextError, ascii, class, debug_text, literal, refuse};
    pub use crate::model::union::{Union, UnionTable};
    pub use crate::operation::parameter::Row as Parameter;
    pub use crate::{
        __answered as with_response, __length as length, __rest as rest, __run as run,
        __sent as sent, __shims as shims, __shown as shown, __str_traits as str_traits,
        __text_traits as text_traits, __union_tag as union_tag,
    };
}
