//! Extracted figures against figures annotated by hand: precision, recall and the accuracy of each field.
//!
//! In: gold records and extracted records as JSON, whoever wrote them. Out: a [`Score`].
//!
//! A predicted and a gold figure are the same *mention* when they stand in the same document, their quotes overlap and
//! their numbers are equal; each gold figure is matched at most once. A *record* is complete when the mention is matched
//! and every one of [`FIELDS`] is right. Gold figures marked `optional` are neither owed nor held against a prediction.
//!
//! Worked example: gold `7,4%` (unit `percent`, period `2024-Q3`) against an extracted `7,4%` of `2024-Q2` is one matched
//! mention, no complete record, unit 1 of 1 right, period 0 of 1.

mod fields;
mod number;
mod period;
mod report;

use std::collections::BTreeMap;

use serde_json::Value;

use number::Number;

/// Fields that a complete record has right.
pub const FIELDS: [&str; 9] =
    ["unit", "qualifier", "measure", "status", "subject", "base", "period", "reference", "place"];

/// The words of confidence, best first.
pub const CONFIDENCE: [&str; 3] = ["high", "medium", "low"];

/// A line that is no JSON.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {source}")]
pub struct BadLine {
    /// Line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub source: serde_json::Error,
}

/// Figures annotated by hand, by document.
#[derive(Debug, Default)]
pub struct Gold {
    documents: Vec<(String, Vec<Value>)>,
}

impl Gold {
    /// Adds the gold file of one document; files are to be added in the order of their names.
    pub fn add(&mut self, file: &str, json_lines: &str) -> Result<(), BadLine> {
        let mut rows = records(json_lines)?;
        rows.retain(|r| r.get("record").is_none_or(|kind| kind == "figure"));
        let name = document_name(file);
        match self.documents.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => *known = rows,
            None => self.documents.push((name.to_owned(), rows)),
        }
        Ok(())
    }
}

/// The records of a JSON Lines text, blank lines left out.
pub fn records(json_lines: &str) -> Result<Vec<Value>, BadLine> {
    let lines = json_lines.lines().enumerate().filter(|(_, l)| !l.trim().is_empty());
    lines.map(|(n, l)| serde_json::from_str(l).map_err(|source| BadLine { line: n + 1, source })).collect()
}

/// What a scoring found.
#[derive(Debug, Default)]
pub struct Score {
    /// Documents with a gold file.
    pub documents: usize,
    /// Gold figures that are owed.
    pub gold: usize,
    /// Extracted figures that count.
    pub predicted: usize,
    /// Of them, those that are a gold figure.
    pub matched: usize,
    /// Of those, the ones with every field right.
    pub complete: usize,
    /// Of the matched, how many have each of [`FIELDS`] right.
    pub right: [usize; FIELDS.len()],
    /// The same per document, by name.
    pub by_document: BTreeMap<String, Counts>,
    /// Complete and all extracted records of each word of [`CONFIDENCE`].
    pub confidence: [(usize, usize); CONFIDENCE.len()],
    /// Everything that is not right, in the order of the documents.
    pub errors: Vec<Error>,
}

/// Matched, extracted and owed figures.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Matched.
    pub matched: usize,
    /// Extracted.
    pub predicted: usize,
    /// Owed.
    pub gold: usize,
}

/// One thing that is not right.
#[derive(Debug)]
pub struct Error {
    /// `spurious`, `missed`, or the field.
    pub kind: &'static str,
    /// Name of the document.
    pub document: String,
    /// The extracted record, unless it was missed.
    pub found: Option<Value>,
    /// The gold record, unless the extracted one is spurious.
    pub wanted: Option<Value>,
}

/// Scores extracted records against gold. Records of documents without a gold file are left out.
pub fn score(gold: &Gold, extracted: Vec<Value>) -> Score {
    let mut by_document: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for record in extracted {
        let key = if truthy(&record["document"]) { "document" } else { "doc_id" };
        by_document.entry(document_name(&text(&record[key])).to_owned()).or_default().push(record);
    }
    let mut score = Score { documents: gold.documents.len(), ..Score::default() };
    for (name, wanted) in &gold.documents {
        let mut found = by_document.remove(name).unwrap_or_default();
        found.sort_by_key(span);
        score.add_document(name, wanted, &found);
    }
    score
}

