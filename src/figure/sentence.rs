//! A sentence with what its words compare and how they say that things are known.
//!
//! In: a scene and the tokens of one of its sentences. Out: [`Sentence`], which its frames are read in.
//!
//! Example: `Dự kiến thu tăng 8% so với năm 2019.` has the comparison `so với năm 2019` and the status word `Dự kiến`.

use super::{
    reference::{Comparison, comparisons},
    scene::Scene,
    status,
};
use crate::reading::Tokens;

/// What one sentence offers its frames.
pub(super) struct Sentence<'s, 'a> {
    pub(super) scene: &'s Scene<'a>,
    pub(super) tokens: Tokens,
    pub(super) comparisons: Vec<Comparison>,
    pub(super) statuses: Vec<status::InForce>,
}

impl<'s, 'a> Sentence<'s, 'a> {
    /// A sentence that counts something.
    pub(super) fn counting(scene: &'s Scene<'a>, tokens: Tokens) -> Self {
        let comparisons = comparisons(scene, &tokens);
        let statuses = status::words(scene, &tokens);
        Self { scene, tokens, comparisons, statuses }
    }

    /// A sentence that counts nothing: what is compared, and whether it was seen, is asked of its times alone.
    pub(super) fn of_a_stage(scene: &'s Scene<'a>, tokens: Tokens) -> Self {
        if scene.periods_in(&tokens).is_empty() {
            return Self { scene, tokens, comparisons: Vec::new(), statuses: Vec::new() };
        }
        let mut sentence = Self::counting(scene, tokens);
        let Self { comparisons, statuses, .. } = &mut sentence;
        statuses.retain(|w| !comparisons.iter().any(|c| c.tokens.contains(&w.at)));
        sentence
    }
}
