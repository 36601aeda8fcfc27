//! Status words of a sentence.
//!
//! In: a scene and a sentence. Out: its status words in order, each with how far it reaches there.
//!
//! Example: in `Trung tâm Dự báo ước mưa đạt 35 mm` the one word is `ước`; `Dự báo` belongs to a name.

use super::scene::Scene;
use crate::{
    patterns::{
        EntryId, Kinds, Meaning,
        catalogue::{Cue, Dimension, NameWord, Reach, SpeakerWord, Status},
    },
    reading::Tokens,
    text::Case,
};

/// A status word in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct InForce {
    /// What it says.
    pub status: Status,
    /// How far it reaches.
    pub reach: Reach,
    /// Its token in the block, for evidence.
    pub at: usize,
    /// One past its last token.
    pub end: usize,
    /// Its entry.
    pub entry: EntryId,
}

/// Status words of a sentence, in order.
pub(super) fn words(scene: &Scene, sentence: &Tokens) -> Vec<InForce> {
    let mut out = Vec::new();
    let next = |at| scene.reading.next_in(at..sentence.end, Kinds::STATUS);
    let mut at = next(sentence.start);
    while at < sentence.end {
        let hit = scene.reading.hit(at, |m| match m {
            Meaning::Status(status, reach) => Some((status, reach)),
            _ => None,
        });
        match hit {
            Some((hit, _)) if at > sentence.start && is_in_name(scene, at) => at = next(hit.end as usize),
            Some((hit, (_, Reach::Need))) if needs(scene, hit.end as usize).is_none() => {
                at = next(hit.end as usize);
            }
            Some((hit, (status, reach))) => {
                // `cần hỗ trợ 20 tỷ đồng`: the verb says nothing by itself.
                let verb = needs(scene, hit.end as usize).filter(|_| reach == Reach::Need);
                let stop = verb.unwrap_or(hit.end as usize);
                // `Ước 7 tháng, thu đạt …, chi …`: what opens the sentence is said of all of it.
                let opens = at == sentence.start
                    && reach != Reach::Condition
                    && matches!(status, Status::Estimated | Status::Forecast);
                // `Nghị định quy định: "…"`: all that the colon opens.
                let opens_list = status == Status::Rule && scene.is_mark(hit.end as usize, ':');
                let reach = match () {
                    () if reach == Reach::Need => reach,
                    () if opens => Reach::Sentence,
                    () if opens_list => Reach::List,
                    () => reach,
                };
                out.push(InForce { status, reach, at, end: hit.end as usize, entry: hit.entry });
                at = next(stop);
            }
            None => at = next(at + 1),
        }
    }
    out
}

/// `Trung tâm Dự báo …`, `phòng Kế hoạch Tổng hợp`: a capital behind what a body or an office is called by.
fn is_in_name(scene: &Scene, at: usize) -> bool {
    let body = |m| match m {
        Meaning::Name(NameWord::Office | NameWord::Company | NameWord::Bank)
        | Meaning::Speaker(SpeakerWord::Body | SpeakerWord::Title) => Some(()),
        _ => None,
    };
    scene.reading.tokens[at].case != Case::Lower && scene.reading.hit_before(at, body).is_some()
}

/// Where what is needed ends: a verb, or nothing before a large sum of money.
fn needs(scene: &Scene, at: usize) -> Option<usize> {
    let thing = scene.quantity_from(at).filter(|q| scene.start_of(q) == at);
    let sum = thing.is_some_and(|q| {
        q.reported.unit_mult >= 9 && q.unit.as_ref().is_some_and(|u| u.dimension == Dimension::Money)
    });
    scene.is_cue(at, Cue::Verb).or(sum.then_some(at))
}
