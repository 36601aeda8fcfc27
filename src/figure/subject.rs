//! The words that name what is measured.
//!
//! In: a frame, its governor and the figure before it in the sentence. Out: the subject's words, cut down to the noun phrase:
//! adverbials of time, place and source in front of it, marks and verbs behind it are left out; where the frame has none, the
//! subject of the frame before.
//!
//! Example: in `Theo Cục Thống kê, 3 tháng đầu năm, doanh thu dịch vụ lưu trú, ăn uống đạt 547 tỷ đồng, tăng 12,6%` both numbers have
//! the subject `doanh thu dịch vụ lưu trú, ăn uống`.

use super::{
    deed::{deed, end_verb, last_clause, object, with_agent, with_object},
    frame::Frame,
    governor::Governor,
    occasion::is_of_occasions,
    phrase::{any_cue, clean_right, is_bare_head, is_strong, wants},
    roles::Roles,
    scene::Scene,
};
use crate::{
    patterns::{
        Hit, Meaning,
        catalogue::{Cue, Dimension, Measure, Part, Status},
    },
    reading::Tokens,
};

/// Pieces of one block that name something, in order.
pub(super) type Pieces = Vec<Tokens>;

/// Where a subject's words come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// Left of the verb.
    Left(Pieces),
    /// The unit and what follows it.
    Right(Pieces),
    /// Nothing in the frame names it.
    Nothing,
}

