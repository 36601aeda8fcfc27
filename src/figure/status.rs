//! Observed, estimated, aimed at, expected, or fixed by a rule.
//!
//! In: a frame and the status words of its sentence. Out: the [`Status`] of the number and the word that gave it.
//!
//! A status word reaches as far as its entry says: to the next number, to the end of the clause, or over commas and semicolons to
//! the end of the sentence (`phấn đấu … đạt 91,5%; … đạt 39%; … 1%`), until a word that reports (`đã đạt`) takes over. `ước` over a
//! total reaches its parts in the same sentence and in the next one that starts with `trong đó`.

pub(super) use super::in_force::{InForce, words};
use super::{
    Figure, Subject, beside,
    clock::Clock,
    frame::{Frame, Parted},
    governor::Governor,
    reading::{Sentence, Walk},
    scene::Scene,
};
use crate::{
    context::period::PeriodMention,
    patterns::catalogue::{Cue, Dimension, Measure, Particle, Qualifier, Reach, Status},
    quantity::{Quantity, UnitExpression},
    reading::Tokens,
};

impl Walk<'_> {
    /// The status word of a frame: its own, or one that is still in force.
    pub(super) fn status(
        &self,
        sentence: &Sentence,
        frame: &Frame,
        governor: &Governor,
        previous: Option<&Figure>,
    ) -> Option<InForce> {
        let before = self
            .memory
            .status
            .as_ref()
            .filter(|h| {
                h.block == self.memory.block
                    && h.sentence == self.memory.sentence
                    && previous.is_some()
                    // `ước giảm 16% về lượng nhưng tăng 11% về giá trị`: both are estimates.
                    && (frame.parted != Parted::Contrast
                        || governor.measure == Measure::Change
                            && matches!(h.value.status, Status::Estimated | Status::Forecast))
            })
            .map(|h| h.value);
        let carried = before.or_else(|| {
            // `Trong đó, …` goes on with what was estimated or aimed at.
            let starts = |cue: Cue| sentence.scene.is_cue(sentence.tokens.start, cue).is_some();
            // `… phấn đấu. Trồng 35 ha rừng.`: the next thing that was done or is to be done; in `Giải ngân vốn đạt 35 tỷ` a new verb decides.
            let goes_on = |status: Status| {
                let verb = status == Status::Target || governor.cue != Some(Cue::ValueVerb);
                starts(Cue::Part) || starts(Cue::Verb) && verb
            };
            self.memory
                .status
                .as_ref()
                .filter(|h| {
                    goes_on(h.value.status)
                        && h.value.reach != Reach::Need
                        && h.block == self.memory.block
                        && h.sentence + 1 == self.memory.sentence
                })
                .map(|h| h.value)
        });
        of(sentence.scene, frame, governor, &sentence.statuses, carried)
    }
}

/// `từ 300 triệu trở lên`: money that bounds a group.
pub(super) fn is_threshold(
    scene: &Scene,
    frame: &Frame,
    quantity: &Quantity,
    unit: Option<&UnitExpression>,
) -> bool {
    unit.is_some_and(|u| u.dimension == Dimension::Money)
        && matches!(quantity.qualifier, Qualifier::AtLeast | Qualifier::AtMost)
        && quantity.hedge.as_ref().is_some_and(|(hedge, _)| hedge.start >= quantity.tokens.end)
        && scene.is_cue_before(frame.left.end, Cue::Of).is_some()
}

/// How far behind its word the share that a rule fixes stands, in tokens.
const BESIDE: usize = 1;

/// Whether a word for a rule can be one of this number: rules fix sums, shares and amounts, not how many there are. `phí thấp hơn
/// 2,5 lần` sets one against another; `tối đa 5 triệu đồng` is laid down, but of speeds and weights it is what a thing can do.
pub(super) fn may_be_rule(
    scene: &Scene,
    frame: &Frame,
    word: &InForce,
    governor: &Governor,
    measure: Measure,
    unit: Option<&UnitExpression>,
) -> bool {
    let against = measure == Measure::Multiple && super::governor::is_comparative(scene, &governor.tokens);
    let granted = |u: &UnitExpression| matches!(u.dimension, Dimension::Money | Dimension::Percent);
    // `quỹ BHYT chi trả 80% chi phí`: of a share only.
    let share = word.reach != Reach::Number
        || unit.is_some_and(|u| u.dimension == Dimension::Percent && !u.code.contains('/'));
    // `Theo Quyết định số …, dự án có tổng kinh phí 64 tỷ đồng`: so much is spent on one thing, it is granted to nobody.
    let spent = word.reach == Reach::Sentence
        && unit.is_some_and(|u| u.dimension == Dimension::Money && !u.code.contains('/'))
        && scene.quantities[frame.quantity].reported.unit_mult >= 9;
    share
        && !spent
        && unit.is_none_or(super::unit::is_fixed_by_rules)
        && !against
        && (word.at < frame.left.end || unit.is_none_or(granted))
}

