use super::{Finding, Level, Rule, Side, compare, verdict};
use crate::diagnostic::Diagnostics;
use crate::lock::Lock;
use crate::source::Source;
use crate::target::Target;

const HEAD: &str = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\n";

fn side(text: &str) -> Side {
    locked(text, None)
}

fn locked(text: &str, lock: Option<Lock>) -> Side {
    let target = Target {
        lock,
        ..Target::default()
    };
    let source = Source::new("a.yaml", format!("{HEAD}{text}"));
    let mut diagnostics = Diagnostics::new();
    Side::read(&source, &target, &mut diagnostics).expect("the document can be read")
}

fn changes(old: &str, new: &str) -> Vec<Finding> {
    let old = side(old);
    let lock = old.lock().clone();
    compare(&old, &locked(new, Some(lock))).findings
}

fn rules(old: &str, new: &str) -> Vec<Rule> {
    changes(old, new).iter().map(|it| it.rule).collect()
}

/// A document with one model that an operation answers with.
fn model(properties: &str) -> String {
    schemas(&format!("A: {{type: object, {properties}}}"))
}

/// A document with these schemas; an operation answers with `A`.
fn schemas(schemas: &str) -> String {
    format!(
        "paths:\n  /a:\n    get:\n      operationId: getA\n      responses:\n        '200':\n          description: ok\n          \
         content: {{application/json: {{schema: {{$ref: '#/components/schemas/A'}}}}}}\n\
         components: {{schemas: {{{schemas}}}}}\n"
    )
}

/// A document with one model that an operation takes.
fn sent(properties: &str) -> String {
    format!(
        "paths:\n  /a:\n    post:\n      operationId: postA\n      responses: {{'204': {{description: ok}}}}\n      \
         requestBody: {{required: true, content: {{application/json: {{schema: {{$ref: '#/components/schemas/A'}}}}}}}}\n\
         components: {{schemas: {{A: {{type: object, {properties}}}}}}}\n"
    )
}

/// A document with one operation that has these parameters.
fn call(parameters: &str) -> String {
    with(&format!("parameters: [{parameters}]"))
}

/// A document with one operation that has this key.
fn with(key: &str) -> String {
    format!(
        "paths:\n  /a:\n    get:\n      operationId: getA\n      {key}\n      \
         responses: {{'204': {{description: ok}}}}\n"
    )
}

fn query(more: &str) -> String {
    call(&format!("{{name: q, in: query, {more}}}"))
}

