//! Tables → figures: pages of `fixtures/tables`, each with all that is read in it, record by record.

use std::{fmt::Write as _, fs};

use solieu::{
    page::{MediaType, Page},
    patterns::Memo,
    pipeline,
    record::{Record, Rejected},
};

/// Every field of a record, on a few lines that a reviewer can read.
fn render(record: &Record) -> String {
    let mut out = String::new();
    let json = serde_json::to_value(record).expect("a record is JSON");
    let text = |value: &serde_json::Value| match value {
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let field = |name: &str| text(&json[name]);
    let _ = writeln!(
        out,
        "{} = {} {} ({}..{} of {}..{})",
        record.quote.exact,
        field("value"),
        field("unit"),
        record.quote.start,
        record.quote.end,
        record.sentence.start,
        record.sentence.end
    );
    let _ = writeln!(out, "    {} [{} {}]", field("subject"), field("indicator"), field("group"));
    for name in ["period", "place", "reference", "base", "attribution"] {
        if !json[name].is_null() {
            let _ = writeln!(out, "    {name} {}", json[name]);
        }
    }
    let r = &record.reported;
    let _ = writeln!(
        out,
        "    {} {} {}; printed {} ×10^{} {}, {} decimals; {} {} {:?} {:?}",
        record.measure,
        record.status,
        record.qualifier,
        r.number,
        r.unit_mult,
        r.unit_text,
        r.decimals,
        record.confidence,
        record.rule,
        record.flags,
        record.checks.iter().map(|c| (&c.check, c.ok, &c.detail)).collect::<Vec<_>>()
    );
    for e in &record.evidence {
        let rule = e.rule.as_deref().unwrap_or("-");
        let _ = writeln!(out, "    < {}: {:?} {}..{} {rule}", e.field, e.text, e.start, e.end);
    }
    out
}

fn rejection(row: &Rejected) -> String {
    format!("- {} {} {} ({}..{})\n", row.exact, row.class, row.rule, row.start, row.end)
}

#[test]
fn tables_are_read_cell_by_cell() {
    insta::glob!("../../fixtures/tables", "*.*", |path| {
        let bytes = fs::read(path).expect("a fixture can be read");
        let markup = path.extension().is_some_and(|e| e == "html");
        let page = Page::new("table", bytes, if markup { MediaType::Html } else { MediaType::Text });
        let read = pipeline::extract(&page, crate::cases::patterns(), &mut Memo::default());
        let text: Vec<char> = read.document.text.chars().collect();
        let mut out = String::new();
        for record in &read.records {
            let quoted: String = text[record.quote.start..record.quote.end].iter().collect();
            assert_eq!(quoted, record.quote.exact);
            out.push_str(&render(record));
        }
        out.extend(read.rejected.iter().map(rejection));
        insta::assert_snapshot!(out);
    });
}
