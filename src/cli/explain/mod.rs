//! `solieu explain`: what was read in a sentence, by which pattern, and what was left out and why.

mod marks;
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
    record::{Evidence, Record, Rejected},
};

use self::marks::Mark;
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
    for (n, record) in records.iter().enumerate() {
        let _ = write!(out, "\n{} {}\n{}", n + 1, record.quote.exact, figure(record, records, patterns));
    }
    if !rejected.is_empty() {
        out += "\nno figures, and why\n";
        for numeral in rejected {
            let origin = origin(&numeral.rule, patterns);
            let _ = writeln!(out, "  {:<24} {:<18} {origin}", numeral.exact, numeral.class);
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

/// A field of a figure: name, value, and the fields of evidence that speak for it.
type Field = (&'static str, Option<String>, &'static [&'static str]);

/// Each field that says something, with the words and patterns that it rests on.
fn figure(record: &Record, all: &[Record], patterns: &Patterns) -> String {
    let mut out = String::new();
    for (name, value, sources) in fields(record, all, patterns) {
        let Some(value) = value else { continue };
        let evidence: Vec<_> =
            record.evidence.iter().filter(|e| sources.contains(&e.field.as_str())).collect();
        let _ = writeln!(out, "  {name:<11} {value}");
        for words in evidence {
            let _ = writeln!(out, "  {:<11}   from {}", "", words_and_origin(words, patterns));
        }
    }
    let known = |field: &str| {
        fields(record, all, patterns).iter().any(|(_, v, sources)| v.is_some() && sources.contains(&field))
    };
    for words in record.evidence.iter().filter(|e| !known(&e.field)) {
        let _ = writeln!(out, "  {:<11} {}", words.field, words_and_origin(words, patterns));
    }
    for check in &record.checks {
        let verdict = if check.ok { "holds" } else { "does not hold" };
        let _ = writeln!(out, "  {:<11} {} {verdict}: {}", "check", check.check, check.detail);
    }
    let _ = writeln!(out, "  {:<11} {}", "rule", origin(&record.rule, patterns));
    out
}

fn fields(record: &Record, all: &[Record], patterns: &Patterns) -> [Field; 14] {
    let named =
        |code: &Option<String>, kind: &str| code.as_ref().map(|code| with_origin(code, kind, patterns));
    let some = |text: &str| Some(text.to_owned()).filter(|t| !t.is_empty());
    [
        ("value", Some(value(record)), &["value", "qualifier", "number"]),
        ("unit", named(&record.unit, "unit"), &["unit"]),
        ("measure", some(&record.measure), &["measure"]),
        ("status", some(&record.status), &["status"]),
        ("subject", record.subject.clone(), &["subject"]),
        ("indicator", named(&record.indicator, "indicator"), &["indicator"]),
        ("group", named(&record.group, "group"), &["group"]),
        ("base", record.base.as_ref().map(|b| with_basis(&b.text, b.code.as_deref(), &b.basis)), &["base"]),
        ("period", record.period.as_ref().map(|p| with_basis(&p.value, None, &p.basis)), &["period"]),
        ("reference", record.reference.as_ref().map(reference), &["reference"]),
        (
            "place",
            record.place.as_ref().map(|p| with_basis(&p.name, p.code.as_deref(), &p.basis)),
            &["place"],
        ),
        ("attribution", record.attribution.as_ref().map(attribution), &["attribution"]),
        ("duplicate", record.duplicate_of.as_ref().map(|id| duplicate(id, all)), &[]),
        ("confidence", Some(confidence(record)), &[]),
    ]
}

/// `1846011 exact`, `16000000 more_than (16000000 to open)`.
fn value(record: &Record) -> String {
    let Record { value, qualifier, lower, upper, .. } = record;
    match (value, lower, upper) {
        (Some(value), Some(low), Some(high)) if value == low && value == high => {
            format!("{value} {qualifier}")
        }
        (value, low, high) => {
            let end = |e: &Option<String>| e.clone().unwrap_or_else(|| "open".to_owned());
            let value = value.as_ref().map_or_else(String::new, |v| format!("{v} "));
            format!("{value}{qualifier} ({} to {})", end(low), end(high))
        }
    }
}

fn with_basis(name: &str, code: Option<&str>, basis: &str) -> String {
    let code = code.map_or_else(String::new, |c| format!(" {c}"));
    // What is not said in the clause itself was carried or assumed, and that is the first thing to doubt.
    let how = if basis == "stated" { "stated".to_owned() } else { format!("carried: {basis}") };
    format!("{name}{code} ({how})")
}

fn reference(reference: &solieu::record::Reference) -> String {
    let parts = [("period", &reference.period), ("target", &reference.target)];
    let parts: Vec<_> =
        parts.iter().filter_map(|(name, v)| v.as_ref().map(|v| format!("{name} {v}"))).collect();
    if parts.is_empty() { reference.text.clone().unwrap_or_default() } else { parts.join(", ") }
}

fn attribution(attribution: &solieu::record::Attribution) -> String {
    let parts = [attribution.document.as_deref(), attribution.issuer.as_deref()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn duplicate(id: &str, all: &[Record]) -> String {
    all.iter().position(|r| r.id == id).map_or_else(|| id.to_owned(), |n| format!("of figure {}", n + 1))
}

fn confidence(record: &Record) -> String {
    if record.flags.is_empty() {
        return record.confidence.clone();
    }
    format!("{}: {}", record.confidence, record.flags.join(", "))
}

fn words_and_origin(evidence: &Evidence, patterns: &Patterns) -> String {
    let rule =
        evidence.rule.as_deref().map_or_else(String::new, |rule| format!("  {}", origin(rule, patterns)));
    format!("`{}`{rule}", evidence.text)
}

/// A code with the file and line of the entry that gives it.
fn with_origin(code: &str, kind: &str, patterns: &Patterns) -> String {
    let entry = match kind {
        "unit" => patterns.units.iter().find(|u| u.code.as_deref() == Some(code)).map(|u| u.entry),
        "indicator" => patterns.indicators.iter().find(|i| i.id == code).map(|i| i.entry),
        _ => patterns.groups.iter().find(|g| g.code == code).map(|g| g.entry),
    };
    entry
        .map(|id| patterns.entry(id))
        .map_or_else(|| code.to_owned(), |e| format!("{code} ({}:{})", e.file, e.line))
}

/// The id of a pattern with its file and line; the name of a rule of the code as it is.
fn origin(rule: &str, patterns: &Patterns) -> String {
    match patterns.entries.iter().find(|e| e.id == rule) {
        Some(entry) => format!("{rule} ({}:{})", entry.file, entry.line),
        None => rule.to_owned(),
    }
}
