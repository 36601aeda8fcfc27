//! What all heads of one row or column say together.
//!
//! In: the [`Head`]s from the outermost to the innermost. Out: [`Facts`]: the inner one wins, words add up, and a month completes
//! itself with the year above it.
//!
//! Example: `Năm 2020` over `Ước quý IV (tỷ đồng)`: period 2020-Q4, estimated, in thousands of millions of dong.

use super::{
    head::{Compared, Head, Said, Unit, Word, completed},
    words::Words,
};
use crate::{
    context::place::PlaceMention,
    patterns::{
        EntryId, Memo, Patterns,
        catalogue::{HeadRole, Status},
    },
    span::{Raw, Span},
};

/// What the heads of a row or column say.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts {
    pub words: Vec<Words>,
    pub period: Option<Said>,
    pub place: Option<(PlaceMention, String, Span<Raw>)>,
    pub unknown_place: Option<(String, &'static str, Span<Raw>)>,
    pub unit: Option<Unit>,
    pub status: Option<(Status, EntryId, Span<Raw>)>,
    pub compared: Option<Compared>,
    /// What its place among the columns says that it is compared with.
    pub against: Option<Compared>,
    pub difference: Option<Word>,
    pub total: Option<Word>,
    pub role: Option<(HeadRole, EntryId)>,
    pub is_part: bool,
    /// Its column says that it lists places.
    pub lists_places: bool,
    pub words_of_roles: Vec<(&'static str, Word)>,
}

impl Facts {
    /// Heads from the outermost to the innermost.
    pub(super) fn of(heads: Vec<Head>, patterns: &Patterns, memo: &mut Memo) -> Self {
        let mut out = Self::default();
        for head in heads {
            out.words.extend(head.words);
            out.period = joined(out.period, head.period, patterns, memo);
            out.place = head.place.or(out.place);
            out.unknown_place = head.unknown_place.or(out.unknown_place);
            // A noun that is counted does not take the place of a unit in brackets above it.
            out.unit = match (out.unit, head.unit) {
                (Some(outer), Some(inner)) if inner.is_noun && !outer.is_noun && agree(&outer, &inner) => {
                    Some(outer)
                }
                (outer, inner) => inner.or(outer),
            };
            out.status = head.status.or(out.status);
            out.compared = head.compared.or(out.compared);
            out.difference = head.difference.or(out.difference);
            out.total = head.total.or(out.total);
            out.role = head.role;
            out.is_part |= head.is_part;
            out.words_of_roles.extend(head.words_of_roles);
        }
        out
    }
}

impl Facts {
    /// What its numbers are compared with: as the head says, else as the columns stand.
    pub(super) fn compared_with(&self) -> Option<&Compared> {
        let says = self.compared.as_ref().filter(|c| c.plan || c.period.is_some());
        says.or(self.against.as_ref()).or(self.compared.as_ref())
    }
}

/// `(nghìn hộ)` over `Số hộ nghèo`: the same thing, and one of them knows the scale.
pub(super) fn agree(note: &Unit, noun: &Unit) -> bool {
    note.named.unit.dimension == noun.named.unit.dimension
}

/// The period of two heads, the second the inner or nearer one.
pub(super) fn joined(
    outer: Option<Said>,
    inner: Option<Said>,
    patterns: &Patterns,
    memo: &mut Memo,
) -> Option<Said> {
    match (outer, inner) {
        (Some(outer), Some(inner)) => {
            let relative = inner.mention.is_relative();
            let year = outer.mention.is_relative();
            let both = match (relative, year) {
                (true, false) => completed(&inner, &outer, patterns, memo),
                (false, true) => completed(&outer, &inner, patterns, memo),
                _ => None,
            };
            both.or(Some(inner))
        }
        (outer, inner) => inner.or(outer),
    }
}
