//! Tables → figures: each number of a data table with what its heads say.
//!
//! In: a table block and what stands around it. Out: figures and refusals, every numeral of the table one or the other or part
//! of a period. The unit stands in the cell, else in the column's head, the row's, the note (`ĐVT: tỷ đồng`); the subject is the row's
//! words and the column's; periods, places and statuses come from heads, else from caption, heading and document.
//!
//! Example: under `ĐVT: tỷ đồng`, row `Thu BHYT`, column `Ước 2021`, the cell `640` is 640 thousand millions of dong, estimated, of 2021.

mod between;
mod cell;
mod facts;
mod head;
mod heads;
mod measure;
mod pieces;
mod sheet;
mod surroundings;
mod words;

use self::{
    cell::Place,
    facts::Facts,
    head::{Head, Reader},
    sheet::{Sheet, is_bare_number},
    surroundings::Surroundings,
    words::Words,
};
use super::{Refused, reading::Walk};
use crate::{
    document::{Cell, Document, Table},
    patterns::{Memo, catalogue::HeadRole},
    quantity::{
        Style,
        cell::{Separators, unit_in},
    },
    reading::Reading,
    span::{Raw, Span},
};

/// What is known of a table besides its rows.
struct Known {
    head_rows: usize,
    columns: Vec<Facts>,
    /// How the numbers of each column are written, and whether they show it themselves.
    styles: Vec<(Style, bool)>,
    around: Surroundings,
    /// Columns of numbers that are small or negative: in per cent of another column they are changes.
    changes: Vec<bool>,
}