/// `bậc THPT có mức học phí từ 40.000 đồng`: the number is that of a tariff, whatever its subject.
pub(super) fn is_tariff(scene: &Scene, frame: &Frame, governor: &Governor) -> bool {
    // `mức học phí học kỳ II năm nay sẽ tăng trung bình từ 140.000 đồng`: up to the verb.
    let rises = matches!(governor.cue, Some(Cue::Rise | Cue::Fall));
    let (to, most) = if rises { (governor.tokens.start, FAR) } else { (frame.left.end, NEAR) };
    leads_to(scene, &(frame.left.start..to.max(frame.left.start)), Cue::Tariff, most)
}

/// Whether the sentence before ended with a rule in the same money.
pub(super) fn goes_on_rule(scene: &Scene, quantity: &Quantity, figures: &[Figure]) -> bool {
    let money = |u: &UnitExpression| u.dimension == Dimension::Money;
    let currency =
        |q: &Quantity| q.unit.as_ref().filter(|u| money(u)).and_then(|u| u.code.get(..3).map(str::to_owned));
    figures.last().is_some_and(|f| {
        f.block == scene.block
            && f.status == Status::Rule
            && currency(&f.quantity).is_some()
            && currency(&f.quantity) == currency(quantity)
    })
}

/// Whether a rate or a sum per month, head or litre is laid down: `thuế sẽ tăng từ 45% lên 50%`, `trợ cấp … là 1.150.000 đồng/tháng`,
/// by its subject, by the word before it, or by what its sentence opens with. A mean of them was measured. By how much somebody wants
/// to raise one is laid down too.
pub(super) fn is_levied(
    sentence: &Sentence,
    frame: &Frame,
    subject: Option<&Subject>,
    unit: Option<&UnitExpression>,
    measure: Measure,
) -> bool {
    let scene = sentence.scene;
    let is = |at: usize, cue| scene.is_cue(at, cue).is_some();
    let share = unit.is_some_and(|u| u.dimension == Dimension::Percent);
    let by = |divisor| unit.is_some_and(|u| u.dimension == Dimension::Money && u.code.contains(divisor));
    let monthly = by("/month");
    let from = sentence.tokens.start;
    let opens = || monthly && (from..from + OPENING).any(|at| is(at, Cue::Levy));
    let named =
        || subject.is_some_and(|s| s.is_levy) || leads_to(scene, &frame.left, Cue::Levy, FAR) || opens();
    let mean = || frame.left.clone().any(|at| is(at, Cue::Mean));
    let wanted = || {
        measure == Measure::Change
            && frame.left.clone().any(|at| is(at, Cue::Will))
            && (from..frame.left.end).any(|at| is(at, Cue::Levy))
    };
    (share || by("/")) && (wanted() || named() && !mean())
}

/// How far into its sentence the word for an allowance opens it, in tokens.
const OPENING: usize = 2;

/// How far before a number the word for a tariff stands, in tokens.
const NEAR: usize = 2;

/// How far before a number the word for a tax or an allowance stands, in tokens.
const FAR: usize = 4;

/// Whether a word of a role stands at most so many tokens before the end of a stretch, one of them no content word.
fn leads_to(scene: &Scene, left: &Tokens, cue: Cue, most: usize) -> bool {
    let named = |at| scene.is_cue(at, cue).filter(|end| *end <= left.end);
    scene.linked(left.clone(), &[cue]).filter_map(named).any(|end| {
        let between = end..left.end;
        let own = |at: &usize| scene.period_at(*at).is_none();
        between.clone().all(|at| scene.reading.tokens[at].is_word())
            && between.clone().filter(own).count() <= most
            && super::governor::content_words(scene, &between) < most
    })
}

