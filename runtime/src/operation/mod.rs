//! Operations as tables: method, path, parameters, their styles.
//!
//! A new style belongs in [`style`], a new rule in `model/rules.rs` and `model/check.rs`, a new kind of body in [`table`]
//! and `message/request_body.rs`. Nothing here knows a client or sends anything.

pub(crate) mod api;
pub(crate) mod check;
pub(crate) mod multipart;
pub(crate) mod parameter;
pub(crate) mod style;
pub(crate) mod table;
