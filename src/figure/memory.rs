//! What a document has said so far and later sentences lean on.
//!
//! In: the figures and mentions of each sentence in turn. Out: the period, place, reference, status and subject in force.
//!
//! Example: `Đến ngày 31-12-2020, … có 89.523 đơn vị. Số người tham gia BHXH là 1.846.011 người.`: the second sentence has no period;
//! the first one's governs it, with basis `paragraph`.

use jiff::civil::Date;

use super::{Basis, Evidence, Subject, Whereabouts, comparing::Compared, status::InForce, when};
use crate::{
    context::period::{Anchor, Expression, Kind, Moment as said, Period, PeriodMention, Point},
    span::{Raw, Span},
};

/// What is in force.
#[derive(Debug, Clone, Default)]
pub(super) struct Memory {
    /// The last period that governed a figure that was seen, or led a sentence.
    pub period: Option<Held<Moment>>,
    /// The last one that was more than a day.
    pub stretch: Option<Held<Moment>>,
    /// The same of figures that are aimed at or expected: what was seen is not of that time.
    pub aim: Option<Held<Moment>>,
    /// The last month that something happened in.
    pub month: Option<Held<Moment>>,
    /// The last period that was said in full, year included: it fills the holes of later ones.
    pub near: Option<Held<Period>>,
    /// The last day that figures were said to be as of.
    pub cut_off: Option<Held<Date>>,
    /// The first period of the headline or standfirst: the document's.
    pub document_period: Option<Moment>,
    /// The same of what the headline or standfirst aims at.
    pub document_aim: Option<Moment>,
    /// The last place that governed; nowhere, where the text turned to what has no place.
    pub place: Option<Held<Option<Whereabouts>>>,
    /// The last place named of each level, which `huyện`, `tỉnh` without a name go back to.
    pub recent: Vec<Whereabouts>,
    /// The last comparison with a period.
    pub reference: Option<Held<Compared>>,
    /// The status of the sentence before.
    pub status: Option<Held<InForce>>,
    /// The subject of the last level, and the unit that it was told in.
    pub subject: Option<Held<(Subject, Option<String>)>>,
    /// Block now read.
    pub block: usize,
    /// Sentence now read.
    pub sentence: usize,
}

/// How many sentences further on the horizon of an aim still is that of another.
const HORIZON: usize = 6;

/// After how many days an event is no longer what a text is about.
const LONG_PAST: i32 = 60;

/// How many sentences further on it still is `hiện nay`.
const MEANWHILE: usize = 2;

/// A value and where it was said.
#[derive(Debug, Clone)]
pub(super) struct Held<T> {
    /// The value.
    pub value: T,
    /// Its block.
    pub block: usize,
    /// Its sentence in the block.
    pub sentence: usize,
}

/// A period as it was said.
#[derive(Debug, Clone)]
pub(super) struct Moment {
    /// The mention.
    pub mention: PeriodMention,
    /// Its words.
    pub text: String,
    /// Where they stand.
    pub span: Span<Raw>,
    /// What its holes are filled from.
    pub anchor: Anchor,
}

impl Moment {
    /// Its days, for a figure that is aimed at (`future`) or was seen.
    pub(super) fn period(&self, future: bool) -> Option<Period> {
        self.mention.resolve(&Anchor { future, ..self.anchor.clone() })
    }

    /// The day of an event that was over long before the text came out.
    pub(super) fn is_day_long_past(&self) -> bool {
        let days = |from, to| Date::until(from, to).map_or(0, |length| length.get_days());
        when::is_event_day(&self.mention)
            && self.anchor.published.is_some_and(|published| {
                self.period(false).is_some_and(|day| days(day.end, published) > LONG_PAST)
            })
    }

    /// A decade: what a text looks back on, by the way.
    fn is_decade(&self) -> bool {
        matches!(self.mention.expression, Expression::At(Point { moment: said::Decade(_), .. }))
    }

    /// A school year.
    fn is_of_schools(&self) -> bool {
        matches!(
            self.mention.expression,
            Expression::At(Point { moment: said::SchoolYear(_) | said::RelativeSchoolYear(_), .. })
                | Expression::Between(Point { moment: said::SchoolYear(_), .. }, _)
        )
    }

    /// Its words as evidence.
    pub(super) fn evidence(&self) -> Evidence {
        Evidence { field: "period", span: self.span, entry: None }
    }
}

impl Memory {
    /// Takes notice of a period that names its year, so that later ones can lean on it.
    pub(super) fn note(&mut self, mention: &PeriodMention) {
        let Some(period) = mention.resolve(&Anchor::default()) else { return };
        if mention.kind == Kind::AsOf && period.is_day() {
            self.cut_off = Some(self.hold(period.end));
        }
        self.near = Some(self.hold(period));
    }

