//! The contract between generated code and the runtime.

/// States the version of the contract that a generated crate was made for.
///
/// The contract is what generated code names: this macro, which stays at the root of the crate, and the module
/// `rt`. A crate outlives the generator that made it, so the runtime accepts two versions: the newest, and the one
/// before it. Any other is one clear error before those about items that are not there.
///
/// An item that is added to `rt`, or a word that a macro takes beside the ones that it took, is no new version. One
/// that goes or means something else is: `CONTRIBUTING.md` says what to do.
///
/// | version | what changed |
/// |---|---|
/// | 1 | the first; the runtime does not accept it any more |
/// | 2 | constructors in place of literals; one module, `rt`; vendors by type |
#[doc(hidden)]
#[macro_export]
macro_rules! contract {
    (2) => {};
    ($other:literal) => {
        ::core::compile_error!(concat!(
            "this crate was generated for version ",
            $other,
            " of the contract with `bindery-runtime`, which knows version 2: run `cargo xtask codegen`, or \
             depend on the version of `bindery-runtime` that goes with the crate"
        ));
    };
}
