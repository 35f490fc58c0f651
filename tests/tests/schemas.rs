//! What Bindery says of values is what an independent validator says of them.
//!
//! Random schemas of OpenAPI 3.0 become one client. A value is valid for Bindery if a strict client reads it
//! and a request takes it as its body: together these hold all keywords. The schemas and the values are the same
//! in every run; `BINDERY_SEED` draws others, and `BINDERY_VALUES` is the number of values for each schema.

#[path = "schemas/client.rs"]
mod client;
#[path = "schemas/draw.rs"]
mod draw;
#[path = "schemas/validator.rs"]
mod validator;

use std::fmt::Write;
use std::path::Path;

use bindery::source::Source;
use draw::Dice;
use serde_json::{Map, Value, json};
use validator::Enums;

const SCHEMAS: usize = 80;
const UNIONS: usize = 60;
const VALUES: usize = 1000;

fn dice() -> Dice {
    Dice(std::env::var("BINDERY_SEED").map_or(1, |seed| seed.parse().expect("a number")))
}

fn values_of_each() -> usize {
    std::env::var("BINDERY_VALUES").map_or(VALUES, |count| count.parse().expect("a number"))
}

fn document(schemas: &[Value]) -> Source {
    let names: Vec<_> = (0..schemas.len())
        .map(|index| format!("Holder{index}"))
        .collect();
    client::document(
        names.iter().cloned().zip(schemas.iter().cloned()).collect(),
        &names,
    )
}

/// An object that holds a random schema, so that each is a type with a name.
fn holder(dice: &mut Dice) -> Value {
    let mut holder = json!({"type": "object", "properties": {"held": draw::schema(dice, 2)}});
    if dice.0.is_multiple_of(2) {
        holder["required"] = json!(["held"]);
    }
    holder
}

/// What is drawn, and of which nothing is told to be unchecked.
fn drawn<T>(count: usize, mut draw: impl FnMut() -> T, document: impl Fn(&T) -> Source) -> Vec<T> {
    let mut drawn = Vec::new();
    let mut told = 0;
    while drawn.len() < count {
        let next = draw();
        if client::is_told(&document(&next)) {
            told += 1;
            assert!(told < count, "most schemas are told to be unchecked");
        } else {
            drawn.push(next);
        }
    }
    eprintln!("{told} schemas were left out, because something of them is told to be unchecked");
    drawn
}

/// A program that says for each line what one of the arms makes of it.
fn program(judge: &str, arms: &str) -> String {
    MAIN.replace("JUDGE", judge).replace("ARMS", arms)
}

const MAIN: &str = r#"
use std::io::Write;
#[allow(unused_imports)]
use bindery_runtime::{from_slice, from_slice_strict};
use bindery_runtime::testing::FakeTransport;

JUDGE

fn main() {
    let client = schemas::Client::builder().transport(FakeTransport::new()).build().unwrap();
    let values = std::fs::read_to_string(std::env::args().nth(1).unwrap()).unwrap();
    let mut out = std::io::BufWriter::new(std::io::stdout());
    for line in values.lines() {
        let (index, json) = line.split_once(' ').unwrap();
        let json = json.as_bytes();
        let verdict: String = match index {
            ARMS
            _ => unreachable!(),
        };
        writeln!(out, "{}", verdict.replace('\n', " ")).unwrap();
    }
    drop(client);
}
"#;

const JUDGE: &str = r#"
macro_rules! judge {
    ($client:ident, $json:ident, $holder:ident, $place:ident) => {
        match from_slice_strict::<schemas::models::$holder>($json) {
            Err(error) => format!("no answer: {error}"),
            Ok(model) => match $client.$place().post(&model).request() {
                Err(error) => format!("no request: {error}"),
                Ok(_) => "valid".to_owned(),
            },
        }
    };
}
"#;

