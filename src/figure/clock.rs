//! What the words of time of a document are read against: its day, and what it said in full before.
//!
//! In: the scenes of a document and its day of publication. Out: [`Clock`], which lends each mention an
//! [`Anchor`](crate::context::period::Anchor).
//!
//! Example: in a text without a date, `Trong tháng 3` behind `Tháng 2/2019` is of 2019.

use jiff::civil::Date;

use super::{
    When,
    memory::{Memory, Moment},
    scene::Scene,
    status::{self, InForce},
};
use crate::{
    context::period::{
        Anchor, Expression, Kind, Known, Moment as said, Period, PeriodMention, Point, YearOf,
    },
    document::{Dated, Precision},
    patterns::catalogue::{Cue, Status},
    reading::Tokens,
};

/// What periods are resolved against.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    /// Day of publication; the last one that it can be, where only its month or year is known.
    pub published: Option<Date>,
    /// How much of that day is known.
    pub known: Known,
    /// The latest year that the document says something was seen in: an older one is history and fills no holes.
    pub latest: Option<i16>,
    /// The year that it speaks of, if it names no other: `trong năm qua` is that one too.
    pub only: Option<i16>,
    /// The year that a plan which it speaks of is made up to: `quy hoạch sử dụng đất đến năm 2030`.
    pub horizon: Option<i16>,
    /// The month that a fiscal year begins with, where the document says so.
    pub fiscal: Option<i8>,
}

impl Clock {
    /// Whether a period is the last year of a plan, and not known to be over.
    pub(super) fn is_horizon(self, when: Option<&When>) -> bool {
        let over = |year: i16| {
            self.published.is_some_and(|day| day.year() > year) || self.latest.is_some_and(|seen| seen > year)
        };
        when.is_some_and(|w| {
            let year = w.period.start.year();
            self.horizon == Some(year) && w.period.is_calendar() && !over(year)
        })
    }

    /// The anchor that knows the day of publication.
    pub(super) fn day(self) -> Anchor {
        Anchor { published: self.published, known: self.known, ..Anchor::default() }
    }

    /// The anchor for what a figure whose period is `own` is compared with.
    pub(super) fn of_comparison(self, own: Option<&Period>) -> Anchor {
        Anchor { own: own.cloned(), fiscal: self.fiscal, ..self.day() }
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
        let near =
            said.clone().filter(|p| p.is_governing()).filter_map(|p| p.resolve(&Anchor::default())).last();
        let of_month = said.filter_map(|p| self.month_over(p)).last();
        let of_block = memory
            .cut_off
            .as_ref()
            .filter(|c| c.block == memory.block && c.sentence + LASTING >= memory.sentence);
        // An older year is history, unless a part of it follows at once.
        let told = memory.near.as_ref().filter(|near| {
            let recent = near.block == memory.block
                && near.sentence + 1 >= memory.sentence
                && is_part_of_year(mention);
            recent || self.latest.is_none_or(|latest| near.value.end.year() >= latest)
        });
        let near = near.or_else(|| compared_year(scene, sentence, mention).and_then(Period::year));
        let near = near.or_else(|| told.map(|near| near.value.clone()));
        Anchor {
            near,
            fiscal: self.fiscal,
            cut_off: of_month.or_else(|| of_block.map(|c| c.value)),
            ..self.day()
        }
    }

    /// The last day of a month that was just over when the text came out: `trong tháng 5 thu 23 tỷ; lũy kế từ đầu năm đến nay 106 tỷ` runs
    /// to the end of May.
    fn month_over(self, mention: &PeriodMention) -> Option<Date> {
        let published = self.published?;
        let month = matches!(mention.expression, Expression::At(Point { moment: said::Month { .. }, .. }))
            && mention.kind == Kind::During;
        let end = mention.resolve(&self.day())?.end;
        let past = end.until(published).ok()?.get_days();
        (month && (0..=JUST_OVER).contains(&past)).then_some(end)
    }
}

/// `Trong tháng 1 đạt 330 tỷ đồng, tăng 5% so với tháng 12/2016`, `so với cùng kỳ năm 2016`: the year that follows from what a month
/// without one is compared with.
fn compared_year(scene: &Scene, sentence: &Tokens, mention: &PeriodMention) -> Option<i16> {
    let month = match mention.expression {
        Expression::At(Point { moment: said::Month { month, .. }, .. }) => month,
        Expression::Months { last, .. } => last,
        _ => return None,
    };
    scene.periods_in(sentence).iter().find_map(|other| {
        scene.is_cue_before(other.tokens.start, Cue::Compare)?;
        if let Expression::Same(YearOf::Known(year)) = other.expression {
            return Some(year + 1);
        }
        let before = other.resolve(&Anchor::default())?;
        let short = (before.start.year(), before.start.month()) == (before.end.year(), before.end.month());
        Some(before.end.year() + i16::from(!short || month <= before.end.month()))
    })
}

