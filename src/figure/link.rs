//! One frame → one [`Figure`]: every field, with the words that gave it.
//!
//! In: a frame, the figures before it in the sentence, and what the document said before. Out: the figure, or the class of a numeral
//! that counts nothing.
//!
//! Example: `(tăng 2.636.036 người, tăng 57,2% so với năm 2012)`: both are changes of what the sentence counted, with reference 2012.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::{
    Evidence, Figure, SaidBy, Subject, base,
    comparing::{inherit_measure, is_apart, is_coordinated, is_passed},
    frame::{Frame, Parted},
    governor::{Governor, governor},
    left::left_phrase,
    reading::{Sentence, Walk},
    reference::{Comparison, is_behind_multiple},
    scene::Scene,
    standing::{Standing, Told},
    subject::{self, Found},
    unit, unsaid,
    whereabouts::{self, Located},
};
use crate::{
    context::period::Kind,
    patterns::catalogue::{Cue, Dimension, Measure, Particle, PlaceLevel, Qualifier, Status},
    quantity::{Magnitude, Quantity, UnitExpression},
    reading::Tokens,
    text::Case,
};

impl Walk<'_> {
    pub(super) fn figure(
        &mut self,
        sentence: &Sentence,
        frame: &Frame,
        all: &[Frame],
        own: &[Figure],
    ) -> Result<Figure, &'static str> {
        let scene = sentence.scene;
        let quantity = &scene.quantities[frame.quantity];
        let previous = own.last();
        let mut governor = governor(scene, frame);
        let coordinated =
            is_coordinated(scene, frame, &governor, own, quantity.unit.as_ref().map(|u| u.code.as_str()));
        inherit_measure(scene, &mut governor, previous, frame, coordinated);
        let mut unit = quantity.unit.as_ref().map(Cow::Borrowed);
        // A large number may be a sum of money: what it is of is asked first.
        let large = quantity.reported.unit_mult >= 6;
        if unit.is_none()
            && !large
            && let Some(class) = no_count(scene, frame, &governor)
        {
            return Err(class);
        }
        let left = left_phrase(scene, frame, &governor);
        let found = subject::find(scene, frame, &governor, left.clone());
        let labelled = self.labelled(scene, &sentence.tokens, frame);
        // `đơn vị có số tiền nợ từ 300 triệu`: a bare sum behind a word for money; `số người hưởng lương hưu là 3,2 triệu` counts people.
        if unit.is_none() && large && !unit::counts_people(scene, &found, self.patterns) {
            unit = unit::money(scene, frame, quantity, self.patterns)
                .or_else(|| {
                    unit::currency(scene, frame, &found, quantity, own, &self.findings.figures, self.patterns)
                })
                .map(Cow::Owned);
        }
        if unit.is_none()
            && large
            && let Some(class) = no_count(scene, frame, &governor)
        {
            return Err(class);
        }
        let mut marked = None;
        if unit.is_none() {
            let named = match &found {
                Found::Left(pieces) | Found::Right(pieces) => {
                    // `ngành hoàn thành đầu tư mới 100 đầu máy`: what is counted stands behind the number.
                    let counts = governor.cue.is_some()
                        || frame.bracket.is_some()
                        || frame.right.is_empty()
                            && pieces.iter().map(ExactSizeIterator::len).sum::<usize>() <= LABEL
                        || pieces.first().is_some_and(|p| scene.is_cue(p.start, Cue::CountHead).is_some());
                    unit::from_subject(scene, pieces, self.patterns).filter(|_| counts)
                }
                Found::Nothing => None,
            };
            let lead = labelled.as_ref().map(|(_, lead)| std::slice::from_ref(lead));
            let named = named.or_else(|| unit::from_subject(scene, lead?, self.patterns));
            // `Hai dự án tốn 1.350 tỷ`: nobody counts things but people by the thousand million.
            let countless = quantity.reported.unit_mult >= 9;
            let named = named
                .filter(|u| !countless || u.dimension == Dimension::Person)
                .map(|u| unit::or_price(scene, frame, &found, quantity, u, own, self.patterns));
            // `51,62% (2.235/4.330 học sinh), … 10,49% (2.235/21.304)`: a count out of a total goes with the last such count.
            let alike = |f: &&Figure| f.quantity.out_of.is_some() == quantity.out_of.is_some();
            let from_previous = if quantity.out_of.is_some() {
                own.iter().rev().find(alike)
            } else {
                previous.filter(|_| coordinated || frame.bracket.is_some())
            };
            let from_previous = from_previous.and_then(|p| p.quantity.unit.as_ref()).map(Cow::Borrowed);
            let changed = unsaid::of_previous(scene, &governor, quantity, previous).map(Cow::Owned);
            marked = unsaid::of_mark(scene, &found, &governor, quantity, previous, self.patterns);
            unit = marked
                .clone()
                .or(named)
                .map(Cow::Owned)
                .or(from_previous)
                .or(changed)
                .or_else(|| unsaid::of_head(scene, &found, quantity).map(Cow::Owned));
            if unit.is_none() {
                return Err(if quantity.in_words { "spelled_count" } else { "bare_number" });
            }
        }
        let unit = unit.as_deref();
        let mut evidence = Vec::new();
        let subject = self
            .subject(scene, &sentence.tokens, frame, &governor, &left, &found, own, &mut evidence)
            .map(|subject| self.of_the_kind(scene, frame, own, subject));
        let subject =
            subject.map(|s| self.topic.complete(s, quantity.unit.as_ref(), governor.measure, self.patterns));
        let subject = labelled.map(|(subject, _)| subject).or(subject);
        let mut quantity = quantity.clone();
        // What comes behind may be a mark, too.
        quantity.unit = quantity.unit.or(marked);
        // `dài hơn 200 m so với cầu cũ`: the word compares.
        if governor.cue == Some(Cue::Extent) && quantity.qualifier == Qualifier::MoreThan {
            (quantity.qualifier, quantity.hedge) = (Qualifier::Exact, None);
        }
        let reference = self.reference(sentence, frame, &governor, all, previous);
        let mut measure = governor.measure;
        if matches!(measure, Measure::Change)
            && reference.as_ref().is_some_and(|r| r.target.is_some() && r.period.is_none())
        {
            measure = Measure::Gap;
        }
        if unit.is_some_and(|u| is_passed(sentence, frame, &governor, previous, u)) {
            measure = Measure::Level;
            if quantity.qualifier == Qualifier::Exact {
                quantity.qualifier = Qualifier::MoreThan;
            }
        }
        if reference.as_ref().is_some_and(|r| is_apart(scene, &governor, r)) {
            measure = Measure::Gap;
        }
        if measure == Measure::Level && is_growth(subject.as_ref(), unit.map(|u| u.dimension)) {
            measure = Measure::Change;
        }
        if measure == Measure::Level
            && reference.as_ref().is_some_and(|r| r.period.is_some() && r.target.is_none())
            && unit.is_some_and(|u| u.dimension == Dimension::Percent)
            && (governor.cue == Some(Cue::ValueVerb) || governor.cue.is_none() && coordinated)
            && (compared_directly(scene, frame, sentence)
                || governor.tokens.len() == 1
                    && scene.reading.is_small(governor.tokens.start, Particle::Equals)
                    && is_fronted(sentence)
                    && frame.right.is_empty())
        {
            measure = Measure::Multiple;
        }
        let reference = if measure == Measure::Level { None } else { reference };
        let base =
            if unit.is_some_and(|u| matches!(u.dimension, Dimension::Percent)) && measure == Measure::Level {
                base::find(scene, frame, &governor, self.patterns)
            } else {
                None
            };
        let told = Told {
            frame,
            governor: &governor,
            quantity: &quantity,
            unit,
            subject: subject.as_ref(),
            measure,
            previous,
        };
        let Standing { status, in_force, when } = self.standing(sentence, &told, &mut evidence);
        let on = when.as_ref().map(|w| w.period.end).or(self.clock.published);
        let place = whereabouts::find(
            scene,
            &sentence.tokens,
            frame,
            &sentence.comparisons,
            &self.memory,
            &self.home,
            self.patterns,
            on,
            status != Status::Observed,
        );
        if let Some(Located { place, tokens: Some(tokens), leads }) = &place {
            if place.is_some() {
                evidence.push(Evidence { field: "place", span: scene.reading.raw_span(tokens), entry: None });
            }
            if *leads {
                self.memory.place = Some(self.memory.hold(place.clone()));
            }
        }
        let place = place.and_then(|found| found.place).map(|p| plausible(p, &quantity, unit));
        let restated = reference.as_ref().is_some_and(|r| r.held.is_none());
        let reference = reference.and_then(|r| self.resolve_reference(sentence, r, when.as_ref()));
        if let Some((tokens, entry)) = &quantity.hedge {
            evidence.push(Evidence {
                field: "qualifier",
                span: scene.reading.raw_span(tokens),
                entry: Some(*entry),
            });
        }
        let mut code = unit.map(|u| u.code.clone());
        if unit::is_point(measure, unit.map(|u| u.dimension), subject.as_ref(), previous) {
            // `lãi suất tăng 0,2%/năm` is a difference of two rates, too.
            let per = code.as_deref().and_then(|c| c.split_once('/')).map(|(_, per)| format!("/{per}"));
            code = Some(format!("percentage_point{}", per.unwrap_or_default()));
        }
        if let Some(code) = code.as_mut().filter(|code| !code.contains('/')) {
            let rate = code == "percent" || code.starts_with("percentage_point");
            let divisor = unit::per_time(scene, frame, self.patterns)
                .or_else(|| unit::divisor(scene, frame, self.patterns).filter(|_| !rate));
            if let Some(divisor) = divisor {
                *code = format!("{code}/{divisor}");
            }
        }
        let quote_tokens = quantity.tokens.clone();
        let mut figure = Figure {
            block: scene.block,
            unit: code,
            quote: scene.reading.raw_span(&quote_tokens),
            sentence: scene.reading.raw_span(&sentence.tokens),
            measure,
            status,
            subject,
            base: base.map(|(b, tokens)| {
                evidence.push(Evidence { field: "base", span: scene.reading.raw_span(&tokens), entry: None });
                b
            }),
            when,
            reference,
            place,
            said_by: said_by(scene, quantity.tokens.start, &sentence.tokens),
            evidence,
            flags: quantity.flags.clone(),
            rule: rule_of(&governor),
            quantity,
            duplicate_of: None,
            confidence: "medium",
            checks: Vec::new(),
            cell: None,
        };
        // `…, trong đó hơn 93% là …`: a share of what was just counted.
        let part_of =
            frame.parted == Parted::Part && scene.is_cue(frame.right.start, Cue::ValueVerb).is_some();
        if figure.base.is_none()
            && part_of
            && figure.unit.as_deref() == Some("percent")
            && measure == Measure::Level
            && let Some(counted) = previous.and_then(|p| p.subject.as_ref())
        {
            let text = counted.text.clone();
            figure.base = Some(super::BaseOf { code: None, text, basis: super::Basis::Sentence });
        }
        if let Some(base) = whole(scene, &figure) {
            figure.base = Some(base);
        }
        if governor.negative && matches!(measure, Measure::Change | Measure::Gap) {
            figure.quantity.magnitude = figure.quantity.magnitude.negated();
            if let Some(alternative) = figure.quantity.alternative {
                figure.quantity.alternative = Some(-alternative);
            }
        }
        let points = figure.unit.as_deref().is_some_and(|u| u.starts_with("percentage_point"));
        let measured = if points { Some(Dimension::Point) } else { unit.map(|u| u.dimension) };
        self.claim(&mut figure, measured);
        self.trace(sentence, frame, &governor, unit, &mut figure);
        if measure == Measure::Level
            && let Some(subject) = &figure.subject
        {
            self.memory.tell(subject, figure.quantity.unit.as_ref().map(|u| u.code.as_str()));
        }
        self.memory.status = in_force.map(|w| self.memory.hold(w));
        if restated {
            self.remember_reference(scene, &figure);
        }
        Ok(figure)
    }
}

