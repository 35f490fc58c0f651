//! Every fixed field of every object of OpenAPI is honoured, diagnosed or documentation: none is dropped.
//!
//! `fixtures/keywords.txt` says which for OpenAPI 3.0.3. It has a row for each field that [`fixed_fields`] knows, and
//! no other. `fixtures/keywords_later.txt` has a row for each field of [`LATER`], and `fixtures/keywords_earlier.txt`
//! for each of [`EARLIER`].

use std::collections::BTreeSet;

use bindery::source::Source;
use bindery::spec::fixed_fields;
use bindery::target::Target;
use bindery_tests::root;

const TABLE: &str = "tests/fixtures/keywords.txt";
const LATER_TABLE: &str = "tests/fixtures/keywords_later.txt";
const EARLIER_TABLE: &str = "tests/fixtures/keywords_earlier.txt";

/// The fixed fields of Swagger 2.0 (OpenAPI 2.0, "Schema"). Keys of the maps from names (`definitions`, `scopes` and
/// others) are no fields.
const EARLIER: &[(&str, &str)] = &[
    (
        "a Swagger document",
        "swagger info host basePath schemes consumes produces paths definitions parameters responses \
         securityDefinitions security tags externalDocs",
    ),
    (
        "`info`",
        "title description termsOfService contact license version",
    ),
    ("a contact", "name url email"),
    ("a license", "name url"),
    (
        "a path item",
        "$ref get put post delete options head patch parameters",
    ),
    (
        "an operation",
        "tags summary description externalDocs operationId consumes produces parameters responses schemes \
         deprecated security",
    ),
    ("external documentation", "description url"),
    (
        "a parameter",
        "name in description required schema type format allowEmptyValue items collectionFormat default maximum \
         exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems minItems uniqueItems enum \
         multipleOf",
    ),
    (
        "an items object",
        "type format items collectionFormat default maximum exclusiveMaximum minimum exclusiveMinimum maxLength \
         minLength pattern maxItems minItems uniqueItems enum multipleOf",
    ),
    ("`responses`", "default"),
    ("a response", "description schema headers examples"),
    (
        "a header",
        "description type format items collectionFormat default maximum exclusiveMaximum minimum exclusiveMinimum \
         maxLength minLength pattern maxItems minItems uniqueItems enum multipleOf",
    ),
    ("a tag", "name description externalDocs"),
    ("a reference", "$ref"),
    (
        "a schema",
        "$ref format title description default multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength \
         minLength pattern maxItems minItems uniqueItems maxProperties minProperties required enum type items allOf \
         properties additionalProperties discriminator readOnly xml externalDocs example",
    ),
    ("an XML object", "name namespace prefix attribute wrapped"),
    (
        "a security scheme",
        "type description name in flow authorizationUrl tokenUrl scopes",
    ),
];

/// The fields that came with OpenAPI 3.1 and 3.2 (OpenAPI 3.1.1 and 3.2.0, section 4), and the keywords of JSON Schema
/// 2020-12 (Core, sections 8 to 11; Validation, sections 6 to 9) with those of its forerunners.
const LATER: &[(&str, &str)] = &[
    ("an OpenAPI document", "jsonSchemaDialect webhooks $self"),
    ("`info`", "summary"),
    ("a license", "identifier"),
    ("`components`", "pathItems mediaTypes"),
    ("a server", "name"),
    ("a path item", "query additionalOperations"),
    ("a media type", "itemSchema prefixEncoding itemEncoding"),
    ("an encoding", "encoding prefixEncoding itemEncoding"),
    ("a response", "summary"),
    ("an example", "dataValue serializedValue"),
    ("a tag", "summary parent kind"),
    ("a discriminator", "defaultMapping"),
    ("an XML object", "nodeType"),
    ("a security scheme", "deprecated oauth2MetadataUrl"),
    ("`flows`", "deviceAuthorization"),
    ("a reference", "summary description"),
    (
        "a schema",
        "$schema $vocabulary $id $anchor $dynamicAnchor $ref $dynamicRef $defs $comment \
         allOf anyOf oneOf not if then else dependentSchemas prefixItems items contains \
         properties patternProperties additionalProperties propertyNames unevaluatedItems unevaluatedProperties \
         type enum const multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern \
         maxItems minItems uniqueItems maxContains minContains maxProperties minProperties required \
         dependentRequired title description default deprecated readOnly writeOnly examples format \
         contentEncoding contentMediaType contentSchema \
         $recursiveRef $recursiveAnchor dependencies additionalItems definitions nullable",
    ),
];

