//! Times that are still in force for a figure that has none of its own.
//!
//! In: what the document has said so far. Out: the period that goes on, with its words.
//!
//! Example: behind `CPI tháng 6 giảm 0,17%; bình quân 6 tháng tăng 4,15%.` the 1,47% of `giá xăng giảm 1,47% so với tháng trước` are of June.

use jiff::civil::Date;

use super::{Basis, Evidence, Figure, When, clock::Clock, memory::Memory, reading::Sentence, when::is_now};
use crate::{
    context::period::{Expression, Kind, Moment as said, Period, PeriodMention, Point},
    patterns::catalogue::{Cue, Measure},
};

/// The period that is still in force, and its words.
pub(super) fn carried(memory: &Memory, future: bool, growth: bool) -> Option<(When, Evidence)> {
    let (mut moment, mut basis) = memory.in_force(future)?;
    // Growth takes a while: it is not of the day that was just spoken of.
    if growth
        && is_now(&moment.mention)
        && let Some(held) = memory.stretch.as_ref().filter(|held| held.block == memory.block)
    {
        (moment, basis) = (&held.value, memory.basis(held));
    }
    let when = When { period: moment.period(future)?, text: moment.text.clone(), basis };
    Some((when, moment.evidence()))
}

/// Whether a time is history by the day of its text: it dates what is told at once, not what the text comes to say of today. A text that is
/// headed by an older year is on that year, and a report has its cut-off.
pub(super) fn is_history(memory: &Memory, clock: Clock, carried: &When) -> bool {
    if !is_old(clock, &carried.period) {
        return false;
    }
    let Some(held) = &memory.period else {
        return memory.document_period.as_ref().is_some_and(|m| m.mention.kind == Kind::Since);
    };
    let at_once = held.block == memory.block && held.sentence + 1 >= memory.sentence;
    let heads = memory.document_period.as_ref().and_then(|m| m.period(false));
    !at_once && held.value.mention.kind != Kind::AsOf && heads != held.value.period(false)
}

/// Whether a time was over long before the day of its text.
pub(super) fn is_old(clock: Clock, period: &Period) -> bool {
    // The latest year of a text without a date may lie ahead of it.
    let latest = || clock.latest.and_then(|year| Date::new(year - AHEAD, 12, 31).ok());
    let now = clock.published.or_else(latest);
    now.is_some_and(|now| period.end.until(now).is_ok_and(|length| length.get_days() > HISTORY))
}

/// How many years ahead of its day a text that has none may look.
const AHEAD: i16 = 4;

/// After how many days a time is history.
const HISTORY: i32 = 550;

/// Of what is expected without a horizon: the time that is spoken of, as long as it runs. What holds since a day goes on.
pub(super) fn running(memory: &Memory, published: Option<Date>) -> Option<(When, Evidence)> {
    let (when, words) = carried(memory, false, false)?;
    let now = published?;
    let since = memory.in_force(false).is_some_and(|(moment, _)| moment.mention.kind == Kind::Since);
    (since || when.period.start < now && when.period.end > now).then_some((when, words))
}

/// Of a rule that says no other time: since when the paragraph says that rules hold (`Từ ngày 1/9, mầm non đóng 120.000 đồng/tháng. Tiểu
/// học đóng 90.000 đồng/tháng.`).
pub(super) fn of_rules(memory: &Memory) -> Option<When> {
    let held = [&memory.aim, &memory.period];
    let last = held.into_iter().flatten().filter(|held| held.block == memory.block);
    let last = last.max_by_key(|held| held.sentence)?;
    let moment = &last.value;
    let period = moment.period(false).filter(|_| moment.mention.kind == Kind::Since)?;
    Some(When { period, text: moment.text.clone(), basis: memory.basis(last) })
}

/// Of what is compared with the month before: the month that was last spoken of, where more than a month is in force.
pub(super) fn of_month_compared(
    sentence: &Sentence,
    end: usize,
    memory: &Memory,
    carried: Option<&(When, Evidence)>,
) -> Option<(When, Evidence)> {
    let monthly = |p: &PeriodMention| {
        matches!(p.expression, Expression::At(Point { moment: said::RelativeMonth(-1), .. }))
    };
    let compared = sentence.comparisons.iter().any(|c| {
        (end..end + BEHIND).contains(&c.tokens.start)
            && c.period.is_some_and(|p| monthly(&sentence.scene.periods[p]))
    });
    let longer = carried.is_some_and(|(when, _)| !when.period.is_within_a_month());
    let held = memory.month.as_ref().filter(|_| compared && longer)?;
    let when =
        When { period: held.value.period(false)?, text: held.value.text.clone(), basis: memory.basis(held) };
    Some((when, held.value.evidence()))
}

/// How far behind a number its comparison starts, in tokens.
const BEHIND: usize = 3;

/// Whether a mention is a month that something happened in.
pub(super) fn is_month(mention: &PeriodMention) -> bool {
    let month = matches!(
        mention.expression,
        Expression::At(Point { moment: said::Month { .. } | said::RelativeMonth(_), .. })
    );
    month && mention.kind == Kind::During
}

/// `(năm 2015 tăng 6,5 lần). Trong đó, … tăng 6,8 lần`: a part of what the sentence before ended with is of its time.
pub(super) fn of_whole(
    sentence: &Sentence,
    memory: &Memory,
    measure: Measure,
    unit: Option<&str>,
    figures: &[Figure],
) -> Option<When> {
    let scene = sentence.scene;
    let quoted = usize::from(!scene.reading.tokens[sentence.tokens.start].is_word());
    scene.is_cue(sentence.tokens.start + quoted, Cue::Part)?;
    let before = &scene.reading.sentences[memory.sentence.checked_sub(1)?];
    let whole = figures.last().filter(|f| {
        f.block == scene.block
            && f.sentence == scene.reading.raw_span(before)
            && f.measure == measure
            && f.quantity.unit.as_ref().map(|u| u.code.as_str()) == unit
    })?;
    whole.when.clone().map(|when| When { basis: Basis::Paragraph, ..when })
}