/// How many days after its end a month is still the last one that a report covers.
const JUST_OVER: i32 = 31;

/// How many sentences further on `đến nay` is still the day that figures were said to be as of.
const LASTING: usize = 3;

/// The day that a date means; the last one that it can be. What lies after it is surely ahead.
pub(super) fn last_day(dated: &Dated) -> Option<Date> {
    match dated.precision {
        Precision::Year => Date::new(dated.date.year(), 12, 31).ok(),
        Precision::Month => Some(dated.date.last_of_month()),
        Precision::Day | Precision::Minute => Some(dated.date),
    }
}

/// What a document says of time in general.
pub(super) fn clock(dated: Option<&Dated>, scenes: &[Scene]) -> Clock {
    let published = dated.and_then(last_day);
    let known = dated.map_or(Known::Day, |d| match d.precision {
        Precision::Year => Known::Year,
        Precision::Month => Known::Month,
        Precision::Day | Precision::Minute => Known::Day,
    });
    let mut clock = Clock { published, known, latest: None, only: None, horizon: None, fiscal: None };
    let mut years = Vec::new();
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
        // Each is asked for its years once.
        let named = scene.periods.iter().filter_map(|p| Some((p, p.resolve(&Anchor::default())?)));
        let named: Vec<_> = named.map(|(p, said)| (p, said.start.year(), said.end.year())).collect();
        years.extend(named.iter().flat_map(|(_, first, last)| [*first, *last]));
        let mut named = named.into_iter().peekable();
        for sentence in &scene.reading.sentences {
            let mut statuses = None;
            while let Some((mention, _, year)) = named.next_if(|(p, ..)| p.tokens.start < sentence.end) {
                if mention.tokens.start < sentence.start {
                    continue;
                }
                let mut ahead = || {
                    let words = statuses.get_or_insert_with(|| status::words(scene, sentence));
                    is_ahead(mention, sentence, words)
                };
                if matches!(mention.kind, Kind::During | Kind::AsOf | Kind::Since) && !ahead() {
                    clock.latest = clock.latest.max(Some(year));
                }
                if is_of_plan(scene, sentence, mention) {
                    clock.horizon = clock.horizon.max(Some(year));
                }
            }
        }
    }
    years.sort_unstable();
    years.dedup();
    if let [year] = years[..] {
        clock.only = Some(year);
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

/// `Nghị quyết về Chương trình giám sát của Quốc hội năm 2018`: the time is in the name of a plan.
pub(super) fn names_a_plan(scene: &Scene, sentence: &Tokens, mention: &PeriodMention) -> bool {
    let from = mention.tokens.start.saturating_sub(NAME).max(sentence.start);
    mention.kind == Kind::During
        && (from..mention.tokens.start)
            .rev()
            .take_while(|at| scene.reading.tokens[*at].is_word())
            .any(|at| scene.text_from(at, 2).to_lowercase() == "nghị quyết")
}

/// How far behind the word for a plan its time stands in its name, in tokens.
const NAME: usize = 16;

/// `điều chỉnh quy hoạch sử dụng đất đến năm 2030`: how far a plan goes.
fn is_of_plan(scene: &Scene, sentence: &Tokens, mention: &PeriodMention) -> bool {
    let from = mention.tokens.start.saturating_sub(PLAN).max(sentence.start);
    mention.kind == Kind::Deadline
        && (from..mention.tokens.start)
            .rev()
            .take_while(|at| scene.reading.tokens[*at].is_word())
            .any(|at| scene.is_cue(at, Cue::Plan).is_some())
}

/// How far before its horizon a plan is named, in tokens.
const PLAN: usize = 8;

/// How far behind a period that opens its sentence the word for an aim stands, in tokens.
const CLAUSE: usize = 12;

/// `tháng 5`, `quý II`, `6 tháng đầu năm`: of a year that is not said.
fn is_part_of_year(mention: &PeriodMention) -> bool {
    let year = match mention.expression {
        Expression::At(Point {
            moment: said::Month { year, .. } | said::Quarter { year, .. } | said::Half { year, .. },
            ..
        })
        | Expression::Months { year, .. } => Some(year),
        _ => None,
    };
    year == Some(YearOf::Missing)
}
