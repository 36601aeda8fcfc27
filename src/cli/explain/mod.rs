//! `solieu explain`: what was read in a sentence, by which pattern, and what was left out and why.

mod figure;
mod glossary;
mod marks;
mod rivals;
mod words;

use std::{
    fmt::Write as _,
    io::{self, Read, Write},
    ops::Range,
};

use anyhow::Context;
use jiff::civil::Date;
use solieu::{
    page::{MediaType, Page},
    patterns::{Memo, Patterns},
    pipeline::{self, Extraction},
    record::{Record, Rejected},
};

use self::{marks::Mark, rivals::Rivals};
use super::{
    args,
    exit::{Exit, Usage},
    patterns,
};

/// Explains the text of the arguments.
pub(crate) fn run(args: args::Explain) -> anyhow::Result<Exit> {
    let patterns = patterns::load(args.patterns.as_deref())?;
    let published = args.date.as_deref().map(date).transpose()?;
    let text = if args.text == "-" {
        io::read_to_string(io::stdin().lock().take(1 << 20)).context("cannot read standard input")?
    } else {
        args.text
    };
    let mut page = Page::new("explain", text.into_bytes(), MediaType::Text);
    page.known.published = published;
    page.known.place = args.place;
    let found = pipeline::extract(&page, &patterns, &mut Memo::default());
    io::stdout().lock().write_all(explanation(&found, &patterns, args.words).as_bytes())?;
    Ok(Exit::Fine)
}

fn date(text: &str) -> Result<Date, Usage> {
    text.parse().map_err(|_| Usage(format!("--date `{text}` is no date of the form YYYY-MM-DD")))
}

/// The whole explanation, with all known words if they are asked for.
fn explanation(found: &Extraction, patterns: &Patterns, words: bool) -> String {
    let Extraction { document, records, rejected, .. } = found;
    let mut out = marks::draw(&document.text, &all_marks(records, rejected));
    if !document.reason.is_empty() {
        let _ = writeln!(out, "\n{}: {}", document.status.code(), document.reason);
    }
    if records.is_empty() {
        out += "\nno figure\n";
    }
    let rivals = Rivals::of(document, patterns);
    for (n, record) in records.iter().enumerate() {
        let shown = figure::shown(n, records, &rivals, patterns);
        let _ = write!(out, "\n{} {}\n{shown}", n + 1, record.quote.exact);
    }
    if !rejected.is_empty() {
        out += "\nno figures, and why\n";
        for numeral in rejected {
            out += &refusal(numeral, &rivals, patterns);
        }
    }
    if words {
        out = out + "\nwords that the pattern files know\n" + &words::table(document, patterns);
    }
    for notice in &document.notices {
        let _ = writeln!(out, "\nnotice {}: {}", notice.code, notice.text);
    }
    out
}

/// Figures first: they are drawn where they share a place with anything else.
fn all_marks(records: &[Record], rejected: &[Rejected]) -> Vec<Mark> {
    let mark = |span: Range<usize>, sign, label: &str| Mark { span, sign, label: label.to_owned() };
    let mut marks = Vec::new();
    for (n, record) in records.iter().enumerate() {
        marks.push(mark(record.quote.start..record.quote.end, '^', &(n + 1).to_string()));
    }
    marks.extend(rejected.iter().map(|r| mark(r.start..r.end, '-', &r.class)));
    for (field, sign) in [("period", '~'), ("reference", '~'), ("place", '=')] {
        let mut spans: Vec<_> =
            records.iter().flat_map(|r| &r.evidence).filter(|e| e.field == field).collect();
        spans.sort_by_key(|e| (e.start, e.end));
        spans.dedup_by_key(|e| (e.start, e.end));
        marks.extend(spans.into_iter().map(|e| mark(e.start..e.end, sign, field)));
    }
    marks
}

/// A numeral that is no figure: its class, what matched, and what it would have been.
fn refusal(numeral: &Rejected, rivals: &Rivals, patterns: &Patterns) -> String {
    let (exact, class) = (&numeral.exact, &numeral.class);
    let mut out = format!("  {exact:<24} {class:<18} {}\n", origin(&numeral.rule, patterns));
    let (matched, number) = rivals.otherwise(numeral);
    let meaning = glossary::class(class).unwrap_or_default();
    let within = matched.filter(|m| m != exact).map_or_else(String::new, |m| format!("`{m}`: "));
    let number = number.map_or_else(String::new, |n| format!("; else it would be {n}"));
    if !(within.is_empty() && meaning.is_empty()) {
        let _ = writeln!(out, "    {within}{meaning}{number}");
    }
    out
}

/// The id of a pattern with its file and line; the name of a rule of the code as it is.
fn origin(rule: &str, patterns: &Patterns) -> String {
    match patterns.entries.iter().find(|e| e.id == rule) {
        Some(entry) => format!("{rule} ({}:{})", entry.file, entry.line),
        None => rule.to_owned(),
    }
}
