//! CSV for spreadsheets and statistics: the mechanical flattening of the JSON.
//!
//! UTF-8 with a byte order mark (spreadsheets guess wrong without), comma, dot decimals, ISO dates, nothing for null. A
//! field of a nested object is a column (`period_value`), a list is one cell of JSON. `value_num` is left out: the
//! column `value` has the same number.

use ::csv::Writer;
use serde_json::Value;

use super::Row;

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// The byte order mark and the line of column names.
pub(super) fn begin(columns: &[&str]) -> Vec<u8> {
    let names = lines(|csv| csv.write_record(columns.iter().map(|path| path.replace('.', "_"))));
    [BYTE_ORDER_MARK, &names].concat()
}

/// Adds a row.
pub(super) fn add<R: Row>(row: &R, piece: &mut Vec<u8>) {
    let row = serde_json::to_value(row).expect("a row has string keys");
    piece.extend(lines(|csv| csv.write_record(R::COLUMNS.iter().map(|path| cell(&row, path)))));
}

fn lines(write: impl FnOnce(&mut Writer<Vec<u8>>) -> ::csv::Result<()>) -> Vec<u8> {
    let mut csv = Writer::from_writer(Vec::new());
    write(&mut csv).expect("all rows have as many cells as there are columns, and a vector takes all bytes");
    csv.into_inner().unwrap_or_else(|e| unreachable!("a vector takes all bytes: {e}"))
}

fn cell(row: &Value, path: &str) -> String {
    let value = path.split('.').fold(row, |value, key| &value[key]);
    match value {
        Value::Null => String::new(),
        Value::String(s) => s.clone(),
        other => other.to_string(),
    }
}
