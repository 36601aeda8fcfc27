//! When a figure is true of.
//!
//! In: a frame, the period mentions of its sentence and what the document said before. Out: [`When`], with its basis. A period stands
//! right behind its number (`4.603.058 người năm 2012`), or before it in the frame, or earlier in the sentence; else the last one that
//! governed is still in force. Periods inside a comparison (`so với năm 2012`) belong to the reference.
//!
//! Example: `Năm 2020, con số này đạt 47.234,1 tỷ đồng`: `2020`, stated.

use jiff::civil::Date;

use super::{
    Basis, Evidence, When,
    frame::Frame,
    memory::{Memory, Moment},
    reading::Sentence,
    scene::Scene,
    status::{self, InForce},
};
use crate::{
    context::period::{Anchor, Expression, Kind, Moment as said, Period, PeriodMention, Point, YearOf},
    patterns::catalogue::{Cue, Status},
    reading::Tokens,
};

/// What periods are resolved against.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    /// Day of publication.
    pub published: Option<Date>,
    /// The latest year that the document says something was seen in: an older one is history and fills no holes.
    pub latest: Option<i16>,
    /// The month that a fiscal year begins with, where the document says so.
    pub fiscal: Option<i8>,
}

impl Clock {
    /// The anchor for what a figure whose period is `own` is compared with.
    pub(super) fn of_comparison(self, own: Option<&Period>) -> Anchor {
        Anchor { published: self.published, own: own.cloned(), fiscal: self.fiscal, ..Anchor::default() }
    }

    /// A mention as it is said in a sentence.
    pub(super) fn moment(
        self,
        scene: &Scene,
        sentence: &Tokens,
        mention: &PeriodMention,
        memory: &Memory,
    ) -> Moment {
        Moment {
            mention: mention.clone(),
            text: scene.text(&mention.tokens).to_owned(),
            span: scene.reading.raw_span(&mention.tokens),
            anchor: self.anchor(scene, sentence, mention, memory),
        }
    }

    /// The anchor for a mention of a sentence: what was said in full before it fills its holes.
    fn anchor(self, scene: &Scene, sentence: &Tokens, mention: &PeriodMention, memory: &Memory) -> Anchor {
        let said = scene.periods_in(sentence).iter().take_while(|p| p.tokens.start < mention.tokens.start);
        let near = said.filter(|p| p.is_governing()).filter_map(|p| p.resolve(&Anchor::default())).last();
        let of_block = memory
            .cut_off
            .as_ref()
            .filter(|c| c.block == memory.block && c.sentence + LASTING >= memory.sentence);
        let near = near.or_else(|| memory.near.clone());
        Anchor {
            published: self.published,
            near: near.filter(|near| self.latest.is_none_or(|latest| near.end.year() >= latest)),
            fiscal: self.fiscal,
            cut_off: of_block.map(|c| c.value),
            ..Anchor::default()
        }
    }
}

/// Finds the period of a frame. Returns the mention it came from too, so that it can govern what follows.
pub(super) fn find(
    sentence: &Sentence,
    frame: &Frame,
    memory: &Memory,
    clock: Clock,
    future: bool,
) -> (Option<When>, Option<Moment>, Option<Evidence>) {
    let scene = sentence.scene;
    let number = &scene.quantities[frame.quantity].tokens;
    let (said, free): (Vec<&PeriodMention>, Vec<&PeriodMention>) = scene
        .periods_in(&sentence.tokens)
        .iter()
        .filter(|p| p.tokens.end <= sentence.tokens.end && p.is_governing() && !p.invalid)
        .filter(|p| {
            !sentence
                .comparisons
                .iter()
                .any(|c| c.tokens.start <= p.tokens.start && p.tokens.end <= c.tokens.end)
        })
        .filter(|p| !is_private(scene, &sentence.tokens, p, frame))
        .partition(|p| is_said_day(scene, &sentence.tokens, p, number.start));
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
        // `hiện nay` in a text without a date: nothing older holds either. `trong 8 tháng` may be a length and says nothing.
        if !matches!(mention.expression, Expression::Months { .. }) {
            return (None, Some(moment), None);
        }
    }
    // `doanh thu mỗi năm lên tới 600 tỷ`: of every year, not of the one spoken of before.
    let yearly = |p: &PeriodMention| p.kind == Kind::Recurring && scene.text(&p.tokens).ends_with("năm");
    if scene.periods_in(&sentence.tokens).iter().any(|p| yearly(p) && p.tokens.end <= number.start) {
        return (None, None, None);
    }
    let carried = carried(memory, future);
    // The day of a meeting is all there is, or all but what is long past.
    let last = said.iter().rev().find(|p| p.tokens.end <= number.start);
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

