//! Times that a sentence tells of something else than its number.
//!
//! In: a period mention and a number. Out: whether the mention is of something else.
//!
//! Example: in `Ra đời năm 1998, công ty có 850 lao động` the year is when the company began.

use super::{scene::Scene, when::is_now};
use crate::{
    context::period::PeriodMention,
    patterns::catalogue::{Cue, Particle},
    reading::Tokens,
};

/// Whether a mention is no time of a number.
pub(super) fn is_elsewhen(
    scene: &Scene,
    sentence: &Tokens,
    mention: &PeriodMention,
    number: &Tokens,
) -> bool {
    let before = mention.tokens.end <= number.start;
    before && (is_of_whole(scene, sentence, mention) || is_of_cause(scene, sentence, mention))
        || is_beginning(scene, mention) && !adjoins(scene, mention, number)
        || is_of_old_value(scene, mention, number)
}

/// `giảm từ 28,1% năm 2011 xuống còn 3,5%`: the time right behind the value that something had before is not that of its new one.
fn is_of_old_value(scene: &Scene, mention: &PeriodMention, number: &Tokens) -> bool {
    let Some(old) = scene.quantity_before(number.start) else { return false };
    let behind = (old.tokens.end..=old.tokens.end + 1).contains(&mention.tokens.start);
    behind
        && mention.tokens.end <= number.start
        && (mention.tokens.end..number.start)
            .take_while(|at| scene.reading.tokens[*at].is_word())
            .any(|at| scene.is_cue(at, Cue::NewValue).is_some())
        && scene.is_cue_before(scene.start_of(old), Cue::Preposition).is_some()
}

/// `Ra đời năm 1998, công ty có 850 lao động`: when somebody or something began.
pub(super) fn is_beginning(scene: &Scene, mention: &PeriodMention) -> bool {
    let start = mention.tokens.start;
    // `Năm 1998, huyện được tái lập. Đến nay, …`: not across the end of a sentence.
    let ends = |at: usize| at < start && (scene.is_mark(at, '.') || scene.is_mark(at, ';'));
    [start, start.saturating_sub(1)]
        .into_iter()
        .any(|at| !ends(at) && scene.is_cue_before(at, Cue::Founded).is_some())
}

/// `thành lập năm 2016 với vốn 5 tỷ đồng`, `khởi công 12 cầu năm 2016`: whether no comma parts a time and a number.
fn adjoins(scene: &Scene, mention: &PeriodMention, number: &Tokens) -> bool {
    let between = if mention.tokens.end <= number.start {
        mention.tokens.end..number.start
    } else {
        number.end..mention.tokens.start
    };
    between.into_iter().all(|at| !scene.is_mark(at, ',') && !scene.is_mark(at, ';'))
}

/// `do thời tiết đầu năm thất thường, sản lượng giảm`: when the cause was, right behind its noun and before what is said of it.
fn is_of_cause(scene: &Scene, sentence: &Tokens, mention: &PeriodMention) -> bool {
    let from = mention.tokens.start.saturating_sub(CAUSE).max(sentence.start);
    let causes = (from..mention.tokens.start)
        .rev()
        .take_while(|at| scene.reading.tokens[*at].is_word())
        .any(|at| scene.reading.is_small(at, Particle::Cause) && at + 1 < mention.tokens.start);
    let told = [Cue::ValueVerb, Cue::Rise, Cue::Fall, Cue::NewValue, Cue::Exceed];
    let said = |at: usize| told.iter().any(|cue| scene.is_cue(at, *cue).is_some());
    causes
        && scene.reading.tokens.get(mention.tokens.end).is_some_and(crate::text::Token::is_word)
        && !said(mention.tokens.end)
}

/// How far behind the word for a cause its time stands, in tokens.
const CAUSE: usize = 5;

/// `trong số 27 doanh nghiệp hiện tại, có 9 doanh nghiệp …`: which things there are to choose from, no time of what is told of them.
pub(super) fn is_of_whole(scene: &Scene, sentence: &Tokens, mention: &PeriodMention) -> bool {
    let ends = scene.is_mark(mention.tokens.end, ',');
    let words = |at: &usize| scene.reading.tokens[*at].is_word() || scene.reading.tokens[*at].is_number();
    is_now(mention)
        && ends
        && (sentence.start..mention.tokens.start)
            .rev()
            .take_while(words)
            .any(|at| scene.is_cue(at, Cue::WholeOf).is_some_and(|end| end > at + 1))
}
