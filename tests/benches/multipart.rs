//! Files into multipart bodies: `cargo bench -p bindery-benches --bench multipart`.
//!
//! The content is made to look like delimiters, as that of an attacker would. Time and memory of 64 MB are eight
//! times those of 8 MB if they grow with the size alone.

use std::process::Command;

use divan::counter::BytesCount;
use divan::{AllocProfiler, Bencher, black_box};
use twilio_conversations::runtime::rt;

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

static API: rt::Api = rt::Api::new("uploads", "1", "https://api.example.com");

rt::operation! {
    static UPLOAD {
        id: "upload",
        method: POST,
        path: "/uploads",
        parameters: [form "file"],
        body: multipart,
    }
}

/// glibc keeps the memory of smaller blocks, and gives larger ones back: 8 MB would not pay for fresh pages, and
/// 64 MB would. From here on all are given back (`mallopt(3)`).
const GIVEN_BACK: (&str, &str) = ("MALLOC_MMAP_THRESHOLD_", "1000000");

fn main() {
    let (name, value) = GIVEN_BACK;
    if std::env::var_os(name).is_some() {
        return divan::main();
    }
    let this = std::env::current_exe().expect("a benchmark has a binary");
    let mut again = Command::new(this);
    let status = again
        .args(std::env::args().skip(1))
        .env(name, value)
        .status();
    assert!(status.is_ok_and(|status| status.success()));
}

/// So many bytes of delimiters that count upwards: each boundary that is a number is among them.
fn hostile(size: usize) -> rt::Bytes {
    let mut content = Vec::with_capacity(size + 64);
    for number in 0.. {
        if content.len() >= size {
            break;
        }
        content.extend_from_slice(format!("\r\n--part-boundary-{number:016}\r\n").as_bytes());
    }
    content.truncate(size);
    content.into()
}

/// From a file to the bytes that a transport sends.
#[divan::bench(args = [8, 64], sample_count = 20, sample_size = 1)]
fn request(bencher: Bencher, megabytes: usize) {
    let size = megabytes * 1_000_000;
    let content = hostile(size);
    let client: rt::Client = rt::ClientBuilder::new(&API).build().expect("a client");
    bencher.counter(BytesCount::new(size)).bench(|| {
        let file = rt::File::new("hostile", content.clone());
        let builder = client
            .scope()
            .request(&UPLOAD)
            .file("file", black_box(file));
        let request = builder.request().expect("a request");
        black_box(request.body().len())
    });
}