/// Finds the subject of a frame; `left` is the phrase left of its verb.
pub(super) fn find(scene: &Scene, frame: &Frame, governor: &Governor, mut left: Pieces) -> Found {
    let quantity = &scene.quantities[frame.quantity];
    // `mỗi năm sẽ tăng thêm từ 30.000 đồng`, `bình quân mỗi năm giảm 1,5%`: a verb of change or a mean is no name.
    // `tăng so với mức 438 tỷ`: nor is what is compared with.
    let unnamed = [Cue::Rise, Cue::Fall, Cue::Mean, Cue::Each, Cue::Compare];
    left.retain(|p| {
        any_cue(scene, p.start, &unnamed)
            .is_none_or(|end| end < p.end && scene.is_cue(p.start, Cue::Compare).is_none())
    });
    // `điều chỉnh đến năm 2020 có 473 ha, thực giảm 2,7 ha`: how it is done names nothing.
    if governor.cue.is_some() {
        left.retain(|p| {
            is_strong(scene, p)
                || any_cue(scene, p.start, &[Cue::BareHead, Cue::Mark]).is_some()
                || !p.clone().all(|at| scene.cue_covers(at, &[Cue::Light, Cue::VerbMark]))
        });
    }
    // `sẽ có thêm 120 lớp học`: nor that there are some.
    else {
        let verbs = [Cue::Light, Cue::VerbMark, Cue::WeakVerb, Cue::ValueVerb, Cue::More];
        left.retain(|p| is_strong(scene, p) || !p.clone().all(|at| scene.cue_covers(at, &verbs)));
    }
    // `VCCI đề xuất mức tăng 5%`, `duy trì đà tăng 30%`: who does what with the growth, not what grows.
    if scene.cue_covers(governor.tokens.start, &[Cue::Growth]) {
        let acted = |p: &Tokens| scene.is_cue_before(p.end, Cue::Verb);
        left.retain(|p| is_strong(scene, p) || acted(p).is_none());
    }
    // `Tổng Liên đoàn đề xuất tăng 11%`: who wants the change, not what changes.
    if governor.measure == Measure::Change {
        left.retain_mut(|p| {
            // `phụ cấp được đề xuất tăng 12%`
            let will = scene.is_cue_before(p.end, Cue::Will);
            let passive = will.and_then(|at| scene.is_cue_before(at, Cue::Passive));
            p.end = passive.filter(|at| *at > p.start).unwrap_or(p.end);
            let wants = passive.is_none() && will.is_some_and(|at| wants(scene, at).is_some());
            let comma = p.clone().rev().find(|at| wants && scene.is_mark(*at, ','));
            p.end = comma.unwrap_or(p.end);
            is_strong(scene, p) || !wants
        });
    }
    let counted = quantity.unit.as_ref().is_some_and(|u| u.dimension.is_counted());
    let strong = left.first().is_some_and(|p| is_strong(scene, p));
    let dimension = quantity.unit.as_ref().map(|u| u.dimension);
    // `14 bị cáo về tội lừa đảo`: of things that are counted it tells apart.
    let tells = governor.measure == Measure::Level && counted;
    let about = if tells { None } else { about_phrase(scene, &frame.right) };
    if let Some(mut about) = about {
        // `xuất khẩu cà phê tăng 11% về giá trị`: the thing stands in front of the verb.
        // `tăng 10% về lượng cũng như giá trị`
        let heads = [Cue::BareHead, Cue::And, Cue::Or, Cue::Light];
        let headed = |p: &Tokens| p.clone().all(|at| scene.cue_covers(at, &heads));
        let bare = about
            .first()
            .is_some_and(|p| (p.len() <= BARE || headed(p)) && scene.is_cue(p.end, Cue::Of).is_none());
        if bare && !left.is_empty() && left.iter().map(ExactSizeIterator::len).sum::<usize>() <= SHORT {
            about.extend(left);
        } else if bare && left.is_empty() && about.first().is_some_and(|p| p.len() > BARE) {
            return Found::Nothing;
        }
        return Found::Left(about);
    }
    match dimension {
        Some(counted) if counted.is_counted() => {
            let unit =
                quantity.unit.as_ref().map_or(frame.right.start..frame.right.start, |u| u.tokens.clone());
            let modifiers = clean_right(scene, &frame.right);
            let is_change = governor.measure != Measure::Level;
            // `vốn đăng ký của 26 doanh nghiệp`: what the number stands in is no part of it.
            // `mực nước trên hơn 60 con sông`
            // `giá khởi điểm đối với 44 thửa đất`, but `chi trả chi phí khám bệnh cho 3.000 lượt người`
            let said = !modifiers.is_empty() || dimension == Some(Dimension::Count);
            // `xin ý kiến Quốc hội về 20 phương án`
            let on = said && scene.is_cue_before(frame.left.end, Cue::About).is_some();
            let owner = scene.is_cue_before(frame.left.end, Cue::Owner).is_some()
                || governor.cue.is_none() && (on || said && is_for(scene, frame));
            // `vận động di dời 4 hộ dân`: without a verb of value only a head right in front of the number names it.
            // `quy mô gần 5.200 căn nhà ở xã hội`: what is counted says more than a bare head.
            let bare = !modifiers.is_empty()
                && left.len() == 1
                && left.first().is_some_and(|p| is_bare_head(scene, p));
            // `với tổng số 297 thí sinh`: how many, of whom the unit tells.
            let numbered = governor.cue.is_none_or(|cue| cue == Cue::With)
                && unit.len() > 1
                && left.len() == 1
                && left.first().is_some_and(|p| {
                    p.end == frame.left.end && scene.is_cue(p.start, Cue::Light) == Some(p.end)
                });
            if numbered {
                return Found::Right(touching(unit, modifiers));
            }
            let headed = governor.cue.is_some() || left.first().is_some_and(|p| starts_strong(scene, p));
            // `giá điện đã qua 4 lần điều chỉnh`: what happened so many times.
            let happened = !modifiers.is_empty() && quantity.unit.as_ref().is_some_and(is_of_occasions);
            // `chỉ số đi lên với 142 mã tăng`
            let apart = !modifiers.is_empty() && governor.cue == Some(Cue::With);
            let strong = strong && !owner && !bare && headed && !happened && !apart;
            // `xã đã giảm 3 tổ công tác`: who makes it fall is not what falls.
            let made = !modifiers.is_empty()
                && scene.is_cue_before(governor.tokens.start, Cue::VerbMark).is_some()
                && modifiers
                    .first()
                    .is_some_and(|p| p.start == frame.right.start && scene.cue_at(p.start).is_none());
            if strong || (is_change && !left.is_empty() && !made) {
                return Found::Left(left);
            }
            // `vụ sạt lở làm 15 căn nhà …`: what brings it about is no part of it.
            let caused = scene.is_cue_before(frame.left.end, Cue::Opener).is_some();
            let left = if owner && is_named(scene, &left) || caused && !strong { Vec::new() } else { left };
            if is_change {
                // `giảm 5 người chết`: which people stands behind them.
                return if modifiers.is_empty() {
                    Found::Nothing
                } else {
                    Found::Right(touching(unit, modifiers))
                };
            }
            // `lực lượng cứu hộ hơn 500 người ngay lập tức có mặt`: the body in front, and what it does.
            let acts = |p: &Tokens| any_cue(scene, p.start, &[Cue::Predicate, Cue::VerbMark]).is_some();
            let body = dimension == Some(Dimension::Person)
                && unit.len() == 1
                && governor.tokens.is_empty()
                && !governor.preposition
                && frame.bracket.is_none()
                && modifiers.first().is_some_and(acts)
                && left.iter().all(|p| {
                    p.end == frame.left.end
                        && (2..=BODY).contains(&p.len())
                        && scene.starts_clause(p.start)
                        && scene
                            .reading
                            .hit(p.start, |m| matches!(m, Meaning::Number(..)).then_some(()))
                            .is_none()
                        && end_verb(scene, p).is_none()
                });
            if body && !left.is_empty() {
                return Found::Left(left);
            }
            if modifiers.is_empty() {
                if left.is_empty() {
                    return if owner { Found::Right(vec![unit]) } else { Found::Nothing };
                }
                // `khách quốc tế 19.000 lượt`, `trung cấp: 2.672 người`: the words name the thing that people and turns are counted of;
                // after a verb, and where the unit is a thing of its own (`xây, sửa 416 căn nhà`), the unit does.
                let acts =
                    left.iter().any(|p| p.clone().any(|at| any_cue(scene, at, &[Cue::Verb]).is_some()));
                // `21 vụ tai nạn`: the unit says what they are.
                // `Sở Y tế đề nghị bổ sung 120 bác sĩ`: nor does who wants them.
                let end = left.last().map_or(frame.left.end, |p| p.end);
                let aim = |m| {
                    matches!(m, Meaning::Status(s, ..) if s != Status::Observed)
                        || m == Meaning::Cue(Cue::Will)
                };
                let wanted = |m| aim(m).then_some(());
                let roles = Roles::of(&[Cue::Will]).or(Roles::STATUS);
                let wanted = (end..frame.left.end)
                    .any(|at| scene.may_start(at, roles) && scene.reading.hit(at, wanted).is_some());
                let thing = dimension == Some(Dimension::Count)
                    || dimension == Some(Dimension::Event) && unit.len() > 2
                    // `mỗi năm trường tuyển 300 sinh viên`
                    || dimension == Some(Dimension::Person) && quantity.unit.as_ref().is_some_and(|u| u.code != PERSON);
                if governor.tokens.is_empty() && !governor.preposition && !acts && !thing && !wanted {
                    return Found::Left(left);
                }
                let mut pieces = vec![unit];
                // `một đô thị đặc biệt với gần 13 triệu dân`: what has them does nothing with them.
                let done =
                    left.iter().any(|p| p.clone().any(|at| any_cue(scene, at, &[Cue::Verb]).is_some()));
                if (governor.cue != Some(Cue::With) && !wanted) || done {
                    pieces.extend(deed(scene, left));
                }
                return Found::Right(pieces);
            }
            Found::Right(touching(unit, modifiers))
        }
        Some(Dimension::Percent | Dimension::Permille) => {
            let left = last_clause(scene, left);
            let weak = governor.cue.is_none()
                || governor.cue != Some(Cue::NewValue)
                    && scene.is_cue(governor.tokens.start, Cue::WeakVerb) == Some(governor.tokens.end);
            // `có khoảng 50% công nhân …`: what there is stands behind the number.
            let exists = governor.cue.is_some()
                && scene.is_cue(governor.tokens.start, Cue::Exist) == Some(governor.tokens.end)
                && any_cue(scene, frame.right.start, &[Cue::Preposition, Cue::Compare, Cue::ValueVerb])
                    .is_none()
                && frame.right.len() > 1;
            // `bằng 88,5% kế hoạch giao`: a plan is what the share is of; `9%/năm đối với trung hạn` tells apart.
            let of_plan = any_cue(scene, frame.right.start, &[Cue::Plan, Cue::Topic]).is_some();
            if weak
                && !of_plan
                && governor.measure == Measure::Level
                && (left.is_empty()
                    || (!strong
                        && (exists
                            || is_share_of_known(scene, &frame.right)
                            || acts_itself(scene, frame, &left))))
            {
                let right = share_of(scene, &frame.right);
                if !right.is_empty() {
                    return Found::Right(right);
                }
            }
            // `được tạm ứng 80% kinh phí`: what is done, and with what.
            if governor.cue.is_none()
                && governor.measure == Measure::Level
                && !of_plan
                && !strong
                && frame.bracket.is_none()
                && let Some(verb) = left.last().and_then(|p| end_verb(scene, p))
            {
                let object = object(scene, frame);
                if !object.is_empty() {
                    return Found::Left(with_agent(scene, left, verb, object));
                }
            }
            // `giảm 17% doanh thu`, `mức tăng 0,16% của CPI`: what changed stands behind it.
            let of = scene.is_cue(frame.right.start, Cue::Owner).filter(|end| *end < frame.right.end);
            if let Some(start) = of.filter(|_| left.is_empty() && governor.measure == Measure::Change) {
                let owner = clean_right(scene, &(start..frame.right.end));
                if !owner.is_empty() {
                    return Found::Right(owner);
                }
            }
            let right = clean_right(scene, &frame.right);
            // `giảm 25% thời gian chờ`: a noun right behind a change.
            let noun = |p: &Tokens| {
                starts_strong(scene, p)
                    || scene.cue_at(p.start).is_none() && p.start == frame.right.start && p.len() > 1
            };
            if left.is_empty() && governor.measure == Measure::Change && right.first().is_some_and(noun) {
                return Found::Right(right);
            }
            // `với 42% thị phần`: what it is a share of, said right behind it.
            if governor.cue == Some(Cue::With) && right.first().is_some_and(|p| starts_strong(scene, p)) {
                let mut pieces = right;
                pieces.extend(left.into_iter().filter(|p| p.len() <= SHORT));
                return Found::Left(pieces);
            }
            if left.is_empty() { Found::Nothing } else { Found::Left(left) }
        }
        Some(
            Dimension::Mass | Dimension::Area | Dimension::Volume | Dimension::Length | Dimension::Energy,
        ) => {
            // `đống đất đá dài 3 km chắn ngang con đường`: the thing stands in front.
            let extent = |at| scene.is_cue_before(at, Cue::Extent).is_some();
            let from = scene.is_cue_before(frame.left.end, Cue::Preposition).unwrap_or(frame.left.end);
            if extent(frame.left.end) || extent(from) {
                let left = extended(scene, left);
                // `dài 540 m, rộng 12 m`: the thing was named before.
                let named = left.iter().any(|p| p.len() > 1);
                return if named { Found::Left(left) } else { Found::Nothing };
            }
            let mut right = clean_right(scene, &frame.right);
            // `căn hộ rộng 30 m2 được bán`: what is done with the thing is no name of it.
            right.retain(|p| {
                any_cue(scene, p.start, &[Cue::VerbMark, Cue::Preposition, Cue::Subordinate]).is_none()
            });
            if strong || right.is_empty() {
                left = last_clause(scene, left);
                // `xuất khẩu 1.200 tấn chè`: a head that is a verb has its object behind the number.
                let verb = |p: &Tokens| {
                    any_cue(scene, p.start, &[Cue::Verb]).is_some_and(|end| {
                        (end..p.end).all(|at| scene.cue_covers(at, &[Cue::Light, Cue::More]))
                    })
                };
                if left.len() == 1 && left.iter().all(verb) {
                    left.extend(right);
                }
                return if left.is_empty() { Found::Nothing } else { Found::Left(left) };
            }
            let mut pieces = right;
            pieces.extend(deed(scene, left));
            Found::Right(pieces)
        }
        _ => {
            let left = last_clause(scene, left);
            // `nếu tính cả 1.993 tỷ đồng vốn đăng ký tăng thêm`: the head of a sum stands behind it.
            let right = clean_right(scene, &frame.right);
            if !strong
                && (governor.cue.is_none() || left.is_empty())
                && right.first().is_some_and(|p| starts_strong(scene, p))
            {
                return Found::Right(right);
            }
            if left.is_empty() {
                return Found::Nothing;
            }
            Found::Left(with_object(scene, frame, governor, left, right))
        }
    }
}