/// How many sentences further on `đến nay` is still the day that figures were said to be as of.
const LASTING: usize = 3;

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
    let number = &scene.quantities[frame.quantity].tokens;
    let behind = free.iter().find(|p| {
        p.tokens.start >= number.end
            && p.tokens.end <= frame.right.end.max(number.end + 6)
            && adjacent(scene, sentence, number.end, &p.tokens)
    });
    let inside_right =
        free.iter().find(|p| p.tokens.start >= frame.right.start && p.tokens.end <= frame.right.end);
    let left: Vec<&PeriodMention> = free
        .iter()
        .filter(|p| p.tokens.start >= frame.left.start && p.tokens.end <= frame.left.end)
        .copied()
        .collect();
    let earlier: Vec<&PeriodMention> =
        free.iter().filter(|p| p.tokens.end <= frame.left.start.max(number.start)).copied().collect();
    // `Đầu năm 2017 mới trả được 30 tỷ đồng của năm 2016`: paid in 2017.
    let of_thing =
        behind.is_some_and(|p| scene.is_cue(number.end, Cue::Of).is_some_and(|end| end == p.tokens.start));
    let behind =
        behind.filter(|_| !(of_thing && left.iter().any(|p| p.tokens.start <= sentence.start + LEADING)));
    [
        (behind.copied(), Basis::Stated),
        (last_adverbial(scene, sentence, &left), Basis::Stated),
        (inside_right.copied(), Basis::Stated),
        (last_adverbial(scene, sentence, &earlier), Basis::Sentence),
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
    let opening = mentions.iter().find(|p| of_noun && p.tokens.start <= sentence.start + LEADING);
    Some(opening.copied().unwrap_or(last))
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
    let year = |p: &PeriodMention| match p.expression {
        Expression::At(point @ Point { moment: said::Year(YearOf::Known(year)), .. }) => Some((year, point)),
        _ => None,
    };
    let number = &scene.quantities[frame.quantity].tokens;
    let listed = |at: usize| scene.is_cue(at, Cue::Respectively).is_some();
    let paired = scene.is_cue(number.end, Cue::And).is_some_and(|end| end < frame.right.end + 2)
        || scene.is_cue(frame.right.end, Cue::And).is_some();
    if year(mention).is_none() || paired || sentence.clone().any(listed) {
        return mention.clone();
    }
    let mut run = vec![mention];
    let follows = |a: &PeriodMention, b: &PeriodMention| {
        let parted = scene.is_mark(a.tokens.end, ',') || scene.is_cue(a.tokens.end, Cue::And).is_some();
        parted
            && a.tokens.end + 1 == b.tokens.start
            && matches!((year(a), year(b)), (Some((a, _)), Some((b, _))) if a + 1 == b)
    };
    while let Some(before) = free.iter().find(|p| follows(p, run[0])) {
        run.insert(0, before);
    }
    while let Some(after) = free.iter().find(|p| follows(run[run.len() - 1], p)) {
        run.push(after);
    }
    let (first, last) = (run[0], run[run.len() - 1]);
    match (year(first), year(last)) {
        (Some((_, from)), Some((_, to))) if run.len() > 1 => PeriodMention {
            tokens: first.tokens.start..last.tokens.end,
            expression: Expression::Between(from, to),
            ..mention.clone()
        },
        _ => mention.clone(),
    }
}

/// The period that is still in force, and its words.
pub(super) fn carried(memory: &Memory, future: bool) -> Option<(When, Evidence)> {
    let (moment, basis) = memory.in_force(future)?;
    let when = When { period: moment.period(future)?, text: moment.text.clone(), basis };
    Some((when, moment.evidence()))
}

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

/// Whether a mention stands in a bracket that says more than itself and that the frame's number is not in: it dates what the
/// bracket says (`tăng 6.000 đồng (cuối tháng 6/2016, giá là 37.000 đồng)`).
fn is_private(scene: &Scene, sentence: &Tokens, mention: &PeriodMention, frame: &Frame) -> bool {
    let at = mention.tokens.start;
    let open = (sentence.start..at).rev().find(|i| scene.is_mark(*i, '(') || scene.is_mark(*i, ')'));
    let Some(open) = open.filter(|i| scene.is_mark(*i, '(')) else { return false };
    let close = (mention.tokens.end..sentence.end).find(|i| scene.is_mark(*i, ')')).unwrap_or(sentence.end);
    let alone = open + 1 == at && close == mention.tokens.end;
    let number = scene.quantities[frame.quantity].tokens.start;
    !alone && !(open..close).contains(&number)
}

