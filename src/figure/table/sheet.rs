//! The grid of a table: which cells head which, where the body begins, which rows are headings of others.
//!
//! In: a [`Table`] over the stored text. Out: a [`Sheet`] that answers for any place of the grid.
//!
//! Example: under `Thu` (two columns wide) and `Dự toán`, `Thực hiện`, the heads of the second column are `Thu` and `Thực hiện`.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use super::head::Head;
use crate::{
    document::{Cell, Table},
    span::{Raw, Span},
};

/// Rows of periods at the top of a table.
const MOST_HEAD_ROWS: usize = 4;

/// A table, place by place.
pub(super) struct Sheet<'d> {
    pub text: &'d str,
    pub table: &'d Table,
    /// How many columns at the left head the rows.
    pub head_columns: usize,
    /// Of each column, whether it holds words.
    pub is_wordy: Vec<bool>,
    /// Heads of several rows or columns, by where they begin: each is read once.
    pub heads: RefCell<FxHashMap<usize, Head>>,
    /// Of each row, whether it numbers the columns.
    numbering: Vec<bool>,
    /// One more than the index of the cell that covers each place, 0 for none.
    at: Vec<u32>,
}

impl<'d> Sheet<'d> {
    pub(super) fn new(text: &'d str, table: &'d Table) -> Self {
        let (rows, columns) = (table.rows as usize, table.columns as usize);
        let mut at = vec![0; rows * columns];
        for (index, cell) in (1..).zip(&table.cells) {
            let last_row = ((cell.row + cell.row_span) as usize).min(rows);
            let last_column = ((cell.column + cell.column_span) as usize).min(columns);
            for row in cell.row as usize..last_row {
                for column in cell.column as usize..last_column {
                    at[row * columns + column] = index;
                }
            }
        }
        let is_wordy = vec![false; columns];
        let head_columns = table.head_columns as usize;
        let mut sheet = Self {
            text,
            table,
            at,
            is_wordy,
            head_columns,
            numbering: Vec::new(),
            heads: RefCell::default(),
        };
        sheet.numbering = (0..rows).map(|row| sheet.is_numbering(row)).collect();
        sheet
    }

    pub(super) fn rows(&self) -> usize {
        self.table.rows as usize
    }

    pub(super) fn columns(&self) -> usize {
        self.table.columns as usize
    }

    /// Finds the columns that head the rows: from the left, those of words and those that `says` heads alone (`STT`, `ĐVT`).
    pub(super) fn find_head_columns(&mut self, head_rows: usize, says: impl Fn(usize) -> bool) {
        let mut numbers = vec![0_usize; self.columns()];
        let mut filled = vec![0_usize; self.columns()];
        for cell in self.table.cells.iter().filter(|c| c.row as usize >= head_rows && c.column_span == 1) {
            let words = self.words(cell);
            let column = cell.column as usize;
            if !words.is_empty() && !is_nil(words) && !self.numbers_columns(cell.row as usize) {
                filled[column] += 1;
                numbers[column] += usize::from(is_value(words));
            }
        }
        let words = |c: usize| filled[c] > 0 && numbers[c] * 3 <= filled[c];
        let counted = self.columns() > 2 && self.counts_rows(head_rows);
        let mut columns = 0;
        while columns + 1 < self.columns() && (words(columns) || says(columns) || columns == 0 && counted) {
            columns += 1;
        }
        self.head_columns = columns;
        self.is_wordy = (0..self.columns()).map(words).collect();
    }