/// Two documents for each rule, with the change between them that it is for.
fn pairs() -> Vec<(Rule, String, String)> {
    let path = |path: &str, one: &str, two: &str| {
        let parameter = |name: &str| {
            format!("{{name: {name}, in: path, required: true, schema: {{type: string}}}}")
        };
        format!(
            "paths:\n  {path}:\n    get:\n      operationId: getA\n      parameters: [{}, {}]\n      \
             responses: {{'204': {{description: ok}}}}\n",
            parameter(one),
            parameter(two)
        )
    };
    let text = "properties: {a: {type: string}}";
    let two_texts = "properties: {a: {type: string}, b: {type: string}}";
    let required = format!("required: [a], {text}");
    let values = |values: &str| {
        model(&format!(
            "properties: {{a: {{type: string, enum: [{values}]}}}}"
        ))
    };
    let union = |members: &str| {
        schemas(&format!(
            "A: {{oneOf: [{members}]}}, B: {{type: object, {text}}}, C: {{type: object, {text}}}, D: {{type: object, {text}}}"
        ))
    };
    let (b, c, d) = (
        "{$ref: '#/components/schemas/B'}",
        "{$ref: '#/components/schemas/C'}",
        "{$ref: '#/components/schemas/D'}",
    );
    let tagged = |of_b: &str| {
        schemas(&format!(
            "A: {{oneOf: [{b}, {c}, {d}], discriminator: {{propertyName: t, mapping: {{b: '#/components/schemas/{of_b}', c: '#/components/schemas/C', d: '#/components/schemas/D'}}}}}}, \
             B: {{type: object, {text}}}, C: {{type: object, {text}}}, D: {{type: object, {text}}}"
        ))
    };
    let required_query = "required: true, schema: {type: string}";
    let optional_query = "schema: {type: string}";
    let body = |media_type: &str| {
        format!(
            "paths:\n  /a:\n    post:\n      operationId: postA\n      requestBody: {{required: true, content: {{{media_type}: {{schema: {{type: string, format: binary}}}}}}}}\n      \
             responses: {{'204': {{description: ok}}}}\n"
        )
    };
    let contents = |all: &[&str]| {
        body("image/png").replace(
            "image/png: {schema: {type: string, format: binary}}",
            &all.join(", "),
        )
    };
    let [json, png, gif] = [
        "application/json: {schema: {type: integer}}",
        "image/png: {schema: {type: string, format: binary}}",
        "image/gif: {schema: {type: string, format: binary}}",
    ];
    let statuses = |all: &str| {
        let of = |status: &str| {
            let ty = match status {
                "200" => "integer",
                "202" => "boolean",
                _ => "string",
            };
            format!(
                "'{status}': {{description: ok, content: {{application/json: {{schema: {{type: {ty}}}}}}}}}"
            )
        };
        let all: Vec<String> = all.split(' ').map(of).collect();
        call("").replace(
            "{'204': {description: ok}}",
            &format!("{{{}}}", all.join(", ")),
        )
    };
    let schemes = |security: &str| {
        format!(
            "{}components: {{securitySchemes: {{one: {{type: http, scheme: bearer}}, two: {{type: http, scheme: basic}}}}}}\n",
            with(&format!("security: [{security}]"))
        )
    };
    let one_scheme = |scheme: &str| {
        format!(
            "{}security: [one: []]\ncomponents: {{securitySchemes: {{one: {{type: http, scheme: {scheme}}}}}}}\n",
            call("")
        )
    };
    let more = format!(
        "{}  /b:\n    get:\n      operationId: getB\n      responses: {{'204': {{description: ok}}}}\n",
        call("")
    );
    let plain = format!("{}components: {{schemas: {{}}}}\n", call(""));
    vec![
        (
            Rule::ArgumentsExchanged,
            path("/a/{x}-{y}", "x", "y"),
            path("/a/{y}-{x}", "x", "y"),
        ),
        (
            Rule::UnionOrderChanged,
            union(&format!("{b}, {c}")),
            union(&format!("{c}, {b}")),
        ),
        (
            Rule::NameChanged,
            with("tags: [x]"),
            with("tags: [x]").replace("operationId: getA", "operationId: removeA"),
        ),
        (Rule::TypeRemoved, model(text), plain.clone()),
        (Rule::TypeAdded, plain, model(text)),
        (
            Rule::TypeChanged,
            model(text),
            schemas("A: {type: string, enum: [a, b]}"),
        ),
        (
            Rule::ConstructorChanged,
            sent(&required),
            sent("required: [a], properties: {a: {type: integer}}"),
        ),
        (Rule::ConstructorAdded, model(&required), sent(&required)),
        (Rule::FieldRemoved, model(two_texts), model(text)),
        (Rule::FieldAdded, model(text), model(two_texts)),
        (Rule::FieldNowRequired, model(text), model(&required)),
        (Rule::FieldNowOptional, model(&required), model(text)),
        (
            Rule::FieldNowSent,
            model("properties: {a: {type: string, nullable: true}}"),
            sent("properties: {a: {type: string, nullable: true}}"),
        ),
        (
            Rule::FieldBoxed,
            model("required: [a], properties: {a: {$ref: '#/components/schemas/B'}}").replace(
                "{schemas: {",
                "{schemas: {B: {type: object, properties: {c: {type: string}}}, ",
            ),
            model("required: [a], properties: {a: {$ref: '#/components/schemas/B'}}").replace(
                "{schemas: {",
                "{schemas: {B: {type: object, properties: {c: {$ref: '#/components/schemas/A'}}}, ",
            ),
        ),
        (
            Rule::FieldTypeChanged,
            model(text),
            model("properties: {a: {type: integer}}"),
        ),
        (Rule::ValueRemoved, values("x, y"), values("x")),
        (Rule::ValueAdded, values("x, y"), values("x, y, z")),
        (
            Rule::VariantRemoved,
            union(&format!("{b}, {c}, {d}")),
            union(&format!("{b}, {c}")),
        ),
        (
            Rule::VariantAdded,
            union(&format!("{b}, {c}")),
            union(&format!("{b}, {c}, {d}")),
        ),
        (
            Rule::VariantTypeChanged,
            tagged("B"),
            tagged("B")
                .replace(
                    "A: {oneOf: [{$ref: '#/components/schemas/B'}",
                    "E: {type: object}, A: {oneOf: [{$ref: '#/components/schemas/E'}",
                )
                .replace("b: '#/components/schemas/B'", "b: '#/components/schemas/E'"),
        ),
        (Rule::OperationRemoved, more.clone(), call("")),
        (Rule::HandleRemoved, more.clone(), call("")),
        (Rule::OperationAdded, call(""), more),
        (
            Rule::ReturnTypeChanged,
            model(text),
            schemas("A: {type: array, items: {type: string}}"),
        ),
        (Rule::ParameterRemoved, query(optional_query), call("")),
        (Rule::ParameterAdded, call(""), query(optional_query)),
        (
            Rule::RequiredParameterAdded,
            call(""),
            query(required_query),
        ),
        (
            Rule::ParameterNowRequired,
            query(optional_query),
            query(required_query),
        ),
        (
            Rule::ParameterNowOptional,
            query(required_query),
            query(optional_query),
        ),
        (
            Rule::ParameterTypeChanged,
            query(required_query),
            query("required: true, schema: {type: integer}"),
        ),
        (
            Rule::ContentRemoved,
            contents(&[json, png, gif]),
            contents(&[json, png]),
        ),
        (
            Rule::ContentAdded,
            contents(&[json, png]),
            contents(&[json, png, gif]),
        ),
        (
            Rule::ContentTypeChanged,
            contents(&[json, png]),
            contents(&["application/json: {schema: {type: boolean}}", png]),
        ),
        (
            Rule::StatusRemoved,
            statuses("200 202 203"),
            statuses("200 202"),
        ),
        (
            Rule::StatusAdded,
            statuses("200 202"),
            statuses("200 202 203"),
        ),
        (
            Rule::ValuesNarrowed,
            query("schema: {type: integer, maximum: 9}"),
            query("schema: {type: integer, maximum: 8}"),
        ),
        (
            Rule::ValuesWidened,
            query("schema: {type: string, minLength: 2}"),
            query(optional_query),
        ),
        (
            Rule::DefaultChanged,
            query("schema: {type: integer, default: 1}"),
            query("schema: {type: integer, default: 2}"),
        ),
        (
            Rule::SecurityChanged,
            schemes("one: []"),
            schemes("two: []"),
        ),
        (
            Rule::ServerChanged,
            format!("servers: [{{url: 'https://a.example'}}]\n{}", call("")),
            format!("servers: [{{url: 'https://b.example'}}]\n{}", call("")),
        ),
        (Rule::PathChanged, call(""), call("").replace("/a:", "/b:")),
        (Rule::BodyChanged, body("image/png"), body("image/jpeg")),
        (
            Rule::SerializationChanged,
            query("schema: {type: array, items: {type: string}}"),
            query("explode: false, schema: {type: array, items: {type: string}}"),
        ),
        (
            Rule::TraitRemoved,
            model(text),
            model("required: [a], properties: {a: {type: string, format: date}}"),
        ),
        (
            Rule::TraitAdded,
            model("required: [a], properties: {a: {type: string, format: date}}"),
            model(text),
        ),
        (
            Rule::CredentialsChanged,
            one_scheme("basic"),
            one_scheme("bearer"),
        ),
        (
            Rule::Deprecated,
            query(optional_query),
            query("deprecated: true, schema: {type: string}"),
        ),
        (
            Rule::Undeprecated,
            query("deprecated: true, schema: {type: string}"),
            query(optional_query),
        ),
    ]
}

