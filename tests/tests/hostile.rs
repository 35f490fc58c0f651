//! Input that means harm: a report or a crate that holds what was meant, within bounded time.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use bindery::GeneratedCrate;
use bindery::diagnostic::{Diagnostics, Style};
use bindery::source::Source;
use bindery::target::Target;
use proc_macro2::{TokenStream, TokenTree};
use syn::Item;

/// Far beyond what a good run takes, in a debug build on a busy machine; what grows faster than the document
/// takes longer.
const BOUND: Duration = Duration::from_secs(60);

fn generate(bytes: impl Into<Vec<u8>>) -> (Diagnostics, Option<GeneratedCrate>) {
    let source = Source::from_bytes("hostile.yaml", bytes.into());
    let target = Target {
        crate_name: "hostile".into(),
        spec_name: "hostile.yaml".into(),
        ..Target::default()
    };
    let start = Instant::now();
    let outcome = bindery::generate(&source, &target);
    let report = outcome.diagnostics.render(&source, Style::Plain);
    assert!(start.elapsed() < BOUND, "{:?}", start.elapsed());
    assert_eq!(
        outcome.generated.is_none(),
        outcome.diagnostics.has_errors(),
        "{report}"
    );
    if let Some(made) = &outcome.generated {
        for file in &made.files {
            let inside = file.path.starts_with("src") && file.path.components().count() == 2;
            assert!(inside, "{:?} leaves the output", file.path);
            let parsed = syn::parse_file(&file.text);
            meant(&parsed.unwrap_or_else(|error| panic!("{:?}: {error}", file.path)));
        }
    }
    (outcome.diagnostics, outcome.generated)
}

/// The kinds of items that the generator writes, and no others.
fn meant(file: &syn::File) {
    for item in &file.items {
        match item {
            Item::Struct(_)
            | Item::Enum(_)
            | Item::Impl(_)
            | Item::Use(_)
            | Item::Mod(_)
            | Item::Macro(_)
            | Item::Const(_)
            | Item::Static(_)
            | Item::Type(_) => {}
            _ => panic!("an item that was not meant"),
        }
        if let Item::Mod(module) = item {
            assert!(module.content.is_none(), "a module with content");
        }
    }
    for attribute in &file.attrs {
        assert!(
            attribute.path().is_ident("doc"),
            "an attribute that was not meant"
        );
    }
}

fn codes(diagnostics: &Diagnostics) -> Vec<&'static str> {
    diagnostics
        .iter()
        .map(|diagnostic| diagnostic.code().as_str())
        .collect()
}

fn document(rest: &str) -> String {
    format!("openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\n{rest}")
}

fn schemas(schemas: &str) -> String {
    document(&format!("paths: {{}}\ncomponents:\n  schemas:\n{schemas}"))
}

#[test]
fn aliases_multiply() {
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..30 {
        let items = vec![format!("*a{}", level - 1); 10].join(", ");
        let _ = writeln!(bomb, "a{level}: &a{level} [{items}]");
    }
    assert_eq!(codes(&generate(bomb).0), ["E0106"]);
}

#[test]
fn nesting_of_10_000() {
    for (open, close) in [
        ("[", "]"),
        ("{a: ", "}"),
        ("{\"a\":", "}"),
        ("- ", ""),
        ("? ", ""),
        ("!x ", ""),
    ] {
        let text = format!("{}1{}", open.repeat(10_000), close.repeat(10_000));
        assert!(generate(text).1.is_none(), "{open}");
    }
    let block: String = (0..2_000)
        .map(|depth| format!("{}a:\n", " ".repeat(depth)))
        .collect();
    assert_eq!(codes(&generate(block).0), ["E0105"]);
    let schema = format!(
        "{}type: string{}",
        "{items: ".repeat(10_000),
        "}".repeat(10_000)
    );
    assert!(generate(schemas(&format!("    A: {schema}\n"))).1.is_none());
}

