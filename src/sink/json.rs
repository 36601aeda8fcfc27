//! One JSON array, a line per object, so that two runs can be compared line by line.

use serde::Serialize;

use super::object;

/// What stands before the first row.
pub(super) const BEGIN: &[u8] = b"[\n";
/// What stands between two rows.
pub(super) const BETWEEN: &[u8] = b",\n";
/// What stands after the last row.
pub(super) const END: &[u8] = b"\n]\n";
/// What stands after [`BEGIN`] where there is no row.
pub(super) const END_OF_NONE: &[u8] = b"]\n";

/// The rows with [`BETWEEN`] between two.
pub(super) fn rows<R: Serialize>(rows: &[R]) -> Vec<u8> {
    let mut out = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        if i > 0 {
            out.extend_from_slice(BETWEEN);
        }
        object::write(row, &mut out);
    }
    out
}