/// Whether a unit is that of a number, wherever either is printed.
fn is_same(unit: Option<&UnitExpression>, quantity: &Quantity) -> bool {
    unit.map(|u| &u.code) == quantity.unit.as_ref().map(|u| &u.code)
}

/// The status of a number in view of the one before it: without a word of its own the second of `40.000 – 70.000 đồng` is what the
/// first is, and what a bracket adds is what the number it stands behind is (`sẽ tăng 6.000 đồng (tương đương 5%)`). What is expected
/// by a plan is its aim (`thấp hơn mức kế hoạch (dự kiến 5%)`).
pub(super) fn settled(
    sentence: &Sentence,
    frame: &Frame,
    quantity: &Quantity,
    previous: Option<&Figure>,
    word: Option<InForce>,
    status: Status,
    governor: &Governor,
    measure: Measure,
) -> Status {
    let scene = sentence.scene;
    let of_plan = |open| scene.is_cue_before(open, Cue::Plan).is_some();
    if status == Status::Forecast && frame.bracket.is_some_and(of_plan) {
        return Status::Target;
    }
    let will = word.is_some_and(|w| w.reach == Reach::Number);
    if status == Status::Forecast && will && goes_on_plan(scene, &sentence.tokens) {
        return Status::Target;
    }
    // `thuế là 45%, sang 2018 sẽ hạ xuống còn 40%`: the new value of a rule is one.
    let renewed = governor.cue == Some(Cue::NewValue)
        && previous.is_some_and(|p| p.status == Status::Rule && is_same(p.quantity.unit.as_ref(), quantity));
    if renewed && matches!(status, Status::Forecast | Status::Observed) {
        return Status::Rule;
    }
    let Some(before) = previous.filter(|p| word.is_none() && p.block == scene.block) else { return status };
    // `sẽ tăng thêm 24.000 đồng/vé, tỷ lệ 0,1% giá vé`, `…, nhiều hơn 105 tỷ đồng so với …`: the same once more, or how far it is from another.
    let expected =
        status == Status::Observed && before.status == Status::Forecast && frame.parted == Parted::No;
    if expected && (measure == Measure::Gap || is_apposition(scene, frame)) {
        return before.status;
    }
    // `học phí … là 85.000 đồng/tháng; ở xã là 40.000 đồng/tháng`: one tariff.
    let tariff = before.status == Status::Rule
        && is_same(before.quantity.unit.as_ref(), quantity)
        && quantity.unit.as_ref().is_some_and(|u| u.dimension == Dimension::Money && u.code.contains('/'));
    if tariff && status == Status::Observed {
        return Status::Rule;
    }
    // `sẽ có 68 dự án với diện tích là 57 ha`: what goes with the things that are expected.
    let goes_with = matches!(before.status, Status::Forecast | Status::Target)
        && frame.parted == Parted::No
        && before.quote.end() <= scene.reading.raw_span(&quantity.tokens).start()
        && with(scene, frame);
    if goes_with || before.status == Status::Forecast && shares_verb(sentence, frame, before, quantity) {
        return before.status;
    }
    let alike = is_same(before.quantity.unit.as_ref(), quantity)
        && !frame.left.is_empty()
        && frame.left.clone().all(|at| !scene.reading.tokens[at].is_word());
    let host = || {
        let times: Vec<_> = scene.periods_in(&sentence.tokens).iter().filter(|p| p.is_governing()).collect();
        beside::host_of_bracket(sentence, quantity.tokens.start, previous, &times)
    };
    if alike || host().is_some() { before.status } else { status }
}

/// `… ban hành kế hoạch. Theo đó, sẽ có 68 dự án`: what will be is what the plan of the sentence before aims at.
fn goes_on_plan(scene: &Scene, sentence: &Tokens) -> bool {
    let follows = [Cue::Part, Cue::Contrast].iter().any(|cue| scene.is_cue(sentence.start, *cue).is_some());
    let index = scene.reading.sentence_of(sentence.start);
    let before = index.checked_sub(1).map(|before| scene.reading.sentences[before].clone());
    follows && before.is_some_and(|mut before| before.any(|at| scene.is_cue(at, Cue::Plan).is_some()))
}

