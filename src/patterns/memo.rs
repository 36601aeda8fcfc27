//! What one worker keeps from block to block: it saves work and changes nothing.
//!
//! In: words as they stand in texts, and their symbols once they are known. Out: the symbols again, without folding a
//! word twice; and room to work in.
//!
//! Worked example: `Hòa` is folded to `hoà` and looked up once; every later `Hòa` is found by its four bytes.

use std::ops::Range;

use super::lexicon::{Best, Hit, Node};
use crate::text::{Case, Symbol, Token};

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
    pub(super) hits: Vec<Hit>,
    /// Room for what may start at each token of a block.
    pub(super) nodes: Vec<Node>,
}

/// More distinct surface forms than any language has syllables: beyond it words are folded anew each time, so
/// that hostile text cannot grow the memo without bound.
const CAP: usize = 1 << 16;

/// A word of at most 16 bytes, zeros behind it: longer ones are no syllables, and are folded each time.
type Word = (u64, u64);

/// A word, or none, and what is known of it.
#[derive(Debug, Clone, Copy)]
struct Known {
    word: Word,
    symbol: Symbol,
    case: Case,
    /// It is letters only, no mark and no code.
    is_word: bool,
}

/// What is known of words, each beside its word: a look-up touches one place in memory.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// As many as a power of two, at least half of them free; a free one has no word.
    slots: Vec<Known>,
    n_used: usize,
}

impl Words {
    /// The symbol of a word, mark or code, if it is known.
    pub(super) fn symbol(&self, norm: &str, token: &Token) -> Option<Symbol> {
        self.get(norm, token.span.range()).map(|known| known.symbol)
    }

    /// Symbol and capitals of a word, if it is known.
    pub(super) fn word(&self, norm: &str, word: Range<usize>) -> Option<(Symbol, Case)> {
        self.get(norm, word).filter(|known| known.is_word).map(|known| (known.symbol, known.case))
    }

    #[inline]
    fn get(&self, norm: &str, bytes: Range<usize>) -> Option<&Known> {
        let word = word(norm, bytes)?;
        self.slots.get(self.slot(word)?).filter(|known| known.word == word)
    }

    /// Keeps the symbol of a token, if there is room.
    pub(super) fn put(&mut self, norm: &str, token: &Token, symbol: Symbol) {
        const FREE: Known = Known { word: (0, 0), symbol: Symbol::NONE, case: Case::Lower, is_word: false };
        let Some(word) = word(norm, token.span.range()).filter(|_| self.n_used < CAP) else { return };
        if 2 * self.n_used >= self.slots.len() {
            let larger = vec![FREE; (2 * self.slots.len()).max(1 << 12)];
            for known in std::mem::replace(&mut self.slots, larger) {
                self.insert(known);
            }
        }
        self.insert(Known { word, symbol, case: token.case, is_word: token.is_word() });
        self.n_used += 1;
    }

    fn insert(&mut self, known: Known) {
        if let Some(at) = self.slot(known.word).filter(|_| known.word != (0, 0)) {
            self.slots[at] = known;
        }
    }

    /// Where the word is, or where it would go; none if there are no slots at all.
    fn slot(&self, word: Word) -> Option<usize> {
        const MIX: u64 = 0x9e37_79b9_7f4a_7c15;
        let last = self.slots.len().checked_sub(1)?;
        let mixed = (word.0.wrapping_mul(MIX) ^ word.1).wrapping_mul(MIX);
        let mut at = (mixed >> 32) as usize & last;
        while self.slots[at].word != word && self.slots[at].word != (0, 0) {
            at = (at + 1) & last;
        }
        Some(at)
    }
}

/// The bytes of a word, if they are few.
#[inline]
fn word(norm: &str, word: Range<usize>) -> Option<Word> {
    let bytes = norm.as_bytes();
    let (start, length) = (word.start, word.len());
    if !(1..=16).contains(&length) {
        return None;
    }
    let all = match bytes.get(start..start + 16).and_then(|b| <[u8; 16]>::try_from(b).ok()) {
        // Sixteen bytes at once, less those behind the word.
        Some(sixteen) => u128::from_le_bytes(sixteen) & (u128::MAX >> (8 * (16 - length))),
        None => bytes[word].iter().rev().fold(0, |all, b| all << 8 | u128::from(*b)),
    };
    Some((all as u64, (all >> 64) as u64))
}
