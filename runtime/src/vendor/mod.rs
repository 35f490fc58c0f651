//! What a single vendor means beyond OpenAPI, each fact with its source.
//!
//! A vendor's settings are on the builders of its own clients alone: generated code names the vendor in the facts
//! about the API and implements the vendor's trait for its client. The rooms below know that a vendor may place
//! servers ([`Vendor`](crate::operation::api::Vendor)), and no vendor by name.

pub mod twilio;
