//! The pattern files, held to their own examples.
//!
//! In: patterns and the text of their files. Out: a finding for every example that is not read as it says, and every
//! counterexample in which its entry takes part. Each sentence goes through the whole pipeline with all files
//! loaded, so a new term that steals another entry's sentence fails that entry's example.
//!
//! `expect` lists figures by the text that they stand on, `at` (the one that agrees best, without it), and the keys that
//! matter; the others are free:
//!
//! ```toml
//! text   = "Năm 2023, số hộ nghèo của tỉnh là 1.240 hộ."
//! expect = [{ at = "1.240 hộ", value = "1240", unit = "household", period = "2023" }]
//! ```
//!
//! `base`, `period` and `place` are compared by code, value or name, whatever is written; dotted keys (`reference.period`) go
//! into the object; `"none"` or `""` is a field that must be empty; `rule` is a pattern that must have taken part.

use std::ops::Range;

use rayon::prelude::*;
use serde_json::Value;

use crate::{
    page::{MediaType, Page},
    patterns::{Diagnostic, Entry, Example, Memo, Patterns},
    pipeline,
    record::{Record, Rejected},
};

/// What the pipeline read in a sentence.
#[derive(Debug)]
pub struct Read {
    /// The figures.
    pub records: Vec<Record>,
    /// The numerals that are no figure.
    pub rejected: Vec<Rejected>,
}

/// Every example and counterexample of `patterns` that fails, in the order of files and lines.
pub fn run(patterns: &Patterns) -> Vec<Diagnostic> {
    let mut findings: Vec<Diagnostic> = patterns
        .entries
        .par_iter()
        .map_init(Memo::default, |memo, entry| {
            let read = |example: &Example| read(patterns, example, memo);
            entry_findings(entry, read)
        })
        .flatten()
        .collect();
    findings.extend(patterns.missing_pages.findings());
    findings.sort_by(|a, b| (&a.file, a.span.start).cmp(&(&b.file, b.span.start)));
    findings
}

/// Reads a sentence as a page of its own.
fn read(patterns: &Patterns, example: &Example, memo: &mut Memo) -> Read {
    let mut page = Page::new("example", example.text.clone().into_bytes(), MediaType::Text);
    page.known.published = example.date.as_ref().and_then(|date| date.parse().ok());
    page.known.place.clone_from(&example.place);
    let extraction = pipeline::extract(&page, patterns, memo);
    Read { records: extraction.records, rejected: extraction.rejected }
}

/// What is wrong with the examples of one entry.
fn entry_findings(entry: &Entry, mut read: impl FnMut(&Example) -> Read) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for example in &entry.examples {
        let read = read(example);
        let mut find = |code, message, span: &Range<usize>| {
            let help = Some(summary(&read));
            let file = entry.file.clone();
            findings.push(Diagnostic { code, file, span: span.clone(), message, help });
        };
        if example.why.is_some() && takes_part(&entry.id, &read) {
            let message = format!("`{}` takes part in its counterexample", entry.id);
            find("counterexample-fires", message, &example.span);
        }
        for message in mismatches(example, &read) {
            find("example-fails", message, &example.span);
        }
    }
    findings
}

/// Whether the entry is among the patterns behind any figure or rejection.
fn takes_part(id: &str, read: &Read) -> bool {
    read.records.iter().any(|r| behind(r, id)) || read.rejected.iter().any(|r| r.rule == id)
}

/// Whether the pattern `id` is behind the record.
fn behind(record: &Record, id: &str) -> bool {
    record.rule == id || record.evidence.iter().any(|e| e.rule.as_deref() == Some(id))
}

/// How `read` differs from what the example says, a line for each way; none if it is read as it says.
pub fn mismatches(example: &Example, read: &Read) -> Vec<String> {
    let mut out = Vec::new();
    let mut left: Vec<&Record> = read.records.iter().collect();
    for expected in &example.expect {
        out.extend(figure_mismatch(expected, &mut left));
    }
    let counted = !example.more && (example.why.is_none() || !example.expect.is_empty());
    if counted && read.records.len() != example.expect.len() {
        out.push(format!("{} figures were read, {} expected", read.records.len(), example.expect.len()));
    }
    for expected in &example.rejected {
        out.extend(rejection_mismatch(expected, read));
    }
    out
}

/// How the figure differs that stands where `expected` says; it is taken out of `left`.
fn figure_mismatch(expected: &toml::Table, left: &mut Vec<&Record>) -> Option<String> {
    let at = expected.get("at").and_then(toml::Value::as_str);
    let here: Vec<usize> =
        (0..left.len()).filter(|i| at.is_none_or(|at| left[*i].quote.exact == at)).collect();
    let differences = |i: usize| field_mismatches(expected, left[i]);
    // The same number may stand there twice, or `at` be left out: the record that agrees best is meant.
    let Some(best) = here.into_iter().min_by_key(|i| differences(*i).len()) else {
        return Some(at.map_or("no figure is left".into(), |at| format!("no figure stands on `{at}`")));
    };
    let wrong = differences(best);
    let record = left.remove(best);
    (!wrong.is_empty()).then(|| format!("`{}`: {}", record.quote.exact, wrong.join("; ")))
}

/// The fields of a record that differ.
fn field_mismatches(expected: &toml::Table, record: &Record) -> Vec<String> {
    let json = serde_json::to_value(record).unwrap_or_default();
    let mut out = Vec::new();
    for (key, wanted) in expected.iter().filter(|(key, _)| *key != "at") {
        if key == "rule" {
            let id = wanted.as_str().unwrap_or_default();
            if !behind(record, id) {
                out.push(format!("`{id}` has no part in it"));
            }
            continue;
        }
        match json.get(key) {
            None => out.push(format!("records have no field `{key}`")),
            Some(found) if agrees(key, wanted, found) => {}
            Some(found) => out.push(format!("{key} is {}, expected {}", shown(key, found), told(wanted))),
        }
    }
    out
}

