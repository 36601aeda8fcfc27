//! The words after a number → its unit: a term of the tables, or the noun that stands there.
//!
//! In: the token after the number and its scale words. Out: a [`UnitExpression`] with its divisors
//! (`đồng/người/tháng`, `tỷ đồng mỗi đơn vị`), and the power of ten that the term carries (`tr.đ`).
//!
//! Worked example: `298 chiếc quạt điện` → unit `chiếc quạt điện`; `10 bác sĩ/1 vạn dân` → `bác sĩ/10000 person`.

use super::{
    UnitExpression,
    amount::{Amount, Found, amount},
    scan::Scan,
};
use crate::{
    patterns::{
        EntryId, Hit, Meaning,
        catalogue::{Cue, Dimension, NounRole, Particle, SpeakerWord, Unit},
    },
    reading::Tokens,
    text::{Case, token::TokenKind},
};

/// A unit where it stands.
#[derive(Debug)]
pub(super) struct UnitFound {
    pub unit: UnitExpression,
    /// Power of ten that the term carries.
    pub scale: u32,
    /// One past its last token.
    pub end: usize,
}

/// Syllables of a noun that no table holds: most Vietnamese nouns have two.
const NOUN_SYLLABLES: usize = 2;

/// Longest name of what is measured before the slash: `tấn thép dẹp/năm`.
const MEASURED_SYLLABLES: usize = 4;

/// Longest name between quotation marks that is taken for the thing counted.
const QUOTED_TOKENS: usize = 6;

/// Which nouns may be units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Nouns {
    /// Those of the tables.
    Known,
    /// Any after a classifier, too: `2000 quyển vở`, but not `2019 mức học phí`.
    Classified,
    /// Any.
    Open,
}

impl Nouns {
    /// What the number itself allows: a year counts nothing that the tables do not know.
    pub(super) fn after(amount: &Amount) -> Self {
        match (amount.words, amount.is_year_like()) {
            (0, false) => Self::Open,
            (0, true) => Self::Classified,
            _ => Self::Known,
        }
    }
}

/// The unit at `at`.
pub(super) fn unit_at(scan: &Scan, at: usize, nouns: Nouns) -> Option<UnitFound> {
    Some(with_divisors(scan, head(scan, at, nouns)?))
}

fn with_divisors(scan: &Scan, mut found: UnitFound) -> UnitFound {
    while let Some((code, end)) = divisor(scan, &found) {
        found.unit.code.push('/');
        found.unit.code.push_str(&code);
        found.end = end;
        found.unit.tokens.end = end;
    }
    if let Some(code) = divisor_behind_noun(scan, &found) {
        found.unit.code.push('/');
        found.unit.code.push_str(&code);
    }
    found
}

/// `4 triệu tấn thép/năm`, `10 kg gạo/nhân khẩu`: what is measured stands between the unit and what it is counted per; the noun stays
/// outside the unit.
fn divisor_behind_noun(scan: &Scan, found: &UnitFound) -> Option<String> {
    let measured =
        [Dimension::Mass, Dimension::Volume, Dimension::Energy, Dimension::Area, Dimension::Length];
    if !measured.contains(&found.unit.dimension) || found.unit.code.contains('/') {
        return None;
    }
    let slash = (found.end..=found.end + MEASURED_SYLLABLES).find(|&at| !is_noun_syllable(scan, at))?;
    let glued = slash > found.end && scan.is_mark(slash, '/') && scan.is_glued(slash);
    let (hit, unit) = scan.unit_hit(slash + 1).filter(|_| glued)?;
    Some(scan.divisor_code(hit, unit))
}

/// `54 triệu/người/năm`: after a scale word and before a slash the money goes without saying.
pub(super) fn understood(scan: &Scan, amount: &Amount) -> Option<UnitFound> {
    let at = amount.end;
    if amount.power < 3 || !scan.is_mark(at, '/') || scan.unit_hit(at + 1).is_none() {
        return None;
    }
    let unit =
        UnitExpression { code: "VND".into(), dimension: Dimension::Money, tokens: at..at, entry: None };
    let found = UnitFound { unit, scale: 0, end: at };
    Some(with_divisors(scan, found))
}