#[test]
fn chains_as_long_as_the_document() {
    const LENGTH: usize = 3_000;
    type Link = fn(usize) -> String;
    let links: [(&str, Link); 5] = [
        ("objects", |next| {
            format!(
                "{{type: object, properties: {{next: {{$ref: '#/components/schemas/S{next}'}}}}}}"
            )
        }),
        ("lists", |next| {
            format!("{{type: array, items: {{$ref: '#/components/schemas/S{next}'}}}}")
        }),
        ("wrappers", |next| {
            format!("{{allOf: [{{$ref: '#/components/schemas/S{next}'}}]}}")
        }),
        ("unions", |next| {
            format!("{{oneOf: [{{$ref: '#/components/schemas/S{next}'}}, {{type: string}}]}}")
        }),
        ("references", |next| {
            format!("{{$ref: '#/components/schemas/S{next}'}}")
        }),
    ];
    for (name, link) in links {
        let mut text = String::new();
        for number in 0..LENGTH {
            let _ = writeln!(text, "    S{number}: {}", link(number + 1));
        }
        let _ = writeln!(
            text,
            "    S{LENGTH}: {{type: object, properties: {{end: {{type: string}}}}}}"
        );
        let (diagnostics, made) = generate(schemas(&text));
        if name == "references" {
            assert_eq!(codes(&diagnostics), ["E0218"]);
        }
        assert!(made.is_some(), "{name}");
    }
}

#[test]
fn compositions_multiply() {
    let mut text = String::new();
    for level in 0..60 {
        let below = format!("{{$ref: '#/components/schemas/L{}'}}", level + 1);
        let _ = writeln!(text, "    L{level}: {{allOf: [{below}, {below}, {below}]}}");
    }
    text += "    L60: {type: object, properties: {a: {type: string}}}\n";
    assert!(generate(schemas(&text)).1.is_some());
    let itself = "{$ref: '#/components/schemas/A'}";
    for key in ["allOf", "oneOf", "anyOf"] {
        generate(schemas(&format!(
            "    A: {{{key}: [{itself}, {itself}, {itself}]}}\n"
        )));
    }
    generate(schemas(&format!(
        "    A: {{not: {itself}}}\n    B: {{items: {itself}}}\n"
    )));
    generate(schemas(
        "    A: {type: array, items: {$ref: '#/components/schemas/A'}}\n",
    ));
    generate(schemas(
        "    A: {additionalProperties: {$ref: '#/components/schemas/A'}}\n",
    ));
}

#[test]
fn many_of_a_kind() {
    let count = 8_000;
    let dead: String = (0..count)
        .map(|n| format!("    A{n}: {{$ref: '#/components/schemas/B{n}'}}\n"))
        .collect();
    let (diagnostics, made) = generate(schemas(&dead));
    assert_eq!(codes(&diagnostics), ["E0204"]);
    let told = diagnostics.iter().find_map(|it| it.taken_text());
    let more = format!("and in {} more", count - 1);
    assert!(told.is_some_and(|told| told.contains(&more)) && made.is_some());
    let same: String = (0..1_500)
        .map(|n| {
            format!(
                "    {}: {{type: object, properties: {{a{n}: {{type: string}}}}}}\n",
                "_".repeat(n % 50) + "Same" + &"-".repeat(n / 50)
            )
        })
        .collect();
    generate(schemas(&same));
    let values: Vec<String> = (0..count).map(|n| format!("v{n}")).collect();
    generate(schemas(&format!(
        "    A: {{type: string, enum: [{}]}}\n",
        values.join(", ")
    )));
    let properties: String = (0..count / 4)
        .map(|n| format!("        p{n}: {{type: string, pattern: '^[a-f]{{8}}$'}}\n"))
        .collect();
    generate(schemas(&format!("    A:\n      properties:\n{properties}")));
}

