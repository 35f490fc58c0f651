//! A program that calls every operation and writes every field, line by line.

use bindery::ir::Ir;
use bindery::plan::{Handle, Operation, Plan, RustType, Variants};
use quote::ToTokens;

use super::contract::{Writer, api_keys, builder};
use super::examples::Examples;

/// A program of which lines can be left out.
pub(super) struct Program {
    lines: Vec<Line>,
}

enum Line {
    /// What holds the others together.
    Frame(String),
    /// A use, and what it stands for: what is tried where it cannot be compiled.
    Use(String, Vec<String>),
    Nothing,
}

impl Program {
    /// What uses all of a crate that goes over the wire, with a different value for each thing.
    pub(super) fn new(ir: &Ir, plan: &Plan) -> Self {
        let mut program = Self { lines: Vec::new() };
        program.begin(plan);
        let writer = Writer::new(Examples::none(), ir, plan);
        for handle in plan.handles() {
            for operation in &handle.operations {
                program.operation(&writer, plan, handle, operation);
            }
        }
        program.types(plan);
        program
    }

    /// How many uses there are.
    pub(super) fn len(&self) -> usize {
        let uses = self.lines.iter();
        uses.filter(|line| matches!(line, Line::Use(..))).count()
    }

    pub(super) fn text(&self) -> String {
        let lines = self.lines.iter().map(|line| match line {
            Line::Frame(text) | Line::Use(text, _) => format!("{text}\n"),
            Line::Nothing => "\n".to_owned(),
        });
        lines.collect::<String>() + "}\n"
    }

    /// Leaves a line out, by its number from 1; what it stands for is tried instead.
    pub(super) fn leave_out(&mut self, number: usize) -> bool {
        let Some(line) = number.checked_sub(1).and_then(|it| self.lines.get_mut(it)) else {
            return false;
        };
        let Line::Use(_, parts) = line else {
            return false;
        };
        let parts = std::mem::take(parts);
        *line = Line::Nothing;
        if !parts.is_empty() {
            self.function();
            let parts = parts.into_iter().map(|part| Line::Use(part, Vec::new()));
            self.lines.extend(parts);
        }
        true
    }

    fn begin(&mut self, plan: &Plan) {
        let package = plan.crate_name.replace('-', "_");
        let keys = api_keys(plan);
        self.frame("#![allow(warnings)]");
        self.frame("use std::collections::BTreeMap;");
        self.frame("use bindery_runtime as rt;");
        self.frame(&format!("use ::{package}::*;"));
        self.frame("type Contract = bindery_contract::Contract<Client>;");
        self.frame(&format!(
            "fn contract() -> Contract {{ bindery_contract::Contract::new({}, &{keys:?}).expect(\"the server is a URL\") }}",
            builder(plan)
        ));
        self.frame("fn blank<T: rt::FieldSlot>() -> T { T::blank() }");
        self.frame("fn main() { f0(&contract()); }");
        self.frame("fn f0(contract: &Contract) {");
    }

    fn frame(&mut self, text: &str) {
        self.lines.push(Line::Frame(text.to_owned()));
    }

    /// Begins another function, which the one before calls at its end: rustc takes long for large ones.
    fn function(&mut self) {
        let number = self.lines.len();
        self.frame(&format!(
            "f{number}(contract); }} fn f{number}(contract: &Contract) {{"
        ));
    }

    fn operation(
        &mut self,
        writer: &Writer<'_>,
        plan: &Plan,
        handle: &Handle,
        operation: &Operation,
    ) {
        let Some(meaning) = writer.meaning(operation) else {
            return;
        };
        self.function();
        let name = format!("{}.{}", plan.reached(handle), operation.method_name.bare());
        let call = writer.call(&writer.least, handle, operation, meaning);
        let sent = |name: &str, setters: &str| {
            format!("contract.sent({name:?}, &|client| {call}{setters}.request());")
        };
        self.lines.push(Line::Use(sent(&name, ""), Vec::new()));
        let setters = writer.setters(operation, meaning);
        if setters.is_empty() {
            return;
        }
        let parts = std::iter::zip(&operation.setters, &setters)
            .map(|(setter, text)| sent(&format!("{name}.{}", setter.ident.bare()), text));
        let all = sent(&format!("{name}…"), &setters.concat());
        self.lines.push(Line::Use(all, parts.collect()));
    }

    /// Each field alone, each value and each variant.
    fn types(&mut self, plan: &Plan) {
        let written = |name: &str, value: &str| format!("contract.written({name:?}, &|| {value});");
        for model in &plan.models {
            self.function();
            for (nth, field) in model.fields.iter().enumerate() {
                let (ty, field, value) = (&model.ident, &field.ident, expression(&field.ty, nth));
                let text = format!("{{ let mut it = blank::<{ty}>(); it.{field} = {value}; it }}");
                let name = format!("{ty}.{}", field.bare());
                self.lines
                    .push(Line::Use(written(&name, &text), Vec::new()));
            }
        }
        for planned in &plan.enums {
            self.function();
            let variants: Vec<_> = match &planned.variants {
                Variants::Strings(all) => all.iter().map(|(ident, _)| ident).collect(),
                Variants::Integers(all) => all.iter().map(|(ident, _)| ident).collect(),
            };
            for variant in variants {
                let name = format!("{}::{variant}", planned.ident);
                self.lines
                    .push(Line::Use(written(&name, &name), Vec::new()));
            }
        }
        for union in &plan.unions {
            self.function();
            for (nth, variant) in union.variants.iter().enumerate() {
                let name = format!("{}::{}", union.ident, variant.ident);
                let text = format!("{name}({})", expression(&variant.ty, nth));
                self.lines
                    .push(Line::Use(written(&name, &text), Vec::new()));
            }
        }
    }
}

/// The `nth` value of a type. What the crate defines is empty: its own parts have lines of their own.
fn expression(ty: &RustType, nth: usize) -> String {
    let inner = || expression(ty.item(), nth);
    match ty {
        RustType::Unit => "()".to_owned(),
        RustType::Vec(_) => format!("vec![{}]", inner()),
        RustType::Map(_) => format!("BTreeMap::from([(\"key\".to_owned(), {})])", inner()),
        RustType::Option(_) => format!("Some({})", inner()),
        RustType::Boxed(_) => format!("Box::new({})", inner()),
        RustType::Field(_) => format!("rt::Field::Value({})", inner()),
        RustType::Named(_) | RustType::Text | RustType::Bytes => "blank()".to_owned(),
        scalar => {
            let texts = [
                format!("\"text{nth}\""),
                format!("{}", nth % 9 + 1),
                "true".to_owned(),
                format!("\"2024-02-{:02}\"", nth % 28 + 1),
                format!("\"2024-02-29T12:34:{:02}Z\"", nth % 60),
                format!("\"Thu, 29 Feb 2024 12:34:{:02} +0000\"", nth % 60),
            ];
            let ty = scalar.to_token_stream();
            format!("bindery_contract::value::<{ty}>(&{texts:?})")
        }
    }
}