/// Of a clause that ends with how far something reaches: the thing, behind the verb that leads up to it (`tạo ra │ đống đất đá dài`).
fn extended(scene: &Scene, mut left: Pieces) -> Pieces {
    if let Some(last) = left.pop() {
        let verbs = [Cue::Verb, Cue::WeakVerb];
        let start =
            last.clone().rev().find_map(|at| any_cue(scene, at, &verbs).filter(|end| *end + 1 < last.end));
        left = vec![start.unwrap_or(last.start)..last.end];
    }
    left
}

/// A unit and the words behind it: one stretch where they touch, so that a name that runs over both (`người tham gia`) is found.
fn touching(unit: Tokens, mut modifiers: Pieces) -> Pieces {
    match modifiers.first_mut().filter(|first| first.start == unit.end) {
        Some(first) => first.start = unit.start,
        None => modifiers.insert(0, unit),
    }
    modifiers
}

/// Whether the left phrase is the name of another measured thing.
fn is_named(scene: &Scene, left: &[Tokens]) -> bool {
    left.first().is_some_and(|p| is_strong(scene, p))
}

/// Whether a phrase starts right with a head.
fn starts_strong(scene: &Scene, phrase: &Tokens) -> bool {
    is_strong(scene, &(phrase.start..phrase.end.min(phrase.start + 1)))
}

