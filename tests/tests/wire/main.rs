//! The generated client against servers on loopback.

mod answers;
mod calls;
mod example;
mod faults;
mod pages;
mod requests;
mod secrets;
mod setup;
