//! The call of an operation.

use super::Crate;
use super::given::{Facts, field};
use super::layout::{Node, chain};
use super::sample::{FREE, Sampler};
use crate::ir::Method;
use crate::name::{self, Ident};
use crate::plan::{Arguments, Body, Doc, Handle, Operation, ReturnBody, RustType, Sink};

/// A call, with what it needs.
pub(super) struct Call<'a> {
    pub(super) handle: &'a Handle,
    pub(super) operation: &'a Operation,
    pub(super) sampler: Sampler<'a>,
    nodes: Vec<Node>,
}

impl<'a> Crate<'a> {
    /// The example of an operation; empty if no call keeps the rules of the document.
    pub(super) fn of_operation(&self, handle: &'a Handle, operation: &'a Operation) -> Doc {
        let first = self.call(
            handle,
            operation,
            &operation.method_name,
            &operation.arguments,
        );
        let beside = operation.beside.iter();
        let beside = beside.filter_map(|(name, list)| self.call(handle, operation, name, list));
        let calls: Vec<Call<'_>> = first.into_iter().chain(beside).collect();
        let mut lines = Doc::new();
        for call in &calls {
            if !lines.is_empty() {
                lines.push(String::new());
            }
            let block = self.block(call, &call.lines());
            lines.extend(block);
        }
        lines
    }

    /// A block of code around the lines of a call on a client that is there.
    pub(super) fn block(&self, call: &Call<'_>, lines: &[String]) -> Doc {
        let Self { package, .. } = self;
        let given = call.given();
        let head = [
            "```no_run".to_owned(),
            // A module may be called like its crate.
            format!("# use ::{package}::*;"),
            format!(
                "# async fn example(client: &Client{given}) -> Result<(), Box<dyn std::error::Error>> {{"
            ),
        ];
        let before = &call.sampler.before;
        let tail = ["# Ok(()) }", "```"].map(str::to_owned);
        let all = head.iter().chain(before).chain(lines).chain(&tail);
        all.cloned().collect()
    }

    /// The call of a method that makes a request.
    pub(super) fn call(
        &self,
        handle: &'a Handle,
        operation: &'a Operation,
        method: &Ident,
        arguments: &Arguments,
    ) -> Option<Call<'a>> {
        let mut sampler = Sampler::new(self.types);
        let facts = Facts::of(operation);
        let mut rules = facts.path();
        let mut nodes = Vec::new();
        for step in self.way(handle) {
            let values = step
                .arguments
                .iter()
                .map(|argument| sampler.parameter(argument, rules.next().unwrap_or(&FREE), facts));
            let values = values.collect();
            nodes.push(Node::call(format!(".{}(", step.accessor), values, ")"));
        }
        let values = sampler.arguments(arguments, facts);
        nodes.push(Node::call(format!(".{method}("), values, ")"));
        let is_first = *method == operation.method_name;
        if is_first {
            nodes.extend(optional(operation, facts, &mut sampler)?);
        }
        Some(Call {
            handle,
            operation,
            sampler,
            nodes,
        })
    }
}

/// The calls that set what need not be given: what a form needs to keep its rules, and one value where a change
/// without any would show nothing.
fn optional(
    operation: &Operation,
    facts: Facts<'_>,
    sampler: &mut Sampler<'_>,
) -> Option<Vec<Node>> {
    let given = operation.arguments.list();
    let mut all = given.iter().chain(&operation.setters);
    let is_form = matches!(operation.body, Body::Form | Body::Multipart)
        && !all.any(|argument| argument.sink == Sink::Fields);
    let calls = match is_form {
        true => sampler.form(given, &operation.setters, facts)?,
        false => Vec::new(),
    };
    let changes = matches!(operation.method, Method::Post | Method::Put | Method::Patch);
    let has_body = given.iter().any(|argument| argument.sink.is_body());
    if !calls.is_empty() || !changes || has_body || !is_form && !given.is_empty() {
        return Some(calls);
    }
    let mut setters = operation.setters.iter();
    let shown = setters.find_map(|setter| match setter.sink {
        Sink::PartHeader { .. } | Sink::ExtraField | Sink::ExtraFile => None,
        _ if setter.deprecated || !setter.sink.is_body() => None,
        _ => {
            let mut trial = sampler.clone();
            let call = trial.set(setter, facts)?;
            let names: Vec<String> = field(setter).into_iter().collect();
            let is_allowed = !is_form || facts.allows_form(&names);
            is_allowed.then_some((trial, call))
        }
    });
    Some(match shown {
        Some((trial, call)) => {
            *sampler = trial;
            vec![call]
        }
        None => calls,
    })
}

impl Call<'_> {
    /// The values that the example takes as given, as further parameters of a function.
    pub(super) fn given(&self) -> String {
        let given = self.sampler.given.iter();
        given
            .map(|(ident, ty)| format!(", {ident}: {ty}"))
            .collect()
    }

    /// Whether the call returns a page of a list.
    pub(super) fn is_list(&self) -> bool {
        matches!(self.operation.returns.body, ReturnBody::Page(_))
    }

    /// What is done with the call.
    pub(super) fn lines(&self) -> Vec<String> {
        if self.is_list() {
            let item = singular(self.handle.accessor.bare());
            let mut lines = chain("let mut items = client", &self.nodes, &[".stream();"]);
            lines.push(format!(
                "while let Some({item}) = items.try_next().await? {{"
            ));
            lines.push(format!("    println!(\"{{{item}:?}}\");"));
            lines.push("}".to_owned());
            return lines;
        }
        let before = match self.operation.returns.body {
            ReturnBody::One(RustType::Unit) => "client",
            _ => "let response = client",
        };
        self.sent(before, "?;")
    }

    /// The call as it is sent, with what stands before and after it.
    pub(super) fn sent(&self, before: &str, after: &str) -> Vec<String> {
        let end = format!(".await{after}");
        chain(before, &self.nodes, &[".send()", &end])
    }
}

/// What one item of a list is called; never a keyword.
fn singular(accessor: &str) -> String {
    let last = accessor.rsplit('_').next().unwrap_or_default();
    let item = name::singular(last);
    let is_taken = ["item", "items", "client"].contains(&item.as_str());
    if name::keyword(&item).is_some() || item.is_empty() || is_taken || item == accessor {
        return "item".to_owned();
    }
    item
}