/// The longest name of what a bare number right behind it counts (`lao động nữ 1.200`), in tokens.
const LABEL: usize = 6;

/// Several provinces, and more people than any province has, are the nation's.
fn plausible(
    place: super::Whereabouts,
    quantity: &Quantity,
    unit: Option<&UnitExpression>,
) -> super::Whereabouts {
    let people = unit.is_some_and(|u| u.dimension == Dimension::Person);
    let province = place.level == PlaceLevel::Province.code()
        && place.code.as_deref().is_some_and(|c| c.starts_with("VN"));
    // `18 tỉnh mất điện`: more than one is not in one.
    let provinces = quantity.unit.as_ref().is_some_and(|u| u.code.starts_with("tỉnh"))
        && quantity.magnitude.high() > Decimal::ONE;
    if province && (provinces || people && quantity.magnitude.high() > PEOPLE_OF_A_PROVINCE) {
        return whereabouts::vietnam(place.basis);
    }
    place
}

/// No province of Vietnam has had more inhabitants: the largest since the mergers of 2025 has 14 million.
const PEOPLE_OF_A_PROVINCE: Decimal = Decimal::from_parts(14_500_000, 0, 0, false, 0);

/// The class of a bare number that counts nothing, where what stands beside it tells.
fn no_count(scene: &Scene, frame: &Frame, governor: &Governor) -> Option<&'static str> {
    let quantity = &scene.quantities[frame.quantity];
    // `kéo dài 1-3 ngày`: the first end of a length of time.
    let end = quantity.tokens.end;
    if scene.is_mark(end, '-') && scene.period_at(end + 1).is_some_and(|p| p.kind == Kind::Duration) {
        return Some("duration");
    }
    let alone = governor.cue.is_none() && frame.bracket.is_none();
    (alone && names_which(scene, quantity)).then_some("name")
}