/// `1.234 (người)`: the unit in brackets.
pub(super) fn bracketed(scan: &Scan, at: usize) -> Option<UnitFound> {
    if !scan.is_mark(at, '(') {
        return None;
    }
    let mut found = unit_at(scan, at + 1, Nouns::Known)?;
    let closed = scan.is_mark(found.end, ')');
    found.end += 1;
    closed.then_some(found)
}

/// `tăng từ 36,5 lên 38,2 triệu đồng`: the left number has the scale and unit of the right. The right amount, and
/// its unit.
pub(super) fn lent(scan: &Scan, first: &Amount) -> Option<(Amount, UnitFound)> {
    let at = first.end;
    let is = |at, role| scan.is_small(at, role);
    let (up, down) = (is(at, Particle::Up), is(at, Particle::Down));
    let after = match () {
        () if up && is(at + 1, Particle::UpMark) || down && is(at + 1, Particle::DownMark) => at + 2,
        () if up || down || is(at, Particle::Still) => at + 1,
        () if is(at, Particle::And) => return shared(scan, first),
        () => return None,
    };
    if first.power > 0 || first.is_year_like() || !scan.is_small_before(first.start, Particle::From) {
        return None;
    }
    let Found::Amount(right) = amount(scan, after) else { return None };
    let mut found = unit_at(scan, right.end, Nouns::after(&right))?;
    found.end = first.end;
    Some((right, found))
}

/// `năm 2018, 2020 sẽ là 45 và 49 triệu khách`: two values of one verb, the scale and unit said once; of `số huyện là 12 và 1,5 triệu hộ`
/// the first counts something else.
fn shared(scan: &Scan, first: &Amount) -> Option<(Amount, UnitFound)> {
    let verb = |m| (m == Meaning::Cue(Cue::ValueVerb)).then_some(());
    let said = scan.reading.hit_before(first.start, verb).is_some();
    if !said || first.power > 0 || first.is_year_like() {
        return None;
    }
    let Found::Amount(right) = amount(scan, first.end + 1) else { return None };
    let mut found = unit_at(scan, right.end, Nouns::Known).filter(|_| right.power > 0)?;
    let clause = first.start.saturating_sub(CLAUSE)..first.start;
    let other =
        |(hit, unit): (Hit, &Unit)| unit.dimension.is_counted() && scan.code(hit, unit) != found.unit.code;
    if clause.filter_map(|at| scan.unit_hit(at)).any(other) {
        return None;
    }
    found.end = first.end;
    Some((right, found))
}

/// How far back something else that is counted is looked for, in tokens.
const CLAUSE: usize = 12;

fn head(scan: &Scan, at: usize, nouns: Nouns) -> Option<UnitFound> {
    if let Some((hit, unit)) = scan.unit_hit(at) {
        let end = hit.end as usize;
        if unit.dimension == Dimension::Time && scan.is_number(end) && !scan.is_glued(end) {
            // `12.500 tháng 5`, `900 tỷ năm 2016`: a date, not a length of time.
            return None;
        }
        if let Some(found) = classified(scan, at, end, unit.dimension, Some(hit.entry)) {
            return Some(found);
        }
        if let Some((power, end)) = lost_power(scan, unit, end) {
            let unit = UnitExpression {
                code: power.code.clone().unwrap_or_default(),
                dimension: power.dimension,
                tokens: at..end,
                entry: Some(power.entry),
            };
            return Some(UnitFound { unit, scale: 0, end });
        }
        let term_scale = unit.scale;
        let unit = UnitExpression {
            code: scan.code(hit, unit),
            dimension: unit.dimension,
            tokens: at..end,
            entry: Some(hit.entry),
        };
        let scale = u32::try_from(term_scale).unwrap_or(0);
        return Some(UnitFound { unit, scale, end });
    }
    let named = || classified(scan, at, at + 1, Dimension::Count, None);
    match nouns {
        Nouns::Known => None,
        Nouns::Classified => named(),
        Nouns::Open => named()
            .or_else(|| title(scan, at).filter(|_| scan.token(at).is_some_and(|t| t.case == Case::Lower)))
            .or_else(|| open_noun(scan, at))
            .or_else(|| quoted(scan, at)),
    }
}

