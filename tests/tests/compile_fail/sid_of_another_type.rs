use twilio_conversations::{BindingSid, Client, ServiceSid};

fn main() {
    let client = Client::from_env().unwrap();
    let service = ServiceSid::from_static("ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    let binding = BindingSid::from_static("BSaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    let _ = client.bindings(service).fetch(service);
    let _ = client.bindings(binding).list();
    let _: ServiceSid = binding;
}
