//! JSON Lines: one object per line.

use serde::Serialize;

use super::object;

/// The rows, each with its line end.
pub(super) fn rows<R: Serialize>(rows: &[R]) -> Vec<u8> {
    let mut out = Vec::new();
    for row in rows {
        object::write(row, &mut out);
        out.push(b'\n');
    }
    out
}
