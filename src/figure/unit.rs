//! The unit of a figure, where its frame says more than the words behind the number.
//!
//! In: a frame. Out: the code. `%` is a percentage point where two rates are compared; a bare number takes the unit of the thing it
//! counts; `mỗi giờ có 12 doanh nghiệp` is `enterprise/hour`.
//!
//! Example: `tỷ lệ đạt 99,1%, cao hơn năm 2016 1,7%`: the second is a `percentage_point`.

use rust_decimal::Decimal;

use super::{Figure, Subject, frame::Frame, phrase::any_cue, scene::Scene, subject::Found};
use crate::{
    context::period::{Kind, PeriodMention},
    patterns::{
        Meaning, Patterns,
        catalogue::{Cue, Dimension, Measure, Particle},
    },
    quantity::{Quantity, UnitExpression},
    reading::Tokens,
    text::Case,
};

/// The unit that a subject names after its head: `số doanh nghiệp …` counts enterprises, `số người …` people.
pub(super) fn from_subject(scene: &Scene, phrase: &[Tokens], patterns: &Patterns) -> Option<UnitExpression> {
    let first = phrase.first()?;
    let start = scene.is_cue(first.start, Cue::CountHead).unwrap_or(first.start);
    (start..(start + 3).min(first.end)).find_map(|at| {
        // `Sở Nội vụ`: a syllable of a name.
        if at > start && scene.reading.tokens[at - 1].case == Case::Title && at - 1 > first.start {
            return None;
        }
        let (hit, index) =
            scene.reading.hit(at, |m| if let Meaning::Unit(index) = m { Some(index) } else { None })?;
        let unit = &patterns.units[index as usize];
        unit.dimension.is_counted().then(|| UnitExpression {
            code: unit
                .code
                .clone()
                .unwrap_or_else(|| scene.text(&(hit.start as usize..hit.end as usize)).to_lowercase()),
            dimension: unit.dimension,
            tokens: hit.start as usize..hit.end as usize,
            entry: Some(unit.entry),
        })
    })
}

/// A divisor that the frame names before the number: `mỗi giờ`, `bình quân một doanh nghiệp`, `bình quân tháng`.
pub(super) fn divisor(scene: &Scene, frame: &Frame, patterns: &Patterns) -> Option<String> {
    let floor = frame.left.start;
    for at in scene.linked(floor..frame.left.end, &[Cue::Each, Cue::Mean]).rev() {
        let (end, needs_time) = match (scene.is_cue(at, Cue::Each), scene.is_cue(at, Cue::Mean)) {
            (Some(end), _) => (end, false),
            (None, Some(end)) => (end, true),
            _ => continue,
        };
        let Some((hit, index)) =
            scene.reading.hit(end, |m| if let Meaning::Unit(index) = m { Some(index) } else { None })
        else {
            continue;
        };
        let unit = &patterns.units[index as usize];
        // `mỗi em một chiếc gáo trên tay, bộ quần áo, …, mong có 1 giếng khoan`: clauses of its own.
        if (hit.end as usize..frame.left.end).filter(|at| scene.is_mark(*at, ',')).count() > 1 {
            continue;
        }
        // `dân số trung bình │ năm 2020`: a year, not `trung bình năm`.
        let dated = scene.period_at(end).is_some_and(PeriodMention::is_governing);
        if needs_time && (unit.dimension != Dimension::Time || dated) {
            continue;
        }
        return Some(
            unit.divisor
                .clone()
                .or(unit.code.clone())
                .unwrap_or_else(|| scene.text(&(hit.start as usize..hit.end as usize)).to_lowercase()),
        );
    }
    None
}

/// `8,2% một năm`: one of a unit of time right behind the number.
pub(super) fn per_time(scene: &Scene, frame: &Frame, patterns: &Patterns) -> Option<String> {
    let end = scene.quantities[frame.quantity].tokens.end;
    let length = scene.period_at(end).filter(|p| p.kind == Kind::Duration && p.tokens.len() == 2)?;
    let number = |m| if let Meaning::Number(_, index) = m { Some(index) } else { None };
    let spelled = scene
        .reading
        .hit(length.tokens.start, number)
        .map(|(_, index)| patterns.number_values[index as usize]);
    if spelled != Some(Decimal::ONE) && scene.text_from(length.tokens.start, 1) != "1" {
        return None;
    }
    let unit = |m| if let Meaning::Unit(index) = m { Some(index) } else { None };
    let (_, index) = scene.reading.hit(length.tokens.start + 1, unit)?;
    patterns.units[index as usize].divisor.clone()
}

