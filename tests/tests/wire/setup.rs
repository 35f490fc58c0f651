//! Which server is called, and when it is safe to.

use bindery_tests::server::{Answer, LIST_PATH, SERVICE, Server, client};
use twilio_conversations::runtime::ClientBuilder;
use twilio_conversations::{Client, Credentials, Error, ErrorKind};

fn builder() -> ClientBuilder<Client> {
    Client::builder().credentials(Credentials::basic("Aladdin", "open sesame"))
}

fn url(builder: ClientBuilder<Client>) -> Result<String, Error> {
    let list = builder.build()?.service(SERVICE).bindings().list();
    list.request().map(|request| request.url().to_string())
}

#[tokio::test]
async fn the_base_url_is_overridden_by_code() {
    let server = Server::start([Answer::json("{}"), Answer::json("{}")]).await;
    for base in [server.url(), format!("{}/proxy/", server.url())] {
        let list = client(&base).service(SERVICE).bindings().list();
        list.send().await.unwrap();
    }
    assert_eq!(
        server.targets(),
        [LIST_PATH.to_owned(), format!("/proxy{LIST_PATH}")]
    );
}

#[test]
fn regions_and_edges_change_the_host() {
    let cases = [
        (builder(), "conversations.twilio.com"),
        (
            builder().region("au1").edge("sydney"),
            "conversations.sydney.au1.twilio.com",
        ),
    ];
    for (builder, host) in cases {
        assert_eq!(url(builder).unwrap(), format!("https://{host}{LIST_PATH}"));
    }
}

#[test]
fn credentials_do_not_go_over_plain_http() {
    let error = url(builder().base_url("http://proxy.example")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    let allowed = builder().base_url("http://proxy.example").allow_http(true);
    assert_eq!(
        url(allowed).unwrap(),
        format!("http://proxy.example{LIST_PATH}")
    );
}

#[test]
fn a_base_url_that_is_none_is_an_error() {
    for base in [
        "",
        "conversations.twilio.com",
        "ftp://127.0.0.1",
        "http://",
        "https://proxy.example/?key=1",
        "https://proxy.example/#v1",
    ] {
        let error = url(builder().base_url(base)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{base:?}");
    }
}

#[tokio::test]
async fn nothing_is_sent_without_credentials() {
    let server = Server::start([]).await;
    let client: Client = Client::builder().base_url(server.url()).build().unwrap();
    let list = client.service(SERVICE).bindings().list();
    let error = list.send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(
        error.to_string().contains("accountSid_authToken"),
        "{error}"
    );
    assert_eq!(server.received().len(), 0);
}

#[tokio::test]
async fn a_program_adds_its_name_to_the_user_agent() {
    let server = Server::start([Answer::json("{}")]).await;
    let client = builder().base_url(server.url()).user_agent("shop/1.2");
    let list = client.build().unwrap().service(SERVICE).bindings().list();
    list.send().await.unwrap();
    let expected = concat!(
        "twilio-conversations/",
        env!("CARGO_PKG_VERSION"),
        " shop/1.2"
    );
    assert_eq!(server.received()[0].header("user-agent"), Some(expected));
}
