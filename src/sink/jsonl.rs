//! JSON Lines: one object per line.

use serde::Serialize;

/// The rows, each with its line end.
pub(super) fn rows<R: Serialize>(rows: &[R]) -> Vec<u8> {
    let mut out = Vec::new();
    for row in rows {
        serde_json::to_writer(&mut out, row).expect("a row has string keys, and a vector takes all bytes");
        out.push(b'\n');
    }
    out
}