const BREAKOUTS: &[&str] = &[
    "*/ pub fn evil() {} /*",
    "\"; pub fn evil() {} //",
    "#![allow(warnings)]",
    "\\\"#; fn evil() {}",
    "'\\''",
    "a\nb",
    "\r\nfn evil() {}",
    "\u{0}",
    "\u{202e}evil\u{202c}",
    "\u{200b}",
    "\u{feff}",
    "r#\"x\"#",
    "{}{{}}",
    "%s",
    "../../etc/passwd",
    "..\\..\\evil",
    "/etc/passwd",
    "crate::evil",
    "$crate",
    "self",
    "Self",
    "super",
    "_",
    "'a",
    "```\nfn evil() {}\n```",
    "    let x = evil();",
    "<script>",
    "]]>",
    "\u{1f600}",
    "é\u{301}",
    "\u{2028}fn evil() {}",
    "CON",
    "nul",
    "lib",
    "mod",
    "main",
    "build",
    "",
    " ",
    "\t",
    "123",
    "-",
    "async",
    "union",
    "\u{7}",
    "\u{1b}[31m",
    "unsafe { }",
    "include!(\"/etc/passwd\")",
    "}} impl Drop for X { fn drop(&mut self) {} }",
    "\u{3000}",
    "ﬁ",
    "İ",
];

/// JSON strings are YAML too, so any text can stand anywhere.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("text is JSON")
}

/// The literal texts in the table of the one operation of a crate, which has nothing beside its rows.
fn operation_texts(made: &GeneratedCrate) -> Vec<String> {
    let files = made.files.iter().map(|file| syn::parse_file(&file.text));
    let items = files.flat_map(|file| file.expect("Rust").items);
    let mut tables = items.filter_map(|item| match item {
        Item::Macro(item) if item.mac.path.segments.last()?.ident == "operation" => {
            Some(item.mac.tokens)
        }
        _ => None,
    });
    let table: Vec<_> = tables.next().expect("a table").into_iter().collect();
    assert!(tables.next().is_none(), "one table");
    let [
        TokenTree::Ident(kind),
        TokenTree::Ident(_),
        TokenTree::Group(rows),
    ] = &table[..]
    else {
        panic!("not one static: {table:?}");
    };
    assert_eq!(kind, "static");
    texts(rows.stream())
}

fn texts(tokens: TokenStream) -> Vec<String> {
    let texts = tokens.into_iter().flat_map(|token| match token {
        TokenTree::Group(group) => texts(group.stream()),
        TokenTree::Literal(literal) => {
            let literal = syn::parse_str::<syn::LitStr>(&literal.to_string());
            literal.map(|text| text.value()).into_iter().collect()
        }
        _ => Vec::new(),
    });
    texts.collect()
}

#[test]
fn the_table_of_an_operation_holds_the_texts_of_the_document() {
    let mut tables = 0;
    for text in BREAKOUTS {
        let q = quoted(text);
        let document = document(&format!(
            "paths:
  /things:
    get:
      operationId: {q}
      parameters:
      - {{name: {q}, in: query, schema: {{type: string}}}}
      - {{name: last, in: query, schema: {{type: string}}}}
      responses: {{'200': {{description: ok}}}}
"
        ));
        let (_, Some(made)) = generate(document) else {
            continue;
        };
        // Parameters stand in the order of their names.
        let mut parameters = [text, "last"];
        parameters.sort_unstable();
        let expected = [text, "/things", parameters[0], parameters[1]];
        assert_eq!(operation_texts(&made)[..4], expected, "{text:?}");
        tables += 1;
    }
    assert!(tables > BREAKOUTS.len() / 2, "{tables} tables");
}

#[test]
fn text_that_tries_to_break_out() {
    for text in BREAKOUTS {
        let q = quoted(text);
        let path = quoted(&format!("/v1/{}/{{id}}", text.replace(['{', '}'], "")));
        let json = format!(
            r##"{{"openapi":"3.0.3","info":{{"title":{q},"version":{q},"description":{q}}},
            "servers":[{{"url":{q},"description":{q}}}],
            "tags":[{{"name":{q},"description":{q}}}],
            "paths":{{{path}:{{"get":{{"operationId":{q},"summary":{q},"description":{q},"tags":[{q}],
              "parameters":[{{"name":"id","in":"path","required":true,"schema":{{"type":"string"}}}},
                {{"name":{q},"in":"query","description":{q},"schema":{{"type":"string","default":{q},"enum":[{q},"other"]}}}},
                {{"name":{q},"in":"header","schema":{{"type":"string"}}}}],
              "responses":{{"200":{{"description":{q},"headers":{{{q}:{{"description":{q},"schema":{{"type":"string"}}}}}},
                "content":{{"application/json":{{"schema":{{"title":{q},"type":"object","description":{q},
                  "properties":{{{q}:{{"type":"string","description":{q},"format":{q},"example":{q}}},
                    "e":{{"type":"string","enum":[{q},"x"]}},"p":{{"type":"string","pattern":"^[{{}}\\w]+$"}}}}}}}}}}}}}},
              "security":[{{"s":[]}}]}}}}}},
            "components":{{"securitySchemes":{{"s":{{"type":"apiKey","in":"header","name":{q}}}}},
              "schemas":{{{q}:{{"type":"object","properties":{{"a":{{"type":"integer"}}}}}}}}}}}}"##
        );
        generate(json);
        let schema = format!("    {q}: {{type: string, pattern: {q}, description: {q}}}\n");
        generate(schemas(&schema));
    }
}

