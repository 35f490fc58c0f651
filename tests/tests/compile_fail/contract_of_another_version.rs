//! A crate that was generated for a contract that the runtime does not know.

bindery_runtime::contract! { 4000000000 }

fn main() {}
