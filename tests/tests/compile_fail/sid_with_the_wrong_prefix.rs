use twilio_conversations::ServiceSid;

const SERVICE: ServiceSid = ServiceSid::from_static("BSaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");

fn main() {
    println!("{SERVICE}");
}
