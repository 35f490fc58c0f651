//! What must be given has names where it is more than one value: what a later document asks for besides is an error of
//! the compiler that says so.

use std::path::{Path, PathBuf};

use bindery::source::Source;
use bindery::target::Target;
use bindery_tests::check;

/// A user's program, which gives what the document asked for when it was written.
const PROGRAM: &str = r#"//! Calls somebody.

fn main() -> Result<(), calls::Error> {
    let client = calls::Client::builder().build()?;
    let text = str::to_owned;
    let _ = client.calls().create(calls::CreateCallArguments { to: text("1"), from: text("2") });
    let model = calls::Caller::new(calls::NewCaller { name: text("a"), number: text("3") });
    let _ = client.callers().create(&model);
    Ok(())
}
"#;

/// A document whose form and whose model have these required properties.
fn document(form: &str, model: &str) -> String {
    let object = |names: &str| {
        let properties = names
            .split(", ")
            .map(|name| format!("{name}: {{type: string}}"));
        let properties: Vec<String> = properties.collect();
        let properties = properties.join(", ");
        format!("{{type: object, required: [{names}], properties: {{{properties}}}}}")
    };
    let (form, model) = (object(form), object(model));
    format!(
        r##"
openapi: 3.0.3
info: {{title: Calls, version: "1"}}
servers: [{{url: https://api.example.com}}]
paths:
  /calls:
    post:
      operationId: createCall
      requestBody: {{required: true, content: {{application/x-www-form-urlencoded: {{schema: {form}}}}}}}
      responses: {{"204": {{description: none}}}}
  /callers:
    post:
      operationId: createCaller
      requestBody: {{required: true, content: {{application/json: {{schema: {{$ref: "#/components/schemas/Caller"}}}}}}}}
      responses: {{"204": {{description: none}}}}
components: {{schemas: {{Caller: {model}}}}}
"##
    )
}

/// What the compiler says of the program with the crate of a document.
fn compiled(folder: &str, form: &str, model: &str) -> Result<(), String> {
    let target = Target {
        crate_name: "calls".to_owned(),
        ..Target::default()
    };
    let source = Source::new("calls.yaml", document(form, model));
    let generated = bindery::generate(&source, &target).generated;
    let files = generated.expect("the document has no mistakes").files;
    let sources = files.into_iter().map(|file| (file.path, file.text));
    let program = (PathBuf::from("src/main.rs"), PROGRAM.to_owned());
    let files = sources.chain([program]).collect();
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
    check::try_compile(scratch, folder, [("calls".to_owned(), files)])
}

#[test]
fn another_order_needs_no_change_and_one_value_more_is_named() {
    let folder = "arguments";
    assert_eq!(compiled(folder, "To, From", "name, number"), Ok(()));
    assert_eq!(compiled(folder, "From, To", "number, name"), Ok(()));
    let report = compiled(folder, "To, From, Twiml", "name, number").expect_err("one is missing");
    assert!(
        report.contains("missing field `twiml` in initializer of `CreateCallArguments`"),
        "{report}"
    );
    let report = compiled(folder, "To, From", "name, number, area").expect_err("one is missing");
    assert!(
        report.contains("missing field `area` in initializer of `NewCaller`"),
        "{report}"
    );
}
