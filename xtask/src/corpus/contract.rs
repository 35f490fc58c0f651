//! Writes the program that holds a crate to its document's examples.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use bindery::ir::{self, BodyContent, Ir};
use bindery::name::Ident;
use bindery::plan::{
    Argument, Given, Handle, Operation, Outcome, Plan, Resource, ReturnBody, RustType, Scheme, Sink,
};
use bindery::spec::SpecDocument;
use quote::ToTokens;
use serde_json::Value;

use super::examples::{Answer, Examples};
use super::samples::{Samples, keeps};
use super::{wire, words};

/// What stands before the operations. The harness is named in full: the crate may have its names too.
const HEAD: &str = "//! Holds the crate to its document's examples.

#![allow(deprecated, unused_imports)]

use std::collections::BTreeMap;

use bindery_runtime as rt;
";

/// Where servers are that a document does not name.
const SERVER: &str = "https://api.example.com";

/// Writes the program for a crate.
pub(crate) fn program(document: &SpecDocument, ir: &Ir, plan: &Plan) -> String {
    let mut writer = Writer {
        examples: Examples::new(document),
        least: Samples::new(ir, false),
        most: Samples::new(ir, true),
        ir,
        plan,
        through: BTreeMap::new(),
    };
    for handle in plan.handles() {
        let operations = handle.operations.iter();
        let meanings: Vec<_> = operations.filter_map(|it| writer.meaning(it)).collect();
        for step in plan.way(handle) {
            let through = writer.through.entry(&step.ident).or_default();
            through.extend_from_slice(&meanings);
        }
    }
    let mut calls = String::new();
    let mut functions = String::new();
    for (resource, handle) in handles(plan) {
        for operation in &handle.operations {
            let Some(meaning) = writer.meaning(operation) else {
                continue;
            };
            let name = format!("operation_{}", calls.lines().count());
            _ = writeln!(calls, "    contract.operation({:?}, {name});", operation.id);
            functions += &writer.operation(&name, resource, handle, operation, meaning);
        }
    }
    let package = plan.crate_name.replace('-', "_");
    let builder = builder(plan);
    let keys = api_keys(plan);
    format!(
        "{HEAD}use ::{package}::*;

fn main() {{
    let keys: &[&str] = &{keys:?};
    let contract = bindery_contract::Contract::new({builder}, keys).expect(\"the server is a URL\");
{calls}}}
{functions}"
    )
}

fn builder(plan: &Plan) -> String {
    if plan.client.server.contains("://") {
        "Client::builder()".to_owned()
    } else {
        format!("Client::builder().base_url({SERVER:?})")
    }
}

fn api_keys(plan: &Plan) -> Vec<&str> {
    let schemes = plan.client.schemes.iter();
    schemes
        .filter(|(_, scheme)| matches!(scheme, Scheme::ApiKey(..)))
        .map(|(name, _)| name.as_str())
        .collect()
}

struct Writer<'a> {
    examples: Examples,
    least: Samples<'a>,
    most: Samples<'a>,
    ir: &'a Ir,
    plan: &'a Plan,
    /// The operations whose path goes through a handle.
    through: BTreeMap<&'a Ident, Vec<&'a ir::Operation>>,
}

fn handles(plan: &Plan) -> impl Iterator<Item = (&Resource, &Handle)> {
    let resources = plan.resources.iter();
    resources.flat_map(|resource| {
        resource
            .handles
            .iter()
            .map(move |handle| (resource, handle))
    })
}

