//! Whether a number was seen, is aimed at or laid down, and when: each leans on the other.
//!
//! In: what a frame says of its number. Out: its [`Standing`]; the memory takes notice of the time.
//!
//! Example: `thuế sẽ tăng từ 50% lên 55% từ 1/7/2016`: a tax is laid down, so `sẽ` forecasts nothing, and the rule holds from that day on.

use jiff::civil::Date;

use super::{
    Basis, Evidence, Figure, Subject, When, beside, bulletin, elsewhen,
    frame::Frame,
    governor::Governor,
    lasting,
    memory::Moment,
    reading::{Sentence, Walk},
    reference::is_compared,
    scene::Scene,
    status::{self, InForce},
    unit, when,
};
use crate::{
    context::period::{Expression, Kind},
    patterns::catalogue::{Cue, Dimension, Measure, Particle, Qualifier, Reach, Status},
    quantity::{Quantity, UnitExpression},
    reading::Tokens,
};

/// What a frame says of its number.
pub(super) struct Told<'f> {
    /// The frame.
    pub frame: &'f Frame,
    /// Its verb.
    pub governor: &'f Governor,
    /// The number.
    pub quantity: &'f Quantity,
    /// Its unit, from elsewhere too.
    pub unit: Option<&'f UnitExpression>,
    /// What is measured.
    pub subject: Option<&'f Subject>,
    /// Level, change, gap, multiple.
    pub measure: Measure,
    /// The figure before it in the sentence.
    pub previous: Option<&'f Figure>,
}

/// How a number stands to the world.
pub(super) struct Standing {
    /// Observed, target, …
    pub status: Status,
    /// The word that says so.
    pub in_force: Option<InForce>,
    /// When.
    pub when: Option<When>,
}

/// Whether a number is laid down.
#[derive(Clone, Copy)]
struct LaidDown {
    /// By a tariff, whose time is that of the paragraph.
    tariff: bool,
    /// By a tariff, as a tax or an allowance, or as the sum that defines whom a rule is for.
    any: bool,
    /// It needs no other word for it.
    unsaid: bool,
}

