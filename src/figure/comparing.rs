//! Which comparison a change belongs to, and which numbers are the same change in another form.
//!
//! In: a frame, its governor and the comparisons of its sentence. Out: [`ReferenceTo`].
//!
//! Example: `giảm 2% về số doanh nghiệp, tăng 6,5% về vốn so với cùng kỳ năm trước`: one reference serves both.

use super::{
    Figure, ReferenceTo,
    frame::{Frame, Parted, changes},
    governor::{Governor, content_words, governor, is_comparative},
    phrase::{any_cue, clean_right, is_strong},
    reading::{Sentence, Walk},
    reference::{Comparison, years_ago},
    scene::Scene,
};
use crate::{
    context::period::{Kind, Period, PeriodMention},
    patterns::{
        Meaning,
        catalogue::{Cue, Dimension, Measure, NounRole, Particle, Qualifier},
    },
    quantity::{Magnitude, UnitExpression},
    reading::Tokens,
};

impl Walk<'_> {
    /// The comparison of a change: its own, or the next one to the right up to a level, or the last one before it.
    pub(super) fn reference(
        &self,
        sentence: &Sentence,
        frame: &Frame,
        governor: &Governor,
        all: &[Frame],
        previous: Option<&Figure>,
    ) -> Option<Pending> {
        let scene = sentence.scene;
        let number = &scene.quantities[frame.quantity].tokens;
        let direct = sentence.comparisons.iter().any(|c| c.tokens.start == number.end);
        if governor.measure == Measure::Level && governor.cue != Some(Cue::ValueVerb) && !direct {
            return None;
        }
        // `vượt 0,96% chỉ tiêu được giao, tăng 8,36% so với năm 2015`: the plan stands behind the number.
        let plan = frame.right.clone().find(|at| scene.is_cue(*at, Cue::Plan).is_some());
        if let Some(plan) = plan.filter(|_| matches!(governor.cue, Some(Cue::Exceed | Cue::Miss))) {
            let tokens = plan..frame.right.end;
            let target = Some(scene.text(&tokens).to_owned());
            return Some(Pending { target, tokens: Some(tokens), ..Pending::default() });
        }
        // Right behind the number, or holding its verb: `tăng 6,4% so với quý IV/2016`, `cao hơn năm 2016 1,7%`.
        let own = sentence
            .comparisons
            .iter()
            .find(|c| c.tokens.start >= number.end && c.tokens.start <= frame.right.end + 1)
            .or_else(|| {
                sentence.comparisons.iter().find(|c| {
                    c.tokens.start == governor.tokens.start
                        && c.tokens.end <= number.start
                        && governor.cue.is_some()
                })
            });
        // `tăng 4% trong vòng 1 tháng và tăng 12% so với năm trước`: the first has a span of its own.
        let spans = scene
            .periods_in(&sentence.tokens)
            .iter()
            .any(|p| p.kind == Kind::Duration && (number.end..number.end + 4).contains(&p.tokens.start));
        // `giảm 0,06% do giá một số loại gạo giảm so với tháng trước`: a clause of cause has a comparison of its own.
        let caused = |c: &Comparison| {
            let opener = (number.end..c.tokens.start).find(|at| scene.is_cue(*at, Cue::Opener).is_some());
            opener.is_some_and(|at| (at..c.tokens.start).any(|i| changes(scene, i)))
        };
        // `là 13,3% (tăng 350.000 đồng so với năm 2017)`: of the number in the bracket.
        let inside = |c: &Comparison| {
            let open = (number.end..c.tokens.start)
                .rev()
                .find(|at| scene.is_mark(*at, '(') || scene.is_mark(*at, ')'))
                .filter(|at| scene.is_mark(*at, '('));
            let changes = matches!(governor.cue, Some(Cue::Rise | Cue::Fall));
            open.is_some_and(|open| {
                scene.counts_in(&(open..c.tokens.start)) && !(changes && self::changes(scene, open + 1))
            })
        };
        let ahead = sentence.comparisons.iter().find(|c| c.tokens.start >= number.end).filter(|c| {
            !spans
                && !caused(c)
                && !inside(c)
                && all[all.partition_point(|f| f.left.end <= number.end)..]
                    .iter()
                    .take(SERVED)
                    .filter(|f| f.left.end < c.tokens.start)
                    .all(|f| {
                        let other = self::governor(scene, f);
                        // `tăng thêm 148 tỷ, nhiều hơn 15 tỷ so với phương án cũ`: by so much another differs.
                        let differs =
                            is_comparative(scene, &other.tokens) && !is_comparative(scene, &governor.tokens);
                        !differs
                            && (other.measure != Measure::Level
                                || f.bracket.is_some()
                                || f.left.clone().all(|at| {
                                    !scene.reading.tokens[at].is_word()
                                        || scene.is_cue(at, Cue::And).is_some()
                                }))
                    })
        });
        // `gấp 3 lần chi phí xây dựng đường A`: what it is so many times of stands behind it.
        let times =
            scene.quantities[frame.quantity].unit.as_ref().is_some_and(|u| u.dimension == Dimension::Times);
        if governor.measure == Measure::Multiple && times && own.is_none() {
            let of = clean_right(scene, &frame.right);
            let boundary = |m| matches!(m, Meaning::Noun(NounRole::Boundary, _)).then_some(());
            if let (Some(first), Some(last)) = (of.first(), of.last())
                && any_cue(scene, first.start, &[Cue::Preposition, Cue::Opener, Cue::And, Cue::About])
                    .is_none()
                && (is_strong(scene, first) || scene.reading.hit(first.start, boundary).is_none())
            {
                return Some(Pending { tokens: Some(first.start..last.end), ..Pending::default() });
            }
        }
        let behind = sentence.comparisons.iter().rev().find(|c| c.tokens.end <= number.start);
        let chosen = own.or(ahead).or(behind);
        if let Some(c) = chosen {
            return Some(Pending {
                target: c.plan.as_ref().map(|p| scene.text(p).to_owned()),
                period: c.period,
                tokens: Some(c.words(scene)),
                ..Pending::default()
            });
        }
        // `cao hơn lãi suất gửi tại quầy 0,3%`: what it is compared with stands between.
        let object = governor.tokens.end..scene.start_of(&scene.quantities[frame.quantity]);
        if object.start < object.end
            && governor.cue.is_some()
            && is_comparative(scene, &governor.tokens)
            && content_words(scene, &object) > 0
        {
            let tokens = Some(governor.tokens.start..object.end);
            return Some(Pending { tokens, ..Pending::default() });
        }
        if let Some(reference) =
            previous.and_then(|p| p.reference.clone()).filter(|_| governor.measure != Measure::Level)
        {
            return Some(Pending {
                target: reference.target.clone(),
                held: Some(reference),
                ..Pending::default()
            });
        }
        let held = self.memory.reference.as_ref().filter(|h| {
            h.block == self.memory.block
                && h.sentence + CARRIED >= self.memory.sentence
                && (governor.measure == Measure::Change
                    || governor.measure == Measure::Multiple && governor.cue == Some(Cue::Rise))
        })?;
        // `so với cùng kỳ` serves what follows; another period only what says that it goes on: `cũng tăng`, `trong đó`.
        let number = &scene.quantities[frame.quantity];
        // The next sentence may be parallel to one with any reference, if it has no time of its own.
        let next = held.sentence + 1 == self.memory.sentence
            && !scene.periods_in(&sentence.tokens).iter().any(PeriodMention::is_governing);
        let parallel = (held.value.same_period || next)
            && held.value.unit == number.unit.as_ref().map(|u| u.code.clone());
        let also = frame.left.clone().any(|at| scene.reading.is_small(at, Particle::Also));
        let goes_on = frame.parted == Parted::Part
            || scene.is_cue(sentence.tokens.start, Cue::Part).is_some()
            || scene.is_cue(sentence.tokens.start + 1, Cue::Part).is_some();
        (parallel || also || goes_on).then(|| Pending {
            held: Some(held.value.reference.clone()),
            held_for: held.value.own.clone(),
            ..Pending::default()
        })
    }

    /// Remembers what a figure was compared with.
    pub(super) fn remember_reference(&mut self, scene: &Scene, figure: &Figure) {
        let Some(reference) = figure.reference.clone().filter(|r| r.period.is_some()) else { return };
        let text = reference.text.to_lowercase();
        let index = scene.reading.sentence_of(figure.quantity.tokens.start);
        let periods = scene.reading.sentences.get(index).map_or(&[][..], |s| scene.periods_in(s));
        self.memory.reference = Some(self.memory.hold(Compared {
            same_period:
                periods.iter().any(|p| {
                    p.kind == Kind::SamePeriod && text.contains(&scene.text(&p.tokens).to_lowercase())
                }),
            own: figure.when.as_ref().map(|w| w.period.clone()),
            unit: figure.quantity.unit.as_ref().map(|u| u.code.clone()),
            reference,
        }));
    }

    pub(super) fn resolve_reference(
        &self,
        sentence: &Sentence,
        pending: Pending,
        when: Option<&super::When>,
    ) -> Option<Box<ReferenceTo>> {
        let own = when.map(|w| &w.period);
        if let Some(held) = pending.held {
            return pending.held_for.is_none_or(|of| own == Some(&of)).then_some(held);
        }
        let scene = sentence.scene;
        let text = pending.tokens.map(|t| scene.text(&t).to_owned()).unwrap_or_default();
        let period = pending.period.map(|i| &scene.periods[i]).and_then(|mention| {
            if mention.kind == Kind::Duration {
                return own.and_then(|own| own.shifted(-years_ago(scene, mention).unwrap_or(1)));
            }
            mention.resolve(&self.clock.of_comparison(own))
        });
        Some(Box::new(ReferenceTo { period, target: pending.target, text }))
    }
}

