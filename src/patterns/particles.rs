//! Which small words have which roles: asked of one token at a time, in one look.
//!
//! In: a role and the symbols of its words. Out: [`Particles`], which tells of a token whether it is such a word.
//!
//! Example: `đến` is a [`Particle::UpTo`] and a [`Particle::LineTo`]; `đều` is neither.

use super::catalogue::Particle;
use crate::text::{Case, Token, token::Symbol};

/// The roles of words that have any.
#[derive(Debug, Default)]
pub struct Particles {
    /// Of each symbol, its roles as bits; the symbols behind the last have none.
    roles: Vec<u64>,
    /// Words of two syllables.
    pairs: Vec<(Particle, [Symbol; 2])>,
}

// A bit each.
const _: () = assert!(Particle::ALL.len() <= 64);

impl Particles {
    /// Gives a word a role.
    pub(super) fn add(&mut self, role: Particle, word: Symbol) {
        let at = word.0 as usize;
        if self.roles.len() <= at {
            self.roles.resize(at + 1, 0);
        }
        self.roles[at] |= 1 << role as u32;
    }

    /// Gives a word of two syllables a role.
    pub(super) fn add_pair(&mut self, role: Particle, word: [Symbol; 2]) {
        self.pairs.push((role, word));
    }

    /// Whether a token is a word of a role, whatever its capitals.
    #[inline]
    pub fn is(&self, token: &Token, role: Particle) -> bool {
        self.roles.get(token.symbol.0 as usize).is_some_and(|roles| roles & (1 << role as u32) != 0)
    }

    /// The same in small letters.
    #[inline]
    pub fn is_small(&self, token: &Token, role: Particle) -> bool {
        token.case == Case::Lower && self.is(token, role)
    }

    /// Whether two tokens are a word of a role.
    pub fn is_pair(&self, tokens: &[Token], role: Particle) -> bool {
        let [first, second, ..] = tokens else { return false };
        self.pairs.iter().any(|(of, word)| *of == role && *word == [first.symbol, second.symbol])
    }
}
