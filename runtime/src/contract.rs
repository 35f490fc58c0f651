//! The contract between generated code and the runtime.

/// Declares the version of the contract for which a crate was generated.
///
/// The contract consists of the items that generated code uses: this macro, which stays at the root of the
/// crate, and the module `rt`. A crate may be older than the current generator, so the runtime accepts two
/// versions: the newest and the one before it. Any other version is a single clear error instead of errors
/// about missing items.
///
/// A new item in `rt`, or a new word that a macro accepts, does not need a new version. A removed item, or
/// one with a new meaning, does: see `CONTRIBUTING.md`.
///
/// | version | change |
/// |---|---|
/// | 1 | the first version, which was never released; the runtime does not accept it |
/// | 2 | constructors instead of literals; one module, `rt`; vendors by type |
#[doc(hidden)]
#[macro_export]
macro_rules! contract {
    (2) => {};
    ($other:literal) => {
        ::core::compile_error!(concat!(
            "this crate was generated for version ",
            $other,
            " of the contract with `bindery-runtime`, which knows version 2: run `bindery codegen`, or \
             depend on the version of `bindery-runtime` that goes with the crate"
        ));
    };
}
