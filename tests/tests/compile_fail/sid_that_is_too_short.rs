use twilio_conversations::BindingSid;

const BINDING: BindingSid = BindingSid::from_static("BSaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");

fn main() {
    println!("{BINDING}");
}
