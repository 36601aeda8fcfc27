//! Places: `[[place]]` and `[[gazetteer]]` as written → the catalogue.
//!
//! In: one entry as the file has it. Out: rows of [`Patterns`](super::Patterns) and their terms in the lexicon, or findings.
//!
//! Example: of a gazetteer of districts, `huyện Thanh Miện` is a place by that name and by its bare name.

use toml::Spanned;

use super::Loader;
use crate::patterns::{
    Meaning,
    catalogue::{Place, PlaceLevel},
    raw,
};

/// What the ids of the places of Vietnam begin with.
const VIETNAM: &str = "place.vn.";

impl Loader<'_> {
    pub(super) fn place(&mut self, raw: raw::Place) {
        let id = raw.id.get_ref().clone();
        let entry = self.entry("place", &raw.id, raw.example, raw.counterexample);
        let Some(level) =
            self.code(&raw.level, PlaceLevel::from_code, PlaceLevel::ALL.iter().map(|c| c.code()))
        else {
            return;
        };
        let index = self.patterns.places.len() as u32;
        let plain = |s: Option<Spanned<String>>| s.map(Spanned::into_inner);
        let code = plain(raw.code);
        self.patterns.places.push(Place {
            entry,
            id,
            name: raw.name.into_inner(),
            abroad: raw.abroad || code.as_deref().is_some_and(|c| !c.starts_with("VN")),
            code,
            level,
            since: plain(raw.since),
            until: plain(raw.until),
            within: plain(raw.successor),
            gso: plain(raw.gso),
        });
        self.terms(entry, &raw.terms, &raw.except, Meaning::Place(index));
    }

    pub(super) fn gazetteer(&mut self, raw: raw::Gazetteer) {
        let entry = self.entry("gazetteer", &raw.id, raw.example, raw.counterexample);
        let Some(level) =
            self.code(&raw.level, PlaceLevel::from_code, PlaceLevel::ALL.iter().map(|c| c.code()))
        else {
            return;
        };
        for name in raw.names {
            let index = self.patterns.places.len() as u32;
            self.patterns.places.push(Place {
                entry,
                id: String::new(),
                name: name.get_ref().clone(),
                code: None,
                level,
                since: raw.since.as_ref().map(|s| s.get_ref().clone()),
                until: raw.until.as_ref().map(|s| s.get_ref().clone()),
                within: Some(raw.within.get_ref().clone()),
                gso: None,
                abroad: !raw.within.get_ref().starts_with(VIETNAM),
            });
            // A district is called by its bare name, too; communes share theirs with too much else.
            let bare = name.get_ref().find(char::is_uppercase).map(|at| name.get_ref()[at..].to_owned());
            self.terms(entry, &[name], &[], Meaning::Place(index));
            if let Some(bare) = bare.filter(|bare| level == PlaceLevel::District && bare.contains(' ')) {
                self.patterns.lexicon.add(&bare, entry, Meaning::Place(index));
            }
        }
    }
}
