//! Data tables, told from tables that only lay out a page.
//!
//! In: [`Flat`] and [`Runs`]. Out: [`Grid`]s: cells on a grid after `rowspan` and `colspan`, which rows and columns
//! are heads, and the unit note. A table is data if it has rows and columns, short cells, and either marks its
//! heads or holds numbers; a table with another table or whole paragraphs inside is layout.
//!
//! Worked example: `<tr><th>Chỉ tiêu<th>2019<th>2020<tr><td>Thu BHXH<td>1.234<td>1.345` is two rows of three cells
//! with one head row and one head column.

use std::sync::LazyLock;

use regex::Regex;
use scraper::node::Element;

use super::{
    Cell, Table,
    flat::{Flat, Tag},
    hints,
    runs::Runs,
};
use crate::span::{Raw, Span};

/// Most cells that a table may have after its spans are spread out.
const MOST_CELLS: u32 = 200_000;
/// Most columns at the left that may be heads.
const MOST_HEAD_COLUMNS: u32 = 12;
/// Longest cell of a data table, in characters; more if heads are marked.
const LONGEST_CELL: usize = 300;

/// A data table, not yet in the stored text.
#[derive(Debug, Clone)]
pub(super) struct Grid {
    /// Its element.
    pub(super) node: u32,
    cells: Vec<Draft>,
    rows: u32,
    columns: u32,
    head_rows: u32,
    head_columns: u32,
}

/// One cell, not yet in the stored text.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    text: String,
    row: u32,
    column: u32,
    row_span: u32,
    column_span: u32,
    head: bool,
}

/// All data tables of the page, in reading order.
pub(super) fn find(flat: &Flat<'_>, runs: &Runs) -> Vec<Grid> {
    let tables = flat.nodes.iter().enumerate().filter(|(_, n)| n.tag == Tag::Table);
    tables.filter_map(|(index, _)| grid(flat, runs, index as u32)).collect()
}

/// The table at `node`, if it is data.
fn grid(flat: &Flat<'_>, runs: &Runs, node: u32) -> Option<Grid> {
    let end = flat.nodes[node as usize].end;
    let mut taken: Vec<u32> = Vec::new(); // rows still covered from above, per column
    let mut cells: Vec<Draft> = Vec::new();
    let (mut row, mut column, mut begun) = (0u32, 0u32, false);
    let mut index = node + 1;
    let (mut n_prose, mut n_links, mut n_chars) = (0usize, 0u32, 0u32);
    while index < end {
        let at = &flat.nodes[index as usize];
        match at.tag {
            Tag::Table if runs.within(index, at.end).next().is_some() => return None,
            Tag::Form | Tag::Heading(_) if at.hints & hints::HIDDEN == 0 && at.tag == Tag::Form => {
                return None;
            }
            Tag::Row => {
                if begun {
                    row += 1;
                    for rows_left in &mut taken {
                        *rows_left = rows_left.saturating_sub(1);
                    }
                }
                begun = true;
                column = 0;
            }
            Tag::Cell | Tag::HeadCell if begun => {
                while taken.get(column as usize).is_some_and(|&t| t > 0) {
                    column += 1;
                }
                let (row_span, column_span) = at.element.map_or((1, 1), spans);
                if (row + 1) * (column + column_span) > MOST_CELLS {
                    return None;
                }
                let inside: Vec<_> = runs.within(index, at.end).collect();
                n_prose += inside.iter().filter(|r| r.n_chars >= 200).count();
                n_links += inside.iter().map(|r| r.n_link).sum::<u32>();
                n_chars += inside.iter().map(|r| r.n_chars).sum::<u32>();
                let text = inside.iter().map(|r| runs.text(r)).collect::<Vec<_>>().join(" ");
                taken.resize(taken.len().max((column + column_span) as usize), 0);
                taken[column as usize..(column + column_span) as usize].fill(row_span);
                let head = at.tag == Tag::HeadCell;
                cells.push(Draft { text, row, column, row_span, column_span, head });
                column += column_span;
                index = at.end;
                continue;
            }
            _ => {}
        }
        index += 1;
    }
    let mut grid =
        Grid { node, rows: row + 1, columns: taken.len() as u32, cells, head_rows: 0, head_columns: 0 };
    for cell in &mut grid.cells {
        cell.row_span = cell.row_span.min(grid.rows - cell.row);
    }
    let element = flat.nodes[node as usize].element;
    (n_links * 10 < n_chars * 6 && grid.is_table(element, n_prose)).then(|| grid.with_heads())
}

