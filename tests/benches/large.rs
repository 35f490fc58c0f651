//! Time and peak memory of large documents: `cargo bench -p bindery-benches --bench large`.
//!
//! Each size runs in a process of its own, because a peak is a property of a process. What the processor spent on
//! a megabyte tells the growth even where other programs run beside.

use std::fmt::Write as _;
use std::process::Command;
use std::time::Instant;

use bindery::diagnostic::Style;
use bindery::source::Source;
use bindery::target::Target;

const SIZES_MB: [usize; 5] = [1, 5, 10, 25, 50];

fn main() {
    let mut arguments = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"));
    match (arguments.next(), arguments.next()) {
        (Some(kind), Some(size)) => measure(&kind, size.parse().expect("a size is a number")),
        (only, _) => {
            let this = std::env::current_exe().expect("a benchmark has a binary");
            for kind in ["valid", "dead"] {
                if only.as_ref().is_some_and(|only| only != kind) {
                    continue;
                }
                for size in SIZES_MB {
                    let status = Command::new(&this).args([kind, &size.to_string()]).status();
                    assert!(status.is_ok_and(|status| status.success()));
                }
            }
        }
    }
}

fn measure(kind: &str, megabytes: usize) {
    let text = document(megabytes << 20, kind == "dead");
    let source = Source::new("large.yaml", text);
    let target = Target {
        crate_name: "large".into(),
        spec_name: "large.yaml".into(),
        ..Target::default()
    };
    let start = Instant::now();
    let outcome = bindery::generate(&source, &target);
    let generated = start.elapsed();
    let processor = processor_seconds();
    let report = outcome.diagnostics.render(&source, Style::Plain);
    let size = outcome.generated.map_or(0, |made| {
        made.files.iter().map(|file| file.text.len()).sum()
    });
    println!(
        "{kind} {megabytes:>3} MB: {:6.2} s ({:.2} s of processor time a megabyte) and {:5.2} s for a report of {} diagnostics; {:4.1} MB of Rust; peak {} MB",
        generated.as_secs_f64(),
        processor / megabytes as f64,
        (start.elapsed() - generated).as_secs_f64(),
        outcome.diagnostics.len(),
        size as f64 / 1e6,
        peak_megabytes(),
    );
    assert_eq!(report.is_empty(), outcome.diagnostics.is_empty());
}

/// Schemas and operations in the proportions of real documents.
fn document(bytes: usize, dead: bool) -> String {
    let mut paths = String::from("openapi: 3.0.3\ninfo: {title: Large, version: '1'}\npaths:\n");
    let mut schemas = String::from("components:\n  schemas:\n");
    for number in 0.. {
        if paths.len() + schemas.len() >= bytes {
            break;
        }
        let other = if dead {
            format!("Gone{number}")
        } else {
            format!("Thing{}", number / 2)
        };
        let _ = write!(
            paths,
            r"  /v1/Things{number}/{{Sid}}:
    get:
      operationId: FetchThing{number}
      description: Fetches the thing with the number {number}, and what belongs to it.
      parameters:
        - {{name: Sid, in: path, required: true, schema: {{type: string, pattern: '^TH[0-9a-f]{{32}}$'}}}}
        - {{name: PageSize, in: query, schema: {{type: integer, minimum: 1, maximum: 100}}}}
      responses:
        '200':
          description: The thing
          content: {{application/json: {{schema: {{$ref: '#/components/schemas/Thing{number}'}}}}}}
"
        );
        let _ = write!(
            schemas,
            r"    Thing{number}:
      type: object
      description: A thing with the number {number}.
      required: [sid]
      properties:
        sid: {{type: string, description: The identity of the thing, pattern: '^TH[0-9a-f]{{32}}$'}}
        friendly_name: {{type: string, nullable: true, description: What people call it}}
        date_created: {{type: string, format: date-time, description: When it was made}}
        count: {{type: integer, description: How many there are}}
        status: {{type: string, enum: [open, closed, s{}]}}
        parts: {{type: array, items: {{$ref: '#/components/schemas/{other}'}}}}
        details: {{type: object, properties: {{number{number}: {{type: number}}, url: {{type: string}}}}}}
",
            number % 50,
        );
    }
    paths + &schemas
}

/// Of this process; 0 where the system does not say.
fn peak_megabytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.trim().split(' ').next()?.parse::<u64>().ok());
    number.unwrap_or_default() / 1024
}

/// What this process spent so far, in the program and in the system (`proc_pid_stat(5)`); 0 where the system does
/// not say.
fn processor_seconds() -> f64 {
    const TICKS: f64 = 100.0;
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(") ").next().unwrap_or_default();
    let times = fields.split(' ').skip(11).take(2);
    times
        .filter_map(|ticks| ticks.parse::<f64>().ok())
        .sum::<f64>()
        / TICKS
}
