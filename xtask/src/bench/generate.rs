//! From a document to a crate, as a whole process.

use super::process::{self, Failure};
use super::stats::{self, Row, Series};
use super::{Bench, Document};

/// Prints time and peak memory for each document.
pub(super) fn run(bench: &Bench) -> Result<(), Failure> {
    let mut rows = Vec::new();
    for document in &bench.documents {
        rows.push(times(bench, document)?);
        rows.push(peaks(bench, document)?);
    }
    if !rows.is_empty() {
        stats::print("generate", &bench.columns(), &rows);
    }
    Ok(())
}

/// Each run writes a new crate, and the generators take turns.
fn times(bench: &Bench, document: &Document) -> Result<Row, Failure> {
    let mut figures = vec![Series::default(); bench.generators.len()];
    for run in 0..=bench.runs {
        for (generator, figure) in bench.generators.iter().zip(&mut figures) {
            let out = bench.fresh("generated")?;
            let mut command = generator.command(&document.path, &out)?;
            let seconds = process::seconds(&mut command)?;
            // The first run warms the caches.
            if run > 0 {
                figure.push(seconds * 1e3);
            }
        }
    }
    Ok(Row {
        name: format!("{}: ms", document.name),
        decimals: 0,
        figures,
        wanted: Some(0.5),
    })
}

fn peaks(bench: &Bench, document: &Document) -> Result<Row, Failure> {
    let mut figures = Vec::new();
    for generator in &bench.generators {
        let out = bench.fresh("generated")?;
        let command = generator.command(&document.path, &out)?;
        let peak = process::peak_megabytes(&command);
        figures.push(peak.map(Series::from).unwrap_or_default());
    }
    Ok(Row {
        name: format!("{}: peak MB", document.name),
        decimals: 0,
        figures,
        wanted: Some(1.0),
    })
}
