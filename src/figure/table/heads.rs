//! All heads of one cell: which of them gives what.
//!
//! In: the [`Facts`] of column, row and heading row, and what stands around the table. Out: the unit, the words of the subject, and
//! the nearest word on anything else.
//!
//! Example: the column `Số hộ` under the note `ĐVT: triệu đồng` counts households, the column `Kinh phí` beside it money.

use super::{
    Known,
    facts::{Facts, agree},
    head::Unit,
    words::Parts,
};
use crate::{figure::Evidence, patterns::catalogue::Dimension};

/// What the cell's heads say, at hand.
pub(super) struct Heads<'f> {
    pub column: &'f Facts,
    pub row: &'f Facts,
    pub section: Option<&'f Facts>,
    pub known: &'f Known,
}

impl<'f> Heads<'f> {
    /// The unit that the heads give, the nearest first.
    pub(super) fn unit(&self, compared: Option<Unit>) -> Option<Unit> {
        let facts = || [Some(self.column), Some(self.row), self.section].into_iter().flatten();
        let noted = facts().find_map(|f| f.unit.clone().filter(|u| !u.is_noun));
        let noun = facts().find_map(|f| f.unit.clone().filter(|u| u.is_noun));
        let around = self.known.around.unit.clone();
        let share = noted.as_ref().is_some_and(|u| u.named.unit.dimension == Dimension::Percent);
        match (compared, noted, noun, around) {
            (Some(percent), _, _, _) => Some(percent),
            (_, Some(noted), Some(noun), _) if !share && noun.is_count && !agree(&noted, &noun) => {
                // A unit in the column's own head stands; one of the row gives way to what the column counts.
                if self.column.unit.as_ref().is_some_and(|u| !u.is_noun) { Some(noted) } else { Some(noun) }
            }
            (_, Some(noted), _, _) => Some(noted),
            (_, _, Some(noun), Some(note)) if agree(&note, &noun) || !noun.is_count => Some(note),
            (_, _, Some(noun), _) => Some(noun),
            (_, _, None, note) => note,
        }
    }

    pub(super) fn parts(&self) -> Parts<'f> {
        // A column with a unit of its own measures something of its own.
        let own = self
            .column
            .unit
            .as_ref()
            .is_some_and(|u| !u.is_noun && u.named.unit.dimension != Dimension::Percent);
        let words = &self.known.around.caption.words;
        let caption = words
            .iter()
            .rfind(|w| w.measures)
            .or(words.last())
            .filter(|_| !own || self.column.words.is_empty());
        Parts {
            column: self.column.words.iter().collect(),
            row: self.row.words.iter().collect(),
            section: self.section.and_then(|s| s.words.last()),
            caption,
            is_total: self.row.total.is_some(),
        }
    }

    /// The innermost word on something: column, row, heading row, caption.
    pub(super) fn nearest<T>(&self, of: impl Fn(&Facts) -> Option<T>) -> Option<T> {
        [Some(self.column), Some(self.row), self.section, Some(&self.known.around.caption)]
            .into_iter()
            .flatten()
            .find_map(of)
    }

    /// The words of roles, with the fields that they gave.
    pub(super) fn words_of_roles(&self) -> impl Iterator<Item = Evidence> + use<'f> {
        let own = |f: &'f Facts| {
            let total = f.total.map(|word| ("subject", word));
            let difference = f.difference.map(|word| ("measure", word));
            f.words_of_roles.iter().copied().chain(total).chain(difference)
        };
        let all = own(self.row).chain(own(self.column)).chain(own(&self.known.around.caption));
        all.map(|(field, (entry, span))| Evidence { field, span, entry: Some(entry) })
    }
}