/// `giảm 2% về số doanh nghiệp`: what the change is a change of stands behind it.
fn about_phrase(scene: &Scene, right: &Tokens) -> Option<Pieces> {
    let end = scene.is_cue(right.start, Cue::About)?;
    let pieces = clean_right(scene, &(end..right.end));
    (!pieces.is_empty()).then_some(pieces)
}

/// Whether a word for whom or what something is for stands right before the number.
pub(super) fn is_for(scene: &Scene, frame: &Frame) -> bool {
    scene.is_cue_before(frame.left.end, Cue::Recipient).is_some()
}

/// The unit of people of whom nothing else is said.
const PERSON: &str = "person";

/// The longest name of a body of people, in tokens.
const BODY: usize = 5;

/// A dimension of a thing (`giá trị`, `sản lượng`, `số lượng`), in tokens.
const BARE: usize = 2;

/// A subject before a verb-near head is kept only if it is short, in tokens.
pub(super) const SHORT: usize = 10;

/// `tuyến huyện, chỉ gần 30% số phòng có cán bộ theo dõi`: the thing behind the share has a verb of its own, and no verb leads up to the
/// number.
fn acts_itself(scene: &Scene, frame: &Frame, left: &[Tokens]) -> bool {
    let led = left.last().is_some_and(|p| {
        p.clone().rev().take(3).any(|at| any_cue(scene, at, &[Cue::Verb]).is_some_and(|end| end >= p.end))
    });
    let right = &frame.right;
    let verbs = [Cue::Verb, Cue::VerbMark, Cue::WeakVerb, Cue::Negation];
    !led && right.start + 1 < right.end
        && any_cue(scene, right.start, &[Cue::Preposition, Cue::Compare, Cue::Opener]).is_none()
        && (right.start + 1..right.end).any(|at| any_cue(scene, at, &verbs).is_some())
}