/// `…, tỷ lệ 0,1%`: whether a comma and a word or two without a verb lead to the number.
fn is_apposition(scene: &Scene, frame: &Frame) -> bool {
    let words = frame.left.start + 1..frame.left.end;
    let verbs = [Cue::ValueVerb, Cue::Rise, Cue::Fall, Cue::NewValue, Cue::Exceed, Cue::ShareVerb, Cue::Verb];
    scene.is_mark(frame.left.start, ',')
        && (1..=APPOSITION).contains(&words.len())
        && words.clone().all(|at| scene.reading.tokens[at].is_word() && scene.period_at(at).is_none())
        && !words.clone().any(|at| scene.cue_covers(at, &verbs))
}

/// The most words that such a phrase has before its number.
const APPOSITION: usize = 2;

/// `sẽ có 866.000 thí sinh dự thi tại 2.300 điểm thi`, `sẽ cho doanh thu 2 tỷ USD, đóng góp cho ngân sách 100 tỷ đồng`: whether no verb of
/// another time stands between a number and the one before it, which is expected.
fn shares_verb(sentence: &Sentence, frame: &Frame, before: &Figure, quantity: &Quantity) -> bool {
    let scene = sentence.scene;
    let joined = frame.parted == Parted::No
        || frame.parted == Parted::Semicolon && scene.is_cue(frame.left.start, Cue::WeakVerb).is_some();
    let finite = [Cue::VerbMark, Cue::NewValue, Cue::Rise, Cue::Fall, Cue::Say, Cue::Exceed, Cue::Compare];
    let acts = |at: usize| {
        finite.iter().any(|cue| scene.is_cue(at, *cue).is_some())
            || scene.is_cue(at, Cue::ValueVerb).is_some() && scene.is_cue(at, Cue::WeakVerb).is_none()
            || scene.period_at(at).is_some_and(PeriodMention::is_governing)
    };
    let here = scene.reading.raw_span(&sentence.tokens);
    joined
        && frame.bracket.is_none()
        && before.quote.start() >= here.start()
        && before.quote.end() <= scene.reading.raw_span(&quantity.tokens).start()
        && !frame.left.clone().any(acts)
        && !frame.right.clone().any(|at| scene.is_cue(at, Cue::Passive).is_some())
}

/// `… với tổng vốn là`: whether nothing but such a phrase leads to the number.
fn with(scene: &Scene, frame: &Frame) -> bool {
    let start = frame.left.clone().rev().find(|at| scene.is_cue(*at, Cue::With).is_some());
    start.is_some_and(|start| (start..frame.left.end).all(|at| scene.reading.tokens[at].is_word()))
        && start.is_some_and(|start| (frame.left.start..start).all(|at| !scene.is_mark(at, ',')))
}