impl<'a> Writer<'a> {
    /// What the document says of an operation.
    fn meaning(&self, operation: &Operation) -> Option<&'a ir::Operation> {
        let same =
            |it: &&ir::Operation| it.method == operation.method && it.path.text == operation.path;
        self.ir.operations.iter().find(same)
    }

    /// The calls that lead to a handle, with values for an operation.
    fn way(&self, handle: &Handle, meaning: &ir::Operation) -> String {
        let mut call = "client".to_owned();
        let mut bound = 0;
        for step in self.plan.way(handle) {
            let arguments = step.arguments.iter().enumerate();
            let values: Vec<String> = arguments
                .map(|(index, argument)| self.bound(step, argument, bound + index, meaning))
                .collect();
            bound += values.len();
            _ = write!(call, ".{}({})", step.accessor, values.join(", "));
        }
        call
    }

    /// A value for a path parameter: the one at this position of each path. A handle is for all operations behind
    /// it, and what one leaves open another may rule.
    fn bound(
        &self,
        step: &Handle,
        argument: &Argument,
        position: usize,
        meaning: &ir::Operation,
    ) -> String {
        let others = self.through.get(&step.ident).into_iter().flatten().copied();
        let mut candidates = Vec::new();
        for meaning in [meaning].into_iter().chain(others) {
            let mut names: Vec<&String> = Vec::new();
            for name in meaning.path.segments.iter().flat_map(|it| &it.parameters) {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            let own = Argument {
                sink: Sink::Path(names.get(position).map_or("", |name| name).to_owned()),
                ..argument.clone()
            };
            for candidate in self.candidates(&self.least, &own, meaning) {
                let candidate = candidate.to_string();
                if !candidates.contains(&candidate) {
                    candidates.push(candidate);
                }
            }
        }
        let ty = argument.ty.to_token_stream();
        format!("bindery_contract::value::<{ty}>(&{candidates:?})")
    }

    fn operation(
        &self,
        name: &str,
        resource: &Resource,
        handle: &Handle,
        operation: &Operation,
        meaning: &ir::Operation,
    ) -> String {
        let handle = self.way(handle, meaning);
        let call = |samples| {
            let arguments = self.values(samples, &operation.arguments, &[meaning]);
            format!(
                "{handle}.{}({})",
                operation.method_name,
                arguments.join(", ")
            )
        };
        let least = wire::expected(self.ir, operation, &operation.arguments, meaning);
        let mut text = format!(
            "
fn {name}(contract: &bindery_contract::Contract<Client>) {{
    let least = |client: &Client| {};
{}",
            call(&self.least),
            request_check("required", &least, "least(client)")
        );
        if !operation.setters.is_empty() {
            let setters = self.values(&self.most, &operation.setters, &[meaning]);
            let chain: String = std::iter::zip(&operation.setters, setters)
                .map(|(setter, value)| {
                    let name = if setter.sink.is_named() {
                        "\"extra\", "
                    } else {
                        ""
                    };
                    format!("\n            .{}({name}{value})", setter.ident)
                })
                .collect();
            let given = [operation.arguments.as_slice(), &operation.setters].concat();
            let most = wire::expected(self.ir, operation, &given, meaning);
            text += &request_check("all", &most, &(call(&self.most) + &chain));
        }
        let encode = encoder(resource, operation);
        for answer in self.examples.answers(meaning) {
            text += &example_check(&answer, &encode);
        }
        text + "}\n"
    }

    fn values(
        &self,
        samples: &Samples<'_>,
        arguments: &[Argument],
        meanings: &[&ir::Operation],
    ) -> Vec<String> {
        let value = |argument| self.value(samples, argument, meanings);
        arguments.iter().map(value).collect()
    }

    /// An expression for an argument: the document's example if that is a value of the type, else
    /// one that is made to the rules.
    fn value(
        &self,
        samples: &Samples<'_>,
        argument: &Argument,
        meanings: &[&ir::Operation],
    ) -> String {
        match (&argument.given, &argument.ty) {
            (Given::Files, _) => return "[rt::File::new(\"a.bin\", \"content\")]".into(),
            (Given::File, _) => return "rt::File::new(\"a.bin\", \"content\")".into(),
            (Given::Text | Given::Bytes, _)
            | (Given::Content(_), RustType::Text | RustType::Bytes) => return raw_body(meanings),
            _ => {}
        }
        let mut candidates = Vec::new();
        for meaning in meanings {
            for candidate in self.candidates(samples, argument, meaning) {
                let candidate = candidate.to_string();
                if !candidates.contains(&candidate) {
                    candidates.push(candidate);
                }
            }
        }
        let reference = match (&argument.given, &argument.ty) {
            (Given::Reference | Given::NullableReference, _)
            | (Given::Content(_), RustType::Named(_) | RustType::Map(_)) => "&",
            _ => "",
        };
        let ty = argument.ty.to_token_stream();
        let value = format!("{reference}bindery_contract::value::<{ty}>(&{candidates:?})");
        match argument.given {
            Given::Nullable | Given::NullableReference => format!("Some({value})"),
            _ => value,
        }
    }

    fn candidates(
        &self,
        samples: &Samples<'_>,
        argument: &Argument,
        meaning: &ir::Operation,
    ) -> Vec<Value> {
        let (example, made) = match (&argument.sink, meaning.body.as_ref().map(|it| &it.content)) {
            (
                Sink::Body | Sink::NullableBody | Sink::Content,
                Some(BodyContent::Json { media_type, schema }),
            ) => (self.examples.body(meaning, media_type), samples.of(schema)),
            (Sink::Body | Sink::NullableBody | Sink::Fields | Sink::Content, _) => {
                (None, serde_json::json!({ "Key": "value" }))
            }
            _ => match wire::property(argument, meaning) {
                Some(property) => {
                    let rules = &property.schema.rules;
                    let example = self.examples.value(property);
                    (
                        example.filter(|value| keeps(rules, value)),
                        samples.of(&property.schema),
                    )
                }
                None => (None, "text".into()),
            },
        };
        example.cloned().into_iter().chain([made]).collect()
    }
}

/// A body that is no JSON: a text that keeps the rules which the document has for it.
fn raw_body(meanings: &[&ir::Operation]) -> String {
    let rules = meanings
        .iter()
        .find_map(|meaning| match &meaning.body.as_ref()?.content {
            BodyContent::Text { rules, .. } => Some(rules),
            _ => None,
        });
    let text = match rules {
        Some(rules) => words::text(0, rules.min_length, rules.max_length),
        None => "content".to_owned(),
    };
    format!("{text:?}")
}

fn request_check(values: &str, expected: &str, call: &str) -> String {
    format!("    contract.request({values:?}, &{expected}, &|client| {call}.request());\n")
}

fn example_check(answer: &Answer, encode: &str) -> String {
    format!(
        "    contract.example(
        bindery_contract::Example {{
            at: {:?},
            status: {},
            media_type: {:?},
            body: {:?},
        }},
        &|client| bindery_contract::outcome(least(client).send(), {encode}),
    );
",
        answer.at,
        answer.status,
        answer.media_type,
        answer.body.to_string()
    )
}

/// The function that writes an answer of an operation.
fn encoder(resource: &Resource, operation: &Operation) -> String {
    match &operation.returns.body {
        ReturnBody::One(RustType::Text) => "bindery_contract::text".to_owned(),
        ReturnBody::One(RustType::Bytes) => "bindery_contract::bytes".to_owned(),
        ReturnBody::One(_) => "bindery_contract::json".to_owned(),
        ReturnBody::Page(_) => "bindery_contract::page".to_owned(),
        ReturnBody::ByStatus(outcome) => by_status(resource, outcome),
    }
}

fn by_status(resource: &Resource, outcome: &Outcome) -> String {
    let mut arms = String::new();
    for variant in &outcome.variants {
        let (bound, written) = match &variant.ty {
            None => ("", "rt::Value::Null"),
            Some(RustType::Text) => ("(body)", "bindery_contract::lenient(body.0.as_bytes())"),
            Some(RustType::Bytes) => ("(body)", "bindery_contract::lenient(&body)"),
            Some(_) => ("(body)", "rt::to_value(&body)"),
        };
        let path = format!("{}::{}::{}", resource.module, outcome.ident, variant.ident);
        _ = write!(arms, "{path}{bound} => Ok({written}), ");
    }
    format!(
        "|response| match response.into_body() {{ {arms}_ => Err(\"of another status\".to_owned()) }}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use bindery::diagnostic::Diagnostics;
    use bindery::source::Source;
    use bindery::target::Target;
    use bindery::{spec, understand};

    const PETS: &str = r##"
openapi: 3.0.3
info: { title: Pets, version: "1" }
servers: [{ url: "https://pets.example" }]
paths:
  /pets/{id}:
    get:
      operationId: FetchPet
      parameters:
        - { name: id, in: path, required: true, schema: { type: string, pattern: "^PT[0-9]{4}$" } }
        - { name: limit, in: query, example: 900, schema: { type: integer, minimum: 3, maximum: 9 } }
      responses:
        "200":
          description: A pet
          content:
            application/json:
              schema: { type: object, properties: { name: { type: string } } }
              examples: { cat: { $ref: "#/components/examples/Cat" } }
        "404":
          description: None
components:
  examples:
    Cat: { value: { name: Tom } }
"##;

    #[test]
    fn the_program_of_a_document() {
        let source = Source::new("pets.yaml", PETS);
        let target = Target {
            crate_name: "pets".to_owned(),
            ..Target::default()
        };
        let mut diagnostics = Diagnostics::new();
        let (ir, plan) = understand(&source, &target, &mut diagnostics).unwrap();
        let document = spec::load(&source, &target, &mut diagnostics).unwrap();
        let program = program(&document, &ir, &plan);
        for part in [
            r#"contract.operation("FetchPet", operation_0);"#,
            r#"(&["\"PT0000\""])"#,
            // The example is not within the bounds.
            r#".limit(bindery_contract::value::<i64>(&["3"]))"#,
            r#"query: &[bindery_contract::Name::Exact("limit"), ]"#,
            r##"at: "#/components/examples/Cat/value""##,
            r#"body: "{\"name\":\"Tom\"}""#,
            "bindery_contract::outcome(least(client).send(), bindery_contract::json)",
        ] {
            assert!(program.contains(part), "{part} is not in\n{program}");
        }
    }
}