#[test]
fn numbers_outside_64_bits() {
    for number in [
        "18446744073709551616",
        "-9223372036854775809",
        "1e400",
        "-1e400",
        ".inf",
        ".nan",
        "0x1ffffffffffffffff",
        "9223372036854775808",
        "-0",
        "1e-400",
        "123456789012345678901234567890",
    ] {
        let rules = format!(
            "minimum: {number}, maximum: {number}, multipleOf: {number}, default: {number}, enum: [{number}], example: {number}"
        );
        for kind in ["integer", "number", "string"] {
            generate(schemas(&format!("    A: {{type: {kind}, {rules}}}\n")));
            generate(schemas(&format!(
                "    A: {{type: {kind}, minLength: {number}, maxItems: {number}}}\n"
            )));
        }
    }
}

/// The small document of the next two tests: something of everything.
const SMALL: &str = "openapi: 3.0.3
info: {title: \"T\\u00e9\", version: '1'}
paths:
  /a/{b}: &x
    get:
      operationId: FetchA
      parameters: [{name: b, in: path, required: true, schema: {$ref: '#/components/schemas/S'}}]
      responses: {2XX: {description: |
        é
        , content: {application/json: {schema: {$ref: '#/components/schemas/O'}}}}}
components:
  schemas:
    S: {type: string, pattern: '^AB[0-9]{4}$'}
    O: {type: object, required: [s], properties: {s: {$ref: '#/components/schemas/S'}, n: {type: integer, minimum: 1}}}
";

#[test]
fn truncated_at_every_byte() {
    for end in 0..SMALL.len() {
        generate(&SMALL.as_bytes()[..end]);
    }
    let json = serde_json::to_string(
        &serde_yaml::from_str::<serde_json::Value>(&SMALL.replace("|\n        é\n        ", "é"))
            .expect("the document is YAML"),
    )
    .expect("it is JSON");
    for end in 0..json.len() {
        generate(&json.as_bytes()[..end]);
    }
}

#[test]
fn every_byte_that_is_not_utf8() {
    for at in 0..SMALL.len() {
        let mut bytes = SMALL.as_bytes().to_vec();
        bytes[at] = 0xff;
        assert_eq!(codes(&generate(bytes).0), ["E0101"]);
    }
}

/// Runs of letters and digits, and single other characters.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let word = rest
            .find(|c: char| !c.is_alphanumeric())
            .unwrap_or(rest.len());
        let (token, after) = rest.split_at(word.max(first.len_utf8()));
        tokens.push(token);
        rest = after;
    }
    tokens
}

#[test]
fn every_token_deleted_and_swapped() {
    let tokens = tokens(SMALL);
    for at in 0..tokens.len() {
        let mut changed = tokens.clone();
        changed.remove(at);
        generate(changed.concat());
        if at + 1 < tokens.len() {
            let mut changed = tokens.clone();
            changed.swap(at, at + 1);
            generate(changed.concat());
        }
    }
}

fn later(schemas: &str) -> String {
    format!("openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\ncomponents:\n  schemas:\n{schemas}")
}

