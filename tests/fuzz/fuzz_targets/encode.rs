//! Any text in every part of a request: it can be read out of it again.

#![no_main]

#[path = "../../src/round_trips.rs"]
#[allow(dead_code, reason = "the other target uses the rest")]
mod round_trips;

libfuzzer_sys::fuzz_target!(|text: &str| round_trips::a_request_says_what_it_was_given(text));
