//! Which quantities are figures, and what the others are.
//!
//! In: a quantity of a scene. Out: none if it is a figure, else its class in `rejected.jsonl`.
//!
//! Example: `sau 8 năm thực hiện` is a `duration`, `từ 60 tuổi` an `age`, `7 nhóm nhiệm vụ` a `list_count`, `hai ngân hàng` a
//! `spelled_count`.

use rust_decimal::Decimal;

use super::{occasion::is_of_occasions, scene::Scene};
use crate::{
    patterns::{
        Meaning,
        catalogue::{Cue, Dimension, NameWord, Particle},
    },
    quantity::{Magnitude, Quantity},
    text::{Case, Token, token::TokenKind},
};

/// The class of a quantity that is no figure.
pub(super) fn class(scene: &Scene, quantity: &Quantity) -> Option<&'static str> {
    // `một phần ba số xã`: no decimal is a third, and one xã it is not.
    if quantity.in_words && quantity.out_of.is_some() {
        return Some("fraction");
    }
    let Some(unit) = &quantity.unit else {
        // `xe 4x2`, `máy 2.2L`: letters hang on it.
        let hung = quantity.flags.contains(&"glued") && quantity.reported.unit_mult == 0;
        if is_house(scene, quantity) {
            return Some("address");
        }
        return (hung || is_model(scene, quantity) || is_inside(scene, quantity)).then_some("name");
    };
    // `giá vàng SJC 9999 giao dịch quanh mức`: what follows a make is no thing that is counted.
    let acts = scene.is_cue(unit.tokens.start, Cue::ValueVerb).is_some_and(|end| end > unit.tokens.end);
    if (unit.entry.is_none() || acts) && is_model(scene, quantity) {
        return Some("name");
    }
    match unit.dimension {
        Dimension::Time => return Some("duration"),
        Dimension::Age => return Some("age"),
        _ => {}
    }
    // `bình quân 1 xã có 13,3 trạm`: the number belongs to the divisor.
    let divides = [Cue::Mean, Cue::Each].iter().any(|c| {
        scene.is_cue_before(quantity.tokens.start, *c).is_some()
            || scene.is_cue_before(quantity.number.end, *c).is_some()
    });
    // `năng suất bình quân 1 tấn/ha` has its divisor behind it.
    let divided = unit.code.contains('/');
    if divides && !divided && quantity.magnitude == Magnitude::Point(Decimal::ONE) {
        return Some("divisor");
    }
    let counted = matches!(
        unit.dimension,
        Dimension::Count | Dimension::Person | Dimension::Household | Dimension::Event
    );
    // `hội chợ 2017 lần 2`: a year.
    let year = quantity.reported.number.len() == 4 && quantity.reported.number.starts_with("20");
    if year && is_of_occasions(unit) {
        return Some("name");
    }
    if quantity.in_words && counted && is_small(quantity) && quantity.reported.unit_mult == 0 {
        return Some("spelled_count");
    }
    if unit.dimension == Dimension::Times && scene.reading.word(quantity.number.start).is_empty() {
        return Some("ordinal");
    }
    None
}

/// `khu đất 42 Chu Mạnh Trinh và 33 Nguyễn Du`: the number of a house, before a street that is called after somebody.
fn is_house(scene: &Scene, quantity: &Quantity) -> bool {
    let end = quantity.tokens.end;
    let title = |at: usize| {
        scene.reading.tokens.get(at).is_some_and(|t| t.is_word() && t.case == Case::Title && t.spaced)
    };
    title(end)
        && title(end + 1)
        && !scene.opens_sentence(end)
        && quantity.reported.unit_mult == 0
        && quantity.reported.decimals == 0
        && quantity.reported.number.len() <= HOUSE
        && scene.reading.hit(end, |m| (m == Meaning::Name(NameWord::Surname)).then_some(())).is_some()
}

/// The longest number of a house, in digits.
const HOUSE: usize = 4;

/// `xăng RON 95`, `GSX-R1000 2017`, `tiêm kích F-22`: a short whole number right behind capitals, or hung on a name by a hyphen, is part of
/// the name of a make.
fn is_model(scene: &Scene, quantity: &Quantity) -> bool {
    let before = |n: usize| quantity.number.start.checked_sub(n).map(|i| &scene.reading.tokens[i]);
    let coded = |t: &Token| t.kind == TokenKind::Code || t.is_word() && t.case == Case::Upper;
    let named = |t: &Token| coded(t) || t.is_word() && t.case == Case::Title;
    let hung = before(1).is_some_and(|t| t.is_dash() && !t.spaced)
        && !scene.reading.tokens[quantity.number.start].spaced
        && before(2).is_some_and(named);
    let digits = quantity.reported.number.bytes().all(|b| b.is_ascii_digit());
    let length = quantity.reported.number.len();
    let of_year = length == MODEL + 1 && quantity.flags.contains(&"year_like");
    let behind_capitals = before(1).is_some_and(|t| coded(t) && (length <= MODEL || of_year));
    digits
        && (behind_capitals || hung && length <= MODEL)
        && quantity.hedge.is_none()
        && quantity.reported.unit_mult == 0
}

