//! The contract between generated code and the runtime.

/// States the version of the contract that a generated crate was made for.
///
/// The runtime accepts the versions that it knows. Another one is one clear error in place of many about items
/// that are not there.
///
/// | version | what changed |
/// |---|---|
/// | 1 | the first |
#[doc(hidden)]
#[macro_export]
macro_rules! contract {
    (1) => {};
    ($other:literal) => {
        ::core::compile_error!(concat!(
            "this crate was generated for version ",
            $other,
            " of the contract with `bindery-runtime`, which knows version 1: run `cargo xtask codegen`, or \
             depend on the version of `bindery-runtime` that goes with the crate"
        ));
    };
}
