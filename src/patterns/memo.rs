//! What one worker keeps from block to block: it saves work and changes nothing.
//!
//! In: words as they stand in texts, and their symbols once they are known. Out: the symbols again, without folding a
//! word twice; and room to work in.
//!
//! Worked example: `Hòa` is folded to `hoà` and looked up once; every later `Hòa` is found by its four bytes.

use super::lexicon::{Best, Hit};
use crate::text::{Symbol, Token};

/// Caches and room of one worker.
#[derive(Debug, Default)]
pub struct Memo {
    /// Symbols of the words seen so far.
    pub(super) words: Words,
    /// What hits are weighed against, by slot.
    pub(super) best: Vec<Best>,
    /// Tokens of all blocks so far.
    pub(super) past: u64,
    /// Room for the tokens of a block, which keeps a copy without room to spare.
    pub(crate) tokens: Vec<Token>,
    /// The same for its hits.
    pub(crate) hits: Vec<Hit>,
}

/// More distinct surface forms than any language has syllables: beyond it words are folded anew each time, so
/// that hostile text cannot grow the memo without bound.
const CAP: usize = 1 << 16;

/// A word of at most 16 bytes, zeros behind it: longer ones are no syllables, and are folded each time.
type Word = (u64, u64);

/// Symbols by word, each beside its word: a look-up touches one place in memory.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// As many as a power of two, at least half of them free; a free one has no word.
    slots: Vec<(Word, Symbol)>,
    n_used: usize,
}

impl Words {
    /// The symbol of the token, if it is known.
    pub(super) fn get(&self, norm: &str, token: &Token) -> Option<Symbol> {
        let word = word(norm, token)?;
        let (found, symbol) = *self.slots.get(self.slot(word)?)?;
        (found == word).then_some(symbol)
    }

    /// Keeps the symbol of a token, if there is room.
    pub(super) fn put(&mut self, norm: &str, token: &Token) {
        let Some(word) = word(norm, token).filter(|_| self.n_used < CAP) else { return };
        if 2 * self.n_used >= self.slots.len() {
            let larger = vec![((0, 0), Symbol::NONE); (2 * self.slots.len()).max(1 << 12)];
            for (word, symbol) in std::mem::replace(&mut self.slots, larger) {
                self.insert(word, symbol);
            }
        }
        self.insert(word, token.symbol);
        self.n_used += 1;
    }

    fn insert(&mut self, word: Word, symbol: Symbol) {
        if let Some(at) = self.slot(word).filter(|_| word != (0, 0)) {
            self.slots[at] = (word, symbol);
        }
    }

    /// Where the word is, or where it would go; none if there are no slots at all.
    fn slot(&self, word: Word) -> Option<usize> {
        const MIX: u64 = 0x9e37_79b9_7f4a_7c15;
        let last = self.slots.len().checked_sub(1)?;
        let mixed = (word.0.wrapping_mul(MIX) ^ word.1).wrapping_mul(MIX);
        let mut at = (mixed >> 32) as usize & last;
        while self.slots[at].0 != word && self.slots[at].0 != (0, 0) {
            at = (at + 1) & last;
        }
        Some(at)
    }
}

/// The bytes of a token, if they are few.
fn word(norm: &str, token: &Token) -> Option<Word> {
    let bytes = norm.as_bytes();
    let (start, length) = (token.span.start(), token.span.len());
    if !(1..=16).contains(&length) {
        return None;
    }
    let all = match bytes.get(start..start + 16).and_then(|b| <[u8; 16]>::try_from(b).ok()) {
        // Sixteen bytes at once, less those behind the token.
        Some(sixteen) => u128::from_le_bytes(sixteen) & (u128::MAX >> (8 * (16 - length))),
        None => bytes[start..start + length].iter().rev().fold(0, |all, b| all << 8 | u128::from(*b)),
    };
    Some((all as u64, (all >> 64) as u64))
}