/// `Bệnh viện Nhi đồng 1 đã …`, `chỉ số Nikkei 225 giảm`, `dầu diesel 0.05S:`: a short number that counts nothing, between a noun and
/// what is said of it.
fn is_inside(scene: &Scene, quantity: &Quantity) -> bool {
    let Some(before) = quantity.number.start.checked_sub(1) else { return false };
    let (token, end) = (&scene.reading.tokens[before], quantity.tokens.end);
    let short = quantity.reported.number.len() <= MODEL
        && quantity.hedge.is_none()
        && !quantity.in_words
        && quantity.out_of.is_none()
        && matches!(quantity.magnitude, Magnitude::Point(_))
        && quantity.reported.unit_mult == 0;
    if !short || !token.is_word() || scene.opens_sentence(quantity.number.start) {
        return false;
    }
    let behind = scene.reading.tokens.get(end).filter(|t| t.is_word() && !scene.opens_sentence(end));
    // What is said of it, or a letter that touches the number.
    let said = [Cue::VerbMark, Cue::Rise, Cue::Fall, Cue::ValueVerb, Cue::Predicate];
    // `Fiat 500 Pop`: a name goes on behind the number.
    let goes_on = |t: &Token| t.case == Case::Title && token.case == Case::Title;
    behind
        .is_some_and(|t| !t.spaced || goes_on(t) || said.iter().any(|cue| scene.is_cue(end, *cue).is_some()))
        && is_named(scene, before, quantity)
        && scene.place_at(before).is_none()
        && !is_counted(scene, before)
}

/// Whether the word before a number is a name: it has a capital or is a code; `Nhi đồng 1`: or is the second word of one before a single
/// digit; `diesel 0.05S`: or a capital letter touches the number.
fn is_named(scene: &Scene, before: usize, quantity: &Quantity) -> bool {
    let capital = |at: usize| {
        let token = &scene.reading.tokens[at];
        token.is_word() && token.case != Case::Lower && !scene.opens_sentence(at)
    };
    let links = |m| matches!(m, Meaning::Cue(_) | Meaning::Status(..) | Meaning::Hedge(..)).then_some(());
    let plain = || scene.reading.hit_before(before + 1, links).is_none();
    let touched =
        || scene.reading.tokens.get(quantity.tokens.end).is_some_and(|t| !t.spaced && t.case == Case::Upper);
    capital(before)
        || (quantity.reported.number.len() == 1 && before > 0 && capital(before - 1) || touched()) && plain()
}

/// `số ca Covid 1200 tăng`, `số cán bộ 350 đã`: the words before a number are the head of a count and what it counts, or end in a unit.
fn is_counted(scene: &Scene, before: usize) -> bool {
    let unit = |m| matches!(m, Meaning::Unit(_)).then_some(());
    let word = |at: &usize| scene.reading.tokens[*at].is_word();
    let headed = |at: usize| {
        // `chỉ số Nikkei 225`: an index has a name.
        scene.is_cue(at, Cue::CountHead).is_some()
            && scene.reading.is_particle(at, Particle::Count) | scene.reading.is_particle(at, Particle::Total)
    };
    // `Nhi đồng 1`: the second word of a name is no unit.
    let inner = before > 0
        && scene.reading.tokens[before - 1].case == Case::Title
        && !scene.opens_sentence(before - 1);
    !inner && scene.reading.hit_before(before + 1, unit).is_some()
        || (before.saturating_sub(PHRASE)..=before).rev().take_while(word).any(headed)
}

/// How many words before a number the head of its phrase may stand.
const PHRASE: usize = 8;

/// The longest number of a make, in digits.
const MODEL: usize = 4;

/// A count that prose spells out: up to twelve.
fn is_small(quantity: &Quantity) -> bool {
    match quantity.magnitude {
        Magnitude::Point(value) => value.abs() <= Decimal::from(12),
        Magnitude::Range { high, .. } => high.abs() <= Decimal::from(12),
    }
}
