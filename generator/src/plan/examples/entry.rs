//! The entry page of a crate: an example for each thing that programs do first, and what the crate has.

use std::collections::BTreeSet;

use super::call::Call;
use super::layout::{Node, chain, statement};
use super::sample::{FREE, Wanted};
use super::{Crate, Example};
use crate::ir::Method;
use crate::plan::{Client, Doc, Handle, Operation, ReturnBody, RustType, Scheme, docs};

/// An operation, and the handle that has it.
type At<'a> = (&'a Handle, &'a Operation);

/// The entry page of a crate, below what the document says of it.
pub(in crate::plan) fn entry(examples: &Crate<'_>, client: &Client) -> Example {
    let mut page = Page {
        examples,
        client,
        lines: Doc::new(),
    };
    page.examples();
    page.contents();
    Example(page.lines)
}

struct Page<'a, 'p> {
    examples: &'p Crate<'a>,
    client: &'p Client,
    lines: Doc,
}

impl<'a> Page<'a, '_> {
    fn examples(&mut self) {
        let all: Vec<At<'a>> = self.operations();
        let is_paged = |(_, it): &At<'a>| matches!(it.returns.body, ReturnBody::Page(_));
        let list = self.first(&all, is_paged);
        let list = list.or_else(|| self.first(&all, is_list));
        // What is done with one resource is easiest to follow.
        let same = |at: &At<'a>| list.is_some_and(|(list, _)| is_near(list, at.0));
        let near = |wanted: fn(&At<'a>) -> bool| {
            self.first(&all, |at| wanted(at) && same(at))
                .or_else(|| self.first(&all, wanted))
        };
        let fetch = near(is_fetch);
        let create = near(|(_, it)| it.method_name.bare() == "create" && is_create(it))
            .or_else(|| near(|(_, it)| is_create(it)));
        let any = fetch
            .or(list)
            .or(create)
            .or_else(|| self.first(&all, |_| true));
        let tested = fetch.filter(|at| self.can_be_tested(at));
        let tested = tested.or_else(|| self.first(&all, |at| self.can_be_tested(at)));
        let shown = [("List", list), ("Fetch", fetch), ("Create", create)];
        let mut shown: Vec<(&str, At<'a>)> = shown
            .into_iter()
            .filter_map(|(what, at)| Some((what, at?)))
            .collect();
        if shown.is_empty() {
            shown.extend(any.map(|any| ("Call", any)));
        }
        for (index, (what, at)) in shown.into_iter().enumerate() {
            self.call(what, at, index == 0);
        }
        any.into_iter().for_each(|at| self.errors(at));
        tested.into_iter().for_each(|at| self.test(at));
    }

    fn contents(&mut self) {
        let contents = self.examples.contents();
        if !contents.is_empty() {
            self.section("Resources", None, contents);
        }
    }

    /// All operations that are not deprecated.
    fn operations(&self) -> Vec<At<'a>> {
        let handles = self.examples.resources.iter().flat_map(|it| &it.handles);
        let operations = handles.flat_map(|handle| {
            let operations = handle.operations.iter();
            operations.map(move |operation| (handle, operation))
        });
        operations.filter(|(_, it)| !it.deprecated).collect()
    }

    /// The first operation of a kind; rather one that needs nothing which the example cannot make.
    fn first(&self, all: &[At<'a>], wanted: impl Fn(&At<'a>) -> bool) -> Option<At<'a>> {
        let mut other = None;
        for at in all.iter().filter(|at| wanted(at)) {
            let Some(call) = self.made(*at) else { continue };
            if call.sampler.given.is_empty() {
                return Some(*at);
            }
            other.get_or_insert(*at);
        }
        other
    }

    fn made(&self, (handle, operation): At<'a>) -> Option<Call<'a>> {
        let (name, arguments) = (&operation.method_name, &operation.arguments);
        self.examples.call(handle, operation, name, arguments)
    }

    fn section(&mut self, title: &str, sentence: Option<&str>, lines: Doc) {
        docs::paragraph(&mut self.lines, format!("# {title}"));
        sentence
            .into_iter()
            .for_each(|it| docs::paragraph(&mut self.lines, it));
        docs::section(&mut self.lines, lines);
    }

    /// The example of an operation. The first one makes the client.
    fn call(&mut self, what: &str, at: At<'a>, is_first: bool) {
        let Some(call) = self.made(at) else { return };
        let lines = match is_first {
            true => self.program(&call),
            false => self.examples.block(&call, &call.lines()),
        };
        let sentence = call
            .is_list()
            .then_some("The stream requests a page when its items are needed:");
        self.section(what, sentence, lines);
    }

    fn program(&self, call: &Call<'_>) -> Doc {
        let lines = call.sampler.before.iter().cloned().chain(call.lines());
        let lines: Vec<String> = lines.collect();
        let given = call.given();
        let given = given.strip_prefix(", ").unwrap_or_default();
        let head = [
            "```no_run".to_owned(),
            self.imports(call, &lines),
            String::new(),
            format!("# async fn example({given}) -> Result<(), Box<dyn std::error::Error>> {{"),
            "let client = Client::from_env()?;".to_owned(),
        ];
        let tail = ["# Ok(()) }", "```"].map(str::to_owned);
        head.into_iter().chain(lines).chain(tail).collect()
    }

    /// The `use` item for what these lines name.
    fn imports(&self, call: &Call<'_>, lines: &[String]) -> String {
        let names = |module: &str| {
            let has = |line: &String| line.contains(module);
            lines.iter().any(has) || call.sampler.given.iter().any(|(_, ty)| has(ty))
        };
        let mut used: BTreeSet<&str> = call.sampler.used.iter().map(String::as_str).collect();
        used.insert("Client");
        used.extend(names("Credentials::").then_some("Credentials"));
        used.extend(names("runtime::").then_some("runtime"));
        let used = Vec::from_iter(used);
        let package = &self.examples.package;
        match used.as_slice() {
            [one] => format!("use {package}::{one};"),
            several => format!("use {package}::{{{}}};", several.join(", ")),
        }
    }

    fn errors(&mut self, at: At<'a>) {
        let Some(call) = self.made(at) else { return };
        let mut lines = call.sent("let result = client", ";");
        let rest = [
            "match result {",
            "    Ok(response) => println!(\"{}\", response.status()),",
            "    Err(error) if error.status() == Some(runtime::StatusCode::NOT_FOUND) => {",
            "        println!(\"there is none\");",
            "    }",
            "    Err(error) => println!(\"{:?}: {error}\", error.kind()),",
            "}",
        ];
        lines.extend(rest.map(str::to_owned));
        let sentence = "An [`Error`] has a kind, and a status if the service has responded:";
        let block = self.examples.block(&call, &lines);
        self.section("Errors", Some(sentence), block);
    }

    /// Whether a test can answer an operation.
    fn can_be_tested(&self, at: &At<'a>) -> bool {
        let reply = self.made(*at).and_then(|mut call| reply(&mut call));
        reply.is_some() && self.credentials(at.1).is_some()
    }

    /// The credentials that an operation needs, as an expression; empty if it needs none.
    fn credentials(&self, operation: &Operation) -> Option<String> {
        let mut alternatives = operation.security.iter();
        let needs_none = operation.security.iter().any(Vec::is_empty);
        let Some(first) = alternatives.next().filter(|_| !needs_none) else {
            return Some(String::new());
        };
        let [scheme] = first.as_slice() else {
            return None;
        };
        let mut schemes = self.client.schemes.iter();
        let (name, scheme) = schemes.find(|(name, _)| name == scheme)?;
        match scheme {
            Scheme::Basic => Some("Credentials::basic(\"user\", \"password\")".to_owned()),
            Scheme::Bearer => Some("Credentials::bearer(\"token\")".to_owned()),
            Scheme::ApiKey(..) => Some(format!("Credentials::api_key({name:?}, \"key\")")),
            // The client would ask for a token first.
            Scheme::ClientCredentials { .. } => None,
        }
    }

    fn test(&mut self, at: At<'a>) {
        let (_, operation) = at;
        let Some(mut call) = self.made(at) else {
            return;
        };
        let Some(reply) = reply(&mut call) else {
            return;
        };
        let credentials = self.credentials(operation).unwrap_or_default();
        let server = operation.server.as_ref().unwrap_or(&self.client.server);
        let mut lines = vec!["let fake = FakeTransport::new();".to_owned()];
        let scripted = Node::call(format!("fake.reply({:?}, ", operation.id), vec![reply], ")");
        lines.extend(statement("", scripted));
        let mut settings = vec![Node::leaf(".transport(fake.clone())")];
        if !credentials.is_empty() {
            settings.push(Node::leaf(format!(".credentials({credentials})")));
        }
        if !server.contains("://") {
            settings.push(Node::leaf(".base_url(\"https://api.example\")"));
        }
        lines.extend(chain(
            "let client = Client::builder()",
            &settings,
            &[".build()?;"],
        ));
        lines.extend(call.sampler.before.iter().cloned());
        lines.extend(call.sent("let response = client", "?;"));
        lines.push("assert_eq!(response.attempts(), 1);".to_owned());
        lines.push("assert_eq!(fake.requests().len(), 1);".to_owned());
        let sentence = "With this crate's feature `testing`, a test needs no network:";
        let block = self.testing(&call, lines);
        self.section("Tests", Some(sentence), block);
    }

    /// A block of code that compiles where the feature is there, and is empty elsewhere.
    fn testing(&self, call: &Call<'_>, lines: Vec<String>) -> Doc {
        let package = &self.examples.package;
        let given = call.given();
        let given = given.strip_prefix(", ").unwrap_or_default();
        let head = [
            "```no_run".to_owned(),
            format!("# {}", self.imports(call, &lines)),
            "# #[cfg(feature = \"testing\")]".to_owned(),
            format!("# async fn example({given}) -> Result<(), Box<dyn std::error::Error>> {{"),
            format!("use {package}::runtime::testing::{{FakeTransport, Reply}};"),
            String::new(),
        ];
        let tail = ["# Ok(()) }", "```"].map(str::to_owned);
        head.into_iter().chain(lines).chain(tail).collect()
    }
}

