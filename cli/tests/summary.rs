//! What `codegen` prints at the end of a run.

mod project;

use project::Project;

/// What `codegen` prints about a document with these schemas: on standard output, and on standard error.
fn printed(schemas: &str, flags: &[&str], code: i32) -> [String; 2] {
    let project = Project::new();
    let text = format!(
        "openapi: 3.0.3\ninfo: {{ title: T, version: '1' }}\npaths: {{}}\ncomponents:\n  schemas:\n{schemas}"
    );
    project.write("x.yaml", &text);
    let command = ["codegen", "--spec", "x.yaml", "--out", "made", "--dry-run"];
    project.prints(&[&command, flags].concat(), code)
}

#[test]
fn causes_are_listed_by_their_frequency() {
    let odd = "{ type: array, itmes: 1 }";
    let schemas = format!(
        "    A: {{ type: object, itmes: 1, properties: {{ a: {odd}, b: {{ type: string, lenght: 1 }} }} }}\n"
    );
    let [out, _] = printed(&schemas, &[], 0);
    let end: Vec<&str> = out.lines().rev().take(3).collect();
    assert!(end[2].contains("; 4 warnings ("), "{out}");
    assert_eq!(
        end[..2],
        ["  1 W0201 array without items", "  3 W0202 unknown key"]
    );
}

#[test]
fn a_single_warning_is_no_list() {
    let [out, _] = printed("    A: { type: array }\n", &[], 0);
    assert!(
        out.trim_end().ends_with(')') && out.contains("; 1 warning ("),
        "{out}"
    );
}

#[test]
fn causes_of_many_errors_are_listed() {
    let schema = |nth| format!("    A{nth}: {{ type: strnig }}\n");
    let schemas: String = (0..30).map(schema).collect();
    let [_, err] = printed(&schemas, &["--strict"], 1);
    assert!(
        err.contains("\n30 errors:\n  30 E0203 value is not allowed\n"),
        "{err}"
    );
    let few: String = (0..20).map(schema).collect();
    let [_, err] = printed(&few, &["--strict"], 1);
    assert!(!err.contains("20 errors"), "{err}");
}
