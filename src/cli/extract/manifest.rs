//! The manifest: a CSV file that says of pages what they may not say themselves.
//!
//! In: text with the columns `document,url,published,publisher,place`, in any order, any of them but the first left out
//! or empty. Out: [`Manifest`], and every finding about it with line, column and help. A bad cell costs that cell, a row
//! without a document costs the row; a wrong line of names makes the whole file useless.

use std::{collections::HashMap, ops::Range};

use jiff::civil::Date;
use solieu::{page::Known, patterns::located};
use unicode_normalization::UnicodeNormalization;

/// The columns it may have.
const COLUMNS: [&str; 5] = ["document", "url", "published", "publisher", "place"];

/// What a manifest says, by document.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    rows: HashMap<String, (usize, Known)>,
    /// Findings, rendered.
    pub(super) findings: Vec<String>,
}

impl Manifest {
    /// Reads the manifest `text` of the file `file`. An error is the rendered finding that makes it useless.
    pub(super) fn parse(file: &str, text: &str) -> Result<Self, String> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let rows = rows(text).map_err(|at| {
            let help = "close it, or write two quotes for one";
            located("open-quote", "a double quote is never closed", file, text, at..at + 1, Some(help))
        })?;
        let mut rows = rows.into_iter();
        let names = rows.next().unwrap_or_default();
        let columns = columns(&names).map_err(|(code, message, span)| {
            let help = format!("the first line names the columns: {}", COLUMNS.join(","));
            located(code, &message, file, text, span, Some(&help))
        })?;
        let mut manifest = Self::default();
        for row in rows.filter(|row| row.iter().any(|cell| !cell.text.is_empty())) {
            for (code, message, span, help) in manifest.add(&columns, &row, text) {
                manifest.findings.push(located(code, &message, file, text, span, Some(&help)));
            }
        }
        Ok(manifest)
    }

    /// What is known of a document, by its id, else by the file name alone.
    pub(super) fn of(&self, id: &str) -> Known {
        let id: String = id.nfc().collect();
        let name = id.rsplit('/').next().unwrap_or(&id);
        let row = self.rows.get(&id).or_else(|| self.rows.get(name));
        row.map(|(_, known)| known.clone()).unwrap_or_default()
    }

    /// Documents of the manifest that none of the inputs is, in the order of the manifest.
    pub(super) fn unknown<'a>(&self, ids: impl Iterator<Item = &'a str>) -> Vec<&str> {
        let mut left = self.rows.clone();
        for id in ids {
            let id: String = id.nfc().collect();
            if left.remove(&id).is_none() && !self.rows.contains_key(&id) {
                left.remove(id.rsplit('/').next().unwrap_or(&id));
            }
        }
        let mut unknown: Vec<_> = self.rows.iter().filter(|(name, _)| left.contains_key(*name)).collect();
        unknown.sort_by_key(|(_, (line, _))| *line);
        unknown.into_iter().map(|(name, _)| name.as_str()).collect()
    }

    fn add(&mut self, columns: &[usize], row: &[Cell], text: &str) -> Vec<Finding> {
        let mut findings = Vec::new();
        let whole = row[0].span.start..row[row.len() - 1].span.end;
        if row.len() > columns.len() {
            let message = format!("{} cells in a table of {} columns", row.len(), columns.len());
            let help = "put cells that hold a comma in double quotes".to_owned();
            findings.push(("too-many-cells", message, row[columns.len()].span.clone(), help));
        }
        let cell = |name: &str| {
            let cell =
                columns.iter().zip(row).find(|(column, _)| COLUMNS[**column] == name).map(|(_, cell)| cell);
            cell.filter(|c| !c.text.is_empty())
        };
        let Some(document) = cell("document") else {
            let help = "write the file name of the page in the column `document`".to_owned();
            findings.push(("no-document", "the row names no document".to_owned(), whole, help));
            return findings;
        };
        let published = cell("published").and_then(|cell| match date(&cell.text) {
            Ok(date) => Some(date),
            Err(help) => {
                let message = format!("`{}` is no date of the form YYYY-MM-DD", cell.text);
                findings.push(("bad-date", message, cell.span.clone(), help));
                None
            }
        });
        let url = cell("url").filter(|cell| {
            let is_address = cell.text.starts_with("http://") || cell.text.starts_with("https://");
            if !is_address {
                let message = format!("`{}` is no address", cell.text);
                let help = "write it with http:// or https://, or leave it empty".to_owned();
                findings.push(("bad-url", message, cell.span.clone(), help));
            }
            is_address
        });
        let words = |cell: Option<&Cell>| cell.map(|c| c.text.clone());
        let known = Known {
            url: words(url),
            published,
            publisher: words(cell("publisher")),
            place: words(cell("place")),
        };
        let line = text[..document.span.start].matches('\n').count() + 1;
        let name: String = document.text.nfc().collect();
        if let Some((first, _)) = self.rows.get(&name) {
            let message = format!("`{name}` is named again; line {first} holds");
            let help = "keep one row per document".to_owned();
            findings.push(("repeated-document", message, document.span.clone(), help));
        } else {
            self.rows.insert(name, (line, known));
        }
        findings
    }
}

