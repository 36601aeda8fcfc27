//! One figure, field by field: what was read, from which words, by which pattern, and what lost against it.
//!
//! ```text
//!   indicator   health_insurance.coverage
//!                 from `người tham gia`, `bảo hiểm y tế`  health_insurance.coverage (patterns/indicators/insurance.toml:200)
//!                 not health_insurance.participants (…): it is measured in person, and this is percent
//! ```

use std::fmt::Write as _;

use solieu::{
    patterns::Patterns,
    record::{Evidence, Record},
};

use super::{glossary, origin, rivals::Rivals};

/// A field of a figure: name, value, and the fields of evidence that speak for it.
type Field = (&'static str, Option<String>, &'static [&'static str]);

/// Each field of figure `n` that says something, with the words and patterns that it rests on, and its rivals.
pub(super) fn shown(n: usize, records: &[Record], rivals: &Rivals, patterns: &Patterns) -> String {
    let record = &records[n];
    let mut out = String::new();
    for (name, value, sources) in fields(record, records) {
        let lost = rivals.against(name, n, records);
        let value = match value {
            Some(value) => value,
            None if lost.is_empty() => continue,
            None => "none".to_owned(),
        };
        let evidence: Vec<_> = record.evidence.iter().filter(|e| sources.contains(&&*e.field)).collect();
        let how = if name == "subject" && evidence.is_empty() { " (carried: named before)" } else { "" };
        let _ = writeln!(out, "  {name:<11} {value}{how}");
        for words in words(&evidence, patterns) {
            let _ = writeln!(out, "  {:<11}   from {words}", "");
        }
        for loser in lost {
            let _ = writeln!(out, "  {:<11}   {loser}", "");
        }
    }
    for flag in &record.flags {
        let meaning = glossary::flag(flag).map_or_else(String::new, |m| format!(": {m}"));
        let _ = writeln!(out, "  {:<11} {flag}{meaning}", "flag");
    }
    for check in &record.checks {
        let verdict = if check.ok { "holds" } else { "does not hold" };
        let _ = writeln!(out, "  {:<11} {} {verdict}: {}", "check", check.check, check.detail);
    }
    let _ = writeln!(out, "  {:<11} {}", "rule", rule(&record.rule, patterns));
    out
}

fn fields(record: &Record, all: &[Record]) -> [Field; 14] {
    let some = |text: &str| Some(text.to_owned()).filter(|t| !t.is_empty());
    [
        ("value", Some(value(record)), &["value", "qualifier", "number"]),
        ("unit", record.unit.clone(), &["unit"]),
        ("measure", some(&record.measure), &["measure"]),
        ("status", some(&record.status), &["status"]),
        ("subject", record.subject.clone(), &["subject"]),
        ("indicator", record.indicator.clone(), &["indicator"]),
        ("group", record.group.clone(), &["group"]),
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
        ("confidence", some(&record.confidence), &[]),
    ]
}

/// The words of a field, those of one pattern together.
fn words(evidence: &[&Evidence], patterns: &Patterns) -> Vec<String> {
    let mut rules: Vec<(Option<&str>, Vec<String>)> = Vec::new();
    for words in evidence {
        let quoted = format!("`{}`", words.text);
        match rules.iter_mut().find(|(rule, _)| *rule == words.rule.as_deref()) {
            Some((_, all)) => all.push(quoted),
            None => rules.push((words.rule.as_deref(), vec![quoted])),
        }
    }
    let line = |(rule, words): (Option<&str>, Vec<String>)| {
        let rule = rule.map_or_else(String::new, |rule| format!("  {}", origin(rule, patterns)));
        format!("{}{rule}", words.join(", "))
    };
    rules.into_iter().map(line).collect()
}

/// The rule of the linking: a linking word, with its place in the pattern files, or how a number stands without one.
fn rule(rule: &str, patterns: &Patterns) -> String {
    match rule {
        "counted" => "counted: no verb governs the number, it counts what stands behind it".to_owned(),
        "coordinated" => "coordinated: it goes on with what the number before it says".to_owned(),
        _ => {
            let entry = origin(&format!("cue.{rule}"), patterns);
            if entry.contains(' ') { entry } else { origin(rule, patterns) }
        }
    }
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