/// `rowspan` and `colspan`, within reason.
fn spans(element: &Element) -> (u32, u32) {
    let number = |name| element.attr(name).and_then(|v| v.trim().parse::<u32>().ok()).unwrap_or(1);
    (number("rowspan").clamp(1, 10_000), number("colspan").clamp(1, 1000))
}

impl Grid {
    /// Whether this is data, by its shape.
    fn is_table(&self, element: Option<&Element>, n_prose: usize) -> bool {
        let filled: Vec<&Draft> = self.cells.iter().filter(|c| !c.text.trim().is_empty()).collect();
        if self.rows < 2 || self.columns < 2 || filled.len() < 4 {
            return false;
        }
        let marked = self.cells.iter().any(|c| c.head);
        let attr = |name: &str| element.and_then(|e| e.attr(name)).unwrap_or_default();
        let bordered = attr("border").parse::<u32>().is_ok_and(|b| b > 0)
            || attr("style").contains("border")
            || ["Table", "table", "MsoNormal"].iter().any(|w| attr("class").contains(w));
        let longest = filled.iter().map(|c| c.text.chars().count()).max().unwrap_or(0);
        let limit = if marked || bordered { 4 * LONGEST_CELL } else { LONGEST_CELL };
        if longest > limit || n_prose * 4 > filled.len() {
            return false;
        }
        let n_numbers = filled.iter().filter(|c| is_number(&c.text)).count();
        // A row of layout holds one thing; a row of data as many as there are columns.
        let mut n_filled = vec![0usize; self.rows as usize];
        for cell in &filled {
            n_filled[cell.row as usize] += 1;
        }
        let full_rows = n_filled.iter().filter(|&&n| n * 2 >= self.columns as usize).count();
        let regular = full_rows * 2 >= self.rows as usize;
        regular && (marked || bordered || n_numbers * 4 >= filled.len())
    }

    /// The same with heads found: rows above the first row of numbers, columns left of the numbers.
    fn with_heads(mut self) -> Self {
        // One look at every cell: a table may have as many rows as a page has room for.
        let mut has_number = vec![false; self.rows as usize];
        let mut only_heads = vec![true; self.rows as usize];
        for cell in &self.cells {
            has_number[cell.row as usize] |= cell.column > 0 && is_number(&cell.text);
            only_heads[cell.row as usize] &= cell.head || cell.text.is_empty();
        }
        let number_at = |row: u32| has_number[row as usize];
        let all_heads = |row: u32| only_heads[row as usize];
        let mut head_rows = 0;
        while head_rows + 1 < self.rows && all_heads(head_rows) {
            head_rows += 1;
        }
        if head_rows == 0 && (0..self.rows).any(number_at) {
            while head_rows + 1 < self.rows && !number_at(head_rows) {
                head_rows += 1;
            }
            if head_rows + 1 == self.rows && !number_at(head_rows) {
                head_rows = 1;
            }
        }
        // A head that reaches down takes the rows that it covers along.
        let reach = self.cells.iter().filter(|c| c.row < head_rows && !is_number(&c.text));
        let head_rows =
            reach.filter(|c| c.column > 0).map(|c| c.row + c.row_span).max().unwrap_or(0).max(head_rows);
        self.head_rows = head_rows.min(self.rows.saturating_sub(1));
        let body: Vec<&Draft> =
            self.cells.iter().filter(|c| c.row >= self.head_rows && !c.text.trim().is_empty()).collect();
        let is_head_column = |column: u32| {
            let cells: Vec<&&Draft> =
                body.iter().filter(|c| c.column == column && c.column_span == 1).collect();
            // `STT`: the rows counted.
            let mut numbers = cells.iter().map(|c| c.text.trim().trim_end_matches('.').parse::<usize>());
            if column == 0 && (1..=cells.len()).all(|n| numbers.next() == Some(Ok(n))) {
                return true;
            }
            let n_numbers = cells.iter().filter(|c| is_number(&c.text) && !is_ordinal(&c.text)).count();
            !cells.is_empty() && n_numbers * 3 <= cells.len()
        };
        let mut head_columns = 0;
        while head_columns + 1 < self.columns.min(MOST_HEAD_COLUMNS) && is_head_column(head_columns) {
            head_columns += 1;
        }
        self.head_columns = head_columns;
        for cell in &mut self.cells {
            cell.head |= cell.row < self.head_rows || cell.column < self.head_columns;
        }
        self
    }

