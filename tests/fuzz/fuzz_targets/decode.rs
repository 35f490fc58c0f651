//! Any bytes as an answer: what is read is written as it was.

#![no_main]

#[path = "../../src/round_trips.rs"]
#[allow(dead_code, reason = "the other target uses the rest")]
mod round_trips;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| round_trips::an_answer_is_written_as_it_was(bytes));
