//! When a figure is true of.
//!
//! In: a frame, the period mentions of its sentence and what the document said before. Out: [`When`], with its basis. A period stands
//! right behind its number (`4.603.058 người năm 2012`), or before it in the frame, or earlier in the sentence; else the last one that
//! governed is still in force. Periods inside a comparison (`so với năm 2012`) belong to the reference.
//!
//! Example: `Năm 2020, con số này đạt 47.234,1 tỷ đồng`: `2020`, stated.

use std::cell::LazyCell;

use super::{
    Basis, Evidence, Figure, When, beside,
    clock::Clock,
    elsewhen,
    frame::Frame,
    lasting,
    memory::{Memory, Moment},
    reading::Sentence,
    scene::Scene,
};
use crate::{
    context::period::{Edge, Expression, Kind, Moment as said, PeriodMention, Point, YearOf},
    patterns::catalogue::{Cue, Particle, Status},
    quantity::Quantity,
    reading::Tokens,
};

/// Finds the period of a frame. Returns the mention it came from too, so that it can govern what follows.
pub(super) fn find(
    sentence: &Sentence,
    frame: &Frame,
    memory: &Memory,
    clock: Clock,
    future: bool,
    growth: bool,
    level_of_comparison: bool,
    previous: Option<&Figure>,
) -> (Option<When>, Option<Moment>, Option<Evidence>) {
    let scene = sentence.scene;
    let number = &scene.quantities[frame.quantity].tokens;
    if let Some(mention) = beside::same_period(sentence, frame, level_of_comparison) {
        let moment = clock.moment(scene, &sentence.tokens, mention, memory);
        // The period spoken of is that of the number before, or the one in force where the sentence opens with `cùng kỳ`.
        let opens = mention.tokens.start == sentence.tokens.start;
        let before = previous.filter(|_| !opens).and_then(|p| p.when.as_ref()).map(|w| w.period.clone());
        let own = if opens { lasting::carried(memory, false, false).map(|(w, _)| w.period) } else { before };
        if let Some(period) = own.and_then(|own| mention.resolve(&clock.of_comparison(Some(&own)))) {
            let when = When { period, text: moment.text.clone(), basis: Basis::Stated };
            return (Some(when), None, Some(moment.evidence()));
        }
    }
    // Asked of a sentence that names a time only, and of all its times.
    let brackets: LazyCell<Vec<usize>, _> = LazyCell::new(|| {
        sentence.tokens.clone().filter(|at| scene.is_mark(*at, '(') || scene.is_mark(*at, ')')).collect()
    });
    let saying = LazyCell::new(|| (sentence.tokens.start..number.start).rev().find(|at| says(scene, *at)));
    let (said, free): (Vec<&PeriodMention>, Vec<&PeriodMention>) = scene
        .periods_in(&sentence.tokens)
        .iter()
        .filter(|p| {
            p.tokens.end <= sentence.tokens.end
                && p.is_governing()
                && (!p.invalid || opens(&sentence.tokens, p))
        })
        .filter(|p| {
            !sentence
                .comparisons
                .iter()
                .any(|c| c.tokens.start <= p.tokens.start && p.tokens.end <= c.tokens.end)
        })
        .filter(|p| !is_private(scene, &sentence.tokens, &brackets, p, frame))
        .filter(|p| !elsewhen::is_elsewhen(scene, &sentence.tokens, p, number))
        .partition(|p| is_said_day(scene, &sentence.tokens, p, number.start, || *saying));
    if let Some(host) = beside::host_of_bracket(sentence, number.start, previous, &free) {
        return (host.when.clone(), None, None);
    }
    for (mention, basis) in nearest(scene, &sentence.tokens, frame, &free) {
        let mention = &joined(scene, &sentence.tokens, frame, mention, &free);
        let moment = clock.moment(scene, &sentence.tokens, mention, memory);
        // `Trước năm 2007, tỷ lệ chỉ là 20%`: of no one year. `Trước năm 2025 phải đạt 50%` is a deadline.
        if mention.kind == Kind::Before && !future {
            return (None, None, None);
        }
        if let Some(period) = moment.period(future) {
            let basis = if is_now(mention) { Basis::PublicationDate } else { basis };
            let when = When { period, text: moment.text.clone(), basis };
            let words = moment.evidence();
            return (Some(when), Some(moment), Some(words));
        }
        // `hiện nay` in a text without a date: nothing older holds either. `trong 8 tháng` may be a length and says nothing, and
        // `trong năm qua` is the year that is spoken of.
        let length = matches!(mention.expression, Expression::Months { .. });
        if is_past_year(mention)
            && let Some((year, basis)) = memory.year_in_force()
            && let Some(period) = year.period(false)
            && clock.only == Some(period.end.year())
        {
            return (Some(When { period, text: year.text.clone(), basis }), None, Some(year.evidence()));
        }
        if !length {
            return (None, Some(moment), None);
        }
    }
    if beside::is_untold(sentence, number) {
        return (None, None, None);
    }

    let carried = lasting::carried(memory, future, growth)
        .filter(|(when, _)| future || !lasting::is_history(memory, clock, when))
        .or_else(|| lasting::running(memory, clock.published).filter(|_| future));
    let carried = lasting::of_month_compared(sentence, number.end, memory, carried.as_ref()).or(carried);
    // The day that something was told on is all there is, or all but what is long past. That of a meeting is not.
    let told = |p: &&&PeriodMention| {
        p.tokens.end <= number.start && !is_occasion(scene, &sentence.tokens, p, number.start)
    };
    let last = said.iter().rev().find(told);
    let of_day = last.and_then(|p| {
        let moment = clock.moment(scene, &sentence.tokens, p, memory);
        let period = moment.period(future)?;
        let fresh = |(when, _): &(When, Evidence)| {
            when.period.end.until(period.start).is_ok_and(|length| length.get_days() <= OUTDATED)
        };
        let when = When { period: period.clone(), text: moment.text.clone(), basis: Basis::Sentence };
        (!carried.as_ref().is_some_and(fresh)).then(|| (when, moment.evidence()))
    });
    let (when, words) = of_day.or(carried).unzip();
    (when, None, words)
}