    /// Lets a period govern what follows: what is aimed at and what was seen apart. Inside one sentence an earlier time
    /// behind a later one is what the later is seen against (`420 tỷ, so với 82 tỷ của năm 1999`): it does not take over.
    pub(super) fn take_over(&mut self, moment: Moment, future: bool) {
        let held = if future { &self.aim } else { &self.period };
        // `Tháng 6 … Hồi 17/10 năm trước, quân số là 6.000.`: of a day long past is only what is said of it.
        if moment.is_day_long_past() {
            return;
        }
        let background = held.as_ref().is_some_and(|h| {
            (h.block, h.sentence) == (self.block, self.sentence)
                && matches!((h.value.period(future), moment.period(future)), (Some(a), Some(b)) if b.end < a.end)
        });
        // `Năm học 2015-2016 có 512 học sinh.`: of schools only; what is said next of other things is of the time before.
        let other = held.as_ref().map(|held| &held.value).or(self.document_period.as_ref());
        let of_schools = moment.is_of_schools() && other.is_some_and(|other| !other.is_of_schools());
        if background || of_schools {
            return;
        }
        if !future && !when::is_now(&moment.mention) && !when::is_event_day(&moment.mention) {
            self.stretch = Some(self.hold(moment.clone()));
        }
        let held = Some(self.hold(moment));
        if future {
            self.aim = held;
        } else {
            self.period = held;
        }
    }

    /// The calendar year in force, or the document's.
    pub(super) fn year_in_force(&self) -> Option<(&Moment, Basis)> {
        let held = self.period.as_ref().map(|held| (&held.value, self.basis(held)));
        let document = self.document_period.as_ref().map(|moment| (moment, Basis::Document));
        let of_year = |m: &Moment| m.period(false).is_some_and(|p| p.is_calendar());
        held.into_iter().chain(document).find(|(moment, _)| of_year(moment))
    }

    /// A figure was aimed at for the horizon in force: it stays in force.
    pub(super) fn aim_again(&mut self) {
        let (block, sentence) = (self.block, self.sentence);
        if let Some(aim) = self.aim.as_mut().filter(|aim| aim.block == block) {
            aim.sentence = sentence;
        }
    }

    /// The period in force: what was seen is not of the time of an aim, nor the other way round.
    pub(super) fn in_force(&self, future: bool) -> Option<(&Moment, Basis)> {
        let (held, document) =
            if future { (&self.aim, &self.document_aim) } else { (&self.period, &self.document_period) };
        // An aim is not of a horizon that was named long before.
        let near = |held: &&Held<Moment>| {
            if future {
                return held.block == self.block && held.sentence + HORIZON >= self.sentence;
            }
            // `hiện nay`, `những năm 90` are of what is said at once.
            !when::is_now(&held.value.mention) && !held.value.is_decade()
                || held.block != self.block
                || held.sentence + MEANWHILE >= self.sentence
        };
        match held.as_ref().filter(near) {
            Some(held) => Some((&held.value, self.basis(held))),
            None if held.is_some() => None,
            None => Some((document.as_ref()?, Basis::Document)),
        }
    }

    /// Remembers a value at the sentence now read.
    pub(super) fn hold<T>(&self, value: T) -> Held<T> {
        Held { value, block: self.block, sentence: self.sentence }
    }

    /// Remembers the subject of a level and the unit that it was told in.
    pub(super) fn tell(&mut self, subject: &Subject, unit: Option<&str>) {
        let mut held = self.subject.take().unwrap_or_else(|| self.hold((Subject::default(), None)));
        (held.block, held.sentence) = (self.block, self.sentence);
        let (told, told_in) = &mut held.value;
        copy(subject, told);
        match (told_in, unit) {
            (Some(told_in), Some(unit)) => unit.clone_into(told_in),
            (told_in, unit) => *told_in = unit.map(str::to_owned),
        }
        self.subject = Some(held);
    }

    /// Remembers the last named place of a level.
    pub(super) fn recall(&mut self, identity: (&str, Option<&str>, &'static str)) {
        let is_it = |p: &Whereabouts| (p.name.as_str(), p.code.as_deref(), p.level) == identity;
        // Most are named again and again.
        if self.recent.last().is_some_and(is_it) {
            return;
        }
        let of_level =
            self.recent.iter().position(|p| p.level == identity.2).map(|at| self.recent.remove(at));
        let known = of_level.filter(is_it);
        self.recent.push(known.unwrap_or_else(|| Whereabouts::of(identity, Basis::Document)));
    }

    /// How a held value is known in the sentence now read.
    pub(super) fn basis<T>(&self, held: &Held<T>) -> Basis {
        if held.block != self.block {
            Basis::Document
        } else if held.sentence == self.sentence {
            Basis::Sentence
        } else {
            Basis::Paragraph
        }
    }
}

/// Copies a subject into the room of another: the memory keeps that of each level in turn.
fn copy(subject: &Subject, into: &mut Subject) {
    let Subject {
        text,
        indicator,
        group,
        is_rate,
        is_growth,
        is_tariff,
        is_levy,
        is_own,
        hits,
        owner,
        lead,
        context,
        holding,
        whole,
        stem,
    } = subject;
    into.text.clone_from(text);
    into.indicator.clone_from(indicator);
    into.group.clone_from(group);
    into.hits.clone_from(hits);
    into.owner.clone_from(owner);
    into.lead.clone_from(lead);
    into.context.clone_from(context);
    into.holding.clone_from(holding);
    into.whole.clone_from(whole);
    into.stem.clone_from(stem);
    (into.is_rate, into.is_growth, into.is_tariff) = (*is_rate, *is_growth, *is_tariff);
    (into.is_levy, into.is_own) = (*is_levy, *is_own);
}
