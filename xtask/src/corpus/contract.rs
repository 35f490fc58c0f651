//! Writes the program that checks a crate against its document's examples.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use bindery::ir::{self, Ir};
use bindery::name::Ident;
use bindery::plan::{
    Argument, Handle, Operation, Outcome, Plan, Resource, ReturnBody, RustType, Scheme, Sink,
};
use bindery::spec::SpecDocument;
use quote::ToTokens;

use super::examples::{Answer, Examples};
use super::samples::Samples;
use super::wire;

/// The text before the operations. The harness has its full path, because the crate may have the same names.
const HEAD: &str = "//! Holds the crate to its document's examples.

#![allow(deprecated, unused_imports)]

use std::collections::BTreeMap;

use bindery_runtime as rt;
";

/// Where servers are that a document does not name.
const SERVER: &str = "https://api.example.com";

/// Writes the program for a crate.
pub(crate) fn program(document: &SpecDocument, ir: &Ir, plan: &Plan) -> String {
    let writer = Writer::new(Examples::new(document), ir, plan);
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

pub(super) fn builder(plan: &Plan) -> String {
    if plan.client.server.contains("://") {
        "Client::builder()".to_owned()
    } else {
        format!("Client::builder().base_url({SERVER:?})")
    }
}

pub(super) fn api_keys(plan: &Plan) -> Vec<&str> {
    let schemes = plan.client.schemes.iter();
    schemes
        .filter(|(_, scheme)| matches!(scheme, Scheme::ApiKey(..)))
        .map(|(name, _)| name.as_str())
        .collect()
}

/// Writes the calls of operations.
pub(super) struct Writer<'a> {
    pub(super) examples: Examples,
    pub(super) least: Samples<'a>,
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
    pub(super) fn new(examples: Examples, ir: &'a Ir, plan: &'a Plan) -> Self {
        let mut writer = Self {
            examples,
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
        writer
    }

    /// The operation in the `Ir`.
    pub(super) fn meaning(&self, operation: &Operation) -> Option<&'a ir::Operation> {
        // Paths that differ in a fragment alone are the same.
        let same = |it: &&ir::Operation| {
            it.id == operation.id && it.method == operation.method && it.path.text == operation.path
        };
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
            for candidate in self.candidates(&self.least, &own, position, meaning) {
                let candidate = candidate.to_string();
                if !candidates.contains(&candidate) {
                    candidates.push(candidate);
                }
            }
        }
        let ty = argument.ty.to_token_stream();
        format!("bindery_contract::value::<{ty}>(&{candidates:?})")
    }

    /// A call with all that an operation needs.
    pub(super) fn call(
        &self,
        samples: &Samples<'_>,
        handle: &Handle,
        operation: &Operation,
        meaning: &ir::Operation,
    ) -> String {
        let arguments = self.arguments(samples, &operation.arguments, &[meaning]);
        let way = self.way(handle, meaning);
        format!("{way}.{}({arguments})", operation.method_name)
    }

    /// The calls of the setters of an operation.
    pub(super) fn setters(&self, operation: &Operation, meaning: &ir::Operation) -> Vec<String> {
        let before = operation.arguments.list().len();
        let values = self.values(&self.most, &operation.setters, before, &[meaning]);
        std::iter::zip(&operation.setters, values)
            .map(|(setter, value)| {
                let name = if setter.sink.is_named() {
                    "\"extra\", "
                } else {
                    ""
                };
                format!(".{}({name}{value})", setter.ident)
            })
            .collect()
    }

    fn operation(
        &self,
        name: &str,
        resource: &Resource,
        handle: &Handle,
        operation: &Operation,
        meaning: &ir::Operation,
    ) -> String {
        let call = |samples| self.call(samples, handle, operation, meaning);
        let least = wire::expected(self.ir, operation, operation.arguments.list(), meaning);
        let mut text = format!(
            "
fn {name}(contract: &bindery_contract::Contract<Client>) {{
    let least = |client: &Client| {};
{}",
            call(&self.least),
            request_check("required", &least, "least(client)")
        );
        if !operation.setters.is_empty() {
            let chain = self.setters(operation, meaning).join("\n            ");
            let given = [operation.arguments.list(), &operation.setters].concat();
            let most = wire::expected(self.ir, operation, &given, meaning);
            text += &request_check("all", &most, &(call(&self.most) + &chain));
        }
        let encode = encoder(resource, operation);
        for answer in self.examples.answers(self.ir, meaning) {
            text += &example_check(&answer, &encode);
        }
        text + "}\n"
    }
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
            contradicts: {},
        }},
        &|client| bindery_contract::outcome(least(client).send(), {encode}),
    );
",
        answer.at,
        answer.status,
        answer.media_type,
        answer.body.to_string(),
        answer.contradicts
    )
}

/// The function that encodes a response of an operation.
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
        - { name: after, in: query, required: true, schema: { type: string } }
        - { name: before, in: query, required: true, schema: { type: string } }
        - { name: limit, in: query, example: 900, schema: { type: integer, minimum: 3, maximum: 9 } }
      responses:
        "200":
          description: A pet
          content:
            application/json:
              schema: { type: object, properties: { name: { type: string } } }
              examples: { cat: { $ref: "#/components/examples/Cat" }, dog: { value: Rex } }
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
            r#".fetch(FetchPetArguments { after: bindery_contract::value::<String>(&["\"text\""]), before: "#,
            // The example is not within the bounds; of the values that are, it is the third that is given.
            r#".limit(bindery_contract::value::<i64>(&["5"]))"#,
            r#"bindery_contract::Name::Exact("before"), bindery_contract::Name::Exact("limit"), ]"#,
            r##"at: "#/components/examples/Cat/value""##,
            "body: \"{\\\"name\\\":\\\"Tom\\\"}\",\n            contradicts: false",
            "body: \"\\\"Rex\\\"\",\n            contradicts: true",
            "bindery_contract::outcome(least(client).send(), bindery_contract::json)",
        ] {
            assert!(program.contains(part), "{part} is not in\n{program}");
        }
    }

    #[test]
    fn examples_of_other_files() {
        let api = "{openapi: 3.1.0, info: {title: T, version: '1'}, servers: [{url: 'https://a.example'}], paths: {/pets: {$ref: 'pets.yaml#/all'}}}";
        let pets = "all: {get: {operationId: list, responses: {'200': {$ref: '#/answer'}}}}\n\
                    answer: {description: D, content: {application/json: {schema: {type: array, items: {type: [string, 'null']}}, example: [Tom]}}}\n";
        let source =
            Source::new("api.yaml", api).with_files(|_| Some(Source::new("pets.yaml", pets)));
        let mut diagnostics = Diagnostics::new();
        let target = Target::default();
        let (ir, plan) = understand(&source, &target, &mut diagnostics).unwrap();
        let document = spec::load(&source, &target, &mut diagnostics).unwrap();
        let program = program(&document, &ir, &plan);
        assert!(program.contains(r#"body: "[\"Tom\"]""#), "{program}");
    }
}