#[test]
fn each_rule_is_for_a_change() {
    let pairs = pairs();
    for rule in Rule::ALL {
        assert!(
            pairs.iter().any(|(of, ..)| of == rule),
            "{rule:?} has no pair"
        );
    }
    for (rule, old, new) in pairs {
        assert_eq!(rules(&old, &old), [], "of {rule:?}");
        let found = match rule {
            // With a lock, names and the types of fields stay.
            Rule::NameChanged | Rule::FieldNowSent => compare(&side(&old), &side(&new)).findings,
            _ => changes(&old, &new),
        };
        let found: Vec<Rule> = found.iter().map(|it| it.rule).collect();
        assert!(
            found.contains(&rule),
            "{rule:?} is not among {found:?}:\n{old}\n{new}"
        );
    }
}

#[test]
fn what_keeps_its_name_is_not_renamed() {
    let old = with("tags: [x]");
    let new = old.replace("operationId: getA", "operationId: removeA");
    assert_eq!(rules(&old, &new), []);
    let inline = model("required: [b], properties: {b: {type: string, enum: [a, b]}}");
    let component = model("required: [b], properties: {b: {$ref: '#/components/schemas/Letter'}}")
        .replace(
            "schemas: {A",
            "schemas: {Letter: {type: string, enum: [a, b]}, A",
        );
    assert_eq!(rules(&inline, &component), []);
}

