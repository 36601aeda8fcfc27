//! Sentences and short pages through the whole pipeline: `fixtures/cases/*.toml`, in the form of the examples of pattern files.

use std::fmt::Write as _;

use serde::Deserialize;
use solieu::{
    page::{MediaType, Page},
    patterns::{Example, Memo, Patterns},
    pipeline,
    selftest::{self, Read},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<Case>,
}

/// One page and what must be read in it. `text` is a plain text, `html` a page; one of the two is given.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    text: Option<String>,
    html: Option<String>,
    date: Option<String>,
    place: Option<String>,
    #[serde(default)]
    expect: Vec<toml::Table>,
    #[serde(default)]
    rejected: Vec<toml::Table>,
    #[serde(default)]
    more: bool,
}

#[test]
fn every_case_is_read_as_it_says() {
    insta::glob!("../../fixtures/cases", "*.toml", |path| {
        let text = std::fs::read_to_string(path).expect("a fixture can be read");
        let file: File = toml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let patterns = patterns();
        let mut failures = String::new();
        for case in file.case {
            let (shown, said) = judge(case, patterns);
            for line in said {
                let _ = writeln!(failures, "{shown}\n  {line}");
            }
        }
        assert!(failures.is_empty(), "{}\n{failures}", path.display());
    });
}

/// The built-in patterns, loaded once for all tests that read sentences.
pub(crate) fn patterns() -> &'static Patterns {
    static ONCE: std::sync::LazyLock<Patterns> =
        std::sync::LazyLock::new(|| Patterns::builtin().expect("the built-in patterns are sound"));
    &ONCE
}

/// What is wrong with a case, and what to show of it.
fn judge(case: Case, patterns: &Patterns) -> (String, Vec<String>) {
    let (text, media) = match (case.text, case.html) {
        (Some(text), None) => (text, MediaType::Text),
        (None, Some(html)) => (html, MediaType::Html),
        _ => panic!("a case has either `text` or `html`"),
    };
    let mut page = Page::new("case", text.clone().into_bytes(), media);
    page.known.published = case.date.as_ref().map(|d| d.parse().expect("a date"));
    page.known.place.clone_from(&case.place);
    let found = pipeline::extract(&page, patterns, &mut Memo::default());
    let read = Read { records: found.records, rejected: found.rejected };
    let example = Example {
        text: text.clone(),
        date: case.date,
        place: case.place,
        expect: case.expect,
        rejected: case.rejected,
        more: case.more,
        why: None,
        span: 0..0,
    };
    (text, selftest::mismatches(&example, &read))
}