/// `thôn Thiện Mỹ 2`, `nhiệm vụ 2017`: a bare number right behind a name, or a year behind a noun, tells which.
fn names_which(scene: &Scene, quantity: &Quantity) -> bool {
    let at = quantity.number.start;
    let Some(before) = at.checked_sub(1).map(|i| &scene.reading.tokens[i]) else { return false };
    let year = quantity.reported.number.len() == 4
        && quantity.reported.number.parse::<u32>().is_ok_and(|n| (1900..=2100).contains(&n));
    before.is_word() && (year || before.case == Case::Title) && quantity.hedge.is_none()
}

/// `tăng trưởng đạt 5,4%`, `mức tăng là 6,1%`: growth as a noun.
fn is_growth(subject: Option<&Subject>, dimension: Option<Dimension>) -> bool {
    dimension != Some(Dimension::Times) && subject.is_some_and(|s| s.is_growth)
}

/// Whether a comparison stands right behind the number: `bằng 105% so với cùng kỳ`.
fn compared_directly(scene: &Scene, frame: &Frame, sentence: &Sentence) -> bool {
    let mut end = scene.quantities[frame.quantity].tokens.end;
    // `bằng 96% và 89% so với cùng kỳ`
    while let Some(and) = scene.is_cue(end, Cue::And)
        && let Some(next) = scene.quantity_from(and).filter(|q| q.tokens.start == and)
    {
        end = next.tokens.end;
    }
    // `bằng 98,2% cùng kỳ năm trước`: the period alone compares.
    let same = |c: &Comparison| {
        c.period
            .map(|p| &scene.periods[p])
            .is_some_and(|p| p.kind == Kind::SamePeriod || is_behind_multiple(scene, p))
    };
    sentence
        .comparisons
        .iter()
        .any(|c| c.tokens.start == end && (same(c) || scene.is_cue(end, Cue::Compare).is_some()))
}

