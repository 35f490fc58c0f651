use twilio_conversations::{Client, ServiceSid};

fn main() {
    let client = Client::from_env().unwrap();
    let service = ServiceSid::from_static("ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    let _ = client.service().bindings().list();
    let _ = client.service(service).binding().fetch();
    let _ = client.service(service).binding().delete();
}
