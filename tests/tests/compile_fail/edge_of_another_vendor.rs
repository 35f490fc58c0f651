//! Regions and edges are Twilio's: the builder of another client has none.

fn main() {
    let _ = |builder: bindery_runtime::ClientBuilder<bindery_runtime::Client>| builder.edge("sydney");
}
