//! JSON Lines: one object per line.

use serde::Serialize;

use super::object;

/// Adds a row, with its line end.
pub(super) fn add<R: Serialize>(row: &R, piece: &mut Vec<u8>) {
    object::write(row, piece);
    piece.push(b'\n');
}
