//! The micro-benchmarks of `tests/benches`: runs them with cargo and shows their figures side by side.

use anstream::println;

use super::process::{self, Failure};
use super::stats::{self, Series};
use crate::workspace::root;

/// Bodies and SIDs into values.
pub(super) fn decode() -> Result<(), Failure> {
    let printed = bench("decode")?;
    let figures = divan(&printed);
    let find = |group: &str, name: &str| {
        let same = |figure: &&Figure| figure.group == group && figure.name == name;
        figures.iter().find(same).cloned().unwrap_or_default()
    };
    let mut rows = vec![head([
        "decode",
        "time, µs",
        "allocations",
        "time to first",
        "allocations to first",
    ])];
    let tables = [
        ("page", ["derived", "ours"].as_slice(), "a page of 100"),
        ("sids", &["floor", "ours", "regex"], "1,000 SIDs"),
    ];
    for (group, names, title) in tables {
        let first = find(group, names[0]);
        for name in names {
            let figure = find(group, name);
            rows.push(vec![
                format!("{title}: {name}"),
                figure.micros.shown(1),
                figure.allocations.shown(0),
                figure.micros.over(&first.micros).shown(2),
                figure.allocations.over(&first.allocations).shown(2),
            ]);
        }
    }
    stats::print_cells(&rows);
    println!(
        "wanted: a page at most 0.71 of the time (1.4 times as fast) and 0.5 of the allocations; a SID at most 2 times the floor"
    );
    Ok(())
}

/// Requests and streams over loopback, and their memory.
pub(super) fn calls() -> Result<(), Failure> {
    let printed = bench("calls")?;
    let mut rows = vec![head([
        "calls",
        "of",
        "median and spread",
        "to the row above",
        "ours to this",
    ])];
    let mut ours: Option<(String, Series)> = None;
    let mut above = Series::default();
    for line in printed.lines() {
        let mut cells = line.split('\t');
        let (Some(name), Some(way)) = (cells.next(), cells.next()) else {
            continue;
        };
        let mut series = Series::default();
        cells
            .filter_map(|cell| cell.parse().ok())
            .for_each(|value| series.push(value));
        let first = ours.as_ref().filter(|(ours, _)| ours == name);
        rows.push(vec![
            name.to_owned(),
            way.to_owned(),
            series.shown(2),
            first.map_or_else(String::new, |_| series.over(&above).shown(3)),
            first.map_or_else(String::new, |(_, ours)| ours.over(&series).shown(3)),
        ]);
        if first.is_none() {
            ours = Some((name.to_owned(), series.clone()));
        }
        above = series;
    }
    stats::print_cells(&rows);
    println!(
        "wanted: a request at most 1.05 of bare reqwest; 1,000 pages at most 1 of the loop by hand; a flat peak"
    );
    Ok(())
}

fn head<const COLUMNS: usize>(cells: [&str; COLUMNS]) -> Vec<String> {
    cells.map(str::to_owned).into()
}

fn bench(name: &str) -> Result<String, Failure> {
    let mut command = process::cargo(&process::target());
    command.args([
        "bench",
        "--quiet",
        "--package",
        "bindery-benches",
        "--bench",
        name,
    ]);
    process::output(command.current_dir(root()))
}

#[derive(Clone, Debug, Default)]
struct Figure {
    group: String,
    name: String,
    /// Fastest, median, slowest, so that the median is in the middle.
    micros: Series,
    allocations: Series,
}

/// The output of divan: a tree of names with columns, and the allocations below each.
fn divan(printed: &str) -> Vec<Figure> {
    let mut figures: Vec<Figure> = Vec::new();
    let (mut group, mut counts) = (String::new(), false);
    for line in printed.lines() {
        let row = line.trim_start_matches(['│', ' ', '├', '╰', '─']);
        let cells: Vec<&str> = row.split('│').map(str::trim).collect();
        if line.contains("─ ") {
            let (name, fastest) = cells[0].split_once(' ').unwrap_or((cells[0], ""));
            let times = [fastest.trim(), cells[2], cells[1]].map(micros);
            if times[0].is_none() {
                name.clone_into(&mut group);
                continue;
            }
            let mut micros = Series::default();
            times
                .into_iter()
                .flatten()
                .for_each(|time| micros.push(time));
            figures.push(Figure {
                group: group.clone(),
                name: name.to_owned(),
                micros,
                allocations: Series::default(),
            });
        } else if counts
            && let (Some(figure), Ok(number)) = (figures.last_mut(), cells[2].parse::<f64>())
        {
            figure.allocations = Series::from(number);
        }
        counts = row.starts_with("alloc:");
    }
    figures
}

fn micros(text: &str) -> Option<f64> {
    let (number, unit) = text.split_once(' ')?;
    let scale = match unit {
        "ns" => 1e-3,
        "µs" => 1.0,
        "ms" => 1e3,
        "s" => 1e6,
        _ => return None,
    };
    number.parse::<f64>().ok().map(|number| number * scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_divan_prints() {
        let figures = divan(
            "decode         fastest       │ slowest       │ median        │ mean          │ samples │ iters
├─ page                      │               │               │               │         │
│  ╰─ ours     67.92 µs      │ 1.613 ms      │ 107.8 µs      │ 261.5 µs      │ 200     │ 4000
│              max alloc:    │               │               │               │         │
│                805         │ 805           │ 805           │ 805           │         │
│              alloc:        │               │               │               │         │
│                704         │ 704           │ 704           │ 704           │         │
",
        );
        assert_eq!(figures.len(), 1);
        assert_eq!((&*figures[0].group, &*figures[0].name), ("page", "ours"));
        assert_eq!(figures[0].micros.shown(1), "107.8 (67.9–1613.0)");
        assert_eq!(figures[0].allocations.shown(0), "704");
    }
}