/// `nợ từ 300 triệu trở lên`: a bare number of thousands or more behind a word for money is money.
pub(super) fn money(
    scene: &Scene,
    frame: &Frame,
    quantity: &Quantity,
    patterns: &Patterns,
) -> Option<UnitExpression> {
    if quantity.reported.unit_mult < 3 {
        return None;
    }
    frame.left.clone().find(|at| scene.is_cue(*at, Cue::Sum).is_some())?;
    dong(quantity, patterns)
}

/// `mua căn hộ 100 triệu`, `gia đình mới trả 5 triệu`: where something is paid, a million behind a thing that is not said to be counted
/// is what it costs; `thuê bao di động 98 triệu` are so many.
pub(super) fn or_price(
    scene: &Scene,
    frame: &Frame,
    found: &Found,
    quantity: &Quantity,
    counted: UnitExpression,
    own: &[Figure],
    patterns: &Patterns,
) -> UnitExpression {
    let thing = matches!(counted.dimension, Dimension::Count | Dimension::Household);
    if !thing || quantity.reported.unit_mult < 6 || !is_paid(scene, frame) {
        return counted;
    }
    let numbered = match found {
        Found::Left(pieces) | Found::Right(pieces) => pieces.first().is_none_or(|p| {
            scene.is_cue(p.start, Cue::CountHead).is_some()
                // `số tài khoản`: a head here, though it may be the number of one, too.
                || scene.reading.is_particle(p.start, Particle::Count)
        }),
        Found::Nothing => true,
    };
    // `100 triệu thuê bao, thuê bao nội địa 61 triệu`: unless they were counted before.
    if numbered || own.iter().any(|f| f.unit.as_ref() == Some(&counted.code)) {
        return counted;
    }
    dong(quantity, patterns).unwrap_or(counted)
}

/// Whether the words before a number say that something is paid, bought or needed, or what each one gets.
fn is_paid(scene: &Scene, frame: &Frame) -> bool {
    let said = |at, role| scene.reading.particle_end(at, role).is_some();
    frame.left.clone().any(|at| said(at, Particle::Paid) || said(at, Particle::Each))
}

/// The unit of sums that goes without saying.
fn dong(quantity: &Quantity, patterns: &Patterns) -> Option<UnitExpression> {
    let unit = patterns.units.iter().find(|u| u.code.as_deref() == Some(DONG))?;
    let end = quantity.tokens.end;
    Some(UnitExpression {
        code: unit.code.clone()?,
        dimension: unit.dimension,
        tokens: end..end,
        entry: Some(unit.entry),
    })
}

/// `Quảng Bình nhận 1.100 tỷ đồng, Hà Tĩnh 1.000 tỷ`: a bare number of thousands of millions behind a sum is of its currency. Behind
/// `3 tỷ kWh` it is no money, and behind `5 triệu USD` nobody can tell: đồng goes without saying, dollars only in a list of their like.
pub(super) fn currency(
    scene: &Scene,
    frame: &Frame,
    found: &Found,
    quantity: &Quantity,
    own: &[Figure],
    before: &[Figure],
    patterns: &Patterns,
) -> Option<UnitExpression> {
    let scale = quantity.reported.unit_mult;
    if scale < LARGE {
        return None;
    }
    // `Lượt tải về 3 tỷ`: so many times, unless somebody pays for it.
    let times =
        |pieces| from_subject(scene, pieces, patterns).is_some_and(|u| u.dimension == Dimension::Event);
    if let Found::Left(pieces) | Found::Right(pieces) = found
        && times(pieces)
        && !is_paid(scene, frame)
    {
        return None;
    }
    // `mới có 5.000 tỷ, còn 18.000 tỷ`: of the one before it went without saying, too.
    let unsaid = |f: &Figure| f.quantity.unit.is_none() && f.unit.as_deref() == Some(DONG);
    let money =
        |f: &Figure| f.quantity.unit.as_ref().is_some_and(|u| u.dimension == Dimension::Money) || unsaid(f);
    let paragraph = before.iter().rev().take_while(|f| f.block == scene.block).take(NEAR);
    let mut near = own.iter().rev().chain(paragraph);
    let Some(last) = near.find(|f| money(f) || f.quantity.reported.unit_mult >= LARGE) else {
        // `cần 20.000 tỉ đồng`, and further on `chỉ cần 19.700 tỉ`: the money of the text, where it names no thing and is paid.
        let ends = || {
            scene.reading.tokens.get(quantity.tokens.end).is_none_or(|t| !t.is_word())
                || any_cue(scene, quantity.tokens.end, &[Cue::And, Cue::Preposition, Cue::Of]).is_some()
        };
        if !ends() || !is_paid(scene, frame) {
            return None;
        }
        let mut far = before.iter().rev().take(FAR).filter_map(|f| f.unit.as_deref());
        let last = far.find(|unit| is_money(unit));
        return dong(quantity, patterns).filter(|u| last == Some(&u.code));
    };
    if !money(last) {
        return None;
    }
    if unsaid(last) {
        return dong(quantity, patterns);
    }
    let unit = last.quantity.unit.as_ref().filter(|u| !u.code.contains('/'))?;
    let end = quantity.tokens.end;
    (unit.code == DONG || last.quantity.reported.unit_mult == scale).then(|| UnitExpression {
        tokens: end..end,
        entry: None,
        ..unit.clone()
    })
}

