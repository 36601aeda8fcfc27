//! JSON Lines: one object per line.

use serde::Serialize;

use super::object;

/// The rows, each with its line end.
pub(super) fn rows<R: Serialize>(rows: &[R]) -> Vec<u8> {
    let mut out = Vec::new();
    for (nth, row) in rows.iter().enumerate() {
        if nth == 1 {
            // The others are about as long as the first.
            out.reserve(out.len() * rows.len());
        }
        object::write(row, &mut out);
        out.push(b'\n');
    }
    out
}
