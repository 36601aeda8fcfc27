//! Offices and the places in their names.
//!
//! In: a finder and a word that offices are called by. Out: the place that the office is of, and where its name ends.
//!
//! Example: `UBND tỉnh Quảng Nam` is of Quảng Nam, `UBND phường 7, quận 8` of that ward, `Sở Y tế` of the document's own province.

use super::{Finder, PlaceKind, PlaceMention};
use crate::{
    context::name::{level_of, name_word},
    patterns::{
        Meaning,
        catalogue::{Cue, NameWord, PlaceLevel},
    },
    text::Case,
};

/// Tokens of the name of an office before the place in it.
const OFFICE_REACH: usize = 14;

/// Small words in a row inside the name of an office: `Sở Nông nghiệp và Phát triển nông thôn`.
const SMALL_WORDS: usize = 3;

impl Finder<'_, '_> {
    /// An office and the place in its name: `UBND tỉnh Quảng Nam`, `BHXH TPHCM`; without one it is the document's own.
    pub(super) fn office(&self, at: usize, end: usize) -> (Option<PlaceMention>, usize) {
        let limit = (end + OFFICE_REACH).min(self.reading.tokens.len());
        let (mut next, mut small) = (end, 0);
        while next < limit && small <= SMALL_WORDS {
            let token = &self.reading.tokens[next];
            if let Some(known) = self.known(next) {
                let stop = known.end as usize;
                return (Some(PlaceMention { of_office: true, ..self.named(next..stop, known) }), stop);
            }
            match name_word(self.reading, next) {
                Some((word, stop)) if level_of(word).is_some() => {
                    let (mention, stop) = self.levelled(next, word, stop);
                    // "UBND phường 7, quận 8": that office is the ward's.
                    let ward = mention.is_none()
                        && word == NameWord::Commune
                        && self.reading.tokens[stop - 1].is_number();
                    let mention =
                        if ward { Some(self.lower(next..stop, PlaceLevel::Commune)) } else { mention };
                    return (mention.map(|m| PlaceMention { of_office: true, ..m }), stop);
                }
                Some((NameWord::Office, stop)) => {
                    (next, small) = (stop, 0);
                    continue;
                }
                _ => {}
            }
            let joins = token.is_dash() || token.is('&');
            if token.is_word() && token.case == Case::Lower {
                let other = self.reading.hit(next, |m| match m {
                    Meaning::Cue(Cue::And) => None,
                    Meaning::Cue(_) | Meaning::Status(..) => Some(()),
                    _ => None,
                });
                if other.is_some() {
                    break;
                }
                small += 1;
            } else if token.is_word() || joins {
                small = 0;
            } else {
                break;
            }
            next += 1;
        }
        (Some(PlaceMention { of_office: true, ..self.plain(at..end, PlaceKind::Own) }), end)
    }
}
