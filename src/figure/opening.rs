//! The times that a document opens with.
//!
//! In: the scenes of a document. Out: the period that dates what nothing nearer dates, of what was seen and of what is aimed at. What
//! something began with, the year in the name of a resolution and what is long past are none.
//!
//! Example: below the headline `Xuất khẩu 6 tháng năm 2022 tăng mạnh` a number without a time is of these six months.

use super::{
    clock::{self, Clock},
    elsewhen, lasting,
    memory::{Memory, Moment},
    reference::comparisons,
    scene::Scene,
    status, when,
};
use crate::context::period::Kind;

/// The periods that a document opens with, of what it says was seen and of what it aims at: the first one of its headline and first
/// sentences that is no day of an event, else the first day. It dates what nothing nearer dates.
pub(super) fn periods(scenes: &[Scene], clock: Clock) -> (Option<Moment>, Option<Moment>) {
    let mut memory = Memory::default();
    let mut seen: Vec<Moment> = Vec::new();
    let mut aimed: Vec<Moment> = Vec::new();
    let opening =
        scenes.iter().flat_map(|scene| scene.reading.sentences.iter().map(move |s| (scene, s))).take(OPENING);
    for (scene, sentence) in opening {
        let compared = comparisons(scene, sentence);
        let statuses = status::words(scene, sentence);
        let counts = scene.counts_in(sentence);
        for mention in scene.periods_in(sentence).iter().filter(|p| p.is_governing()) {
            if compared.iter().any(|c| c.tokens.contains(&mention.tokens.start))
                || elsewhen::is_beginning(scene, mention)
                || clock::names_a_plan(scene, sentence, mention)
            {
                continue;
            }
            let ahead = clock::is_ahead(mention, sentence, &statuses);
            let moment = clock.moment(scene, sentence, mention, &memory);
            memory.note(mention);
            let Some(period) = moment.period(ahead) else { continue };
            // `được tái lập vào năm 1997`: what a text begins with, not what it is on.
            let title = scene.block == scenes[0].block;
            if !title && mention.kind != Kind::AsOf && lasting::is_old(clock, &period) {
                continue;
            }
            // `Cuối tháng 12/2016, các bệnh viện đã tăng giá.`: a thing that happened in a month, with no figure beside it.
            let days = period.start.until(period.end).map_or(0, |length| length.get_days());
            let leads = !when::is_event_day(mention) || when::opens(sentence, mention);
            let lasting =
                days > MONTH || counts && leads && !when::is_day_of_speech(scene, sentence, mention, false);
            if (lasting || title) && !moment.is_day_long_past() {
                if ahead { &mut aimed } else { &mut seen }.push(moment);
            }
        }
    }
    let first = |moments: Vec<Moment>| {
        let lasting = moments.iter().position(|m| !when::is_event_day(&m.mention));
        moments.into_iter().nth(lasting.unwrap_or(0))
    };
    (first(seen), first(aimed))
}

/// Days from the first to the last of a month.
const MONTH: i32 = 31;

/// How many sentences open a document.
const OPENING: usize = 4;
