//! Offers single nodes to `openapiv3`.

use openapiv3::{
    Example, Header, Link, Operation, Parameter, PathItem, RequestBody, Response, Schema,
    SecurityScheme,
};
use serde::de::DeserializeOwned;
use serde_yaml::Value;

use super::shape::Kind;

/// Whether `openapiv3` reads a node, and its words if it does not.
pub(super) fn accepts(kind: Kind, value: Value) -> Result<(), String> {
    fn read<T: DeserializeOwned>(value: Value) -> Result<(), String> {
        match serde_yaml::from_value::<T>(value) {
            Ok(_) => Ok(()),
            Err(error) => Err(error.to_string()),
        }
    }
    match kind {
        Kind::Example => read::<Example>(value),
        Kind::Header => read::<Header>(value),
        Kind::Link => read::<Link>(value),
        Kind::Operation => read::<Operation>(value),
        Kind::Parameter => read::<Parameter>(value),
        Kind::PathItem => read::<PathItem>(value),
        Kind::RequestBody => read::<RequestBody>(value),
        Kind::Response => read::<Response>(value),
        Kind::Schema => read::<Schema>(value),
        Kind::SecurityScheme => read::<SecurityScheme>(value),
        Kind::Callback | Kind::Discriminator | Kind::Other => Ok(()),
    }
}