/// A known whole and something that it does: `55% lực lượng lao động tham gia …`.
fn is_share_of_known(scene: &Scene, right: &Tokens) -> bool {
    scene
        .reading
        .hit(right.start, |m| if let Meaning::Base(index) = m { Some(index) } else { None })
        .is_some_and(|(hit, _)| (hit.end as usize) + 1 < right.end)
}

/// `55% lực lượng trong độ tuổi │ tham gia bảo hiểm xã hội`: what the share does; the whole phrase where it has no verb.
fn share_of(scene: &Scene, right: &Tokens) -> Pieces {
    let right =
        scene.is_cue(right.start, Cue::ValueVerb).map_or(right.clone(), |end| end..right.end.max(end));
    let known = scene
        .reading
        .hit(right.start, |m| if let Meaning::Base(index) = m { Some(index) } else { None })
        .map(|(hit, _)| hit.end as usize);
    match known.filter(|end| *end < right.end) {
        Some(end) => clean_right(scene, &(end..right.end)),
        None => clean_right(scene, &right),
    }
}

/// The words of pieces, joined by blanks.
pub(super) fn words(scene: &Scene, pieces: &[Tokens]) -> String {
    let text = |piece| scene.text(piece).trim_matches([',', ' ']);
    // Most names are of one piece.
    if let [piece] = pieces {
        return text(piece).to_owned();
    }
    let mut out = String::with_capacity(pieces.iter().map(|piece| scene.text(piece).len() + 1).sum());
    for piece in pieces {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(text(piece));
    }
    out
}

/// Hits inside pieces.
pub(super) fn hits(scene: &Scene, pieces: &[Tokens]) -> Vec<Hit> {
    let mut out = Vec::new();
    for piece in pieces {
        // `95% dân số │ tham gia BHYT`: a name that runs over the whole into what it does.
        let runs_in = |h: &&Hit| {
            (piece.start + 1..=piece.end).contains(&(h.end as usize))
                && matches!(h.meaning, Meaning::Indicator(..))
        };
        let before = piece.start.saturating_sub(NAME)..piece.start;
        out.extend(scene.reading.hits_in(&before).iter().filter(runs_in).copied());
        // `thu │ được 312 tỷ đồng`: a head of which the mark of the verb was trimmed off.
        let marked = any_cue(scene, piece.end, &[Cue::VerbMark]).unwrap_or(piece.end);
        let inside = |h: &&Hit| {
            let head = matches!(h.meaning, Meaning::Indicator(_, Part::Head));
            h.end as usize <= if head { marked } else { piece.end }
        };
        let hits = scene.reading.hits_in(piece);
        out.reserve(hits.len());
        out.extend(hits.iter().filter(inside).copied());
    }
    out
}

/// How far before a subject a name may begin, in tokens.
const NAME: usize = 3;