/// The words of the tables that stand for the first lines of a document.
const HEADS: &[(&str, &str)] = &[
    ("V20", "swagger: '2.0', info: {title: T, version: '1'}"),
    ("HEAD", "openapi: 3.0.3, info: {title: T, version: '1'}"),
    ("V31", "openapi: 3.1.1, info: {title: T, version: '1'}"),
    ("V32", "openapi: 3.2.0, info: {title: T, version: '1'}"),
];

/// A field, and two documents that differ in it.
struct Row {
    object: String,
    field: String,
    fate: String,
    with: String,
    without: String,
}

/// The table: sections of rows, each with the document that is around them.
fn rows(table: &str) -> Vec<Row> {
    let path = root().join(table);
    let text = std::fs::read_to_string(path).expect("the table is there");
    let (mut object, mut around) = (String::new(), String::new());
    let mut rows = Vec::new();
    for line in text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        if let Some(name) = line
            .strip_prefix('[')
            .and_then(|line| line.strip_suffix(']'))
        {
            name.clone_into(&mut object);
        } else if let Some(document) = line.strip_prefix("@ ") {
            document.clone_into(&mut around);
        } else {
            let mut cells = line.split('|').map(str::trim);
            let mut cell = || cells.next().expect("a row has four cells").to_owned();
            rows.push(Row {
                object: object.clone(),
                field: cell(),
                fate: cell(),
                with: document(&around, &cell()),
                without: document(&around, &cell()),
            });
        }
    }
    rows
}

fn document(around: &str, part: &str) -> String {
    let whole = match part {
        "" => around.replace(", @", "").replace('@', ""),
        part => around.replace('@', part),
    };
    let head = |text: String, (word, head): &(&str, &str)| text.replace(word, head);
    HEADS.iter().fold(whole, head)
}

/// The files of a document, and what is said of it, wherever that is.
fn made(document: &str) -> (String, Vec<String>) {
    let source = Source::new("field.yaml", format!("{document}\n"));
    let target = Target {
        crate_name: "field".into(),
        spec_name: "field.yaml".into(),
        strict: true,
        ..Target::default()
    };
    let outcome = bindery::generate(&source, &target);
    let said = outcome.diagnostics.iter();
    let said = said.map(|said| format!("{}: {}", said.code().as_str(), said.message()));
    let report = said.collect();
    let files = outcome.generated.into_iter().flat_map(|made| made.files);
    (files.map(|file| file.text).collect(), report)
}

fn has_exactly(table: &str, known: &BTreeSet<(&str, &str)>) {
    let rows = rows(table);
    let listed = rows.iter().map(|row| (&*row.object, &*row.field));
    let listed: Vec<(&str, &str)> = listed.collect();
    let rows: BTreeSet<_> = listed.iter().copied().collect();
    assert_eq!(rows.len(), listed.len(), "a field stands twice");
    assert_eq!(known.difference(&rows).collect::<Vec<_>>(), [&("", ""); 0]);
    assert_eq!(rows.difference(known).collect::<Vec<_>>(), [&("", ""); 0]);
}

#[test]
fn the_tables_have_the_fields_of_the_specification() {
    has_exactly(TABLE, &fixed_fields().into_iter().collect());
    let fields = |(object, fields): &(&'static str, &'static str)| {
        let object = *object;
        fields.split_whitespace().map(move |field| (object, field))
    };
    has_exactly(LATER_TABLE, &LATER.iter().flat_map(fields).collect());
    has_exactly(EARLIER_TABLE, &EARLIER.iter().flat_map(fields).collect());
}

#[test]
fn nothing_is_dropped_silently() {
    let mut wrong = String::new();
    let tables = [TABLE, LATER_TABLE, EARLIER_TABLE];
    for row in tables.into_iter().flat_map(rows) {
        let Row {
            object,
            field,
            fate,
            with,
            without,
        } = row;
        assert!(with.contains(&format!("{field}: ")), "{object}: {field}");
        let (files_with, report_with) = made(&with);
        let (files, report) = made(&without);
        assert!(!files.is_empty(), "{object}: {field}: {report:?}");
        let fits = match fate.as_str() {
            "honoured" => files_with != files && !files_with.is_empty(),
            "documentation" => files_with == files && report_with == report,
            code => {
                let has_code = |said: &String| said.starts_with(code);
                report_with.iter().any(has_code) && !report.iter().any(has_code)
            }
        };
        if !fits {
            wrong += &format!("{object}: `{field}` is not {fate}: {report_with:?}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
