use twilio_conversations::{Client, ServiceSid};

fn main() {
    let client = Client::from_env().unwrap();
    let service = ServiceSid::from_static("ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    let _ = client.bindings().list();
    let _ = client.bindings(service).fetch();
    let _ = client.bindings(service).delete();
}