impl Walk<'_> {
    /// The status and the time of a number.
    pub(super) fn standing(
        &mut self,
        sentence: &Sentence,
        told: &Told,
        evidence: &mut Vec<Evidence>,
    ) -> Standing {
        let scene = sentence.scene;
        let Told { frame, governor, quantity, unit, measure, previous, .. } = *told;
        let in_force = self
            .status(sentence, frame, governor, previous)
            .filter(|w| {
                w.status != Status::Rule || status::may_be_rule(scene, frame, w, governor, measure, unit)
            })
            // `xử lý 850 trường hợp, phạt tiền 12 tỷ`: done, like what was counted.
            .filter(|w| w.reach != Reach::Deed || previous.is_none_or(|p| p.status != Status::Observed));
        let laid_down = self.laid_down(sentence, told);
        let bound = || measure == Measure::Level && is_bound(scene, &sentence.tokens, quantity, unit);
        let unsaid = match () {
            () if laid_down.unsaid || bound() => Status::Rule,
            () if bulletin::is_of_bulletin(scene, &sentence.tokens, quantity, unit) => Status::Forecast,
            () => Status::Observed,
        };
        let mut status = in_force.map_or(unsaid, |w| w.status);
        // `thuế suất sẽ tăng từ 50% lên 55%`, `dự kiến mức phí là 40 đồng`: a rule that is to come is one.
        if laid_down.any && matches!(status, Status::Forecast | Status::Target) {
            status = Status::Rule;
        }
        if let Some(word) = in_force {
            evidence.push(Evidence {
                field: "status",
                span: scene.reading.raw_span(&(word.at..word.end)),
                entry: Some(word.entry),
            });
        }
        let own_status = status;
        status = status::settled(sentence, frame, quantity, previous, in_force, status, governor, measure);
        // What would follow from something is of the time that is spoken of.
        let future = matches!(status, Status::Target | Status::Forecast)
            && in_force.is_none_or(|w| w.reach != Reach::Condition);
        // Growth and what flows take a while.
        let growth = measure == Measure::Change && unit.is_some_and(|u| u.dimension == Dimension::Percent)
            || unit.is_some_and(|u| !u.code.contains('/'))
                && scene
                    .linked(frame.left.clone(), &[Cue::Flow])
                    .any(|at| scene.is_cue(at, Cue::Flow).is_some());
        let level_of_comparison =
            governor.measure == Measure::Level && matches!(governor.cue, Some(Cue::Rise | Cue::Fall));
        let (mut when, moment, words) = when::find(
            sentence,
            frame,
            &self.memory,
            self.clock,
            future,
            growth,
            level_of_comparison,
            previous,
        );
        // A tariff holds for the time that the paragraph is about.
        let tariff = laid_down.tariff && when.as_ref().is_some_and(|w| w.basis <= Basis::Paragraph);
        if status == Status::Rule && own_status != status {
            // A rule goes on: it holds for the same time, if it says no other.
            let own = when.filter(|w| w.basis == Basis::Stated);
            when = own.or_else(|| previous.and_then(|p| p.when.clone()));
        } else if status == Status::Rule
            && !tariff
            && !when::is_of_rule(scene, &sentence.tokens, when.as_ref(), moment.as_ref(), quantity)
        {
            when = beside::since(sentence, frame).and_then(|mention| {
                let moment = self.clock.moment(scene, &sentence.tokens, mention, &self.memory);
                let period = moment.period(false)?;
                Some(When { period, text: moment.text, basis: Basis::Sentence })
            });
            when = when.or_else(|| lasting::of_rules(&self.memory));
        }
        if when.as_ref().is_some_and(|w| w.basis > Basis::Sentence) {
            let code = quantity.unit.as_ref().map(|u| u.code.as_str());
            when = lasting::of_whole(sentence, &self.memory, measure, code, &self.findings.figures).or(when);
        }
        // `theo Nghị định 95, đến năm 2030 đạt 90%`: what is laid down for a day to come is an aim.
        let deadline = moment.as_ref().is_some_and(|m| m.mention.kind == Kind::Deadline);
        let aims = deadline && in_force.is_some_and(|w| w.reach == Reach::Sentence) && !laid_down.any;
        if status == Status::Rule && aims && when.as_ref().is_some_and(|w| self.is_to_come(w)) {
            status = Status::Target;
        }
        // `xe dài 1.970 mm`: what a thing is built like has no time but its own.
        let built = unit.is_some_and(unit::is_of_a_thing)
            || measure == Measure::Level && is_built(scene, frame, unit);
        when = when.filter(|w| !built || !matches!(w.basis, Basis::Paragraph | Basis::Document));
        let outdated = status == Status::Rule && when.as_ref().is_some_and(|w| self.is_outdated(w));
        when = when.filter(|_| !outdated);
        status = when::seen(sentence, frame, level_of_comparison, moment.as_ref(), status);
        let aimed = matches!(status, Status::Forecast | Status::Target | Status::Estimated);
        if aimed && moment.as_ref().is_some_and(|m| self.is_old_value(sentence, told, m)) {
            status = Status::Observed;
        }
        evidence.extend(words.filter(|_| when.is_some()));
        if status == Status::Observed && in_force.is_none() && self.clock.is_horizon(when.as_ref()) {
            status = Status::Target;
        }
        if status == Status::Observed
            && let Some(when) = &when
            // `(trước đó đã di dời 3 hộ)`
            && (frame.bracket.is_none() || in_force.is_none())
        {
            status = self.not_yet_seen(scene, when, quantity, laid_down, in_force.is_none());
        }
        if moment.is_none() && future && when.is_some() {
            self.memory.aim_again();
        }
        // The time of what a number is compared with is not what is spoken of.
        let compared = is_compared(scene, &sentence.comparisons, frame.quantity);
        let aside = frame.bracket.is_some() || level_of_comparison || compared || outdated;
        if let Some(moment) = moment.filter(|m| !aside && governs(sentence, m)) {
            // What a proposal lays down for a year to come was not seen either.
            let ahead = status == Status::Rule && when.as_ref().is_some_and(|w| self.is_to_come(w));
            self.memory.take_over(moment, ahead || matches!(status, Status::Target | Status::Forecast));
        }
        Standing { status, in_force, when }
    }

    /// `ước tăng lên 3,6% so với 3,4% năm 2018`, `tăng từ 39% năm 2018 lên 42% vào năm 2025`: what is aimed at or expected is seen
    /// against what was, where its own time behind the number is over.
    fn is_old_value(&self, sentence: &Sentence, told: &Told, moment: &Moment) -> bool {
        let scene = sentence.scene;
        let number = &told.quantity.tokens;
        let start = scene.start_of(told.quantity);
        let from = start > sentence.tokens.start
            && scene.reading.is_particle(start - 1, Particle::From)
            && scene.quantity_from(number.end).is_some_and(|q| q.tokens.start < sentence.tokens.end);
        let over = moment.period(false).is_some_and(|own| {
            let later = told.previous.and_then(|p| p.when.as_ref()).is_some_and(|w| w.period.end > own.end);
            later || self.clock.published.is_some_and(|published| own.end < published)
        });
        (from || is_compared(scene, &sentence.comparisons, told.frame.quantity))
            && moment.mention.tokens.start >= number.end
            && (over || when::is_now(&moment.mention))
    }

    /// Whether somebody lays a number down, unless a word says that it was paid or is planned.
    fn laid_down(&self, sentence: &Sentence, told: &Told) -> LaidDown {
        let scene = sentence.scene;
        let Told { frame, quantity, unit, subject, measure, .. } = *told;
        // `mức học phí ở thị xã là 80.000 đồng/tháng`
        let named = matches!(measure, Measure::Level | Measure::Change)
            && (subject.is_some_and(|s| s.is_tariff) || status::is_tariff(scene, frame, told.governor))
            && unit.is_some_and(unit::is_fixed_by_rules);
        // `Mức phí là 60.000 đồng. Mỗi năm sẽ tăng thêm 5.000 đồng.`: of what was laid down, where no other subject is named.
        let goes_on = measure == Measure::Change
            && subject.is_none_or(|s| !s.is_own)
            && is_bare(scene, &(frame.left.start..told.governor.tokens.start))
            && status::goes_on_rule(scene, quantity, &self.findings.figures);
        // `đơn vị nợ từ 300 triệu trở lên thì …`: a sum that defines whom a rule is for.
        let threshold = status::is_threshold(scene, frame, quantity, unit);
        let levied = status::is_levied(sentence, frame, subject, unit, measure);
        // `học phí tăng 5%` may be what came of it; by how many dong it rises is laid down.
        let fixed =
            levied || measure == Measure::Level || unit.is_some_and(|u| u.dimension == Dimension::Money);
        let any = named || goes_on || threshold || levied;
        LaidDown { tariff: (named || goes_on) && !threshold, any, unsaid: any && fixed }
    }

    /// No rule that is in the news is of a time long past: `người tham gia trước năm 1945 được hưởng …`.
    fn is_outdated(&self, when: &When) -> bool {
        let now = self.clock.published.map_or(FIRST_PAGES, Date::year);
        when.period.end.year() + OLD < now
    }

    /// Whether a time begins after the publication.
    fn is_to_come(&self, when: &When) -> bool {
        self.clock.published.is_some_and(|published| when.period.start > published)
    }

    /// What lies ahead of the publication was not seen; it goes on with an estimate if one was just given.
    fn not_yet_seen(
        &self,
        scene: &Scene,
        when: &When,
        quantity: &Quantity,
        laid_down: LaidDown,
        unsaid: bool,
    ) -> Status {
        // `dự án giai đoạn 2020-2025 cần 850 tỷ đồng`: a stretch of years that is not over is planned, unless a word says what was done.
        let years = when.period.is_calendar() && when.period.start.year() < when.period.end.year();
        if unsaid && years && self.clock.published.is_some_and(|day| day.year() < when.period.end.year()) {
            return if laid_down.any { Status::Rule } else { Status::Target };
        }
        let ahead = self.clock.published.is_some_and(|published| when.period.end > published);
        let to_come = self.is_to_come(when);
        if !ahead || !to_come && when.period.start != when.period.end {
            return Status::Observed;
        }
        let estimated = self.findings.figures.last().is_some_and(|f| {
            f.status == Status::Estimated
                && f.block == scene.block
                && f.when.as_ref().is_some_and(|f| f.period == when.period)
        });
        // `giai đoạn 2021-2025, tăng tối thiểu 14%`: a bound on what is to come is an aim.
        let bound = matches!(quantity.qualifier, Qualifier::AtLeast | Qualifier::AtMost);
        match () {
            () if estimated => Status::Estimated,
            () if laid_down.any => Status::Rule,
            () if bound => Status::Target,
            () => Status::Forecast,
        }
    }
}

