//! What handles are called: by their own path, whatever other paths there are, or by the manifest.

use std::collections::BTreeMap;

use bindery::diagnostic::Diagnostics;
use bindery::source::Source;
use bindery::target::Target;
use bindery::understand;

const PATHS: &[&str] = &[
    "/",
    "/v1/accounts",
    "/v1/accounts/{id}",
    "/v1/accounts/{account_id}/messages",
    "/v1/accounts/{account_id}/messages/{id}",
    "/v1/accounts/{account_id}/messages/{message_id}/media",
    "/v1/accounts/{account_id}/messages/{message_id}/media/{id}",
    "/v1/accounts/{account_id}/messages/{message_id}:stop",
    "/v1/accounts/{account_id}/messages/{message_id}/cancel",
    "/v1/accounts/{account_id}/calls/{id}/recordings",
    "/v1/chat/completions",
    "/chat.postMessage",
    "/gists/{id}",
    "/gists/{id}/{sha}",
    "/repos/{owner}/{repo}",
    "/repos/{owner}/{repo}/issues/comments",
    "/repos/{owner}/{repo}/issues/{number}/comments",
    "/users/me",
    "/users/{id}",
    "/v2/orders/{id}.json",
    "/api/v2/orders",
    "/files/{name}.{ext}",
    "/{shop}/orders",
];

fn document(paths: &[&str]) -> String {
    let mut text = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths:\n".to_owned();
    for path in paths {
        let names = path
            .split('{')
            .skip(1)
            .filter_map(|part| part.split('}').next());
        let parameters: String = names
            .map(|name| {
                format!("{{name: {name}, in: path, required: true, schema: {{type: string}}}},")
            })
            .collect();
        text += &format!(
            "  '{path}': {{parameters: [{parameters}], get: {{responses: {{'204': {{description: D}}}}}}}}\n"
        );
    }
    text
}

/// How the operation of each path is called, and the types on the way.
fn calls(paths: &[&str], target: &Target) -> BTreeMap<String, String> {
    let source = Source::new("t.yaml", document(paths));
    let mut diagnostics = Diagnostics::new();
    let (_, plan) = understand(&source, target, &mut diagnostics).expect("no mistakes");
    let calls = plan.handles().flat_map(|handle| {
        let way = plan.way(handle).into_iter();
        let way: String = way
            .map(|step| format!(".{}/{}", step.accessor, step.arguments.len()))
            .collect();
        handle.operations.iter().map(move |it| {
            let call = format!("{way}.{} {}", it.method_name, handle.ident);
            (it.path.clone(), call)
        })
    });
    calls.collect()
}

#[test]
fn a_path_that_is_added_renames_nothing() {
    let all = calls(PATHS, &Target::default());
    assert_eq!(all.len(), PATHS.len());
    for added in PATHS {
        let before: Vec<&str> = PATHS.iter().copied().filter(|path| path != added).collect();
        for (path, call) in calls(&before, &Target::default()) {
            // The two name one place, of which the one without a version has the plain name.
            let same = path.starts_with("/v1/chat") && *added == "/chat.postMessage";
            // As these do: `/api/v2/orders` stands behind `/v2/orders`.
            let same = same || path == "/api/v2/orders" && added.starts_with("/v2/orders");
            assert!(
                same || all[&path] == call,
                "{added}: {call}, then {}",
                all[&path]
            );
        }
    }
}

#[test]
fn the_order_of_the_document_means_nothing() {
    let mut reversed = PATHS.to_vec();
    reversed.reverse();
    assert_eq!(
        calls(PATHS, &Target::default()),
        calls(&reversed, &Target::default())
    );
}

#[test]
fn the_manifest_names_handles() {
    let mut target = Target::default();
    let names = [
        // What the parameters are called does not matter.
        ("/v1/accounts/{sid}/messages", "texts"),
        ("/v1/accounts/{sid}/messages/{id}", "text"),
        ("/v1/accounts/{sid}/mesages", "typo"),
    ];
    let names = names.map(|(path, name)| (path.to_owned(), name.to_owned()));
    target.names.handles = names.into();
    let all = calls(PATHS, &target);
    let of = |path: &str| all[path].as_str();
    assert_eq!(
        of("/v1/accounts/{account_id}/messages"),
        ".account/1.texts/0.get AccountTextsHandle"
    );
    assert_eq!(
        of("/v1/accounts/{account_id}/messages/{message_id}/media"),
        ".account/1.text/1.media/0.get AccountTextMediaHandle"
    );
    let source = Source::new("t.yaml", document(PATHS));
    let unmatched = bindery::generate(&source, &target).unmatched;
    let told: Vec<_> = unmatched
        .iter()
        .map(|it| (it.list, it.entry.as_str()))
        .collect();
    assert_eq!(told, [("names.handles", "/v1/accounts/{sid}/mesages")]);
}

#[test]
fn a_name_that_a_handle_cannot_have_is_told() {
    let mut target = Target::default();
    target.names.handles = [("/users/{id}".to_owned(), "a b".to_owned())].into();
    let source = Source::new("t.yaml", document(PATHS));
    let outcome = bindery::generate(&source, &target);
    let told = outcome
        .diagnostics
        .render(&source, bindery::diagnostic::Style::Plain);
    assert!(
        told.contains("E0401") && told.contains("/users/{id}"),
        "{told}"
    );
}

#[test]
fn integers_of_several_widths_are_one_argument() {
    let text = |widths: [&str; 2]| {
        let get = |path: &str, width: &str| {
            format!(
                "  '{path}':\n    get:\n      parameters: [{{name: id, in: path, required: true, schema: {{type: integer, \
                 format: {width}}}}}]\n      responses: {{'204': {{description: D}}}}\n"
            )
        };
        let [one, other] = widths;
        let (one, other) = (get("/pets/{id}", one), get("/pets/{id}/owner", other));
        format!("openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n{one}{other}")
    };
    for widths in [["int32", "int64"], ["int64", "int32"]] {
        let source = Source::new("t.yaml", text(widths));
        let outcome = bindery::generate(&source, &Target::default());
        let client = outcome.generated.expect("no mistakes").files;
        let client = client.iter().find(|it| it.path.ends_with("client.rs"));
        let client = &client.expect("a client").text;
        assert!(client.contains("pub fn pet(&self, id: i64)"), "{client}");
    }
}