/// What a figure was compared with.
#[derive(Debug, Clone)]
pub(super) struct Compared {
    reference: Box<ReferenceTo>,
    /// `cùng kỳ`.
    same_period: bool,
    /// The figure's own period.
    own: Option<Period>,
    /// Its unit.
    unit: Option<String>,
}

/// A comparison before its period is resolved.
#[derive(Debug, Default)]
pub(super) struct Pending {
    pub(super) target: Option<String>,
    pub(super) period: Option<usize>,
    pub(super) tokens: Option<Tokens>,
    /// One that was said before, as it was resolved there.
    pub(super) held: Option<Box<ReferenceTo>>,
    /// It holds only for figures of this period.
    held_for: Option<Period>,
}

/// `vượt 9 triệu lượt`: an amount that was passed, not the distance from a plan or from the amount just printed.
pub(super) fn is_passed(
    sentence: &Sentence,
    frame: &Frame,
    governor: &Governor,
    previous: Option<&Figure>,
    unit: &UnitExpression,
) -> bool {
    let number = &sentence.scene.quantities[frame.quantity];
    let compared = sentence.comparisons.iter().any(|c| {
        c.tokens.start >= number.tokens.end && c.tokens.start <= frame.right.end + 1
            || c.tokens.start == governor.tokens.start
    });
    let plan =
        (governor.tokens.start..frame.right.end).any(|at| sentence.scene.is_cue(at, Cue::Plan).is_some());
    let beyond = previous.is_some_and(|p| {
        p.unit.as_deref() == Some(&unit.code)
            && p.block == sentence.scene.block
            && p.quantity.magnitude.high().abs() > number.magnitude.high().abs()
    });
    governor.cue == Some(Cue::Exceed)
        && governor.measure == Measure::Gap
        && !matches!(unit.dimension, Dimension::Percent | Dimension::Point | Dimension::Permille)
        && !compared
        && !plan
        && !beyond
}

