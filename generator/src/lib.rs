#![doc = include_str!("../README.md")]
//!
//! # Stages
//!
//! ```text
//! load   Source        → SpecDocument   parsed, checked, nothing decided
//! lower  SpecDocument  → Ir             what the API means: no $ref and nothing of Rust
//! plan   Ir            → Plan           every decision about Rust
//! emit   Plan          → Module         tokens, and no decision
//! render Module        → SourceFile     formatted text
//! sync   SourceFile    × directory      what changes, and the change
//! ```
//!
//! [`generate`] runs all but the last, which is the only one that touches files.

pub mod change;
pub mod diagnostic;
pub mod doc;
pub mod emit;
pub mod ir;
pub mod lock;
pub mod lower;
mod media_type;
pub mod name;
pub mod pattern;
pub mod plan;
pub mod pointer;
pub mod render;
pub mod replace;
mod rt;
pub mod source;
pub mod spec;
pub mod sync;
pub mod target;
mod unmatched;
mod vendor;

use diagnostic::Diagnostics;
use ir::Ir;
use lock::Lock;
use plan::Plan;
use source::Source;
use spec::SpecDocument;
use sync::SourceFile;
use target::Target;
pub use unmatched::Unmatched;

/// The result of generating a crate.
#[derive(Debug)]
pub struct Outcome {
    /// All diagnostics of the document.
    pub diagnostics: Diagnostics,
    /// The entries of the target that match nothing of the document, if it has no mistakes.
    pub unmatched: Vec<Unmatched>,
    /// The crate; none if the document has mistakes.
    pub generated: Option<GeneratedCrate>,
}

/// A crate that was generated.
#[derive(Clone, Debug)]
pub struct GeneratedCrate {
    /// Its files.
    pub files: Vec<SourceFile>,
    /// How many operations it has.
    pub operations: usize,
    /// How many types it defines, requests and handles aside.
    pub types: usize,
    /// The features of the runtime that it needs beyond the default.
    pub features: Vec<String>,
    /// What the mistakes of the document have cost.
    pub left_out: spec::LeftOut,
    /// Its names, to be kept for the next time.
    pub lock: Lock,
}

/// A part of [`generate_observed`] whose time is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The document is read and checked.
    Load,
    /// What it means is known.
    Lower,
    /// Everything about Rust is decided.
    Plan,
    /// The text of the files is made: modules are emitted and rendered one by one, on several threads.
    Write,
}

/// Generates a crate from a document.
#[must_use]
pub fn generate(source: &Source, target: &Target) -> Outcome {
    generate_observed(source, target, &mut |_| {})
}

/// Does what [`generate`] does, and says when each stage has ended. A stage that is not reached does not end.
#[must_use]
pub fn generate_observed(
    source: &Source,
    target: &Target,
    ended: &mut (dyn FnMut(Stage) + Send),
) -> Outcome {
    on_a_large_stack(|| {
        let mut diagnostics = Diagnostics::new();
        let mut unmatched = Vec::new();
        let generated = run(source, target, &mut diagnostics, &mut unmatched, ended);
        Outcome {
            diagnostics,
            unmatched,
            generated,
        }
    })
}

fn run(
    source: &Source,
    target: &Target,
    diagnostics: &mut Diagnostics,
    unmatched: &mut Vec<Unmatched>,
    ended: &mut (dyn FnMut(Stage) + Send),
) -> Option<GeneratedCrate> {
    let document = spec::load(source, target, diagnostics);
    ended(Stage::Load);
    let document = document?;
    let left_out = document.left_out;
    let ir = meaning(&document, target, diagnostics, unmatched);
    ended(Stage::Lower);
    let is_complete = left_out == spec::LeftOut::default();
    let plan = std::thread::scope(|scope| {
        // Freeing so many small allocations takes a third of the time of planning.
        scope.spawn(|| drop(document));
        decisions(&ir?, target, is_complete, diagnostics)
    });
    ended(Stage::Plan);
    let (plan, lock) = plan?;
    let files = write(&plan, target);
    ended(Stage::Write);
    Some(GeneratedCrate {
        files,
        operations: plan.operations().count(),
        types: plan.texts.len() + plan.enums.len() + plan.models.len() + plan.unions.len(),
        features: plan.features,
        left_out,
        lock,
    })
}

/// The `Ir` and the `Plan` of a document; `None` if it has errors.
#[must_use]
pub fn understand(
    source: &Source,
    target: &Target,
    diagnostics: &mut Diagnostics,
) -> Option<(Ir, Plan)> {
    let (ir, plan, _) = understand_and_lock(source, target, diagnostics)?;
    Some((ir, plan))
}

/// The same with the names that the crate has then.
pub(crate) fn understand_and_lock(
    source: &Source,
    target: &Target,
    diagnostics: &mut Diagnostics,
) -> Option<(Ir, Plan, Lock)> {
    on_a_large_stack(|| {
        let document = spec::load(source, target, diagnostics)?;
        let ir = meaning(&document, target, diagnostics, &mut Vec::new())?;
        let is_complete = document.left_out == spec::LeftOut::default();
        let (plan, lock) = decisions(&ir, target, is_complete, diagnostics)?;
        Some((ir, plan, lock))
    })
}

/// Room for the deepest document that is read, in a debug build: depth is bounded by the reader
/// (nesting) and by lowering (references), and the bounds are meant for this size.
const STACK: usize = 128 << 20;

fn on_a_large_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let panic = |payload| std::panic::resume_unwind(payload);
        spawn_with_large_stack(scope, work)
            .join()
            .unwrap_or_else(panic)
    })
}

/// A thread with enough stack for the deepest document.
pub(crate) fn spawn_with_large_stack<'scope, T: Send + 'scope>(
    scope: &'scope std::thread::Scope<'scope, '_>,
    work: impl FnOnce() -> T + Send + 'scope,
) -> std::thread::ScopedJoinHandle<'scope, T> {
    std::thread::Builder::new()
        .stack_size(STACK)
        .spawn_scoped(scope, work)
        .expect("the system has room for a thread")
}

fn meaning(
    document: &SpecDocument,
    target: &Target,
    diagnostics: &mut Diagnostics,
    unmatched: &mut Vec<Unmatched>,
) -> Option<Ir> {
    let mut found = Diagnostics::new();
    let mut ir = lower::lower(document, target, &mut found);
    let origins = &document.origins;
    diagnostics.extend(found.into_iter().map(|it| origins.of_diagnostic(it)));
    if diagnostics.has_errors() {
        return None;
    }
    if !origins.is_empty() {
        ir.place(|pointer| origins.written(pointer));
    }
    *unmatched = unmatched::unmatched(document, &ir, target);
    Some(ir)
}

fn decisions(
    ir: &Ir,
    target: &Target,
    is_complete: bool,
    diagnostics: &mut Diagnostics,
) -> Option<(Plan, Lock)> {
    let plan = plan::plan(ir, target, is_complete, diagnostics);
    (!diagnostics.has_errors()).then_some(plan)
}

/// The files of a plan.
#[must_use]
pub fn write(plan: &Plan, target: &Target) -> Vec<SourceFile> {
    let header = format!(
        "// @generated by `bindery codegen` from {}. Do not edit.",
        target.spec_name
    );
    render::in_parallel(emit::modules(plan), |module| SourceFile {
        text: render::render(&header, module.blocks()).expect("what is emitted is valid Rust"),
        path: module.path,
    })
}