/// Whether a field is as wanted.
fn agrees(key: &str, wanted: &toml::Value, found: &Value) -> bool {
    match wanted {
        toml::Value::String(text) if text == "none" || text.is_empty() => found.is_null(),
        toml::Value::String(text) => same_text(key, text, found),
        toml::Value::Table(table) => {
            table.iter().all(|(key, wanted)| found.get(key).is_some_and(|found| agrees(key, wanted, found)))
        }
        toml::Value::Integer(number) => same_text(key, &number.to_string(), found),
        toml::Value::Boolean(wanted) => found.as_bool() == Some(*wanted),
        toml::Value::Array(all) => {
            found.as_array().is_some_and(|found| all.iter().all(|w| found.iter().any(|f| agrees(key, w, f))))
        }
        _ => false,
    }
}

/// Whether a text field, or one of the names of an object, is `text`.
fn same_text(key: &str, text: &str, found: &Value) -> bool {
    match found {
        Value::String(found) => {
            found == text || (key == "subject" && found.to_lowercase() == text.to_lowercase())
        }
        Value::Number(found) => found.to_string() == text,
        Value::Object(object) => ["code", "value", "name", "period", "target", "document", "issuer", "text"]
            .iter()
            .any(|name| object.get(*name).and_then(Value::as_str) == Some(text)),
        _ => false,
    }
}

/// A field as it is told: of an object the part that a pattern file would name.
fn shown(key: &str, found: &Value) -> String {
    let names: &[&str] = match key {
        "period" => &["value"],
        "place" => &["code", "name"],
        "base" => &["code", "text"],
        _ => &[],
    };
    let name = names.iter().find_map(|name| found.get(*name).and_then(Value::as_str));
    name.map_or_else(|| found.to_string(), |name| format!("{name:?}"))
}

/// What a pattern file says, on one line.
fn told(wanted: &toml::Value) -> String {
    serde_json::to_string(wanted).unwrap_or_default()
}

/// How the rejections differ from the one that `expected` says: a numeral in `at`, of the class.
fn rejection_mismatch(expected: &toml::Table, read: &Read) -> Option<String> {
    let at = expected.get("at").and_then(toml::Value::as_str).unwrap_or_default();
    let class = expected.get("class").and_then(toml::Value::as_str);
    let here: Vec<&Rejected> = read.rejected.iter().filter(|r| at.contains(r.exact.as_str())).collect();
    if here.is_empty() {
        return Some(format!("`{at}` was not rejected"));
    }
    let fits = class.is_none_or(|class| here.iter().any(|r| r.class == class));
    (!fits)
        .then(|| format!("`{at}` was rejected as {}, expected {}", here[0].class, class.unwrap_or_default()))
}

/// What was read, in one line.
fn summary(read: &Read) -> String {
    let figure = |r: &Record| {
        let indicator = r.indicator.as_deref().map(|i| format!(" {i}")).unwrap_or_default();
        let subject = r.subject.as_deref().unwrap_or("?");
        let unit = r.unit.as_deref().unwrap_or("?");
        let value = r.value.as_deref().unwrap_or("a range");
        format!("`{}` ({value} {unit}, {}, {}, {subject}{indicator})", r.quote.exact, r.measure, r.status)
    };
    let mut parts: Vec<String> = read.records.iter().map(figure).collect();
    parts.extend(read.rejected.iter().map(|r| format!("`{}` (no figure: {})", r.exact, r.class)));
    if parts.is_empty() { "nothing was read".into() } else { format!("read: {}", parts.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(toml: &str) -> toml::Value {
        let table: toml::Table = toml.parse().expect("good TOML");
        table["x"].clone()
    }

    #[test]
    fn fields_agree_by_any_of_their_names() {
        let place = serde_json::json!({"name": "Hà Nội", "code": "VN-HN", "level": "province"});
        let reference = serde_json::json!({"period": "2012", "target": null});
        for (key, toml, found, expected) in [
            ("place", r#"x = "VN-HN""#, &place, true),
            ("place", r#"x = "Hà Nội""#, &place, true),
            ("place", r#"x = "VN-HP""#, &place, false),
            ("place", r#"x = "none""#, &place, false),
            ("place", r#"x = "none""#, &Value::Null, true),
            ("reference", r#"x.period = "2012""#, &reference, true),
            ("reference", r#"x.target = "none""#, &reference, true),
            ("reference", r#"x = "2012""#, &reference, true),
            ("value", "x = 12", &Value::String("12".into()), true),
        ] {
            assert_eq!(agrees(key, &wanted(toml), found), expected, "{key} {toml}");
        }
    }

    #[test]
    fn an_example_that_fails_says_how() {
        let entry = Entry {
            id: "unit.household".into(),
            kind: "unit",
            file: "a.toml".into(),
            line: 1,
            examples: vec![Example {
                text: "Xã có 12 hộ.".into(),
                date: None,
                place: None,
                expect: vec!["at = \"12 hộ\"".parse().expect("good TOML")],
                rejected: vec!["at = \"5\"".parse().expect("good TOML")],
                more: false,
                why: None,
                span: 0..1,
            }],
        };
        let read = |_: &Example| Read { records: Vec::new(), rejected: Vec::new() };
        let said: Vec<String> = entry_findings(&entry, read).into_iter().map(|f| f.message).collect();
        assert_eq!(
            said,
            ["no figure stands on `12 hộ`", "0 figures were read, 1 expected", "`5` was not rejected"]
        );
    }
}