/// What a test answers a call with; none if that takes more than the example can make.
fn reply(call: &mut Call<'_>) -> Option<Node> {
    let ty = match &call.operation.returns.body {
        ReturnBody::One(RustType::Unit) => return Some(Node::leaf("Reply::new(204)")),
        ReturnBody::One(RustType::Vec(_)) => {
            return Some(Node::leaf("Reply::new(200).body(\"[]\")"));
        }
        ReturnBody::One(ty) => ty,
        ReturnBody::Page(_) | ReturnBody::ByStatus(_) => return None,
    };
    let given = call.sampler.given.len();
    let name = "body";
    let wanted = Wanted {
        name,
        ty,
        rules: &FREE,
        depth: 0,
    };
    let model = call.sampler.object(wanted)?;
    let is_made = call.sampler.given.len() == given;
    is_made.then(|| Node::call("Reply::json(", vec![model.after("&")], ")"))
}

/// Whether one handle is the other, or is next to it.
fn is_near(one: &Handle, other: &Handle) -> bool {
    one.ident == other.ident
        || one.parent == other.parent
        || other.parent.as_ref() == Some(&one.ident)
}

/// Whether an operation gets a list that has no pages.
fn is_list((_, operation): &At<'_>) -> bool {
    operation.method == Method::Get
        && operation.method_name.bare() == "list"
        && !matches!(operation.returns.body, ReturnBody::One(RustType::Unit))
}

/// Whether an operation gets one resource.
fn is_fetch((handle, operation): &At<'_>) -> bool {
    operation.method == Method::Get
        && !handle.arguments.is_empty()
        && matches!(operation.returns.body, ReturnBody::One(RustType::Named(_)))
}

/// Whether an operation makes a resource of a body.
fn is_create(operation: &Operation) -> bool {
    let takes = operation.arguments.list().iter().chain(&operation.setters);
    operation.method == Method::Post && takes.into_iter().any(|it| it.sink.is_body())
}