    pub(super) fn cell(&self, row: usize, column: usize) -> Option<&'d Cell> {
        let index = self.at.get(row * self.columns() + column)?.checked_sub(1)?;
        self.table.cells.get(index as usize)
    }

    pub(super) fn words(&self, cell: &Cell) -> &'d str {
        cell.span.of(self.text).trim()
    }

    /// Cells that begin in a row, in order.
    pub(super) fn row(&self, row: usize) -> impl Iterator<Item = &'d Cell> + use<'d> {
        let from = self.table.cells.partition_point(|c| (c.row as usize) < row);
        self.table.cells[from..].iter().take_while(move |c| c.row as usize == row)
    }

    /// A row as it is printed.
    pub(super) fn row_span(&self, row: usize) -> Option<Span<Raw>> {
        let mut cells = self.row(row);
        let first = cells.next()?;
        Some(cells.last().map_or(first.span, |last| first.span.join(last.span)))
    }

    /// The distinct filled heads above a column, from the top; a head over the whole table is its caption, not theirs.
    pub(super) fn heads_of_column(&self, column: usize, head_rows: usize) -> Vec<&'d Cell> {
        let mut out: Vec<&Cell> = Vec::new();
        for row in 0..head_rows {
            if let Some(cell) = self.cell(row, column)
                && !self.words(cell).is_empty()
                && !self.is_banner(cell)
                && out.last().is_none_or(|last| last.span != cell.span)
            {
                out.push(cell);
            }
        }
        out
    }

    /// A cell as wide as the table.
    pub(super) fn is_banner(&self, cell: &Cell) -> bool {
        if (cell.column_span as usize) < self.columns() {
            return false;
        }
        let others = self.row(cell.row as usize).filter(|c| c.span != cell.span);
        let alone = others.into_iter().all(|c| self.words(c).is_empty());
        alone && (cell.column_span as usize >= self.columns() && self.columns() > 1)
    }

    /// How many rows at the top are heads: those found by the shape, rows of periods, and a row that numbers the columns.
    pub(super) fn head_rows(&self, mut is_period: impl FnMut(&Cell) -> bool) -> usize {
        let mut head_rows = self.table.head_rows as usize;
        let mut only_heads = |row: usize| {
            let mut n_periods = 0;
            let all = self.row(row).filter(|c| !self.words(c).is_empty()).all(|cell| {
                let words = self.words(cell);
                let period = words.bytes().any(|b| b.is_ascii_digit()) && is_period(cell);
                n_periods += usize::from(period && cell.column > 0);
                period || !is_value(words) && !is_nil(words)
            });
            all && n_periods >= 2.min(self.columns() - 1)
        };
        if head_rows == 0 && self.rows() > 1 {
            head_rows = (0..self.rows().min(MOST_HEAD_ROWS)).find(|r| !only_heads(*r)).unwrap_or(0);
        }
        // A cell as wide as the table under the heads of the columns is a heading of rows.
        while head_rows > 1 && self.row(head_rows - 1).any(|c| self.is_banner(c)) {
            head_rows -= 1;
        }
        while head_rows < self.rows() && self.numbers_columns(head_rows) {
            head_rows += 1;
        }
        head_rows
    }

    /// `A | B | 1 | 2 | 3=2/1`: a row that numbers the columns.
    pub(super) fn numbers_columns(&self, row: usize) -> bool {
        self.numbering.get(row).copied().unwrap_or(false)
    }

    fn is_numbering(&self, row: usize) -> bool {
        let cells: Vec<&str> = self.row(row).map(|c| self.words(c)).filter(|w| !w.is_empty()).collect();
        let numbers: Vec<u32> = cells
            .iter()
            .filter_map(|w| {
                let digits = w.trim_matches(['(', ')']).split('=').next()?.trim_matches(['(', ')', ' ']);
                digits.parse().ok()
            })
            .collect();
        let letter = |w: &&&str| w.trim_matches(['(', ')']).chars().count() == 1;
        let others = cells.iter().filter(|w| !w.bytes().any(|b| b.is_ascii_digit()));
        numbers.len() >= 2
            && others.clone().all(|w| letter(&w))
            && numbers.len() + others.count() == cells.len()
            && numbers.first().is_some_and(|n| *n <= 3)
            && numbers.windows(2).all(|w| w[1] == w[0] + 1)
            && cells.len() * 2 > self.columns()
            && (numbers.len() >= 3
                || cells.iter().any(|w| w.contains(['=', '(']))
                || cells.len() > numbers.len())
    }

    /// Whether the first column is 1, 2, 3, …
    fn counts_rows(&self, head_rows: usize) -> bool {
        let cells = (head_rows..self.rows()).filter_map(|row| self.cell(row, 0));
        let marks = cells.map(|c| self.words(c)).filter(|w| !w.is_empty());
        let mut n = 0;
        let all = marks.into_iter().all(|w| {
            n += 1;
            w.trim_end_matches(['.', ')']).parse::<usize>().is_ok_and(|number| number == n)
        });
        all && n >= 2
    }

    /// Whether a body row holds no number: it heads the rows below.
    pub(super) fn is_section(&self, row: usize) -> bool {
        let mut filled = 0;
        for cell in self.row(row) {
            let words = self.words(cell);
            let body = cell.column as usize >= self.head_columns;
            if body && !words.is_empty() && cell.column_span == 1 {
                return false;
            }
            filled += usize::from(!words.is_empty());
        }
        filled > 0
    }
}

/// A cell of nothing but a number: digits, separators, signs, brackets, per cent, marks of footnotes.
pub(super) fn is_bare_number(words: &str) -> bool {
    words.bytes().any(|b| b.is_ascii_digit())
        && words.chars().all(|c| {
            c.is_ascii_digit()
                || c.is_whitespace()
                || matches!(
                    c,
                    '.' | ','
                        | '+'
                        | '-'
                        | '−'
                        | '–'
                        | '('
                        | ')'
                        | '%'
                        | '*'
                        | '~'
                        | '≈'
                        | '<'
                        | '>'
                        | '≥'
                        | '≤'
                )
        })
        && !is_date_or_phone(words)
}

/// `12.05.2020`, `0225.3736907`.
fn is_date_or_phone(words: &str) -> bool {
    let digits: String = words.chars().filter(char::is_ascii_digit).collect();
    let phone = digits.starts_with('0') && digits.len() >= 9;
    let parts: Vec<&str> = words.split(['.', '-']).collect();
    let date = parts.len() == 3
        && parts.iter().all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()))
        && parts[0].len() <= 2
        && parts[1].len() <= 2
        && parts[2].len() == 4;
    phone || date
}

/// Nothing there, nought, or not known.
fn is_nil(words: &str) -> bool {
    words.chars().all(|c| matches!(c, '-' | '–' | '—' | '…' | '.' | 'x' | 'X' | '*' | ' '))
}

/// A number, with a short unit or not; a year alone is a head.
fn is_value(words: &str) -> bool {
    let year = words.len() == 4 && words.parse::<u32>().is_ok_and(|y| (1900..=2100).contains(&y));
    let n_letters = words.chars().filter(|c| c.is_alphabetic()).count();
    let outline = words.ends_with(['.', ')']) && words.len() <= 5;
    let starts = words.starts_with(|c: char| c.is_ascii_digit() || "+-−–(~<>≥≤".contains(c));
    starts && n_letters <= 12 && words.bytes().any(|b| b.is_ascii_digit()) && !year && !outline
}
