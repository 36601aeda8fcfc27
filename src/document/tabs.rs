//! Tables in plain text: lines of cells parted by tabs.
//!
//! In: a text and lines of it. Out: the [`Table`] that they are, if they are one. This is also how a table of a web
//! page is stored, so a stored text that is read again has its tables again.
//!
//! Worked example: `Chỉ tiêu⇥2019⇥2020⏎Thu BHXH⇥1.234⇥1.345` has two rows of three cells.

use super::{
    Table,
    lines::Line,
    table::{Draft, Grid, unit_note},
};
use crate::span::Span;

/// How many of `lines` (from the first) are rows of one table: none, or at least two.
pub(super) fn rows(text: &str, lines: impl Iterator<Item = Line>) -> usize {
    let mut columns = 0;
    let mut n_rows = 0;
    for line in lines {
        let n = cells(text, line).count();
        // A merged head has fewer cells than the rows below it.
        // A tab in front only indents a paragraph.
        if !line.of(text).contains('\t') || n_rows > 1 && n > columns {
            break;
        }
        columns = columns.max(n);
        n_rows += 1;
    }
    if n_rows >= 2 { n_rows } else { 0 }
}

/// The table of `lines`.
pub(super) fn table(text: &str, lines: impl Iterator<Item = Line>) -> Table {
    let mut drafts = Vec::new();
    let mut spans = Vec::new();
    for (row, line) in lines.enumerate() {
        for (column, range) in cells(text, line).enumerate() {
            drafts.push(Draft::new(text[range.clone()].trim().to_owned(), row as u32, column as u32));
            spans.push(Span::new(range.start, range.end));
        }
    }
    let mut table = Grid::of(drafts).into_table(&spans);
    table.unit_note = table.cells.iter().find_map(|cell| unit_note(text, cell.span));
    table
}

/// Ranges of the cells of a line; tabs in front of its first word are empty cells.
fn cells(text: &str, line: Line) -> impl Iterator<Item = std::ops::Range<usize>> {
    let lead = text[..line.start].bytes().rev().take_while(|&b| b == b'\t').count();
    let mut start = line.start - lead;
    text[start..line.end].split('\t').map(move |cell| {
        let range = start..start + cell.len();
        start += cell.len() + 1;
        range
    })
}
