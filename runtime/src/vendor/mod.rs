//! Facts of single vendors beyond OpenAPI, each with its source.
//!
//! Only the builders of a vendor's own clients have its settings: generated code names the vendor in the
//! facts about the API and implements the vendor's trait for its client. The other modules know that a vendor
//! may change server URLs ([`Vendor`](crate::operation::api::Vendor)), but no vendor by name.

pub mod twilio;
