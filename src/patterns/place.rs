//! Which of several places of one name is meant.
//!
//! In: the places that one stretch of text hits, and what is known about the figure: its day, its province. Out:
//! the one place. A name has one entry per vintage (`Lào Cai` until 2025-06-30 and since 2025-07-01), and a name
//! below the province has one per province (`huyện Châu Thành`).
//!
//! Worked example: for a figure of 2023-12-31 `Lào Cai` is `place.vn.lao-cai`, for one of 2025-12-31
//! `place.vn.lao-cai-2025`; both carry `VN-02`.

use super::{
    EntryId, Hit, Meaning, Patterns,
    catalogue::{Place, PlaceLevel},
};

impl Place {
    /// Whether the place existed on `day` (ISO).
    pub fn exists_on(&self, day: &str) -> bool {
        self.since.as_deref().is_none_or(|since| since <= day)
            && self.until.as_deref().is_none_or(|until| day <= until)
    }
}

impl Patterns {
    /// The place of an entry id such as `place.vn.ha-noi`.
    pub fn place_named(&self, id: &str) -> Option<u32> {
        self.place_ids.get(id).copied()
    }

    /// Indexes the places by their ids; call when every place is there.
    pub(super) fn index_places(&mut self) {
        for (index, place) in (0..).zip(&self.places) {
            self.place_ids.entry(place.id.clone()).or_insert(index);
        }
    }

    /// Indices of the places that stretch over the same tokens as `hit`.
    pub fn places_at(&self, hits: &[Hit], hit: &Hit) -> Vec<u32> {
        hits.iter()
            .filter(|h| (h.start, h.end) == (hit.start, hit.end))
            .filter_map(|h| match h.meaning {
                Meaning::Place(index) => Some(index),
                _ => None,
            })
            .collect()
    }

    /// The one of `candidates` (places of one name) that a text means on `day` (ISO; none if unknown), read in
    /// `province` (index of the document's own). None when two places below the province remain.
    pub fn place_at(&self, candidates: &[u32], day: Option<&str>, province: Option<u32>) -> Option<u32> {
        let place = |i: u32| &self.places[i as usize];
        // Most names have one place, and no day takes it away.
        if let [] | [_] = candidates {
            return candidates.first().copied();
        }
        let mut left = candidates.to_vec();
        let mut keep = |accept: &dyn Fn(&Place) -> bool| {
            if left.iter().any(|i| accept(place(*i))) {
                left.retain(|i| accept(place(*i)));
            }
        };
        if let Some(day) = day {
            keep(&|p| p.exists_on(day));
        }
        if let Some(province) = province {
            keep(&|p| p.level <= PlaceLevel::Province || self.lies_in(p, province));
        }
        keep(&|p| p.level <= PlaceLevel::Province);
        match left[..] {
            [] => None,
            [only] => Some(only),
            _ if place(left[0]).level > PlaceLevel::Province => None,
            // Vintages of one name, day unknown: the older one, which most of what was ever published means.
            _ => left.into_iter().min_by(|a, b| place(*a).since.cmp(&place(*b).since)),
        }
    }

    /// The province that a place lies in: itself, or the one its gazetteer names.
    pub fn province_of(&self, index: u32) -> Option<u32> {
        let place = &self.places[index as usize];
        match place.level {
            PlaceLevel::Province => Some(index),
            PlaceLevel::District | PlaceLevel::Commune => {
                place.within.as_deref().and_then(|id| self.place_named(id))
            }
            _ => None,
        }
    }

    fn lies_in(&self, place: &Place, province: u32) -> bool {
        let province = &self.places[province as usize];
        place.within.as_deref().is_some_and(|id| {
            id == province.id
                || self.place_named(id).is_some_and(|i| {
                    let other = &self.places[i as usize];
                    other.name == province.name || other.within.as_deref() == Some(province.id.as_str())
                })
        })
    }

    /// The entry of a place.
    pub fn place_entry(&self, index: u32) -> EntryId {
        self.places[index as usize].entry
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{patterns::Memo, reading::Reading};

    fn found(text: &str, day: Option<&str>, province: Option<&str>) -> Vec<String> {
        let patterns = crate::patterns::for_tests();
        let reading = Reading::new(text, 0, patterns, &mut Memo::default());
        let province = province.and_then(|id| patterns.place_named(id));
        let mut out: Vec<String> = Vec::new();
        let mut last = (0, 0);
        for hit in &reading.hits {
            if !matches!(hit.meaning, Meaning::Place(_)) || last == (hit.start, hit.end) {
                continue;
            }
            last = (hit.start, hit.end);
            let candidates = patterns.places_at(&reading.hits, hit);
            let place = patterns.place_at(&candidates, day, province).map(|i| &patterns.places[i as usize]);
            out.push(place.map_or("?".into(), |p| format!("{} {}", p.name, p.id).trim().to_owned()));
        }
        out
    }

    #[test]
    fn a_name_has_vintages() {
        let text = "Tại Lào Cai và Hà Nội";
        assert_eq!(
            found(text, Some("2023-12-31"), None),
            ["Lào Cai place.vn.lao-cai", "Hà Nội place.vn.ha-noi"]
        );
        assert_eq!(
            found(text, Some("2025-12-31"), None),
            ["Lào Cai place.vn.lao-cai-2025", "Hà Nội place.vn.ha-noi"]
        );
        assert_eq!(found("ở Bình Dương", Some("2026-01-01"), None), ["Bình Dương place.vn.binh-duong"]);
    }

    #[test]
    fn the_longest_name_wins_and_capitals_count() {
        for (text, expected) in [
            ("đi Lào", vec!["Lào place.country.la"]),
            ("vùng Đông Nam Bộ", vec!["Đông Nam Bộ place.region.dong-nam-bo"]),
            ("tăng cao bằng năm ngoái", vec![]),
            ("TP. Vinh", vec!["thành phố Vinh"]),
            ("TP.HCM", vec!["Thành phố Hồ Chí Minh place.vn.ho-chi-minh"]),
            ("phường Hà Giang 1", vec!["phường Hà Giang 1"]),
            ("tỉnh Hà Nam (Trung Quốc)", vec!["Hà Nam (Trung Quốc) place.abroad.cn-ha"]),
        ] {
            assert_eq!(found(text, None, None), expected, "{text}");
        }
    }

    #[test]
    fn lower_places_need_their_province() {
        assert_eq!(found("huyện Châu Thành", Some("2023-01-01"), None), ["?"]);
        assert_eq!(
            found("huyện Châu Thành", Some("2023-01-01"), Some("place.vn.tra-vinh")),
            ["huyện Châu Thành"]
        );
    }
}
