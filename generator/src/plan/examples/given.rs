//! How functions are given the values of an example.

use super::fitting::Limits;
use super::layout::Node;
use super::sample::{FREE, Sampler, Wanted, bytes, file};
use crate::plan::{
    Argument, Arguments, Choice, Content, Given, Operation, Parameter, PartHeader, Place, Rules,
    RustType, Sink, Variant, VariantType,
};

/// How many optional values are set, at most, so that a form keeps its rules.
const MOST_SET: usize = 8;

/// What the table of an operation, or of one of its contents, says of values.
#[derive(Clone, Copy)]
pub(super) struct Facts<'p> {
    parameters: &'p [Parameter],
    part_headers: &'p [PartHeader],
    body: &'p Rules,
    body_required: bool,
    choice: Option<&'p Choice>,
}

impl<'p> Facts<'p> {
    pub(super) fn of(operation: &'p Operation) -> Self {
        Self {
            parameters: &operation.parameters,
            part_headers: &operation.part_headers,
            body_required: operation.body_required,
            body: &operation.body_rules,
            choice: operation.choice.as_ref(),
        }
    }

    /// Those of another content, where the table is not the operation's own.
    fn of_content(self, content: Option<&'p Content>) -> Self {
        match content {
            Some(content) => Self {
                parameters: &content.parameters,
                part_headers: &content.part_headers,
                body_required: content.body_required,
                body: &content.body_rules,
                choice: None,
            },
            None => self,
        }
    }

    /// The rules for the values of a path, in its order.
    pub(super) fn path(self) -> impl Iterator<Item = &'p Rules> {
        let parameters = self.parameters.iter();
        let parameters = parameters.filter(|parameter| parameter.place == Place::Path);
        parameters.map(|parameter| &parameter.rules)
    }

    /// Whether a form may have these fields and no others.
    pub(super) fn allows_form(self, names: &[String]) -> bool {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let is_missing = names.is_empty() && self.body_required;
        !is_missing && Limits::of(self.body).allows_properties(&names)
    }

    /// Whether a header must be there if its part is.
    pub(super) fn requires(self, header: &Sink, parts: &[String]) -> bool {
        let Sink::PartHeader { part, name } = header else {
            return false;
        };
        let mut headers = self.part_headers.iter();
        let is_required = headers.any(|it| it.required && it.part == *part && it.name == *name);
        is_required && parts.contains(part)
    }

    fn rules(self, sink: &Sink) -> &'p Rules {
        if let Sink::PartHeader { part, name } = sink {
            let mut headers = self.part_headers.iter();
            let found = headers.find(|it| it.part == *part && it.name == *name);
            return found.map_or(&FREE, |header| &header.rules);
        }
        let Some((place, wire)) = sink.wire() else {
            return self.body;
        };
        let mut parameters = self.parameters.iter();
        let found = parameters.find(|it| it.place == place && it.wire == wire);
        found.map_or(&FREE, |parameter| &parameter.rules)
    }
}