/// `cao hơn 3% so với bình quân cả nước`: compared with another thing, not with another time.
pub(super) fn is_apart(scene: &Scene, governor: &Governor, reference: &Pending) -> bool {
    governor.measure == Measure::Change
        && is_comparative(scene, &governor.tokens)
        && reference.held.is_none()
        && reference.period.is_none()
        && reference.target.is_none()
}

/// `A và B`: nothing but a link, or a comma before another form of the same change, stands between the number before and this one.
pub(super) fn is_coordinated(
    scene: &Scene,
    frame: &Frame,
    governor: &Governor,
    own: &[Figure],
    unit: Option<&str>,
) -> bool {
    let previous = own.last();
    if governor.cue.is_some()
        || governor.preposition
        || frame.bracket.is_some()
        || frame.parted != Parted::No
        || previous.is_none()
    {
        return false;
    }
    // `tăng 650 đồng/lít, không cao hơn 21.310 đồng/lít`: a bound is a level of its own.
    let bound = matches!(scene.quantities[frame.quantity].qualifier, Qualifier::AtMost | Qualifier::AtLeast);
    if bound && previous.is_some_and(|p| p.measure != Measure::Level) {
        return false;
    }
    let mut linked = false;
    for at in frame.left.clone() {
        if scene.reading.tokens[at].is_word() && scene.period_at(at).is_none() {
            if scene.is_cue(at, Cue::And).is_none() && scene.is_cue(at, Cue::Or).is_none() {
                return false;
            }
            linked = true;
        }
    }
    // After a bare comma a thing that is counted starts a list of its own; another percentage does not.
    // `182.347 xe, tăng 27%, và 106.347 xe, tăng 19%`: the next level of the series, no change in per cent.
    let other = previous.is_some_and(|p| p.unit.as_deref() == Some("percent"))
        && unit.is_some_and(|unit| {
            unit != "percent"
                && own.iter().any(|f| f.measure == Measure::Level && f.unit.as_deref() == Some(unit))
        });
    !other
        && (linked
            || !frame.left.is_empty()
                && (frame.right.is_empty()
                    || unit == Some("percent")
                    || previous.is_some_and(|p| p.unit.as_deref() == unit)))
}