/// After how many days a report is no longer what a meeting speaks of.
const OUTDATED: i32 = 550;

/// The mentions that may date a frame, the likeliest first: right behind the number, before it in the frame, behind it in the frame,
/// earlier in the sentence.
fn nearest<'m>(
    scene: &Scene,
    sentence: &Tokens,
    frame: &Frame,
    free: &[&'m PeriodMention],
) -> Vec<(&'m PeriodMention, Basis)> {
    if free.is_empty() {
        return Vec::new();
    }
    let number = &scene.quantities[frame.quantity].tokens;
    let past_bracket = past_bracket(scene, sentence, number.end);
    let behind = free.iter().find(|p| {
        p.tokens.start >= number.end
            && (p.tokens.end <= frame.right.end.max(number.end + 6)
                && adjacent(scene, sentence, number.end, &p.tokens)
                || past_bracket.is_some_and(|from| adjacent(scene, sentence, from, &p.tokens))
                || is_of_source(scene, number.end, p))
    });
    // `4 triệu đồng/m2 nhà ở xã hội như hiện nay`
    let as_now = |p: &PeriodMention| {
        is_now(p)
            && p.tokens.start == frame.right.end + 1
            && scene.is_cue(frame.right.end, Cue::Such) == Some(p.tokens.start)
    };
    let inside_right = free
        .iter()
        .find(|p| p.tokens.start >= frame.right.start && p.tokens.end <= frame.right.end || as_now(p));
    let left: Vec<&PeriodMention> = free
        .iter()
        .filter(|p| p.tokens.start >= frame.left.start && p.tokens.end <= frame.left.end)
        .copied()
        .collect();
    let earlier: Vec<&PeriodMention> = free
        .iter()
        .filter(|p| p.tokens.end <= frame.left.start.max(number.start))
        // `…, sau khi hoạt động từ tháng 4/2016; trong khi …`: since when a clause of its own has been so.
        .filter(|p| p.kind != Kind::Since || opens(sentence, p))
        .copied()
        .collect();
    // `Đầu năm 2017 mới trả được 30 tỷ đồng của năm 2016`: paid in 2017.
    let of_thing =
        behind.is_some_and(|p| scene.is_cue(number.end, Cue::Of).is_some_and(|end| end == p.tokens.start));
    let behind = behind.filter(|_| !(of_thing && left.iter().any(|p| opens(sentence, p))));
    [
        (behind.copied(), Basis::Stated),
        (last_adverbial(scene, sentence, &left), Basis::Stated),
        (inside_right.copied(), Basis::Stated),
        (last_adverbial(scene, sentence, &earlier), Basis::Sentence),
        (beside::shared(scene, sentence, frame, free), Basis::Sentence),
    ]
    .into_iter()
    .filter_map(|(mention, basis)| Some((explained(scene, mention?, free), basis)))
    .collect()
}