/// `diện tích không nhỏ hơn 25 m2`: how much something has to be, of what rules fix. What is told of a time was so then.
fn is_bound(scene: &Scene, sentence: &Tokens, quantity: &Quantity, unit: Option<&UnitExpression>) -> bool {
    let hedge = quantity.hedge.as_ref().filter(|(hedge, _)| hedge.end <= quantity.tokens.start);
    unit.is_some_and(unit::is_fixed_by_rules)
        && matches!(quantity.qualifier, Qualifier::AtLeast | Qualifier::AtMost)
        && hedge.is_some_and(|(hedge, _)| scene.is_cue(hedge.start, Cue::Bound).is_some())
        && !scene.periods_in(sentence).iter().any(|p| p.kind == Kind::During)
}

/// `rộng 12 m`, `sức chứa khoảng 3.500 người`: what a thing is built like.
fn is_built(scene: &Scene, frame: &Frame, unit: Option<&UnitExpression>) -> bool {
    let near = frame.left.end.saturating_sub(BUILT).max(frame.left.start)..frame.left.end;
    scene.is_cue_before(frame.left.end, Cue::Extent).is_some()
        || unit.is_some_and(|u| u.dimension != Dimension::Percent)
            && near.into_iter().any(|at| scene.is_cue(at, Cue::Built).is_some())
}

/// How far before a number what a thing is built like is named, in tokens.
const BUILT: usize = 6;

/// Whether nothing but times and small words stands before a verb.
fn is_bare(scene: &Scene, before: &Tokens) -> bool {
    before
        .clone()
        .filter(|at| scene.period_at(*at).is_none())
        .all(|at| super::governor::content_words(scene, &(at..at + 1)) == 0)
}

/// Whether a time governs what follows. A mean is told once (`CPI bình quân 6 tháng tăng 4,15%.`): what follows is of the time before.
fn governs(sentence: &Sentence, moment: &Moment) -> bool {
    let mention = &moment.mention;
    let mean = matches!(mention.expression, Expression::Months { .. })
        && sentence.scene.is_cue_before(mention.tokens.start, Cue::Mean).is_some();
    !mean && !elsewhen::is_of_whole(sentence.scene, &sentence.tokens, mention)
}

/// A rule that is older than this is history, in years.
const OLD: i16 = 20;

/// No page that is read here is older.
const FIRST_PAGES: i16 = 2000;
