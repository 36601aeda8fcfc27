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

/// Adds a row, with [`BETWEEN`] before it unless it is the first.
pub(super) fn add<R: Serialize>(row: &R, piece: &mut Vec<u8>) {
    if !piece.is_empty() {
        piece.extend_from_slice(BETWEEN);
    }
    object::write(row, piece);
}
