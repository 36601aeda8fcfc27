//! Tables in plain text: lines of cells parted by tabs, by upright strokes, or by blanks that align them.
//!
//! In: a text and lines of it. Out: the [`Table`] that they are, if they are one. Tabs are also how a table of a web
//! page is stored, so a stored text that is read again has its tables again.
//!
//! Worked example: `Chỉ tiêu⇥2019⇥2020⏎Thu BHXH⇥1.234⇥1.345` has two rows of three cells; so has
//! `| Chỉ tiêu | 2019 | 2020 |⏎|---|---|---|⏎| Thu BHXH | 1.234 | 1.345 |`.

use std::ops::Range;

use super::{
    Table,
    lines::Line,
    table::{Draft, Grid, is_number, unit_note},
};
use crate::span::Span;

/// What parts the cells of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Border {
    Tab,
    Stroke,
    /// Two blanks or more.
    Blanks,
}

/// Longest cell of a table whose borders are only blanks, in characters.
const LONGEST_ALIGNED: usize = 60;

/// Whether a line may be a row of a table: it is no wrapped prose then.
pub(super) fn is_row(words: &str) -> bool {
    words.contains('\t') || words.matches('|').count() >= 2 || blank_cells(words).count() >= 3
}

fn border(words: &str) -> Option<Border> {
    match () {
        () if words.contains('\t') => Some(Border::Tab),
        () if words.matches('|').nth(1).is_some() => Some(Border::Stroke),
        // Most lines are paragraphs: long, and told from rows without a look at each place.
        () if words.contains("  ") && blank_cells(words).nth(1).is_some() => Some(Border::Blanks),
        () => None,
    }
}

/// How many of `lines` (from the first) are rows of one table: none, or at least two.
pub(super) fn rows(text: &str, lines: impl Iterator<Item = Line>) -> usize {
    let mut lines = lines.peekable();
    let Some(border) = lines.peek().and_then(|line| border(line.of(text))) else { return 0 };
    let mut columns = 0;
    let mut n_rows = 0;
    let mut n_numeric = 0;
    for line in lines {
        let words = line.of(text);
        if line.n_lines > 1 || self::border(words) != Some(border) {
            break;
        }
        let found: Vec<&str> = cells(text, line, border).map(|range| text[range].trim()).collect();
        // A merged head has fewer cells than the rows below it.
        // A tab in front only indents a paragraph.
        if border != Border::Blanks && n_rows > 1 && found.len() > columns {
            break;
        }
        if border == Border::Blanks && found.iter().any(|c| c.chars().count() > LONGEST_ALIGNED) {
            break;
        }
        columns = columns.max(found.len());
        n_numeric += usize::from(found.iter().skip(1).any(|c| is_number(c)));
        n_rows += 1;
    }
    // Blanks alone make a table only of several rows that hold numbers, or of three columns.
    let aligned = border != Border::Blanks || n_numeric >= 2 && (columns >= 3 || n_rows >= 3);
    if n_rows >= 2 && columns >= 2 && aligned { n_rows } else { 0 }
}

/// The table of `lines`.
pub(super) fn table(text: &str, lines: impl Iterator<Item = Line>) -> Table {
    let lines: Vec<Line> = lines.collect();
    let border = lines.first().and_then(|line| border(line.of(text))).unwrap_or(Border::Tab);
    let rows: Vec<Vec<Range<usize>>> = lines
        .iter()
        .filter(|line| !is_rule(line.of(text)))
        .map(|line| cells(text, *line, border).collect())
        .collect();
    let mut drafts = Vec::new();
    let mut spans = Vec::new();
    let places = if border == Border::Blanks { aligned(text, &lines, &rows) } else { Vec::new() };
    for (row, ranges) in rows.iter().enumerate() {
        for (nth, range) in ranges.iter().enumerate() {
            let column = places.get(row).map_or(nth, |columns| columns[nth]);
            drafts.push(Draft::new(text[range.clone()].trim().to_owned(), row as u32, column as u32));
            spans.push(Span::new(range.start, range.end));
        }
    }
    let mut table = Grid::of(drafts).into_table(&spans);
    table.unit_note = table.cells.iter().find_map(|cell| unit_note(text, cell.span));
    table
}

/// `|---|:---:|`, `-----  -----`: a drawn line.
fn is_rule(words: &str) -> bool {
    words.contains('-') && words.chars().all(|c| matches!(c, '-' | '|' | ':' | '+' | '=' | ' '))
}

/// Ranges of the cells of a line.
fn cells(text: &str, line: Line, border: Border) -> Box<dyn Iterator<Item = Range<usize>> + '_> {
    match border {
        // Tabs in front of the first word are empty cells.
        Border::Tab => {
            let lead = text[..line.start].bytes().rev().take_while(|&b| b == b'\t').count();
            parted(text, line.start - lead..line.end, '\t')
        }
        Border::Stroke => {
            let words = line.of(text);
            let front = words.len() - words.trim_start_matches('|').len();
            let front = front.min(1);
            let back = usize::from(words.len() > front && words.ends_with('|'));
            parted(text, line.start + front..line.end - back, '|')
        }
        Border::Blanks => {
            Box::new(blank_cells(line.of(text)).map(move |r| line.start + r.start..line.start + r.end))
        }
    }
}

fn parted(text: &str, range: Range<usize>, mark: char) -> Box<dyn Iterator<Item = Range<usize>> + '_> {
    let mut start = range.start;
    Box::new(text[range].split(mark).map(move |cell| {
        let range = start..start + cell.len();
        start += cell.len() + 1;
        range
    }))
}

/// Stretches of a line between two blanks or more.
fn blank_cells(words: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &words[at..];
        let start = at + (rest.len() - rest.trim_start().len());
        if start >= words.len() {
            return None;
        }
        let mut pairs = words.as_bytes()[start..].windows(2);
        let end = pairs.position(|pair| pair == b"  ").map_or(words.len(), |i| start + i);
        at = end;
        Some(start..end)
    })
}

/// The column of each cell of each row, by where the cells of the fullest row stand.
fn aligned(text: &str, lines: &[Line], rows: &[Vec<Range<usize>>]) -> Vec<Vec<usize>> {
    let lines: Vec<Line> = lines.iter().copied().filter(|line| !is_rule(line.of(text))).collect();
    // Lines are trimmed; their indent counts where they are aligned.
    let place = |row: usize, range: &Range<usize>| {
        let begin = text[..lines[row].start].rfind('\n').map_or(0, |i| i + 1);
        let left = text[begin..range.start].chars().count();
        (left, left + text[range.clone()].chars().count())
    };
    let Some(full) = (0..rows.len()).rev().max_by_key(|r| rows[*r].len()) else { return Vec::new() };
    let columns: Vec<(usize, usize)> = rows[full].iter().map(|range| place(full, range)).collect();
    (0..rows.len())
        .map(|row| {
            if rows[row].len() == columns.len() {
                return (0..columns.len()).collect();
            }
            let mut least = 0;
            let mut out = Vec::with_capacity(rows[row].len());
            for (nth, range) in rows[row].iter().enumerate() {
                let (left, right) = place(row, range);
                // So many cells are still to come.
                let most = columns.len() - (rows[row].len() - nth);
                let distance = |c: &usize| {
                    let (from, to) = columns[*c];
                    (
                        left.max(from).saturating_sub(right.min(to)),
                        left.abs_diff(from).min(right.abs_diff(to)),
                    )
                };
                let column = (least..=most.max(least)).min_by_key(distance).unwrap_or(least);
                out.push(column);
                least = column + 1;
            }
            out
        })
        .collect()
}