/// `So với cùng kỳ năm 2015, sản lượng đạt 512 tấn, bằng 109%`
fn is_fronted(sentence: &Sentence) -> bool {
    let start = sentence.tokens.start;
    sentence.comparisons.first().is_some_and(|c| c.period.is_some() && c.tokens.start <= start + FRONT)
}

/// How many tokens stand before a comparison that opens a sentence: `Cụ thể, so với …`.
const FRONT: usize = 3;

/// `3/18 huyện`, `2.235/4.330 học sinh`: the whole is printed with the part.
fn whole(scene: &Scene, figure: &Figure) -> Option<super::BaseOf> {
    figure.quantity.out_of?;
    let tokens = figure.quantity.tokens.clone();
    let slash = tokens.clone().find(|at| scene.is_mark(*at, '/'))?;
    let text = scene.text(&(slash + 1..tokens.end)).to_owned();
    Some(super::BaseOf { code: None, text, basis: super::Basis::Stated })
}

fn said_by(scene: &Scene, at: usize, sentence: &Tokens) -> Option<Box<SaidBy>> {
    let found = scene.attribution_of(at, sentence)?;
    Some(Box::new(SaidBy { document: found.document.clone(), issuer: found.issuer.clone() }))
}

fn rule_of(governor: &Governor) -> &'static str {
    match (governor.cue, governor.measure) {
        (Some(cue), _) => cue.code(),
        (None, Measure::Level) => "counted",
        (None, _) => "coordinated",
    }
}

/// Bounds that the words of a hedge give a number, sign applied.
pub fn bounds(figure: &Figure) -> (Option<rust_decimal::Decimal>, Option<rust_decimal::Decimal>) {
    match (figure.quantity.magnitude, figure.quantity.qualifier) {
        (Magnitude::Range { low, high }, _) => (Some(low), Some(high)),
        (Magnitude::Point(value), qualifier) => {
            let falling =
                value.is_sign_negative() && matches!(figure.measure, Measure::Change | Measure::Gap);
            let (low, high) = match qualifier {
                Qualifier::Exact | Qualifier::Range => (Some(value), Some(value)),
                Qualifier::About => (None, None),
                Qualifier::MoreThan | Qualifier::AtLeast => (Some(value), None),
                Qualifier::Nearly | Qualifier::LessThan | Qualifier::AtMost => (None, Some(value)),
            };
            // "giảm hơn 24 nghìn": more in size is less in value.
            if falling { if low == high { (low, high) } else { (high, low) } } else { (low, high) }
        }
    }
}
