use twilio_conversations::{BindingSid, Client, ServiceSid};

fn main() {
    let client = Client::from_env().unwrap();
    let service = ServiceSid::from_static("ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    let binding = BindingSid::from_static("BSaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    let _ = client.service(service).binding(service).fetch();
    let _ = client.service(binding).bindings().list();
    let _: ServiceSid = binding;
}