    /// A grid of cells that cover one place each, with heads found.
    pub(super) fn of(cells: Vec<Draft>) -> Self {
        let rows = cells.iter().map(|c| c.row + 1).max().unwrap_or(0);
        let columns = cells.iter().map(|c| c.column + 1).max().unwrap_or(0);
        Self { node: 0, cells, rows, columns, head_rows: 0, head_columns: 0 }.with_heads()
    }

    /// The table whose cells stand at `spans`.
    pub(super) fn into_table(self, spans: &[Span<Raw>]) -> Table {
        let cell = |(draft, span): (&Draft, &Span<Raw>)| Cell {
            span: *span,
            row: draft.row,
            column: draft.column,
            row_span: draft.row_span,
            column_span: draft.column_span,
            head: draft.head,
        };
        Table {
            cells: self.cells.iter().zip(spans).map(cell).collect(),
            rows: self.rows,
            columns: self.columns,
            head_rows: self.head_rows,
            head_columns: self.head_columns,
            unit_note: None,
        }
    }

    /// Writes the cells to the end of `text`; their spans become those of a [`Table`].
    pub(super) fn write(&self, text: &mut String) -> Table {
        let mut spans = Vec::with_capacity(self.cells.len());
        let mut row = None;
        for draft in &self.cells {
            match row {
                Some(r) if r == draft.row => text.push('\t'),
                Some(_) => text.push('\n'),
                None => {}
            }
            row = Some(draft.row);
            let start = text.len();
            text.push_str(&draft.text);
            spans.push(Span::new(start, text.len()));
        }
        let mut table = self.clone().into_table(&spans);
        table.unit_note = table.cells.iter().find_map(|cell| unit_note(text, cell.span));
        table
    }
}

impl Draft {
    /// A cell that covers one place.
    pub(super) fn new(text: String, row: u32, column: u32) -> Self {
        Self { text, row, column, row_span: 1, column_span: 1, head: false }
    }
}

/// The unit note in `within`: `ĐVT: tỷ đồng`, `(Đơn vị tính: người)`.
pub(super) fn unit_note(text: &str, within: Span<Raw>) -> Option<Span<Raw>> {
    static NOTE: LazyLock<Regex> = LazyLock::new(|| {
        #[allow(clippy::expect_used, reason = "the pattern is a constant, compiled in every test run")]
        Regex::new(r"(?i)(?:đơn\s*vị(?:\s*tính)?|đ\.?v\.?t\.?|đvt)\s*(?::|là)\s*[^)\]\n\t.;]{1,60}")
            .expect("a constant pattern compiles")
    });
    let words = within.of(text);
    if words.len() > 600 {
        return None;
    }
    let found = NOTE.find(words)?;
    let start = within.start() + found.start();
    Some(Span::new(start, start + found.as_str().trim_end().len()))
}

/// A cell of a number, perhaps with a sign, a unit or a range; a year alone is a head.
pub(super) fn is_number(words: &str) -> bool {
    let words = words.trim();
    let n_digits = words.bytes().filter(u8::is_ascii_digit).count();
    let n_letters = words.chars().filter(|c| c.is_alphabetic()).count();
    let year = words.len() == 4 && n_digits == 4 && matches!(&words[..2], "19" | "20");
    let starts = words.starts_with(|c: char| c.is_ascii_digit() || "+-−–(~<>≥≤".contains(c));
    n_digits > 0 && !year && starts && n_letters <= 8 && !is_ordinal(words)
        || matches!(words, "-" | "–" | "…" | "...")
}

/// `1`, `2.`, `IV`: the number of a row.
fn is_ordinal(words: &str) -> bool {
    let mark = words.trim().trim_end_matches(['.', ')']);
    !mark.is_empty()
        && mark.len() <= 2
        && words.trim().len() != mark.len()
        && mark.bytes().all(|b| b.is_ascii_digit())
        || !mark.is_empty() && mark.len() <= 4 && mark.bytes().all(|b| b"IVX".contains(&b))
}