/// The status word that governs a frame, if one does.
pub(super) fn of(
    scene: &Scene,
    frame: &Frame,
    governor: &Governor,
    words: &[InForce],
    before: Option<InForce>,
) -> Option<InForce> {
    // A hedge may be one: `tối đa 5 triệu đồng`.
    let number = scene.quantities[frame.quantity].tokens.start.max(frame.left.end);
    // `Theo dự báo, vùng hiện có thể thiếu …`: the source says how all of it is known, unless a later word says otherwise.
    let opening =
        words.iter().find(|w| w.reach == Reach::Sentence && w.end <= number && scene.starts_clause(w.at));
    // `…, nhưng thực tế chỉ có 90%`, `dự kiến xây 95 cầu, đã xây 37 cầu`: seen all the same.
    let parted = matches!(frame.parted, Parted::Contrast | Parted::Semicolon);
    let first = frame.quantity == 0
        || opening.is_some_and(|o| scene.quantities[frame.quantity - 1].tokens.end <= o.at);
    let expected = opening.is_some_and(|o| o.status == Status::Forecast) && !first;
    let seen = words.iter().filter(|w| w.at < number && w.status == Status::Observed).any(|w| {
        parted && w.at >= frame.left.start
            || expected && w.reach == Reach::Done && opening.is_some_and(|o| o.at < w.at)
    });
    if let Some(opening) = opening.filter(|_| !seen) {
        let later = words.iter().rev().find(|w| {
            w.at > opening.at
                && w.at < number
                && w.status != Status::Observed
                && w.reach != Reach::Number
                && !names_a_thing(scene, w, governor)
        });
        return Some(raised(scene, frame, *later.unwrap_or(opening), governor));
    }
    // The nearest word to the left inside the frame decides; a plan that is attained (`đạt 78% kế hoạch`) stands behind.
    // `thu nhập dưới 3 USD được dự kiến sẽ tăng 5%`: what stands behind the number before belongs to this one too.
    let before_this = scene.quantities[..frame.quantity].last().map_or(0, |q| q.tokens.end);
    let floor = if frame.parted == Parted::No { before_this.min(frame.left.start) } else { frame.left.start };
    let inside = words.iter().rev().find(|w| {
        // `ước khoảng 2%`: the word may hold the hedge.
        w.at >= floor
            && w.at < number
            && !matches!(w.reach, Reach::Sentence | Reach::Condition)
            && !names_a_thing(scene, w, governor)
            && !counts_who(scene, frame, w)
            // `với vốn hỗ trợ khoảng 41.000 tỷ đồng`: so much is granted to nobody by a rule.
            && (w.reach != Reach::Deed || scene.quantities[frame.quantity].reported.unit_mult < 9)
            // `đóng lần lượt bằng 70%`: right behind its word only.
            && (w.status != Status::Rule || w.reach != Reach::Number || w.end + BESIDE >= frame.left.end)
            && (w.reach != Reach::Number && w.at >= frame.left.start || is_in_chunk(scene, w.end, number))
    });
    if let Some(word) = inside {
        return Some(raised(scene, frame, *word, governor));
    }
    // `sẽ tăng … lên 15% vào năm 2020 và lên 30% vào năm 2030`: the same verb once more, without a subject of its own.
    let goes_on = governor.cue == Some(Cue::NewValue)
        && super::governor::content_words(scene, &(frame.left.start..governor.tokens.start))
            <= usize::from(scene.is_cue(frame.left.start, Cue::And).is_some());
    // `sẽ có thêm 300 trẻ em và 200 người`: both.
    let coordinated =
        governor.cue.is_none() && scene.is_cue(frame.left.start, Cue::And) == Some(frame.left.end);
    let running = before.filter(|w| match w.reach {
        Reach::Number => goes_on || coordinated || frame.parted == Parted::Part,
        Reach::Clause
        | Reach::Done
        | Reach::List
        | Reach::Sentence
        | Reach::Deed
        | Reach::Condition
        | Reach::Need => true,
    });
    // Words earlier in the sentence that no frame holds: a list target stands before the first frame.
    let earlier = words.iter().rev().find(|w| w.end <= frame.left.start && w.reach == Reach::List);
    let in_force = match (running, earlier) {
        (Some(running), Some(earlier)) if earlier.at > running.at => Some(*earlier),
        (Some(running), _) => Some(running),
        (None, earlier) => earlier.copied(),
    };
    in_force.or_else(|| ahead(scene, frame, words))
}

/// How far before a status word the head of what is counted stands, in tokens.
const HEAD: usize = 6;

/// `số bệnh nhân cần điều trị là 350 người`, `số người sắp nghỉ hưu là 120`: the word tells who is counted, and they were.
fn counts_who(scene: &Scene, frame: &Frame, word: &InForce) -> bool {
    let quantity = &scene.quantities[frame.quantity];
    let counted = quantity.unit.as_ref().is_some_and(|u| u.dimension.is_counted());
    let is = |at: usize, cue| scene.is_cue(at, cue).is_some();
    let headed = (word.at.saturating_sub(HEAD)..word.at)
        .rev()
        .take_while(|at| scene.reading.tokens[*at].is_word())
        .any(|at| is(at, Cue::CountHead));
    word.status == Status::Target
        && matches!(word.reach, Reach::Need | Reach::Clause)
        && counted
        && headed
        && (word.end..quantity.tokens.start).any(|at| is(at, Cue::ValueVerb))
}