/// Whether a code is that of a currency.
fn is_money(code: &str) -> bool {
    code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase())
}

/// The power of ten from which on a bare number is rather a sum than a count.
const LARGE: i32 = 9;

/// How many figures back a sum may stand.
const NEAR: usize = 6;

/// How many figures back the money of a text may stand.
const FAR: usize = 40;

/// `mỗi giờ có 12 doanh nghiệp thành lập và 6 doanh nghiệp dừng hoạt động`: the divisor holds for both.
pub(super) fn share_divisors(figures: &mut [Figure]) {
    for at in 1..figures.len() {
        let (before, here) = (&figures[at - 1], &figures[at]);
        let (Some(long), Some(short)) = (&before.unit, &here.unit) else { continue };
        let Some((head, _)) = long.split_once('/') else { continue };
        if head == short
            && before.measure == here.measure
            && before.quantity.unit.as_ref().is_some_and(|u| u.code == head)
        {
            figures[at].unit = Some(long.clone());
        }
    }
}

/// `số người hưởng lương hưu`: a subject that counts people.
pub(super) fn counts_people(scene: &Scene, found: &Found, patterns: &Patterns) -> bool {
    let (Found::Left(pieces) | Found::Right(pieces)) = found else { return false };
    from_subject(scene, pieces, patterns)
        .is_some_and(|u| matches!(u.dimension, Dimension::Person | Dimension::Household))
}

/// Code of the base that is no whole: `đạt 115% dự toán`.
pub(super) const PLAN: &str = "plan";

/// A difference of two rates is in percentage points.
pub(super) fn is_point(
    measure: Measure,
    dimension: Option<Dimension>,
    subject: Option<&Subject>,
    previous: Option<&Figure>,
) -> bool {
    if dimension != Some(Dimension::Percent) || !matches!(measure, Measure::Change | Measure::Gap) {
        return false;
    }
    // A share that was just printed (`chiếm 4,88% …, tăng 0,61%`) is a rate too; a plan that is attained is not.
    let in_percent =
        |p: &Figure| p.unit.as_deref().is_some_and(|u| u == "percent" || u.starts_with("percent/"));
    let share = previous.is_some_and(|p| {
        p.measure == Measure::Level
            && in_percent(p)
            && (p.rule == Cue::ShareVerb.code()
                || p.base.as_ref().is_some_and(|b| b.code.as_deref().is_some_and(|c| c != PLAN))
                || p.subject.as_ref().is_some_and(|s| s.is_rate))
    });
    share
        // `được hưởng mức lãi suất cao hơn 0,3%/năm`: how far a rate is from another one.
        || subject.is_some_and(|s| s.is_rate && (s.is_own || measure == Measure::Gap))
        || previous.is_some_and(|p| in_percent(p) && subject.is_some_and(|s| s.is_rate))
}

/// `hỗ trợ 100 bệnh nhân`: a rule fixes sums, shares and amounts, not how many there are.
pub(super) fn is_fixed_by_rules(unit: &UnitExpression) -> bool {
    !unit.dimension.is_counted() || unit.code.contains('/')
}

/// Whether things are told to be built in a unit (`1.970 mm`, `15 mã lực`), rather than counted or produced by the year.
pub(super) fn is_of_a_thing(unit: &UnitExpression) -> bool {
    ["millimetre", "centimetre", "kilowatt", "kilovolt", "mã lực", "kilometre/hour"]
        .contains(&unit.code.as_str())
}

/// The code of the dong.
const DONG: &str = "VND";
