//! What one worker keeps from block to block: it saves work and changes nothing.
//!
//! In: words as they stand in texts, and their symbols once they are known. Out: the symbols again, without folding a
//! word twice; and room to work in.
//!
//! Worked example: `Hòa` is folded to `hoà` and looked up once; every later `Hòa` is found by its four bytes.

use super::lexicon::{Best, Node};
use crate::text::{Case, Symbol, Token, is_plain, token::pack};

/// Caches and room of one worker.
#[derive(Debug, Default)]
pub struct Memo {
    /// Symbols of the words seen so far.
    pub(super) words: Words,
    /// What hits are weighed against, by slot.
    pub(super) best: Vec<Best>,
    /// Tokens of all blocks so far.
    pub(super) past: u64,
    /// Room for what may start at each token of a block.
    pub(super) nodes: Vec<Node>,
}

/// More distinct surface forms than any language has syllables: beyond it words are folded anew each time, so
/// that hostile text cannot grow the memo without bound.
const CAP: usize = 1 << 16;

/// A [packed](pack) word; longer ones are folded each time.
type Word = (u64, u64);

/// A word, or none, and what is known of it.
#[derive(Debug, Clone, Copy)]
struct Known {
    word: Word,
    symbol: Symbol,
    case: Case,
    /// It is letters only, no mark and no code, and normalisation leaves it as it is.
    is_word: bool,
}

const FREE: Known = Known { word: (0, 0), symbol: Symbol::NONE, case: Case::Lower, is_word: false };

/// How many of the words met last lie together.
const RECENT: usize = 1 << 14;

/// How many bits of a packed word the words met last have: no syllable is longer than twelve bytes.
const SYLLABLE: u32 = 96;

/// What is known of words, each beside its word: a look-up touches one place in memory.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// The words met last, each where its hash says, with its symbol and capitals above: a text is mostly of few words, and
    /// these lie together. Free places have no word.
    recent: Vec<u128>,
    /// As many as a power of two, at least half of them free; a free one has no word.
    slots: Vec<Known>,
    n_used: usize,
}

impl Words {
    /// The symbol of a word, mark or code, if it is known.
    pub(super) fn symbol(&self, norm: &str, token: &Token) -> Option<Symbol> {
        self.get(pack(norm, token.span.range())?).map(|known| known.symbol)
    }

    /// Symbol and capitals of a packed word, if it is known.
    #[inline]
    pub(super) fn word(&mut self, word: u128) -> Option<(Symbol, Case)> {
        let at = mix(halves(word)) % RECENT;
        match self.recent.get(at) {
            Some(known) if (known ^ word) << (u128::BITS - SYLLABLE) == 0 && word >> SYLLABLE == 0 => {
                Some(unpack((known >> SYLLABLE) as u32))
            }
            _ => self.met_before(word, at),
        }
    }

    /// The same of a word that is not among those met last.
    #[inline(never)]
    fn met_before(&mut self, word: u128, at: usize) -> Option<(Symbol, Case)> {
        let known = self.get(word).filter(|known| known.is_word)?;
        let (symbol, case) = (known.symbol, known.case);
        if let Some(packed) = pack_known(symbol, case).filter(|_| word >> SYLLABLE == 0) {
            self.recent.resize(RECENT, 0);
            self.recent[at] = word | u128::from(packed) << SYLLABLE;
        }
        Some((symbol, case))
    }

    #[inline]
    fn get(&self, word: u128) -> Option<&Known> {
        let word = halves(word);
        self.slots.get(self.slot(word)?).filter(|known| known.word == word)
    }

    /// Keeps the symbol of a token, if there is room.
    pub(super) fn put(&mut self, norm: &str, token: &Token, symbol: Symbol) {
        let Some(word) = pack(norm, token.span.range()).filter(|_| self.n_used < CAP) else { return };
        let word = halves(word);
        if 2 * self.n_used >= self.slots.len() {
            let larger = vec![FREE; (2 * self.slots.len()).max(1 << 12)];
            for known in std::mem::replace(&mut self.slots, larger) {
                self.insert(known);
            }
        }
        let is_word = token.is_word() && is_plain(token.span.of(norm));
        self.insert(Known { word, symbol, case: token.case, is_word });
        self.n_used += 1;
    }

    fn insert(&mut self, known: Known) {
        if let Some(at) = self.slot(known.word).filter(|_| known.word != (0, 0)) {
            self.slots[at] = known;
        }
    }

    /// Where the word is, or where it would go; none if there are no slots at all.
    fn slot(&self, word: Word) -> Option<usize> {
        let last = self.slots.len().checked_sub(1)?;
        let mut at = mix(word) & last;
        while self.slots[at].word != word && self.slots[at].word != (0, 0) {
            at = (at + 1) & last;
        }
        Some(at)
    }
}

/// Symbol and capitals in one number; none of a symbol that has no room in it.
fn pack_known(symbol: Symbol, case: Case) -> Option<u32> {
    let number = if symbol == Symbol::NONE { NO_SYMBOL } else { symbol.0 };
    let fits = number < NO_SYMBOL || symbol == Symbol::NONE;
    fits.then_some(number << 2 | case as u32)
}

/// The reverse.
#[inline]
fn unpack(packed: u32) -> (Symbol, Case) {
    let symbol = packed >> 2;
    let case = match packed & 3 {
        0 => Case::Lower,
        1 => Case::Title,
        _ => Case::Upper,
    };
    (if symbol == NO_SYMBOL { Symbol::NONE } else { Symbol(symbol) }, case)
}

/// Stands for [`Symbol::NONE`] in thirty bits.
const NO_SYMBOL: u32 = u32::MAX >> 2;

/// Spreads words over tables.
#[inline]
fn mix(word: Word) -> usize {
    const MIX: u64 = 0x9e37_79b9_7f4a_7c15;
    ((word.0.wrapping_mul(MIX) ^ word.1).wrapping_mul(MIX) >> 32) as usize
}

/// The two halves of a packed word: as one number it would take more room.
#[inline]
fn halves(word: u128) -> Word {
    (word as u64, (word >> 64) as u64)
}