/// Code, message, place and help.
type Finding = (&'static str, String, Range<usize>, String);

/// A day as ISO writes it; the error is what to write instead.
fn date(text: &str) -> Result<Date, String> {
    let iso = text.len() == 10 && text.is_ascii();
    if let Some(date) = text.parse().ok().filter(|_| iso) {
        return Ok(date);
    }
    let parts: Vec<&str> = text.split(['/', '-', '.']).collect();
    if let [day, month, year] = parts[..]
        && let (Ok(day), Ok(month), Ok(year)) = (day.parse(), month.parse(), year.parse())
        && let Ok(date) = Date::new(year, month, day)
    {
        return Err(format!("write {date}"));
    }
    Err("write year, month and day, as in 2021-12-25, or leave it empty".to_owned())
}

/// Which of [`COLUMNS`] each column is.
fn columns(names: &[Cell]) -> Result<Vec<usize>, (&'static str, String, Range<usize>)> {
    let mut columns = Vec::new();
    for cell in names {
        let Some(column) = COLUMNS.iter().position(|c| *c == cell.text) else {
            return Err((
                "unknown-column",
                format!("`{}` is no column of a manifest", cell.text),
                cell.span.clone(),
            ));
        };
        if columns.contains(&column) {
            return Err(("repeated-column", format!("two columns `{}`", cell.text), cell.span.clone()));
        }
        columns.push(column);
    }
    if columns.contains(&0) {
        Ok(columns)
    } else {
        Err(("no-document", "no column `document`".to_owned(), 0..0))
    }
}

/// A cell, trimmed and unquoted, and where it stands.
#[derive(Debug, Default)]
struct Cell {
    text: String,
    span: Range<usize>,
}

/// The cells of every line. Columns are parted by what the first line parts them by: comma, semicolon (spreadsheets of
/// Vietnamese systems write that) or tab.
/// An error is where a quote that is never closed stands.
fn rows(text: &str) -> Result<Vec<Vec<Cell>>, usize> {
    let first = text.lines().next().unwrap_or_default();
    let separator = [',', ';', '\t'].into_iter().max_by_key(|s| (first.matches(*s).count(), *s == ','));
    let separator = separator.expect("three to choose from");
    let mut rows = vec![Vec::new()];
    let (mut start, mut quoted, mut opened) = (0, false, 0);
    for (at, c) in text.char_indices().chain([(text.len(), '\n')]) {
        match c {
            '"' if quoted => quoted = false,
            // A quote opens a cell only at its start; one right after a closing quote stands for itself.
            '"' if text[start..at].trim().is_empty() || text[start..at].trim_start().starts_with('"') => {
                (quoted, opened) = (true, at);
            }
            c if (c == separator || c == '\n') && !quoted => {
                let row = rows.last_mut().expect("there is always a row");
                row.push(cell(text, start..at));
                start = at + c.len_utf8();
                if c == '\n' {
                    rows.push(Vec::new());
                }
            }
            _ => {}
        }
    }
    rows.retain(|row| !row.is_empty());
    if quoted { Err(opened) } else { Ok(rows) }
}

fn cell(text: &str, span: Range<usize>) -> Cell {
    let raw = &text[span.clone()];
    let trimmed = raw.trim();
    let start = span.start + (raw.len() - raw.trim_start().len());
    let inner = trimmed.strip_prefix('"').and_then(|t| t.strip_suffix('"'));
    let words = inner.map_or_else(|| trimmed.to_owned(), |t| t.replace("\"\"", "\"").trim().to_owned());
    Cell { text: words, span: start..start + trimmed.len() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_read_whoever_wrote_them() {
        let text =
            "\u{feff}document;place;published\r\na.html; Hà Nội ;2021-12-25\r\n\"b;\"\"c.txt\";;\r\n;;\r\n";
        let manifest = Manifest::parse("m.csv", text).expect("a good manifest");
        assert_eq!(manifest.findings, [""; 0]);
        let known = manifest.of("thư mục/a.html");
        assert_eq!(
            (known.place.as_deref(), known.published),
            (Some("Hà Nội"), Some(Date::constant(2021, 12, 25)))
        );
        assert_eq!(manifest.of("x.html"), Known::default());
        assert_eq!(manifest.unknown(["1/a.html"].into_iter()), ["b;\"c.txt"]);
    }

    #[test]
    fn a_bad_cell_is_located_and_costs_no_more_than_itself() {
        let text = "document,url,published\na.txt,http://x.vn,25/12/2021\n,http://y.vn,\na.txt,,\n";
        let manifest = Manifest::parse("m.csv", text).expect("a usable manifest");
        let expected = "error[bad-date]: `25/12/2021` is no date of the form YYYY-MM-DD\n --> m.csv:2:19\n  |\n\
                        2 | a.txt,http://x.vn,25/12/2021\n  |                   ^^^^^^^^^^\n  = help: write 2021-12-25\n";
        assert_eq!(manifest.findings[0], expected);
        assert!(
            manifest.findings[1].starts_with("error[no-document]")
                && manifest.findings[1].contains("m.csv:3:1")
        );
        assert!(manifest.findings[2].contains("`a.txt` is named again; line 2 holds"));
        assert_eq!(manifest.of("a.txt").url.as_deref(), Some("http://x.vn"));
    }

    #[test]
    fn a_wrong_line_of_names_is_an_error() {
        for (text, code) in [
            ("", "unknown-column"),
            ("file,url\na,b\n", "unknown-column"),
            ("url,place\n", "no-document"),
            ("document,document\n", "repeated-column"),
            ("document,place\na,\"b\nc,d\n", "open-quote"),
        ] {
            let error = Manifest::parse("m.csv", text).expect_err("a useless manifest");
            assert!(error.starts_with(&format!("error[{code}]")), "{error}");
        }
    }
}
