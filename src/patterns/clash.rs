//! Whether two meanings of one term can live together.
//!
//! In: two meanings that entries give to one term. Out: whether no stage could tell them apart. Places may share
//! names (vintages, districts of many provinces), a word may have several roles of which the stage that reads it
//! takes the one that fits, and indicators are told apart by their units.
//!
//! Worked example: `ha` as a unit `hectare` and as a unit `hat` clash; `năm` as a number word and as a period word do not.

use super::{Meaning, Patterns, catalogue::Part};

/// Whether one term cannot have both meanings.
pub(super) fn rivals(patterns: &Patterns, a: Meaning, b: Meaning) -> bool {
    match (a, b) {
        (Meaning::Unit(i), Meaning::Unit(j)) => {
            patterns.units[i as usize].code != patterns.units[j as usize].code
        }
        (Meaning::Group(i), Meaning::Group(j)) => {
            patterns.groups[i as usize].code != patterns.groups[j as usize].code
        }
        (Meaning::Base(i), Meaning::Base(j)) => {
            patterns.bases[i as usize].code != patterns.bases[j as usize].code
        }
        (Meaning::Hedge(q, after), Meaning::Hedge(r, other)) => after == other && q != r,
        (Meaning::Status(s, _), Meaning::Status(t, _)) => s != t,
        (Meaning::Indicator(i, Part::Term), Meaning::Indicator(j, Part::Term)) => {
            let units = |i: u32| &patterns.indicators[i as usize].units;
            units(i).is_empty() || units(j).is_empty() || units(i).iter().any(|u| units(j).contains(u))
        }
        _ => false,
    }
}