impl Sampler<'_> {
    /// What a function is given.
    pub(super) fn arguments(&mut self, arguments: &Arguments, facts: Facts<'_>) -> Vec<Node> {
        match arguments {
            Arguments::None => Vec::new(),
            Arguments::One(argument) => {
                vec![self.parameter(argument, facts.rules(&argument.sink), facts)]
            }
            Arguments::Named(named) => {
                let fields = named.fields.iter().map(|argument| {
                    let value = self.field(argument, facts);
                    Node::field(argument.ident.as_str(), value)
                });
                let fields = fields.collect();
                self.used.insert(named.ident.to_string());
                vec![Node::structure(named.ident.as_str(), fields)]
            }
        }
    }

    /// The call of the method that sets an optional value; none if it takes more than the example can make.
    pub(super) fn set(&mut self, argument: &Argument, facts: Facts<'_>) -> Option<Node> {
        let mut trial = self.clone();
        let value = trial.parameter(argument, facts.rules(&argument.sink), facts);
        if trial.given.len() > self.given.len() {
            return None;
        }
        *self = trial;
        Some(Node::call(
            format!(".{}(", argument.ident),
            vec![value],
            ")",
        ))
    }

    /// The calls that set what a form with these fields lacks to keep its rules; none if they cannot be found.
    pub(super) fn form(
        &mut self,
        given: &[Argument],
        setters: &[Argument],
        facts: Facts<'_>,
    ) -> Option<Vec<Node>> {
        let mut names: Vec<String> = given.iter().filter_map(field).collect();
        let mut calls = Vec::new();
        let fields = setters.iter().filter(|it| !it.deprecated);
        for (setter, name) in fields.filter_map(|it| Some((it, field(it)?))) {
            if facts.allows_form(&names) || calls.len() == MOST_SET {
                break;
            }
            if let Some(call) = self.set(setter, facts) {
                names.push(name);
                calls.push(call);
            }
        }
        for header in setters.iter().filter(|it| facts.requires(&it.sink, &names)) {
            calls.push(self.set(header, facts)?);
        }
        facts.allows_form(&names).then_some(calls)
    }

    /// A value as a parameter of a function.
    pub(super) fn parameter(
        &mut self,
        argument: &Argument,
        rules: &Rules,
        facts: Facts<'_>,
    ) -> Node {
        let wanted = wanted(argument, rules);
        let literal = || {
            Limits::of(rules)
                .text()
                .map(|text| Node::leaf(format!("{text:?}")))
        };
        match &argument.given {
            Given::Value => self.value(wanted),
            Given::Reference => self.body_or_value(wanted).after("&"),
            Given::NullableReference => {
                Node::call("Some(", vec![self.body_or_value(wanted).after("&")], ")")
            }
            Given::Nullable => Node::call("Some(", vec![self.value(wanted)], ")"),
            Given::Text => {
                literal().unwrap_or_else(|| self.variable(wanted.name, &RustType::String))
            }
            Given::String => literal().unwrap_or_else(|| self.value(wanted)),
            Given::Into => self.value(wanted),
            Given::Bytes => Node::leaf("\"example\""),
            Given::Strings => self.strings(wanted),
            Given::Items | Given::IntoItems => match self.items(wanted, argument.ty.item()) {
                Some(items) => Node::call("[", items, "]"),
                None => self.variable(wanted.name, &argument.ty),
            },
            Given::File => file(),
            Given::Files => Node::call("[", vec![file()], "]"),
            Given::Content(_) => self.content(facts),
        }
    }

    fn strings(&mut self, wanted: Wanted<'_>) -> Node {
        let limits = Limits::of(wanted.rules);
        let each = limits.each();
        let text = Limits::of(&each).text();
        // The type of an empty array is not known.
        match (limits.items().filter(|items| *items > 0), text) {
            (Some(items), Some(text)) => {
                let texts = vec![Node::leaf(format!("{text:?}")); items];
                Node::call("[", texts, "]")
            }
            _ => self.variable(wanted.name, wanted.ty),
        }
    }

    fn body_or_value(&mut self, wanted: Wanted<'_>) -> Node {
        match self.body(wanted) {
            Some(body) => body,
            None => self.value(wanted),
        }
    }

    /// A value as a field of a struct, which owns it.
    fn field(&mut self, argument: &Argument, facts: Facts<'_>) -> Node {
        let wanted = wanted(argument, facts.rules(&argument.sink));
        match &argument.given {
            Given::Reference => self.body_or_value(wanted),
            Given::Value
            | Given::String
            | Given::Into
            | Given::Strings
            | Given::Items
            | Given::IntoItems => self.value(wanted),
            Given::NullableReference => Node::call("Some(", vec![self.body_or_value(wanted)], ")"),
            Given::Nullable => Node::call("Some(", vec![self.value(wanted)], ")"),
            Given::Text => self.owned_text(wanted),
            Given::Bytes => bytes(),
            Given::File => file(),
            Given::Files => Node::call("vec![", vec![file()], "]"),
            Given::Content(_) => self.content(facts),
        }
    }

    fn owned_text(&mut self, wanted: Wanted<'_>) -> Node {
        let ty = &RustType::String;
        self.value(Wanted { ty, ..wanted })
    }

    /// A body of the first of several media types.
    fn content(&mut self, facts: Facts<'_>) -> Node {
        let choice = facts.choice.and_then(|it| Some((it, it.variants.first()?)));
        let Some((choice, variant)) = choice else {
            return Node::leaf("()");
        };
        self.used.insert(choice.ident.to_string());
        let held = self.held(variant, facts.of_content(variant.content.as_ref()));
        let held = match variant.nullable {
            true => Node::call("Some(", vec![held], ")"),
            false => held,
        };
        let open = format!("{}::{}(", choice.ident, variant.ident);
        Node::call(open, vec![held], ")")
    }

    fn held(&mut self, variant: &Variant, facts: Facts<'_>) -> Node {
        let wanted = |ty| Wanted {
            name: "body",
            ty,
            rules: facts.body,
            depth: 0,
        };
        match &variant.ty {
            VariantType::Json(ty) | VariantType::Fields(ty) => self.body_or_value(wanted(ty)),
            VariantType::Text => self.owned_text(wanted(&RustType::String)),
            VariantType::Bytes => bytes(),
            VariantType::Form(form) => {
                self.used.insert(form.ident.to_string());
                let given = self.arguments(&form.arguments, facts);
                let made = Node::call(format!("{}::new(", form.ident), given, ")");
                let set = self.form(form.arguments.list(), &form.setters, facts);
                set.iter().flatten().fold(made, Node::then)
            }
        }
    }
}

/// The name of the field of a form that an argument is.
pub(super) fn field(argument: &Argument) -> Option<String> {
    match &argument.sink {
        Sink::Form(wire) | Sink::File(wire) | Sink::Files(wire) => Some(wire.clone()),
        _ => None,
    }
}

fn wanted<'w>(argument: &'w Argument, rules: &'w Rules) -> Wanted<'w> {
    Wanted {
        name: argument.ident.bare(),
        ty: &argument.ty,
        rules,
        depth: 0,
    }
}