#[test]
fn verdicts_are_those_of_an_independent_validator() {
    let (dice, count) = (&mut dice(), values_of_each());
    let schemas = drawn(
        SCHEMAS,
        || holder(dice),
        |schema| document(std::slice::from_ref(schema)),
    );
    let mut lines = String::new();
    let mut expected = Vec::new();
    for (index, schema) in schemas.iter().enumerate() {
        let validator = validator::validator(schema, Enums::Open);
        for _ in 0..count {
            let value = draw::value(dice, schema);
            let _ = writeln!(lines, "{index} {value}");
            expected.push(validator.is_valid(&value));
        }
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("schemas");
    let mut arms = String::new();
    for index in 0..schemas.len() {
        let _ = writeln!(
            arms,
            "\"{index}\" => judge!(client, json, Holder{index}, p{index}),"
        );
    }
    client::write(&folder, &document(&schemas), &program(JUDGE, &arms));
    let said = client::verdicts(&folder, &lines);
    let mut differing = Vec::new();
    for ((line, said), valid) in lines.lines().zip(said.lines()).zip(&expected) {
        if (said == "valid") != *valid {
            let (index, value) = line.split_once(' ').expect("an index and a value");
            let schema = &schemas[index.parse::<usize>().expect("an index")];
            let told = differing
                .iter()
                .filter(|told: &&String| told.contains(&schema.to_string()));
            if told.count() > 1 {
                continue;
            }
            differing.push(format!(
                "{value}\n  of {schema}\n  Bindery: {said}, the validator: {valid}"
            ));
        }
    }
    assert_eq!(said.lines().count(), expected.len());
    let valid = expected.iter().filter(|valid| **valid).count();
    assert!(
        valid * 5 > expected.len() && valid * 5 < expected.len() * 4,
        "{valid} of {} are valid",
        expected.len()
    );
    differing.sort_by_key(String::len);
    differing.truncate(30);
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

/// A union of components.
struct Union {
    keyword: &'static str,
    members: Vec<Value>,
}

impl Union {
    fn draw(dice: &mut Dice) -> Self {
        let mut members: Vec<Value> = Vec::new();
        let count = 2 + dice.0 as usize % 3;
        while members.len() < count {
            let next = draw::member(dice);
            if !members.contains(&next) {
                members.push(next);
            }
        }
        let keyword = if dice.0.is_multiple_of(2) {
            "oneOf"
        } else {
            "anyOf"
        };
        Self { keyword, members }
    }

    fn components(&self, index: usize) -> Map<String, Value> {
        let mut components = Map::new();
        let mut references = Vec::new();
        for (number, member) in self.members.iter().enumerate() {
            let name = format!("Member{index}x{number}");
            references.push(json!({"$ref": format!("#/components/schemas/{name}")}));
            components.insert(name, member.clone());
        }
        components.insert(format!("Union{index}"), json!({self.keyword: references}));
        let held = json!({"$ref": format!("#/components/schemas/Union{index}")});
        let holder = json!({"type": "object", "properties": {"held": held}});
        components.insert(format!("Holder{index}"), holder);
        components
    }
}

const CHOICE: &str = r#"
macro_rules! judge {
    ($json:ident, $holder:ident) => {{
        let name = |model: schemas::models::$holder| format!("{:?}", model.held.unwrap()).split('(').next().unwrap().to_owned();
        let tolerant = from_slice($json).map_or_else(|error| format!("no answer: {error}"), name);
        let strict = from_slice_strict($json).map_or_else(|error| format!("no answer: {error}"), name);
        format!("{tolerant} {strict}")
    }};
}
"#;

/// The variants of a union, in the order of the document.
fn variants(folder: &Path, index: usize) -> Vec<String> {
    let source = std::fs::read_to_string(folder.join("client/src/models.rs")).expect("a module");
    let start = format!("    Union{index} | Unknown {{\n");
    let (_, table) = source.split_once(&start).expect("a table of the union");
    let rows = table.lines().take_while(|line| line.trim() != "}");
    rows.filter_map(|row| Some(row.split_once('(')?.0.trim().to_owned()))
        .collect()
}

/// Whatever stands beside it: if one member of a union alone takes a value, this one is chosen.
#[test]
fn the_only_member_that_takes_a_value_is_chosen() {
    let (dice, count) = (&mut dice(), values_of_each());
    let document = |unions: &[&Union]| {
        let all = unions.iter().enumerate();
        let components = all.flat_map(|(index, union)| union.components(index));
        let holders: Vec<_> = (0..unions.len())
            .map(|index| format!("Holder{index}"))
            .collect();
        client::document(components.collect(), &holders)
    };
    let unions = drawn(UNIONS, || Union::draw(dice), |union| document(&[union]));
    let mut lines = String::new();
    let mut expected = Vec::new();
    for (index, union) in unions.iter().enumerate() {
        let validators = union
            .members
            .iter()
            .map(|member| validator::validator(member, Enums::Closed));
        let validators: Vec<_> = validators.collect();
        for _ in 0..count {
            let member = &union.members[dice.0 as usize % union.members.len()];
            let value = draw::value(dice, member);
            let takes = |number: &usize| validators[*number].is_valid(&value);
            let taking: Vec<usize> = (0..validators.len()).filter(takes).collect();
            if let [one] = taking[..]
                && !value.is_null()
            {
                let _ = writeln!(lines, "{index} {}", json!({"held": value}));
                expected.push((index, one));
            }
        }
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("choices");
    let mut arms = String::new();
    for index in 0..unions.len() {
        let _ = writeln!(arms, "\"{index}\" => judge!(json, Holder{index}),");
    }
    let source = document(&unions.iter().collect::<Vec<_>>());
    client::write(&folder, &source, &program(CHOICE, &arms));
    let variants: Vec<_> = (0..unions.len())
        .map(|index| variants(&folder, index))
        .collect();
    for (union, variants) in unions.iter().zip(&variants) {
        assert_eq!(union.members.len(), variants.len(), "{variants:?}");
    }
    let said = client::verdicts(&folder, &lines);
    assert_eq!(said.lines().count(), expected.len());
    assert!(
        expected.len() * 3 > count * UNIONS,
        "{} values have one member alone",
        expected.len()
    );
    let mut differing = Vec::new();
    for ((line, said), (index, one)) in lines.lines().zip(said.lines()).zip(&expected) {
        let member = &variants[*index][*one];
        if said != format!("{member} {member}") {
            let Union { keyword, members } = &unions[*index];
            let prefix = format!("{index} ");
            if differing
                .iter()
                .any(|told: &String| told.starts_with(&prefix))
            {
                continue;
            }
            differing.push(format!(
                "{line}\n  of {keyword} {}\n  Bindery: {said}, the validator: {member}",
                json!(members)
            ));
        }
    }
    differing.sort_by_key(String::len);
    let count = differing.len();
    differing.truncate(20);
    assert!(
        differing.is_empty(),
        "{count} differ, such as\n{}",
        differing.join("\n")
    );
}