impl Walk<'_> {
    /// Reads the table in block `index`.
    pub(super) fn table(
        &mut self,
        document: &Document,
        index: usize,
        table: &Table,
        style: Style,
        memo: &mut Memo,
    ) {
        let mut sheet = Sheet::new(&document.text, table);
        self.memory.block = index;
        let head_rows = sheet.head_rows(|c| head::is_period(c.span.of(&document.text), self.patterns, memo));
        let around = self.surroundings(document, index, &sheet, head_rows, memo);
        let mut columns: Vec<Facts> =
            (0..sheet.columns()).map(|c| self.column(&sheet, c, head_rows, index, memo)).collect();
        between::complete(&sheet, head_rows, &mut columns);
        let heads_rows = |c: usize| {
            let role = columns[c].role.map(|(role, _)| role);
            matches!(role, Some(HeadRole::Counter | HeadRole::Unit | HeadRole::Place | HeadRole::Code))
        };
        sheet.find_head_columns(head_rows, heads_rows);
        let sheet = sheet;
        self.refuse_numbered_columns(&sheet, head_rows);
        let known = Known {
            head_rows,
            styles: styles(&sheet, head_rows, style),
            changes: (0..sheet.columns()).map(|c| measure::holds_changes(&sheet, c, head_rows)).collect(),
            columns,
            around,
        };
        let mut section: Option<Facts> = None;
        let mut above: Vec<Words> = Vec::new();
        for row in head_rows..sheet.rows() {
            if sheet.numbers_columns(row) {
                self.refuse_row(&sheet, row, "list_number", "figure.table.numbering");
                continue;
            }
            let facts = self.row(&sheet, row, &known, index, memo);
            if sheet.is_section(row) {
                section = Some(facts);
                above.clear();
                continue;
            }
            let facts = with_parent(facts, &mut above);
            for cell in sheet.row(row) {
                let column = cell.column as usize;
                if column < sheet.head_columns || sheet.words(cell).is_empty() {
                    continue;
                }
                let place = Place { sheet: &sheet, row, column, cell, block: index };
                self.cell(&place, &known, &facts, section.as_ref(), memo);
            }
        }
    }

    fn reader<'r>(&'r mut self, block: usize, memo: &'r mut Memo) -> Reader<'r> {
        Reader { patterns: self.patterns, memo, refused: &mut self.findings.refused, block }
    }

    /// A head, read once however many rows and columns it covers.
    fn head_of(&mut self, sheet: &Sheet, cell: &Cell, block: usize, memo: &mut Memo) -> Head {
        if cell.row_span == 1 && cell.column_span == 1 {
            return self.reader(block, memo).head(sheet.text, cell.span);
        }
        if let Some(head) = sheet.heads.borrow().get(&cell.span.start()) {
            return head.clone();
        }
        let head = self.reader(block, memo).head(sheet.text, cell.span);
        sheet.heads.borrow_mut().insert(cell.span.start(), head.clone());
        head
    }

    /// All heads of a column.
    fn column(
        &mut self,
        sheet: &Sheet,
        column: usize,
        head_rows: usize,
        block: usize,
        memo: &mut Memo,
    ) -> Facts {
        let cells = sheet.heads_of_column(column, head_rows);
        let cells = cells.into_iter().filter(|c| !sheet.numbers_columns(c.row as usize));
        let heads: Vec<Head> = cells.map(|c| self.head_of(sheet, c, block, memo)).collect();
        Facts::of(heads, self.patterns, memo)
    }

    fn refuse_numbered_columns(&mut self, sheet: &Sheet, head_rows: usize) {
        for row in (0..head_rows).filter(|r| sheet.numbers_columns(*r)) {
            self.refuse_row(sheet, row, "list_number", "figure.table.numbering");
        }
    }

    fn refuse_row(&mut self, sheet: &Sheet, row: usize, class: &'static str, rule: &str) {
        for cell in sheet.row(row) {
            self.refuse_digits(sheet.text, cell.span, class, rule);
        }
    }

    /// Refuses every numeral of a stretch.
    fn refuse_digits(&mut self, text: &str, span: Span<Raw>, class: &'static str, rule: &str) {
        let words = span.of(text);
        let mut at = 0;
        while let Some(start) = words[at..].find(|c: char| c.is_ascii_digit()).map(|i| at + i) {
            let rest = &words[start..];
            let numeral = |(i, c): (usize, char)| {
                !(c.is_ascii_digit()
                    || matches!(c, '.' | ',') && rest[i + 1..].starts_with(|d: char| d.is_ascii_digit()))
            };
            let end = rest.char_indices().find(|p| numeral(*p)).map_or(words.len(), |(i, _)| start + i);
            self.findings.refused.push(Refused {
                span: Span::new(span.start() + start, span.start() + end),
                class: class.into(),
                rule: rule.to_owned().into(),
            });
            at = end;
        }
    }

    /// All heads of a row, its unit column included.
    fn row(&mut self, sheet: &Sheet, row: usize, known: &Known, block: usize, memo: &mut Memo) -> Facts {
        let mut heads = Vec::new();
        let mut unit = None;
        let mut part = false;
        let mut lists_places = false;
        let mut seen: Option<Span<Raw>> = None;
        for column in 0..sheet.head_columns.max(1).min(sheet.columns()) {
            let Some(cell) = sheet.cell(row, column) else { continue };
            if sheet.words(cell).is_empty() || seen == Some(cell.span) || sheet.head_columns == 0 {
                continue;
            }
            seen = Some(cell.span);
            let role = known.columns[column].role;
            match role.map(|(role, _)| role) {
                Some(HeadRole::Unit) => unit = self.unit_of_row(sheet, cell, block, memo).or(unit),
                Some(HeadRole::Counter) => {
                    part |= sheet.words(cell).starts_with(['-', '+', '–']);
                    self.refuse_digits(sheet.text, cell.span, "list_number", "figure.table.numbering");
                }
                Some(role @ (HeadRole::Code | HeadRole::Phone | HeadRole::Rank | HeadRole::Date)) => {
                    let (class, rule) = class_of(role);
                    self.refuse_digits(sheet.text, cell.span, class, rule);
                }
                _ if counts_rows(sheet, column, row) => {
                    self.refuse_digits(sheet.text, cell.span, "list_number", "figure.table.numbering");
                }
                _ => {
                    let mut head = self.head_of(sheet, cell, block, memo);
                    if let Some((HeadRole::Place, entry)) = role {
                        let above = sheet.heads_of_column(column, known.head_rows);
                        let above = above.last().map_or("", |c| sheet.words(c));
                        surroundings::name_place(&mut head, entry, above);
                        lists_places = true;
                    }
                    heads.push(head);
                }
            }
        }
        let mut facts = Facts::of(heads, self.patterns, memo);
        facts.is_part |= part;
        facts.lists_places = lists_places;
        facts.role = facts.role.filter(|(role, _)| cell::is_refused(*role));
        if let Some(unit) = unit {
            facts.unit = Some(unit);
        }
        facts
    }

    /// A cell of a column `ĐVT`.
    fn unit_of_row(
        &mut self,
        sheet: &Sheet,
        cell: &Cell,
        block: usize,
        memo: &mut Memo,
    ) -> Option<head::Unit> {
        let text = cell.span.of(sheet.text);
        let reading = Reading::new(text, cell.span.start(), self.patterns, memo);
        let all = 0..reading.tokens.len();
        let named = unit_in(&reading, &all, true, self.patterns);
        if named.is_none() {
            self.reader(block, memo).head(sheet.text, cell.span);
        }
        let named = named?;
        Some(head::Unit {
            text: reading.text_of(&named.tokens).to_owned(),
            span: reading.raw_span(&named.tokens),
            named,
            is_noun: false,
            is_count: false,
        })
    }
}

