//! The example `list_bindings` as a program of its own, set up by its environment.

use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::LazyLock;

use bindery_tests::server::{
    Answer, EXAMPLE_BINDING, LIST_PATH, SERVICE, Server, linked_page, page,
};
use serde_json::Value;

/// The program, which Cargo builds unless it has for these tests already.
static PROGRAM: LazyLock<PathBuf> = LazyLock::new(|| {
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .current_dir(bindery_tests::root())
        // With the whole workspace the dependencies have the features that they have here.
        .args(["build", "--workspace", "--example", "list_bindings"])
        .args(["--offline", "--quiet", "--message-format=json"]);
    let built = cargo.output().expect("Cargo runs");
    let errors = String::from_utf8_lossy(&built.stderr);
    assert!(built.status.success(), "the example builds: {errors}");
    let messages = String::from_utf8(built.stdout).expect("Cargo writes JSON");
    let mut executables = messages.lines().filter_map(|line| {
        let message: Value = serde_json::from_str(line).expect("Cargo writes JSON");
        message["executable"].as_str().map(PathBuf::from)
    });
    executables.next().expect("the example is a program")
});

/// Runs the program with these arguments and nothing else in its environment.
async fn run(arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    let arguments: Vec<String> = arguments.iter().map(|&it| it.to_owned()).collect();
    let environment: Vec<(String, String)> = environment
        .iter()
        .map(|&(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let program = move || {
        let mut program = Command::new(&*PROGRAM);
        program.args(arguments).env_clear().envs(environment);
        program.output().expect("the example runs")
    };
    tokio::task::spawn_blocking(program).await.unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("the example writes UTF-8")
}

const ACCOUNT: [(&str, &str); 2] = [
    ("TWILIO_ACCOUNT_SID", "Aladdin"),
    ("TWILIO_AUTH_TOKEN", "open sesame"),
];

/// The environment of an account that calls this server.
fn account(url: &str) -> Vec<(&str, &str)> {
    [("TWILIO_BASE_URL", url)]
        .into_iter()
        .chain(ACCOUNT)
        .collect()
}

#[tokio::test]
async fn it_prints_an_aligned_table_of_all_pages() {
    let server = Server::start([]).await;
    let next = format!("{}{LIST_PATH}?Page=1", server.url());
    server.then(Answer::json(linked_page(&[1], Some(&next))));
    server.then(Answer::json(page(&[EXAMPLE_BINDING])));
    let output = run(&[SERVICE.as_str()], &account(&server.url())).await;
    assert_eq!(text(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(
        text(&output.stdout),
        "\
SID                                 TYPE  IDENTITY  ENDPOINT           CREATED
BS00000000000000000000000000000001  -     -         -                  -
BSaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa  gcm   TestUser  TestUser-endpoint  2016-10-21T11:37:03Z
"
    );
    assert_eq!(
        server.targets(),
        [
            format!("{LIST_PATH}?PageSize=100"),
            format!("{LIST_PATH}?Page=1")
        ]
    );
    assert_eq!(
        server.received()[0].header("authorization"),
        Some("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
    );
}

#[tokio::test]
async fn the_service_and_an_api_key_come_from_the_environment() {
    let server = Server::start([Answer::json(page(&[]))]).await;
    let url = server.url();
    // The example of RFC 7617, section 2.1. An account without its token is no hindrance.
    let environment = [
        ("TWILIO_BASE_URL", &*url),
        ("TWILIO_API_KEY", "test"),
        ("TWILIO_API_SECRET", "123£"),
        ("TWILIO_ACCOUNT_SID", "Aladdin"),
        ("TWILIO_SERVICE_SID", SERVICE.as_str()),
    ];
    let output = run(&[], &environment).await;
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(
        text(&output.stdout),
        "SID  TYPE  IDENTITY  ENDPOINT  CREATED\n"
    );
    assert_eq!(
        server.received()[0].header("authorization"),
        Some("Basic dGVzdDoxMjPCow==")
    );
}

#[tokio::test]
async fn control_characters_do_not_reach_the_terminal() {
    let server = Server::start([Answer::json(
        r#"{"bindings": [{"identity": "a\u001b[2J\nb"}]}"#,
    )])
    .await;
    let output = run(&[SERVICE.as_str()], &account(&server.url())).await;
    let table = text(&output.stdout);
    assert_eq!(table.lines().count(), 2);
    assert!(
        !table.contains('\u{1b}') && table.contains("[2J"),
        "{table:?}"
    );
}

#[tokio::test]
async fn wrong_usage_is_explained_with_code_2() {
    let server = Server::start([]).await;
    let other = "BSaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    let wrong: [(&[&str], &str); 3] = [
        (&[], "TWILIO_SERVICE_SID"),
        (&[other], other),
        (&[SERVICE.as_str(), SERVICE.as_str()], "one service"),
    ];
    for (arguments, problem) in wrong {
        let output = run(arguments, &account(&server.url())).await;
        assert_eq!(output.status.code(), Some(2));
        let errors = text(&output.stderr);
        let first = errors.lines().next().unwrap_or_default();
        assert!(first.contains(problem), "{errors}");
        assert!(errors.contains("usage: list_bindings"), "{errors}");
        assert_eq!(text(&output.stdout), "");
    }
    assert_eq!(server.received().len(), 0);
}

#[tokio::test]
async fn help_is_no_error() {
    let output = run(&["--help"], &[]).await;
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stdout).starts_with("usage: list_bindings"));
}

#[tokio::test]
async fn missing_credentials_are_named_with_code_1() {
    let half = run(&[SERVICE.as_str()], &ACCOUNT[..1]).await;
    assert_eq!(half.status.code(), Some(1));
    let errors = text(&half.stderr);
    assert!(errors.contains("TWILIO_AUTH_TOKEN"), "{errors}");
    assert!(!errors.contains("Aladdin"), "{errors}");
    let none = run(&[SERVICE.as_str()], &[]).await;
    assert_eq!(none.status.code(), Some(1));
    let errors = text(&none.stderr);
    for name in [
        "TWILIO_ACCOUNT_SID",
        "TWILIO_AUTH_TOKEN",
        "TWILIO_API_KEY",
        "TWILIO_API_SECRET",
    ] {
        assert!(errors.contains(name), "{name} is not in {errors}");
    }
}

#[tokio::test]
async fn an_error_of_the_service_is_told_with_code_1() {
    let body = r#"{"code":20404,"message":"The requested resource was not found","status":404}"#;
    let server = Server::start([Answer::new(404).body("application/json", body)]).await;
    let output = run(&[SERVICE.as_str()], &account(&server.url())).await;
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(text(&output.stdout), "");
    let errors = text(&output.stderr);
    assert!(errors.starts_with("error: "), "{errors}");
    assert!(
        errors.contains("20404") && errors.contains("was not found"),
        "{errors}"
    );
    assert!(!errors.contains("open sesame"), "{errors}");
}

#[tokio::test]
async fn a_variable_allows_plain_http_to_a_host_beside_the_program() {
    // Stands in for a network that knows the host.
    let server = Server::start([Answer::json(page(&[]))]).await;
    let proxy = server.url();
    let environment = |allowed| {
        let mock = [
            ("HTTP_PROXY", &*proxy),
            ("TWILIO_BASE_URL", "http://mock.example:8080"),
            ("TWILIO_ALLOW_HTTP", allowed),
        ];
        mock.into_iter().chain(ACCOUNT).collect::<Vec<_>>()
    };
    for (value, problem) in [("", "plain HTTP"), ("yes", "`TWILIO_ALLOW_HTTP`")] {
        let output = run(&[SERVICE.as_str()], &environment(value)).await;
        assert_eq!(output.status.code(), Some(1));
        let errors = text(&output.stderr);
        assert!(errors.contains(problem), "{errors}");
    }
    assert_eq!(server.received().len(), 0);
    let output = run(&[SERVICE.as_str()], &environment("1")).await;
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let host = server.received()[0].header("host").map(str::to_owned);
    assert_eq!(host.as_deref(), Some("mock.example:8080"));
}
