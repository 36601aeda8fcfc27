//! The words around a number → how exactly it is meant.
//!
//! In: where the quantity starts and ends, and how far back it may look. Out: the qualifier and the words that
//! gave it. Of several the one next to the number wins: `khoảng gần 150 triệu` is nearly. What is a hedge and what
//! only looks like one (`cao hơn 3%`, `trên địa bàn`) is said in the pattern files.
//!
//! Worked example: `từ 300 triệu trở lên` → `at_least`, by `trở lên`.

use super::scan::Scan;
use crate::{
    patterns::{
        EntryId, Meaning,
        catalogue::{Particle, Qualifier},
    },
    reading::Tokens,
};

/// A hedge with its words.
pub(super) type Hedge = (Qualifier, Tokens, EntryId);

/// No more than so many hedges stand before one number.
const MOST_HEDGES: usize = 3;

/// The hedge before token `start`, looking no further back than `floor`.
pub(super) fn before(scan: &Scan, start: usize, floor: usize) -> Option<Hedge> {
    let mut found: Option<Hedge> = None;
    let mut at = start;
    for _ in 0..MOST_HEDGES {
        // `từ khoảng 5`, `khoảng từ 5 đến 7`: the hedge may stand on the other side of từ.
        let end = if found.is_none() && at > floor && scan.is_small_before(at, Particle::From) {
            at - 1
        } else {
            at
        };
        let Some((hit, qualifier)) = scan.reading.hit_before(end, |m| match m {
            Meaning::Hedge(qualifier, false) => Some(qualifier),
            _ => None,
        }) else {
            break;
        };
        at = hit.start as usize;
        if at < floor {
            break;
        }
        found = Some(match found {
            None => (qualifier, at..hit.end as usize, hit.entry),
            Some((inner, tokens, entry)) => (inner, at..tokens.end, entry),
        });
    }
    found
}

/// The hedge that starts at token `end`.
pub(super) fn after(scan: &Scan, end: usize) -> Option<Hedge> {
    scan.token(end)?;
    let (hit, qualifier) = scan.reading.hit(end, |m| match m {
        Meaning::Hedge(qualifier, true) => Some(qualifier),
        _ => None,
    })?;
    Some((qualifier, hit.start as usize..hit.end as usize, hit.entry))
}
