//! Periods, look-alikes and sources of whole sentences: `fixtures/corpus/{periods,not-figures,sources}.toml`.

use std::{collections::BTreeMap, fmt::Write as _};

use serde::Deserialize;
use solieu::{
    context::{
        attribution, lookalike,
        period::{self, Anchor, Kind, Period},
    },
    patterns::{Memo, Patterns},
    reading::Reading,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    text: String,
    date: Option<String>,
    own: Option<String>,
    #[serde(default)]
    future: bool,
    expect: Vec<BTreeMap<String, String>>,
}

/// Runs `read` over every case of a file; one line per mention, as `expect` states it.
fn check(file: &str, read: impl Fn(&Case, &Reading<'_>, &Patterns) -> Vec<BTreeMap<String, String>>) {
    let patterns = Patterns::builtin().expect("the built-in patterns are sound");
    let cases: File = toml::from_str(file).expect("a file of cases");
    let mut failures = String::new();
    for case in &cases.case {
        let reading = Reading::new(&case.text, 0, &patterns, &mut Memo::default());
        let found = read(case, &reading, &patterns);
        if found != case.expect {
            let _ = writeln!(failures, "{}\n  found    {found:?}\n  expected {:?}", case.text, case.expect);
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

fn entry<const N: usize>(pairs: [(&str, &str); N]) -> BTreeMap<String, String> {
    pairs.into_iter().map(|(k, v)| (k.to_owned(), v.to_owned())).collect()
}

fn kind_code(kind: Kind) -> &'static str {
    match kind {
        Kind::During => "during",
        Kind::AsOf => "as-of",
        Kind::Deadline => "deadline",
        Kind::Since => "since",
        Kind::Before => "before",
        Kind::After => "after",
        Kind::SamePeriod => "same-period",
        Kind::Duration => "duration",
        Kind::Recurring => "recurring",
        Kind::Clock => "clock",
        Kind::Stamp => "stamp",
        Kind::OfDocument => "of-document",
        Kind::Delivery => "delivery",
    }
}

#[test]
fn periods() {
    check(include_str!("../../fixtures/corpus/periods.toml"), |case, reading, patterns| {
        let alike = lookalike::find(reading, patterns);
        let taken = lookalike::taken(&alike, reading.tokens.len());
        let anchor = Anchor {
            published: case.date.as_ref().map(|d| d.parse().expect("a date")),
            own: case.own.as_ref().map(|own| Period::parse(own).expect("a canonical period")),
            future: case.future,
            ..Anchor::default()
        };
        period::find(reading, &taken, patterns)
            .iter()
            .map(|m| {
                let value = m.resolve(&anchor).map_or("-".to_owned(), |p| p.value);
                entry([("at", reading.text_of(&m.tokens)), ("kind", kind_code(m.kind)), ("value", &value)])
            })
            .collect()
    });
}

#[test]
fn not_figures() {
    check(include_str!("../../fixtures/corpus/not-figures.toml"), |_, reading, patterns| {
        let alike = lookalike::find(reading, patterns);
        let taken = lookalike::taken(&alike, reading.tokens.len());
        let mut claims: Vec<(usize, BTreeMap<String, String>)> = Vec::new();
        for mention in &alike {
            for run in &mention.numerals {
                claims.push((
                    run.start,
                    entry([("at", reading.text_of(run)), ("class", mention.class.code())]),
                ));
            }
        }
        for mention in period::find(reading, &taken, patterns) {
            for run in &mention.numerals {
                claims.push((
                    run.start,
                    entry([("at", reading.text_of(run)), ("class", mention.class().code())]),
                ));
            }
        }
        claims.sort_by_key(|(start, _)| *start);
        claims.into_iter().map(|(_, claim)| claim).collect()
    });
}

#[test]
fn sources() {
    check(include_str!("../../fixtures/corpus/sources.toml"), |_, reading, _| {
        attribution::find(reading)
            .iter()
            .map(|a| {
                let text = |part: &Option<String>| part.clone().unwrap_or_default();
                entry([("document", &text(&a.document)), ("issuer", &text(&a.issuer))])
            })
            .collect()
    });
}