/// The last mention; the day of a noun (`xu hướng của ngày 9/6`) gives way to one that opens the sentence.
fn last_adverbial<'m>(
    scene: &Scene,
    sentence: &Tokens,
    mentions: &[&'m PeriodMention],
) -> Option<&'m PeriodMention> {
    let last = *mentions.last()?;
    let of_noun = is_event_day(last)
        && last.tokens.start > sentence.start
        && scene.is_cue(last.tokens.start - 1, Cue::Of).is_some();
    let opening = mentions.iter().find(|p| of_noun && opens(sentence, p));
    Some(opening.copied().unwrap_or(last))
}

/// Whether a mention opens its sentence.
pub(super) fn opens(sentence: &Tokens, mention: &PeriodMention) -> bool {
    mention.tokens.start <= sentence.start + LEADING
}

/// How far into a sentence a period still opens it, in tokens.
const LEADING: usize = 6;

/// `ba quý đầu của tài khóa 2016-2017 (từ tháng 4-12/2016)`: the bracket says it better.
fn explained<'m>(scene: &Scene, mention: &'m PeriodMention, free: &[&'m PeriodMention]) -> &'m PeriodMention {
    let inner = scene.is_mark(mention.tokens.end, '(').then_some(mention.tokens.end + 1);
    free.iter()
        .find(|p| Some(p.tokens.start) == inner && scene.is_mark(p.tokens.end, ')'))
        .copied()
        .unwrap_or(mention)
}

/// `trong năm 2015 và 2016, tổng số tiền là 26 tỷ`: one number of both years. Numbers that are listed too have a year each.
fn joined(
    scene: &Scene,
    sentence: &Tokens,
    frame: &Frame,
    mention: &PeriodMention,
    free: &[&PeriodMention],
) -> PeriodMention {
    let point = |p: &PeriodMention| match p.expression {
        Expression::At(point @ Point { edge: Edge::Whole, .. }) => Some(point),
        _ => None,
    };
    let number = &scene.quantities[frame.quantity].tokens;
    let listed = |at: usize| scene.is_cue(at, Cue::Respectively).is_some();
    let paired = scene.is_cue(number.end, Cue::And).is_some_and(|end| end < frame.right.end + 2)
        || scene.is_cue(frame.right.end, Cue::And).is_some();
    if point(mention).is_none() || paired || sentence.clone().any(listed) {
        return mention.clone();
    }
    let mut run = vec![mention];
    let follows = |a: &PeriodMention, b: &PeriodMention| {
        let parted = scene.is_mark(a.tokens.end, ',') || scene.is_cue(a.tokens.end, Cue::And).is_some();
        // `trong năm 2017, sang năm 2018 …`: on to the next.
        parted
            && !scene.reading.is_small(b.tokens.start, Particle::Turn)
            && a.tokens.end + 1 == b.tokens.start
            && matches!((point(a), point(b)), (Some(a), Some(b)) if is_next(a.moment, b.moment))
    };
    while let Some(before) = free.iter().find(|p| follows(p, run[0])) {
        run.insert(0, before);
    }
    while let Some(after) = free.iter().find(|p| follows(run[run.len() - 1], p)) {
        run.push(after);
    }
    let (first, last) = (run[0], run[run.len() - 1]);
    match (point(first), point(last)) {
        (Some(from), Some(to)) if run.len() > 1 => PeriodMention {
            tokens: first.tokens.start..last.tokens.end,
            expression: Expression::Between(from, to),
            ..mention.clone()
        },
        _ => mention.clone(),
    }
}

/// Whether one year, school year, quarter or month follows another: `tháng 3 và tháng 4/2017`.
fn is_next(a: said, b: said) -> bool {
    let of = |a: YearOf, b: YearOf| a == b || a == YearOf::Missing;
    match (a, b) {
        (said::Year(YearOf::Known(a)), said::Year(YearOf::Known(b)))
        | (said::SchoolYear(a), said::SchoolYear(b)) => a + 1 == b,
        (said::Month { year, month }, said::Month { year: of_last, month: last }) => {
            month + 1 == last && of(year, of_last)
        }
        (said::Quarter { year, quarter }, said::Quarter { year: of_last, quarter: last }) => {
            quarter + 1 == last && of(year, of_last)
        }
        _ => false,
    }
}

/// `5.310 tỷ rupee (2,6 tỷ USD) trong thời gian 2016-2017`: where the sentence goes on behind a bracket that tells a number once more.
fn past_bracket(scene: &Scene, sentence: &Tokens, from: usize) -> Option<usize> {
    let inside = |at: &usize| !scene.is_mark(*at, ')') && *at < from + BRACKET;
    scene.is_mark(from, '(').then_some(())?;
    let close = (from + 1..sentence.end).find(|at| !inside(at))?;
    (scene.is_mark(close, ')') && scene.counts_in(&(from..close))).then_some(close + 1)
}

/// How long such a bracket is, in tokens.
const BRACKET: usize = 10;

/// Nothing but prepositions stands between a number and the period behind it, or a comma and then nothing more but the period
/// (`về 0%, vào đầu năm 2018.`).
fn adjacent(scene: &Scene, sentence: &Tokens, from: usize, mention: &Tokens) -> bool {
    let to = mention.start;
    let ends = |at: usize| at >= sentence.end || !scene.reading.tokens[at].is_word();
    if to == from + 1 && scene.is_mark(from, ',') {
        return ends(mention.end) && scene.is_cue(to, Cue::Preposition).is_some();
    }
    to <= from + 2
        && (from..to).all(|at| {
            let token = &scene.reading.tokens[at];
            token.is('(') && scene.is_mark(mention.end, ')') || scene.is_cue(at, Cue::Preposition).is_some()
        })
}

/// `đạt 25 tỷ USD (theo số liệu của hải quan đến hết tháng 4/2017)`: the bracket right behind a number tells what day its source is of.
fn is_of_source(scene: &Scene, open: usize, mention: &PeriodMention) -> bool {
    let words = open + 1..mention.tokens.start;
    mention.kind == Kind::AsOf
        && scene.is_mark(open, '(')
        && scene.is_mark(mention.tokens.end, ')')
        && scene.is_cue(open + 1, Cue::Source).is_some()
        && words.into_iter().all(|at| scene.reading.tokens[at].is_word())
}

/// Whether a mention stands in a bracket that says more than itself and that the frame's number is not in: it dates what the
/// bracket says (`tăng 6.000 đồng (cuối tháng 6/2016, giá là 37.000 đồng)`).
fn is_private(
    scene: &Scene,
    sentence: &Tokens,
    brackets: &[usize],
    mention: &PeriodMention,
    frame: &Frame,
) -> bool {
    let at = mention.tokens.start;
    let open = brackets[..brackets.partition_point(|i| *i < at)].last().copied();
    let Some(open) = open.filter(|i| scene.is_mark(*i, '(')) else { return false };
    let behind = &brackets[brackets.partition_point(|i| *i < mention.tokens.end)..];
    let close = behind.iter().copied().find(|i| scene.is_mark(*i, ')')).unwrap_or(sentence.end);
    let alone = open + 1 == at && close == mention.tokens.end || is_of_source(scene, open, mention);
    let number = scene.quantities[frame.quantity].tokens.start;
    !alone && !(open..close).contains(&number)
}

/// Whether somebody says something at a token.
fn says(scene: &Scene, at: usize) -> bool {
    scene.is_cue(at, Cue::Say).is_some() && scene.is_cue(at, Cue::ValueVerb).is_none()
}

/// `Sáng 14/7, tại cuộc họp báo, ông Hải cho biết …`: the day that something was said on, where the last word before the number that says
/// so stands at `saying`. What was said has a time of its own.
fn is_said_day(
    scene: &Scene,
    sentence: &Tokens,
    mention: &PeriodMention,
    number: usize,
    saying: impl FnOnce() -> Option<usize>,
) -> bool {
    if !is_event_day(mention) {
        return false;
    }
    is_occasion(scene, sentence, mention, number) || saying().is_some_and(|at| at >= mention.tokens.end)
}

/// Whether a day is that of a meeting, a visit, a hearing.
fn is_occasion(scene: &Scene, sentence: &Tokens, mention: &PeriodMention, number: usize) -> bool {
    let from = mention.tokens.start.saturating_sub(BESIDE).max(sentence.start);
    let to = (mention.tokens.end + BESIDE).min(number.max(mention.tokens.end)).min(sentence.end);
    (from..to).any(|at| scene.is_cue(at, Cue::Event).is_some())
}

/// How far from an occasion its day stands, in tokens.
const BESIDE: usize = 10;

/// `chiều 24/12`, `hôm nay`, `tuần qua`: the day of an event; it dates what happened, not what is counted in later sentences.
pub(super) fn is_event_day(mention: &PeriodMention) -> bool {
    let day =
        |m| matches!(m, said::Day { .. } | said::RelativeDay(_) | said::RelativeWeek(_) | said::Feast(_));
    mention.kind == Kind::During
        && matches!(mention.expression, Expression::At(Point { moment, .. }) if day(moment))
}

/// A day in a sentence about an occasion or something said: nothing that follows is of that day.
/// What is `told` that day (`Ngày 3/7, giới chức cho hay …`) is mostly news of it all the same.
pub(super) fn is_day_of_speech(
    scene: &Scene,
    sentence: &Tokens,
    mention: &PeriodMention,
    told: bool,
) -> bool {
    is_event_day(mention)
        && sentence
            .clone()
            .any(|at| scene.is_cue(at, Cue::Event).is_some() || told && scene.is_cue(at, Cue::Say).is_some())
}

/// `hiện nay`, `đến nay`: the day of publication.
pub(super) fn is_now(mention: &PeriodMention) -> bool {
    matches!(mention.expression, Expression::At(Point { moment: said::Now, .. }))
}

/// What was seen all the same, though the words around expect or estimate something: the level of `cùng kỳ` in a bracket
/// (`ước tăng 7,37% (cùng kỳ năm trước tăng 7,34%)`), and what is so now (`… 10 triệu dân hiện tại`).
pub(super) fn seen(
    sentence: &Sentence,
    frame: &Frame,
    level_of_comparison: bool,
    moment: Option<&Moment>,
    status: Status,
) -> Status {
    let number = &sentence.scene.quantities[frame.quantity].tokens;
    let now = moment.is_some_and(|m| is_now(&m.mention) && m.mention.tokens.start >= number.end);
    let before = || beside::same_period(sentence, frame, level_of_comparison).is_some();
    match status {
        Status::Forecast | Status::Target if now => Status::Observed,
        Status::Estimated if frame.bracket.is_some() && before() => Status::Observed,
        status => status,
    }
}

/// Whether a rule is said to hold in a period: in its own clause, `với ô tô 2.0L vào năm 2018 sẽ có thuế suất 40%`.
pub(super) fn is_of_rule(
    scene: &Scene,
    sentence: &Tokens,
    when: Option<&When>,
    moment: Option<&Moment>,
    quantity: &Quantity,
) -> bool {
    let clause = moment.map(|m| m.mention.tokens.end..quantity.tokens.start);
    match when.map(|w| w.basis) {
        // `Hiện lương tối thiểu là …`: it holds on the day of publication.
        Some(Basis::Stated | Basis::PublicationDate) => true,
        // `Kể từ ngày 9/5, khoản từ 30 triệu được …; khoản từ 100 triệu được …`: since when all of it holds.
        Some(Basis::Sentence) => {
            moment.is_some_and(|m| m.mention.kind == Kind::Since && opens(sentence, &m.mention))
                || clause.is_some_and(|mut clause| {
                    clause
                        .all(|at| scene.reading.tokens[at].is_word() || scene.reading.tokens[at].is_number())
                })
        }
        _ => false,
    }
}

/// `năm qua`, `năm ngoái`.
fn is_past_year(mention: &PeriodMention) -> bool {
    matches!(
        mention.expression,
        Expression::At(Point { moment: said::Year(YearOf::Relative(offset)), .. }) if offset < 0
    )
}
