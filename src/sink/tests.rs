//! Columns are the records' own fields, and every form is what its readers expect.

use serde_json::{Value, json};

use super::*;
use crate::record::{DOCUMENT_SCHEMA, SCHEMA};

/// A figure with every field filled.
fn figure() -> Record {
    let span = json!({"start": 1, "end": 5, "text": "a, \"b\"\nc"});
    serde_json::from_value(json!({
        "schema": SCHEMA, "id": "x", "document": "a.txt", "value": "7.40", "value_num": 7.4, "qualifier": "exact",
        "lower": "7.40", "upper": "7.40", "unit": "percent",
        "reported": {"number": "7,40", "decimals": 2, "unit_mult": 0, "unit_text": "%"}, "measure": "level",
        "status": "observed", "subject": "s", "indicator": "i", "group": "g",
        "base": {"code": "c", "text": "t", "basis": "stated"},
        "period": {"value": "2024-Q3", "start": "2024-07-01", "end": "2024-09-30", "text": "quý III", "basis": "stated"},
        "reference": {"period": "2023", "target": "t", "text": "x"},
        "place": {"name": "Hà Nội", "code": "VN-HN", "level": "province", "basis": "stated"},
        "attribution": {"document": "d", "issuer": "i"},
        "quote": {"exact": "7,40%", "prefix": "p", "suffix": "s", "start": 1, "end": 6}, "sentence": span, "link": "l",
        "evidence": [{"for": "unit", "text": "%", "start": 5, "end": 6, "rule": null}], "duplicate_of": "y",
        "confidence": "high", "flags": ["ambiguous_number"], "checks": [], "rule": "r",
    }))
    .expect("a record of every field")
}

fn document() -> DocumentRecord {
    let day = json!({"date": "2021-12-25", "precision": "minute", "time": "08:30:00", "offset_minutes": 420, "basis": "stamp"});
    serde_json::from_value(json!({
        "schema": DOCUMENT_SCHEMA, "document": "a.txt", "status": "ok", "reason": "r", "sha256": "0", "text_sha256": "0",
        "text_length": 6, "title": "t", "publisher": "p", "published": day, "modified": day, "page_clock": day,
        "url": "u", "canonical": "c", "section": "s", "language": "vi", "syndicated_from": "s", "rights": "r",
        "place": "p", "charset": "UTF-8", "charset_basis": "meta", "paginated": false,
        "figures": {"total": 1, "observed": 1, "estimated": 0, "target": 0, "forecast": 0, "rule": 0},
        "rejected": {"date": 2}, "same_bytes_as": "b.txt", "notices": [],
    }))
    .expect("a record of every field")
}

fn rejected() -> Rejected {
    let (document, class) = ("a.txt".to_owned(), "date".to_owned());
    Rejected {
        document,
        class: class.into(),
        exact: "1/2".to_owned(),
        start: 0,
        end: 3,
        rule: "date.day".into(),
    }
}

/// Paths of the fields of a row; an object whose keys are data is one field.
fn fields(row: &impl Row) -> Vec<String> {
    let Value::Object(row) = serde_json::to_value(row).expect("JSON") else { panic!("a row is an object") };
    let mut paths = Vec::new();
    for (key, value) in row {
        match value {
            Value::Object(inner) if key != "rejected" => {
                paths.extend(inner.keys().map(|k| format!("{key}.{k}")));
            }
            _ => paths.push(key),
        }
    }
    paths
}

#[test]
fn columns_are_the_fields_in_their_order() {
    let figures = fields(&figure());
    assert_eq!(figures.into_iter().filter(|f| f != "value_num").collect::<Vec<_>>(), columns::FIGURES);
    assert_eq!(fields(&document()), columns::DOCUMENTS);
    assert_eq!(fields(&rejected()), columns::REJECTED);
}

/// A whole table of `pieces`.
fn table<R: Row>(format: Format, pieces: &[&[R]]) -> String {
    let pieces: Vec<_> = pieces.iter().map(|p| format.rows(p)).filter(|p| !p.is_empty()).collect();
    let body = pieces.join(format.between());
    let bytes = [format.begin::<R>(), body, format.end(!pieces.is_empty()).to_vec()].concat();
    String::from_utf8(bytes).expect("UTF-8")
}

#[test]
fn pieces_join_to_one_json_array() {
    let row = rejected();
    let whole: Value =
        serde_json::from_str(&table(Format::Json, &[&[row.clone(), row.clone()], &[], &[row]]))
            .expect("JSON");
    assert_eq!(whole.as_array().map(Vec::len), Some(3));
    assert_eq!(table::<Rejected>(Format::Json, &[]), "[\n]\n");
    assert_eq!(table::<Rejected>(Format::JsonLines, &[&[]]), "");
}

#[test]
fn a_csv_row_reads_back() {
    let text = table(Format::Csv, &[&[figure()]]);
    let text = text.strip_prefix('\u{feff}').expect("a byte order mark");
    let mut reader = ::csv::Reader::from_reader(text.as_bytes());
    let names = reader.headers().expect("a line of names").clone();
    let row = reader.records().next().expect("a row").expect("CSV");
    let cell = |name: &str| &row[names.iter().position(|n| n == name).expect(name)];
    assert_eq!(cell("value"), "7.40");
    assert_eq!(cell("period_value"), "2024-Q3");
    assert_eq!(cell("sentence_text"), "a, \"b\"\nc");
    assert_eq!(cell("flags"), r#"["ambiguous_number"]"#);
    assert_eq!(cell("quote_end"), "6");
}

#[test]
fn a_record_reads_back_from_json() {
    let line = Format::JsonLines.rows(&[figure()]);
    assert_eq!(serde_json::from_slice::<Record>(&line).expect("JSON"), figure());
}
