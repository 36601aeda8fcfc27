//! Boxes with a label: `Tin liên quan` over a few teasers, `Quảng cáo` over a text of somebody else's.
//!
//! In: [`Flat`] and [`Runs`]. Out: for every node, what the label of its box hints at, 0 where there is none. The box is
//! the largest element that begins with the label and holds more than it; how much of the page it may hold is for
//! [`super::content`] to judge.
//!
//! Worked example: `<div><h4>Tin liên quan</h4><p>Sáng 20/6, …</p></div>` hints at [`hints::RELATED`] for the `div`.

use super::{
    flat::{Flat, Tag},
    furniture::LineKind,
    hints,
    runs::Runs,
};
use crate::patterns::pages::{PageWords, Role};

/// What the labels of boxes say.
pub(super) fn find(flat: &Flat<'_>, runs: &Runs, words: &PageWords) -> Vec<(u32, u32)> {
    let mut out = Vec::new();
    for (i, run) in runs.runs.iter().enumerate().filter(|(_, run)| run.kind != LineKind::Content) {
        let hint = match run.kind {
            _ if is_advert(words, runs.text(run)) => hints::ADVERT,
            LineKind::Opener => hints::RELATED,
            _ => continue,
        };
        let begins = |node: &u32| {
            let range = runs.range(*node, flat.nodes[*node as usize].end);
            range.start == i && flat.nodes[*node as usize].tag != Tag::Body
        };
        let outermost = flat.ancestors(run.first).take_while(begins).last();
        if let Some(node) = outermost.filter(|n| runs.range(*n, flat.nodes[*n as usize].end).len() > 1) {
            out.push((node, hint));
        }
    }
    out
}

/// A label of advertisements, less the marks around it.
pub(super) fn is_advert(words: &PageWords, line: &str) -> bool {
    // Every letter may take four bytes.
    if line.len() > 100 {
        return false;
    }
    words.of_role(Role::Advert).is(line.to_lowercase().trim_matches(|c: char| !c.is_alphanumeric()))
}