/// A part of the row above carries that row's words, unless it names a measure itself.
fn with_parent(mut facts: Facts, above: &mut Vec<Words>) -> Facts {
    if facts.is_part {
        if !facts.words.iter().any(|w| w.measures) {
            let own = std::mem::take(&mut facts.words);
            facts.words = above.iter().cloned().chain(own).collect();
        }
    } else {
        above.clone_from(&facts.words);
    }
    facts
}

/// The class in `rejected.jsonl` of the cells under a head, and the rule.
fn class_of(role: HeadRole) -> (&'static str, &'static str) {
    match role {
        HeadRole::Phone => ("phone", "head.phone"),
        HeadRole::Code => ("identifier", "head.code"),
        HeadRole::Rank => ("ordinal", "head.rank"),
        HeadRole::Date => ("date", "head.date"),
        _ => ("list_number", "head.counter"),
    }
}

/// The first column holds 1, 2, 3, … (or I, II, a, b) without a head that says so.
fn counts_rows(sheet: &Sheet, column: usize, row: usize) -> bool {
    let words = sheet.cell(row, column).map_or("", |c| sheet.words(c));
    let mark = words.trim_end_matches(['.', ')']);
    let short = !mark.is_empty() && mark.len() <= 5 && mark.split('.').all(|p| !p.is_empty() && p.len() <= 3);
    column == 0
        && sheet.head_columns >= 2
        && short
        && mark.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b"IVX".contains(&b))
}

/// The separators of each column: by its own numbers, else by all numbers of the table, else as the document has them.
fn styles(sheet: &Sheet, head_rows: usize, document: Style) -> Vec<(Style, bool)> {
    let mut columns = vec![Separators::default(); sheet.columns()];
    for cell in sheet.table.cells.iter().filter(|c| c.row as usize >= head_rows) {
        let words = sheet.words(cell);
        if is_bare_number(words) {
            let number = words.trim_matches(|c: char| !c.is_ascii_digit());
            columns[cell.column as usize].add(number);
        }
    }
    let whole = columns.iter().fold(Separators::default(), |all, c| all.with(*c)).style();
    columns.iter().map(|own| own.style().or(whole).map_or((document, false), |style| (style, true))).collect()
}