/// What is expected of a number by a word that stands elsewhere: `2,3 triệu người sẽ được hưởng` behind it, `nếu được thông qua, …` before
/// the comma.
fn ahead(scene: &Scene, frame: &Frame, words: &[InForce]) -> Option<InForce> {
    let number = &scene.quantities[frame.quantity].tokens;
    let will = words.iter().find(|w| {
        w.status == Status::Forecast
            && w.reach == Reach::Number
            && (number.end..=frame.right.end).contains(&w.at)
    });
    let follows = |w: &&InForce| {
        let then = |at: usize| scene.is_mark(at, ',') || scene.reading.is_small(at, Particle::Then);
        number.start <= w.end + CONSEQUENCE && (w.end..number.start).any(then)
    };
    let condition = words.iter().rev().find(|w| w.reach == Reach::Condition && w.end <= number.start);
    will.or_else(|| condition.filter(follows)).copied()
}

/// Leaves out the conditions of a sentence that are met.
pub(super) fn drop_met(sentence: &mut Sentence, clock: Clock) {
    if sentence.statuses.iter().any(|w| w.reach == Reach::Condition) {
        let statuses = std::mem::take(&mut sentence.statuses);
        sentence.statuses = statuses.into_iter().filter(|w| !is_met(sentence, w, clock)).collect();
    }
}

/// `khi đi vào hoạt động năm 2010`: whether what a condition waits for was over when the text came out.
fn is_met(sentence: &Sentence, word: &InForce, clock: Clock) -> bool {
    let scene = sentence.scene;
    let dated = || {
        let behind = scene.periods_in(&sentence.tokens).iter().find(|p| p.tokens.start >= word.end)?;
        let beside = (word.end..behind.tokens.start).all(|at| scene.is_cue(at, Cue::Preposition).is_some());
        behind.resolve(&clock.day()).filter(|_| beside)
    };
    word.reach == Reach::Condition
        && clock.published.is_some_and(|day| dated().is_some_and(|period| period.end < day))
}

/// How far behind `nếu` a number follows from it, in tokens.
const CONSEQUENCE: usize = 24;

/// Nothing that starts a clause stands between `sẽ` and its number.
pub(super) fn is_in_chunk(scene: &Scene, from: usize, number: usize) -> bool {
    (from..number).all(|at| {
        let token = &scene.reading.tokens[at];
        !token.is(',') && !token.is(';') && !token.is('(') && scene.is_cue(at, Cue::And).is_none()
    })
}

/// `tỉnh sẽ tăng tỷ lệ cà phê chế biến sâu lên 15%`: somebody undertakes it; `giá sẽ tăng lên 15%` only happens.
fn raised(scene: &Scene, frame: &Frame, word: InForce, governor: &Governor) -> InForce {
    let undertakes = governor.cue == Some(Cue::NewValue)
        && word.reach == Reach::Number
        && [Cue::Rise, Cue::Fall].iter().any(|cue| {
            scene.is_cue(word.end, *cue).is_some_and(|end| {
                let object = end..governor.tokens.start;
                object.start <= object.end
                    && super::governor::content_words(scene, &object) > 0
                    && scene.is_cue(after_period(scene, end), Cue::Preposition).is_none()
            })
        });
    // `thành phố sẽ tăng thêm 62 tuyến xe`: an authority adds to what can be counted.
    let adds = word.reach == Reach::Number
        && matches!(governor.cue, Some(Cue::Rise))
        && word.at > 0
        && scene.place_at(word.at - 1).is_some()
        && scene.quantities[frame.quantity].unit.as_ref().is_some_and(|u| {
            u.dimension.is_counted() && !matches!(u.dimension, Dimension::Person | Dimension::Household)
        });
    if undertakes || adds { InForce { status: Status::Target, ..word } } else { word }
}

/// The token at `at`, or the one behind the period that stands there.
fn after_period(scene: &Scene, at: usize) -> usize {
    scene.period_at(at).map_or(at, |p| p.tokens.end)
}

/// `hoàn thành các chỉ tiêu`, `nợ … so với kế hoạch`: the word is a thing that is spoken of, not an aim of this number. A plan noun
/// inside the subject of an observed verb (`dự toán chi là`) is an aim all the same, so only the compared ones are left out, which
/// the `except` phrases of the entries name.
fn names_a_thing(scene: &Scene, word: &InForce, governor: &Governor) -> bool {
    governor.cue.is_some() && word.at >= governor.tokens.end && scene.is_cue(word.at, Cue::Plan).is_some()
}