#[test]
fn a_document_is_not_changed_by_its_order() {
    let one = model("properties: {a: {type: string}, b: {type: integer}}");
    let other = model("properties: {b: {type: integer}, a: {type: string}}");
    assert_eq!(rules(&one, &other), []);
    let query = "{name: q, in: query, required: true, schema: {type: string}}";
    let header = "{name: h, in: header, required: true, schema: {type: string}}";
    let pair = |one: &str, other: &str| call(&format!("{one}, {other}"));
    assert_eq!(rules(&pair(query, header), &pair(header, query)), []);
}

/// What has nothing to do with what was there breaks nothing.
#[test]
fn what_is_added_beside_is_minor() {
    let old = schemas(
        "A: {type: object, properties: {b: {$ref: '#/components/schemas/B'}}}, B: {type: object, properties: {c: {type: string, pattern: '^a+$'}}}",
    );
    let more = [
        ("B: {", "New: {type: string, enum: [a, b]}, B: {"),
        ("c: {", "d: {type: string, pattern: '^b+$'}, c: {"),
        (
            "paths:",
            "paths:\n  /new:\n    get:\n      operationId: getNew\n      responses: {'204': {description: ok}}",
        ),
        (
            "operationId: getA",
            "operationId: getA\n      parameters: [{name: q, in: query, schema: {type: string}}]",
        ),
    ];
    for (at, with) in more {
        let new = old.replacen(at, with, 1);
        let found = changes(&old, &new);
        let level = verdict(&found);
        // The first parameter gives the request a type of its own.
        let found: Vec<_> = found.iter().map(|it| it.rule).collect();
        assert!(
            level >= Some(Level::Minor) || found.iter().all(|it| it.level() == Level::Minor),
            "{with}: {found:?}"
        );
        assert!(!found.is_empty(), "{with}");
    }
}

#[test]
fn findings_of_one_cause_are_one() {
    let with = |values: &str| {
        model(&format!("properties: {{a: {{$ref: '#/components/schemas/{values}'}}, b: {{$ref: '#/components/schemas/{values}'}}}}"))
            .replace("{schemas: {", "{schemas: {One: {type: string, enum: [a]}, Two: {type: string, enum: [b]}, ")
    };
    let found = changes(&with("One"), &with("Two"));
    let [finding] = &found[..] else {
        panic!("{found:?}")
    };
    assert_eq!(finding.rule, Rule::FieldTypeChanged);
    assert_eq!(finding.also.len(), 1);
}

/// Paths of which one ends in `.json`, and types of one pattern, are not one to each other.
#[test]
fn neighbours_of_one_form_are_told_apart() {
    let paths = |ty: &str| {
        let operation = |id: &str, ty: &str| {
            let query = format!("{{name: q, in: query, schema: {{type: {ty}}}}}");
            format!(
                "get: {{operationId: {id}, parameters: [{query}], responses: {{'204': {{description: ok}}}}}}"
            )
        };
        let (one, other) = (operation("getA", ty), operation("getB", "string"));
        format!("paths:\n  /a: {{{one}}}\n  /a.json: {{{other}}}\n")
    };
    assert_eq!(rules(&paths("string"), &paths("string")), []);
    assert_eq!(
        rules(&paths("string"), &paths("integer")),
        [Rule::ParameterTypeChanged]
    );
    let texts = |length: usize| {
        let text = |most| format!("{{type: string, pattern: '^a+$', maxLength: {most}}}");
        model(&format!(
            "properties: {{b: {}, c: {}}}",
            text(9),
            text(length)
        ))
    };
    assert_eq!(rules(&texts(8), &texts(8)), []);
    assert!(!rules(&texts(8), &texts(7)).is_empty());
}