/// `Sáng 14/7, tại cuộc họp báo, ông Hải cho biết …`: the day that something was said on. What was said has a time of its own.
fn is_said_day(scene: &Scene, sentence: &Tokens, mention: &PeriodMention, number: usize) -> bool {
    if !is_event_day(mention) {
        return false;
    }
    let from = mention.tokens.start.saturating_sub(BESIDE).max(sentence.start);
    let to = (mention.tokens.end + BESIDE).min(number.max(mention.tokens.end)).min(sentence.end);
    let occasion = (from..to).any(|at| scene.is_cue(at, Cue::Event).is_some());
    let said = (mention.tokens.end..number).any(|at| {
        let end = scene.is_cue(at, Cue::Say);
        end.is_some() && scene.is_cue(at, Cue::ValueVerb).is_none()
    });
    occasion || said
}

/// How far from an occasion its day stands, in tokens.
const BESIDE: usize = 8;

/// `chiều 24/12`, `hôm nay`: the day of an event; it dates what happened, not what is counted in later sentences.
pub(super) fn is_event_day(mention: &PeriodMention) -> bool {
    let day = |m| matches!(m, said::Day { .. } | said::RelativeDay(_));
    mention.kind == Kind::During
        && matches!(mention.expression, Expression::At(Point { moment, .. }) if day(moment))
}

/// A day in a sentence about an occasion or something said: nothing that follows is of that day.
pub(super) fn is_day_of_speech(scene: &Scene, sentence: &Tokens, mention: &PeriodMention) -> bool {
    is_event_day(mention)
        && sentence
            .clone()
            .any(|at| scene.is_cue(at, Cue::Event).is_some() || scene.is_cue(at, Cue::Say).is_some())
}

/// What a document says of time in general.
pub(super) fn clock(published: Option<Date>, scenes: &[Scene]) -> Clock {
    let mut clock = Clock { published, latest: None, fiscal: None };
    for scene in scenes {
        for (index, mention) in scene.periods.iter().enumerate() {
            let fiscal = |p: &PeriodMention| {
                matches!(p.expression, Expression::At(Point { moment: said::FiscalYear(_), .. }))
            };
            let explains = index > 0
                && fiscal(&scene.periods[index - 1])
                && scene.is_mark(scene.periods[index - 1].tokens.end, '(');
            if let Expression::Between(Point { moment: said::Month { month, .. }, .. }, _) =
                mention.expression
                && (explains || mention.resolve(&Anchor::default()).is_some_and(|p| p.is_a_years_length()))
            {
                clock.fiscal = clock.fiscal.or(Some(month));
            }
        }
        if published.is_some() {
            continue;
        }
        for sentence in &scene.reading.sentences {
            let statuses = status::words(scene, sentence);
            let seen = scene.periods_in(sentence).iter().filter(|p| {
                matches!(p.kind, Kind::During | Kind::AsOf | Kind::Since) && !is_ahead(p, sentence, &statuses)
            });
            let year = seen.filter_map(|p| p.resolve(&Anchor::default())).map(|p| p.end.year()).max();
            clock.latest = clock.latest.max(year);
        }
    }
    clock
}

/// Whether a period is one that something is aimed at or expected for: behind such a word, or opening its sentence shortly before it.
pub(super) fn is_ahead(mention: &PeriodMention, sentence: &Tokens, statuses: &[InForce]) -> bool {
    let opens = mention.tokens.start <= sentence.start + 2;
    statuses.iter().any(|w| {
        matches!(w.status, Status::Target | Status::Forecast)
            && (w.at < mention.tokens.start || opens && w.at <= mention.tokens.end + CLAUSE)
    })
}

/// How far behind a period that opens its sentence the word for an aim stands, in tokens.
const CLAUSE: usize = 12;

/// `hiện nay`, `đến nay`: the day of publication.
fn is_now(mention: &PeriodMention) -> bool {
    matches!(mention.expression, Expression::At(Point { moment: said::Now, .. }))
}