/// A number coordinated with a change, or in the bracket right behind one, is a change too.
pub(super) fn inherit_measure(
    scene: &Scene,
    governor: &mut Governor,
    previous: Option<&Figure>,
    frame: &Frame,
    coordinated: bool,
) {
    let Some(previous) = previous else { return };
    if governor.measure != Measure::Level || previous.measure == Measure::Level {
        return;
    }
    // `(0,14%)`, `(tương đương 7,8%)`: the same change in another form; `(đạt 9,3 triệu)` is what it came to.
    let inside = frame.bracket.filter(|b| *b <= frame.left.start + 1).map(|b| b + 1..frame.left.end);
    let same = inside.is_some_and(|i| {
        let other_form = |at: usize| {
            scene.cue_covers(at, &[Cue::Equal])
                || scene.cue_covers(at, &[Cue::Light]) && !scene.cue_covers(at, &[Cue::ValueVerb])
        };
        i.clone().all(|at| !scene.reading.tokens[at].is_word() || other_form(at))
    });
    // `tăng 0,6 cent, tương đương 0,48%`
    let equal = frame.bracket.is_none()
        && frame.parted == Parted::No
        && scene.is_cue(governor.tokens.start, Cue::Equal).is_some()
        && frame.left.clone().all(|at| {
            !scene.reading.tokens[at].is_word() || scene.cue_covers(at, &[Cue::Equal, Cue::And, Cue::Light])
        })
        && frame.right.clone().all(|at| scene.is_cue(at, Cue::Plan).is_none());
    // `tăng 6,3%, thấp hơn con số 11% của …`: what a growth is compared with is a growth.
    let compared = matches!(governor.cue, Some(Cue::Rise | Cue::Fall));
    if compared {
        let (own, other) = (&scene.quantities[frame.quantity].unit, &previous.quantity.unit);
        let growth = previous.measure == Measure::Change
            && matches!((own, other), (Some(a), Some(b)) if a.code == b.code);
        if growth {
            governor.measure = Measure::Change;
        }
        return;
    }
    // `gạo (12%), chè (8%)`: each bracket gives the change of the name before it.
    let listed = frame.bracket.is_some_and(|b| {
        let number = scene.start_of(&scene.quantities[frame.quantity]);
        let before = scene.quantities[..frame.quantity].last();
        b + 1 == number
            && before.is_some_and(|q| {
                let start = scene.start_of(q);
                start > 0
                    && scene.is_mark(start - 1, '(')
                    && q.unit.as_ref().map(|u| &u.code)
                        == scene.quantities[frame.quantity].unit.as_ref().map(|u| &u.code)
            })
    });
    // `cao gấp 3 lần chi phí xây dựng đường A (hơn 1,1 tỷ đồng/km)`: the value of what is compared with.
    let times = previous.quantity.unit.as_ref().is_some_and(|u| u.dimension == Dimension::Times);
    let valued = times
        && frame.bracket.is_some()
        && scene.quantities[frame.quantity].unit.as_ref().is_none_or(|u| u.dimension != Dimension::Times);
    if ((coordinated && governor.cue.is_none()) || same || equal || listed) && !valued {
        governor.measure = previous.measure;
        governor.negative = match previous.quantity.magnitude {
            Magnitude::Point(value) => value.is_sign_negative(),
            Magnitude::Range { high, .. } => high.is_sign_negative(),
        };
    }
}

/// How many sentences further on a comparison still serves figures of the same period.
const CARRIED: usize = 3;

/// How many numbers further on a comparison is looked for.
const SERVED: usize = 8;
