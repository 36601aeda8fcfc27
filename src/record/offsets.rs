//! Byte offsets → Unicode scalar offsets, which is what records carry: every language can count them.

use crate::span::{Raw, Span};

/// Bytes between two checkpoints.
const STEP: usize = 64;

/// Scalar offsets of a text.
#[derive(Debug)]
pub(super) struct CharOffsets<'t> {
    text: &'t str,
    /// Scalars before the first character boundary at or after each multiple of [`STEP`].
    checkpoints: Vec<u32>,
}

impl<'t> CharOffsets<'t> {
    /// Counts the scalars of `text` once.
    pub(super) fn new(text: &'t str) -> Self {
        let mut checkpoints = Vec::with_capacity(text.len() / STEP + 2);
        checkpoints.push(0);
        let mut count = 0;
        for chunk in text.as_bytes().chunks(STEP) {
            count += starts(chunk) as u32;
            checkpoints.push(count);
        }
        Self { text, checkpoints }
    }

    /// Scalars before byte `at`, which is a character boundary.
    fn at(&self, at: usize) -> usize {
        let step = at / STEP;
        let rest = &self.text.as_bytes()[step * STEP..at];
        self.checkpoints[step] as usize + starts(rest)
    }

    /// Start and end of a span, in scalars.
    pub(super) fn of(&self, span: Span<Raw>) -> (usize, usize) {
        (self.at(span.start()), self.at(span.end()))
    }
}

/// How many scalars start in at most [`STEP`] bytes of UTF-8: every byte but a continuation byte starts one.
fn starts(bytes: &[u8]) -> usize {
    // So few are counted in a byte.
    usize::from(bytes.iter().map(|b| u8::from((*b & 0xc0) != 0x80)).sum::<u8>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_scalars_not_bytes() {
        let text = "số người tham gia là 1.846.011 ".repeat(100);
        let offsets = CharOffsets::new(&text);
        for (chars, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(offsets.at(byte), chars);
        }
        assert_eq!(offsets.at(text.len()), text.chars().count());
    }
}
