//! Figures of several runs, and tables of them.

use anstream::println;

/// One figure of several runs, in the order of the runs.
#[derive(Clone, Debug, Default)]
pub(super) struct Series(Vec<f64>);

impl Series {
    pub(super) fn push(&mut self, value: f64) {
        self.0.push(value);
    }

    pub(super) fn median(&self) -> Option<f64> {
        let sorted = self.sorted();
        let middle = sorted.len() / 2;
        let upper = *sorted.get(middle)?;
        if sorted.len() % 2 == 1 {
            return Some(upper);
        }
        Some(f64::midpoint(sorted[middle - 1], upper))
    }

    fn sorted(&self) -> Vec<f64> {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        sorted
    }

    /// Run by run: what stood side by side is compared, so that a machine that grows slower does not count.
    pub(super) fn over(&self, other: &Self) -> Self {
        let pairs = self.0.iter().zip(&other.0);
        Self(pairs.map(|(this, other)| this / other).collect())
    }

    /// The median and the spread: `0.31 (0.30–0.33)`.
    pub(super) fn shown(&self, decimals: usize) -> String {
        let sorted = self.sorted();
        match (self.median(), sorted.first(), sorted.last()) {
            (Some(median), Some(least), Some(_)) if sorted.len() == 1 => {
                debug_assert!(median.total_cmp(least).is_eq());
                format!("{median:.decimals$}")
            }
            (Some(median), Some(least), Some(greatest)) => {
                format!("{median:.decimals$} ({least:.decimals$}–{greatest:.decimals$})")
            }
            _ => "-".to_owned(),
        }
    }
}

impl From<f64> for Series {
    fn from(value: f64) -> Self {
        Self(vec![value])
    }
}

/// A row of figures, one for each generator; the first is ours.
pub(super) struct Row {
    pub(super) name: String,
    pub(super) decimals: usize,
    pub(super) figures: Vec<Series>,
    /// The ratio to the first peer that is wanted, where there is one.
    pub(super) wanted: Option<f64>,
}

/// Prints rows of figures as a table with the ratios of the first column to the others.
pub(super) fn print(title: &str, columns: &[&str], rows: &[Row]) {
    let mut cells = vec![vec![title.to_owned()]];
    cells[0].extend(columns.iter().map(|column| (*column).to_owned()));
    let peers = columns.iter().skip(1);
    cells[0].extend(peers.map(|peer| format!("ratio to {peer}")));
    cells[0].push("wanted".to_owned());
    for row in rows {
        let mut line = vec![row.name.clone()];
        line.extend(row.figures.iter().map(|figure| figure.shown(row.decimals)));
        if let Some((ours, peers)) = row.figures.split_first() {
            line.extend(peers.iter().map(|peer| ours.over(peer).shown(2)));
        }
        line.push(
            row.wanted
                .map_or_else(String::new, |most| format!("≤ {most}")),
        );
        cells.push(line);
    }
    print_cells(&cells);
}

/// Prints a table in Markdown; the first row is its head.
pub(super) fn print_cells(rows: &[Vec<String>]) {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells
            .map(|cell| cell.chars().count())
            .max()
            .unwrap_or_default()
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    println!();
    for (index, row) in rows.iter().enumerate() {
        let cells = row.iter().zip(&widths);
        let cells: Vec<_> = cells
            .map(|(cell, width)| format!("{cell:width$}"))
            .collect();
        println!("| {} |", cells.join(" | "));
        if index == 0 {
            let rules: Vec<_> = widths.iter().map(|width| "-".repeat(*width)).collect();
            println!("| {} |", rules.join(" | "));
        }
    }
    println!();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians_spreads_and_ratios() {
        let ours = Series(vec![1.0, 3.0, 2.0]);
        let theirs = Series(vec![2.0, 4.0, 8.0]);
        assert_eq!(ours.shown(1), "2.0 (1.0–3.0)");
        assert_eq!(ours.over(&theirs).shown(2), "0.50 (0.25–0.75)");
        assert_eq!(Series(vec![1.0, 2.0]).median(), Some(1.5));
        assert_eq!(Series::from(4.0).shown(0), "4");
        assert_eq!(Series::default().shown(0), "-");
    }
}