/// `17 trên tổng số 82 Phó Giám đốc`: people by their office. In capitals it may as well be who acts behind a day (`sáng 3/12 Giám đốc
/// …`), so that is asked only of counts out of a total.
pub(super) fn title(scan: &Scan, at: usize) -> Option<UnitFound> {
    scan.token(at)?;
    let (hit, ()) = scan.reading.hit(at, |m| (m == Meaning::Speaker(SpeakerWord::Title)).then_some(()))?;
    Some(noun(scan, at..hit.end as usize, Dimension::Person, Some(hit.entry)))
}

/// `3,9 triệu m 2`, `4 triệu đồng/m 2`: a raised digit that the page has put on a line of its own. The unit of that power, and its end.
fn lost_power<'p>(scan: &Scan<'p>, unit: &Unit, end: usize) -> Option<(&'p Unit, usize)> {
    let code = unit.code.as_deref().filter(|_| unit.dimension == Dimension::Length)?;
    let power = match (scan.token(end)?.kind, scan.word(end)) {
        (TokenKind::Number, "2") => "square",
        (TokenKind::Number, "3") => "cubic",
        _ => return None,
    };
    let raised =
        |u: &&Unit| u.code.as_deref().is_some_and(|c| c.strip_prefix(power) == Some(&format!("_{code}")));
    Some((scan.patterns.units.iter().find(raised)?, end + 1))
}

/// `chiếc quạt điện`: a classifier that ends at `end`, and the noun after it.
fn classified(
    scan: &Scan,
    at: usize,
    end: usize,
    dimension: Dimension,
    entry: Option<EntryId>,
) -> Option<UnitFound> {
    let (_, syllables) = scan.noun_word(at, NounRole::Classifier).filter(|(e, _)| *e == end)?;
    let noun_end = match scan.unit_hit(end).filter(|(h, _)| h.end - h.start <= 3 && !scan.is_boundary(end)) {
        Some((noun, _)) => noun.end as usize,
        None => noun_end(scan, end, syllables as usize),
    };
    if noun_end == end && entry.is_some() {
        return None;
    }
    Some(noun(scan, at..noun_end.max(end), dimension, entry))
}

/// The shortest sensible noun: lower-case syllables up to a word that cannot belong to it.
fn open_noun(scan: &Scan, at: usize) -> Option<UnitFound> {
    let end = noun_end(scan, at, NOUN_SYLLABLES);
    (end > at).then(|| noun(scan, at..end, Dimension::Count, None))
}

fn noun_end(scan: &Scan, at: usize, syllables: usize) -> usize {
    let mut end = at;
    while end < at + syllables && is_noun_syllable(scan, end) {
        end += 1;
    }
    end
}

fn is_noun_syllable(scan: &Scan, at: usize) -> bool {
    let Some(token) = scan.token(at) else { return false };
    token.kind == TokenKind::Word && token.case == Case::Lower && token.spaced && !scan.is_boundary(at)
}

/// `416 “Mái ấm tình thương”`: the name of the thing between quotation marks.
fn quoted(scan: &Scan, at: usize) -> Option<UnitFound> {
    let TokenKind::Mark('“' | '"' | '‘' | '«') = scan.token(at)?.kind else { return None };
    let end = (at + 1..at + 2 + QUOTED_TOKENS).find(|&i| scan.token(i).is_none_or(|t| !t.is_word()))?;
    let TokenKind::Mark('”' | '"' | '’' | '»') = scan.token(end)?.kind else { return None };
    let mut found = noun(scan, at + 1..end, Dimension::Count, None);
    found.end = end + 1;
    (end > at + 1).then_some(found)
}

fn noun(scan: &Scan, tokens: Tokens, dimension: Dimension, entry: Option<EntryId>) -> UnitFound {
    let end = tokens.end;
    let code = scan.reading.text_of(&tokens).to_lowercase();
    UnitFound { unit: UnitExpression { code, dimension, tokens, entry }, scale: 0, end }
}

