//! Bodies and SIDs into values: `cargo bench -p bindery-benches --bench decode`.
//!
//! Times and allocations of this crate's models (`ours`) and of models as they are mostly written
//! (`derived`), and of one SID.

use bindery_benches as peer;

use divan::{AllocProfiler, Bencher, black_box};
use twilio_conversations::runtime::from_slice;
use twilio_conversations::{BindingSid, ListServiceBindingResponse};

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

/// A page of a hundred bindings.
#[divan::bench_group(sample_count = 200, sample_size = 20)]
mod page {
    use super::*;

    #[divan::bench]
    fn ours(bencher: Bencher) {
        let body = peer::page(None);
        bencher.bench(|| {
            let page: ListServiceBindingResponse =
                from_slice(black_box(body.as_bytes())).expect("the page fits");
            page
        });
    }

    #[divan::bench]
    fn derived(bencher: Bencher) {
        let body = peer::page(None);
        bencher.bench(|| {
            let page: peer::Page =
                serde_json::from_slice(black_box(body.as_bytes())).expect("the page fits");
            page
        });
    }
}

/// A thousand SIDs.
#[divan::bench_group(sample_count = 200, sample_size = 20)]
mod sids {
    use super::*;

    fn texts() -> Vec<String> {
        (0..1000).map(|number| peer::sid("BS", number)).collect()
    }

    #[divan::bench]
    fn ours(bencher: Bencher) {
        let texts = texts();
        let parse = |text: &String| black_box(text).parse::<BindingSid>().is_ok();
        bencher.bench(|| black_box(&texts).iter().filter(|text| parse(text)).count());
    }

    /// What a SID costs at least: each byte is looked at, no branch depends on one.
    #[divan::bench]
    fn floor(bencher: Bencher) {
        let texts = texts();
        let check = |text: &String| is_sid(black_box(text.as_bytes()));
        bencher.bench(|| black_box(&texts).iter().filter(|text| check(text)).count());
    }

    #[divan::bench]
    fn regex(bencher: Bencher) {
        let texts = texts();
        let pattern = regex::Regex::new("^BS[0-9a-fA-F]{32}$").expect("a constant pattern");
        let check = |text: &String| pattern.is_match(black_box(text));
        bencher.bench(|| black_box(&texts).iter().filter(|text| check(text)).count());
    }

    fn is_sid(text: &[u8]) -> bool {
        let Ok(bytes) = <&[u8; 34]>::try_from(text) else {
            return false;
        };
        let digit =
            |byte: u8| (byte.wrapping_sub(b'0') < 10) | ((byte | 0x20).wrapping_sub(b'a') < 6);
        let digits = bytes[2..].iter().fold(true, |all, byte| all & digit(*byte));
        (bytes[0] == b'B') & (bytes[1] == b'S') & digits
    }
}