impl Score {
    fn add_document(&mut self, name: &str, wanted: &[Value], found: &[Value]) {
        let mut counts = Counts::default();
        let numbers: Vec<Vec<Number>> = wanted.iter().map(number::printed).collect();
        let mut used = vec![false; wanted.len()];
        let mut pairs = Vec::new();
        for record in found {
            let printed = number::printed(record);
            let here = |i: &usize| overlap(span(record), span(&wanted[*i]));
            let free = |i: &usize| !used[*i] && number::same(&printed, &numbers[*i]);
            let Some(at) = (0..wanted.len()).filter(here).find(free) else {
                // A second record of a debatable number costs nothing; of any other it is spurious.
                if !(0..wanted.len()).filter(here).any(|i| truthy(&wanted[i]["optional"])) {
                    counts.predicted += 1;
                    self.count_confidence(record, false);
                    self.error("spurious", name, Some(record), None);
                }
                continue;
            };
            used[at] = true;
            if !truthy(&wanted[at]["optional"]) {
                counts.predicted += 1;
                counts.matched += 1;
                pairs.push((&wanted[at], record));
            }
        }
        for (record, used) in wanted.iter().zip(used).filter(|(r, _)| !truthy(&r["optional"])) {
            counts.gold += 1;
            if !used {
                self.error("missed", name, None, Some(record));
            }
        }
        for (wanted, found) in pairs {
            self.compare(name, wanted, found);
        }
        self.matched += counts.matched;
        self.predicted += counts.predicted;
        self.gold += counts.gold;
        self.by_document.insert(name.to_owned(), counts);
    }

    fn compare(&mut self, name: &str, wanted: &Value, found: &Value) {
        let mut complete = true;
        for (i, field) in FIELDS.into_iter().enumerate() {
            if fields::same(field, wanted, found) {
                self.right[i] += 1;
            } else {
                complete = false;
                self.error(field, name, Some(found), Some(wanted));
            }
        }
        self.complete += usize::from(complete);
        self.count_confidence(found, complete);
    }

    fn count_confidence(&mut self, record: &Value, complete: bool) {
        if let Some(i) = CONFIDENCE.iter().position(|word| record["confidence"] == *word) {
            self.confidence[i].0 += usize::from(complete);
            self.confidence[i].1 += 1;
        }
    }

    fn error(&mut self, kind: &'static str, document: &str, found: Option<&Value>, wanted: Option<&Value>) {
        let document = document.to_owned();
        self.errors.push(Error { kind, document, found: found.cloned(), wanted: wanted.cloned() });
    }
}

/// The base name of a file, without a final `.jsonl` or `.gold`.
fn document_name(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.strip_suffix(".jsonl").or_else(|| name.strip_suffix(".gold")).unwrap_or(name)
}

/// Start and end of the quote.
fn span(record: &Value) -> (i64, i64) {
    let at = |key: &str| record["quote"].get(key).or(record.get(key)).and_then(Value::as_i64).unwrap_or(-1);
    (at("start"), at("end"))
}

fn overlap(a: (i64, i64), b: (i64, i64)) -> bool {
    a.0 < b.1 && b.0 < a.1
}

/// Whether a field says anything: not null, false, zero or empty.
fn truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(b) => *b,
        Value::Number(n) => n.as_f64() != Some(0.0),
        Value::String(s) => !s.is_empty(),
        Value::Array(a) => !a.is_empty(),
        Value::Object(o) => !o.is_empty(),
    }
}

/// A field as words; empty where it says nothing.
fn text(value: &Value) -> String {
    match value {
        Value::String(s) => s.clone(),
        v if truthy(v) => v.to_string(),
        _ => String::new(),
    }
}