#[test]
fn schemas_of_3_1_that_lead_to_themselves() {
    for schema in [
        "{$ref: '#/components/schemas/A', description: a}",
        "{$ref: '#'}",
        "{$ref: '#', nullable: true}",
        "{$dynamicRef: '#a', $dynamicAnchor: a}",
        "{$recursiveRef: '#', minLength: 1}",
        "{$id: 'https://a.b/a', $ref: 'https://a.b/a', title: a}",
        "{$defs: {B: {$ref: '#/components/schemas/A'}}, $ref: '#/components/schemas/A/$defs/B'}",
        "{$defs: {B: {$ref: '#/components/schemas/A/$defs/C', title: b}, C: {$ref: '#/components/schemas/A/$defs/B', title: c}}, $ref: '#/components/schemas/A/$defs/B', title: a}",
        "{$defs: {A: {$defs: {A: {$ref: '#/components/schemas/A/$defs/A/$defs/A', title: a}}}}}",
        "{allOf: [{$ref: '#/components/schemas/A', title: a}, {$ref: '#/components/schemas/A', title: b}]}",
        "{anyOf: [{$ref: '#/components/schemas/A', title: a}, {type: 'null'}]}",
        "{type: array, prefixItems: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/A', title: a}]}",
        "{patternProperties: {a: {$ref: '#/components/schemas/A'}}, unevaluatedProperties: {$ref: '#/components/schemas/A'}}",
        "{$anchor: a, properties: {x: {$anchor: a, $ref: '#a'}, y: {$ref: '#a', $id: '#a'}}}",
        "{type: [], enum: []}",
        "{type: ['null', 'null'], const: 1, enum: [2]}",
        "{type: [object, array, string], properties: 1, items: 2, const: [{}]}",
        "{$defs: [1], prefixItems: {}, patternProperties: [], examples: {}, type: [[string]]}",
        "{prefixItems: [], patternProperties: {}, contentEncoding: 1, contentMediaType: []}",
        "{$ref: 1, title: a}",
        "{$ref: 'b.yaml#/c', title: a}",
        "{$ref: '#nowhere', title: a}",
    ] {
        generate(later(&format!("    A: {schema}\n")));
    }
}

#[test]
fn definitions_anchors_and_identifiers_of_10_000() {
    let mut text = String::new();
    for index in 0..2_000 {
        let _ = writeln!(
            text,
            "    S{index}: {{$id: 'https://a.b/{index}/d', $defs: {{D: {{$ref: '#', title: d}}}}, properties: {{d: {{$ref: '{}/d#/$defs/D'}}}}}}",
            (index + 1) % 2_000
        );
    }
    assert!(generate(later(&text)).1.is_some());
    let mut text = String::from("    A:\n      $defs:\n");
    for index in 0..10_000 {
        let _ = writeln!(text, "        D{index}: {{type: [string, 'null']}}");
    }
    assert!(generate(later(&text)).1.is_some());
}

#[test]
fn types_and_positions_within_each_other() {
    let nested = |open: &str, close: &str| format!("{}{{}}{}", open.repeat(60), close.repeat(60));
    for (open, close) in [
        ("{type: [object, array], items: ", "}"),
        (
            "{type: [array, string], prefixItems: [{type: string}, ",
            "]}",
        ),
        ("{patternProperties: {a: {}, b: ", "}}"),
        ("{$defs: {D: ", "}}"),
    ] {
        generate(later(&format!("    A: {}\n", nested(open, close))));
    }
    let positions = vec!["{type: string}, {type: integer}"; 5_000].join(", ");
    let schema = format!("    A: {{type: array, prefixItems: [{positions}]}}\n");
    assert!(generate(later(&schema)).1.is_some());
}

#[test]
fn a_media_type_of_many_answers_stands_once() {
    let mut text = String::from(
        "openapi: 3.2.0\ninfo: {title: T, version: '1'}\ncomponents: {mediaTypes: {M: {schema: {type: object, properties: {",
    );
    for index in 0..500 {
        let _ = write!(text, "p{index}: {{type: string}}, ");
    }
    text += "}}}}}\npaths:\n";
    for index in 0..500 {
        let _ = writeln!(
            text,
            "  /p{index}: {{get: {{responses: {{'200': {{description: D, content: {{application/json: {{$ref: '#/components/mediaTypes/M'}}}}}}}}}}}}"
        );
    }
    let made = generate(text).1.expect("a crate");
    let size: usize = made.files.iter().map(|file| file.text.len()).sum();
    assert!(size < 1_000_000, "{size}");
}
