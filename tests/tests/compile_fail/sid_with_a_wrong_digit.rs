use twilio_conversations::BindingSid;

const BINDING: BindingSid = BindingSid::from_static("BSaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaag");

fn main() {
    println!("{BINDING}");
}