/// What the unit is counted per, if that follows: its code and where it ends.
fn divisor(scan: &Scan, found: &UnitFound) -> Option<(String, usize)> {
    let at = found.end;
    if scan.is_mark(at, '/') {
        return after_slash(scan, at + 1);
    }
    let each = match () {
        () if scan.is_small(at, Particle::Each) => true,
        () if scan.is_small(at, Particle::One) => false,
        () if scan.is_small(at, Particle::OutOf) => {
            return per_population(scan, at + 1).or_else(|| per_one(scan, at + 1));
        }
        () => return None,
    };
    scan.token(at)?;
    let (hit, unit) = scan.unit_hit(at + 1)?;
    let end = hit.end as usize;
    let is_rate = matches!(found.unit.dimension, Dimension::Money | Dimension::Percent);
    let is_time = unit.dimension == Dimension::Time && !scan.is_number(end);
    if !(if each { is_rate || is_time } else { is_rate && is_time }) {
        return None;
    }
    Some((scan.divisor_code(hit, unit), end))
}

fn after_slash(scan: &Scan, at: usize) -> Option<(String, usize)> {
    // `/năm` before anything else: the word is a digit, too.
    if !scan.is_number(at) && scan.unit_hit(at).is_some() {
        return one_after_slash(scan, at);
    }
    if let Some(power) = scan.scale(at) {
        // `giường bệnh/vạn dân`: one of the scale.
        let (code, end) = one_after_slash(scan, at + 1)?;
        return Some((format!("{} {code}", 10_i128.pow(power)), end));
    }
    let Found::Amount(amount) = amount(scan, at) else { return one_after_slash(scan, at) };
    let (code, end) = one_after_slash(scan, amount.end)?;
    Some((numbered(scan, &amount, code), end))
}

fn one_after_slash(scan: &Scan, at: usize) -> Option<(String, usize)> {
    if let Some((hit, unit)) = scan.unit_hit(at) {
        if let Some((power, end)) = lost_power(scan, unit, hit.end as usize) {
            return Some((power.code.clone()?, end));
        }
        return Some((scan.divisor_code(hit, unit), hit.end as usize));
    }
    let token = scan.token(at)?;
    // `USD/MMBTU`: a symbol that no table knows.
    if token.case == Case::Upper && !token.spaced {
        return Some((scan.word(at).to_owned(), at + 1));
    }
    // `đồng/USD` is in the tables; `đồng/cổ phiếu` is not, and touches the slash.
    if !token.is_word() || token.case != Case::Lower || scan.is_boundary(at) {
        return None;
    }
    let end = noun_end(scan, at + 1, NOUN_SYLLABLES - 1);
    Some((scan.reading.text_of(&(at..end)).to_lowercase(), end))
}

/// `10 bác sĩ trên 1 vạn dân`: a round number of people after `trên` is what the rate is per.
fn per_population(scan: &Scan, at: usize) -> Option<(String, usize)> {
    let Found::Amount(amount) = amount(scan, at) else { return None };
    let (hit, unit) = scan.unit_hit(amount.end).filter(|(_, u)| u.dimension == Dimension::Person)?;
    let value = amount.value(decimals(scan, &amount))?.decimal()?;
    let round = matches!(value.mantissa(), 100 | 1_000 | 10_000 | 100_000 | 1_000_000) && value.scale() == 0;
    round.then(|| (numbered(scan, &amount, scan.code(hit, unit)), hit.end as usize))
}

/// `100 triệu đồng trên 1 ha`, `trên mỗi héc ta`: one of something is a divisor, not a count.
fn per_one(scan: &Scan, at: usize) -> Option<(String, usize)> {
    let one = scan.is_small(at, Particle::One) || scan.is_small(at, Particle::Each) || scan.word(at) == "1";
    scan.token(at).filter(|_| one)?;
    let (hit, unit) = scan.unit_hit(at + 1)?;
    Some((scan.divisor_code(hit, unit), hit.end as usize))
}

fn decimals(scan: &Scan, amount: &Amount) -> u32 {
    super::separator::decide(amount.numeral, amount.power, Some(Dimension::Person), scan.style).decimals
}

/// The code of a divisor with a number before it; one of something goes without.
fn numbered(scan: &Scan, amount: &Amount, code: String) -> String {
    match amount.value(decimals(scan, amount)).and_then(super::exact::Exact::decimal) {
        Some(value) if value != rust_decimal::Decimal::ONE => format!("{value} {code}"),
        _ => code,
    }
}
