//! The walk over a document: blocks, sentences, frames, in order, with what was said before at hand.
//!
//! In: a document and the patterns. Out: [`Findings`].

use std::cell::LazyCell;

pub(super) use super::sentence::Sentence;
use super::{
    Figure, Refused, aside, base,
    clock::{self, Clock},
    elsewhen,
    frame::{Frame, frames},
    home, lasting,
    memory::Memory,
    namesake, opening, paired,
    reference::comparisons,
    roles::Index,
    scene::Scene,
    sift, sites, status,
    topic::Topic,
    trace::Said,
    unit, when,
    whereabouts::{self, Home},
};
use crate::{
    context::{
        period::{Edge, Expression, Kind, PeriodMention, Point},
        place::{PlaceKind, PlaceMention},
    },
    document::{BlockKind, Document},
    patterns::{
        Memo, Patterns,
        catalogue::{Cue, Particle, PlaceLevel, Status},
    },
    quantity::Votes,
    reading::Tokens,
    span::Span,
    text::Case,
};

/// What a document says in figures.
#[derive(Debug, Default)]
pub struct Findings {
    /// Figures in reading order.
    pub figures: Vec<Figure>,
    /// Numerals that are none, in reading order.
    pub refused: Vec<Refused>,
    /// The document's own place, as a record names it.
    pub place: Option<super::Whereabouts>,
}

/// Reads a document.
pub fn read(document: &Document, patterns: &Patterns, memo: &mut Memo) -> Findings {
    let mut scenes: Vec<Scene> = Vec::with_capacity(document.blocks.len());
    for (index, block) in document.blocks.iter().enumerate() {
        if !matches!(block.kind, BlockKind::Furniture | BlockKind::Table(_)) {
            let raw = block.span.of(&document.text);
            scenes.push(Scene::open(raw, block.span.start(), index, patterns, memo));
        }
    }
    namesake::drop(&mut scenes);
    let mut votes = Votes::default();
    for scene in &scenes {
        scene.vote(&mut votes);
    }
    let style = votes.style();
    for scene in &mut scenes {
        scene.count(style, patterns);
    }
    let published = document.metadata.published.as_ref();
    let on = published.and_then(clock::last_day);
    let home = home::of(document, &scenes, patterns, on);
    let mut walk = Walk {
        patterns,
        home,
        clock: clock::clock(published, &scenes),
        memory: Memory::default(),
        said: Said::default(),
        topic: Topic::of(&scenes),
        findings: Findings::default(),
        index: Index::with_room(),
        own: Vec::new(),
    };
    (walk.memory.document_period, walk.memory.document_aim) = opening::periods(&scenes, walk.clock);
    let opening = walk.memory.document_period.as_ref().and_then(|m| m.period(false));
    walk.memory.near = opening.map(|period| walk.memory.hold(period));
    // A scene is gone once its figures are there: a large document holds many of both.
    let mut scenes = scenes.into_iter().peekable();
    let mut slim = 0;
    for (index, block) in document.blocks.iter().enumerate() {
        match (scenes.next_if(|s| s.block == index), &block.kind) {
            (Some(mut scene), _) => walk.block(&mut scene),
            (None, BlockKind::Table(table)) => walk.table(document, index, table, style, memo),
            (None, _) => walk.furniture(block.span.of(&document.text), block.span.start()),
        }
        // What only the rest of its block asks of a figure goes: a large document holds many.
        let n_slim = std::mem::replace(&mut slim, walk.findings.figures.len());
        walk.findings.figures[n_slim..].iter_mut().for_each(Figure::slim);
    }
    let Walk { home, mut findings, .. } = walk;
    super::audit::audit(document, &mut findings.figures);
    Findings { place: home.default, ..findings }
}

pub(super) struct Walk<'p> {
    pub(super) patterns: &'p Patterns,
    pub(super) home: Home,
    pub(super) clock: Clock,
    pub(super) memory: Memory,
    pub(super) said: Said,
    pub(super) topic: Topic,
    pub(super) findings: Findings,
    /// Room for the roles at the tokens of a sentence.
    pub(super) index: Index,
    /// Room for the figures of a sentence.
    own: Vec<Figure>,
}

impl Walk<'_> {
    /// Every numeral of a furniture block is refused.
    fn furniture(&mut self, raw: &str, base: usize) {
        let mut at = 0;
        let bytes = raw.as_bytes();
        while at < bytes.len() {
            if !bytes[at].is_ascii_digit() {
                at += 1;
                continue;
            }
            let start = at;
            while at < bytes.len()
                && (bytes[at].is_ascii_digit()
                    || (matches!(bytes[at], b'.' | b',')
                        && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)))
            {
                at += 1;
            }
            self.findings.refused.push(Refused {
                span: Span::new(base + start, base + at),
                class: "page_furniture".into(),
                rule: "document.furniture".into(),
            });
        }
    }

    pub(super) fn block(&mut self, scene: &mut Scene) {
        self.memory.block = scene.block;
        self.refuse_look_alikes(scene);
        scene.index = std::mem::take(&mut self.index);
        let mut next = 0;
        for index in 0..scene.reading.sentences.len() {
            let tokens = scene.reading.sentences[index].clone();
            self.memory.sentence = index;
            let first = next;
            while next < scene.quantities.len() && scene.quantities[next].tokens.start < tokens.end {
                next += 1;
            }
            if first < next {
                scene.index.fill(&scene.reading, &tokens);
                self.sentence(Sentence::counting(scene, tokens), first..next);
            } else if !(scene.periods_in(&tokens).is_empty() && scene.places_in(&tokens).is_empty()) {
                self.set_stage(&Sentence::of_a_stage(scene, tokens));
            }
        }
        self.index = std::mem::take(&mut scene.index);
        self.index.forget();
    }

    /// Numerals of look-alikes, and of times that are no period: lengths, clocks, weekdays.
    pub(super) fn refuse_look_alikes(&mut self, scene: &Scene) {
        for mention in scene
            .periods
            .iter()
            .filter(|p| p.invalid || matches!(p.kind, Kind::Duration | Kind::Clock | Kind::Recurring))
        {
            for numeral in &mention.numerals {
                let span = scene.reading.raw_span(numeral);
                self.findings.refused.push(Refused {
                    span,
                    class: mention.class().code().into(),
                    rule: "context.period".into(),
                });
            }
        }
        // `năm 2020,7% số hộ`: a year and a number in one; the period has the year, the rest is of nobody.
        for mention in scene.periods.iter().filter(|p| p.flags.contains(&"glued_number")) {
            // Only the last of them: `từ năm 2019 đến năm 2020,7%`.
            if let Some(numeral) = mention.numerals.last() {
                let whole = scene.reading.norm_span(numeral);
                let rest = scene.text(numeral).rsplit([',', '.']).next().map_or(0, str::len);
                self.findings.refused.push(Refused {
                    span: scene.reading.raw_of(Span::new(whole.end() - rest, whole.end())),
                    class: "glued_numbers".into(),
                    rule: "context.period".into(),
                });
            }
        }
        for numeral in &scene.unreadable {
            let span = scene.reading.raw_span(&numeral.tokens);
            self.findings.refused.push(Refused {
                span,
                class: numeral.reason.code().into(),
                rule: "quantity.unreadable".into(),
            });
        }
        for mention in &scene.look_alikes {
            let rule = &self.patterns.entry(mention.entry).id;
            for numeral in &mention.numerals {
                let span = scene.reading.raw_span(numeral);
                self.findings.refused.push(Refused {
                    span,
                    class: mention.class.code().into(),
                    rule: rule.clone().into(),
                });
            }
        }
    }

    /// A sentence that counts nothing may set the stage for what does.
    fn set_stage(&mut self, sentence: &Sentence) {
        self.go_on(sentence);
        self.recall_places(sentence);
        self.remember_leading_period(sentence);
        self.remember_place(sentence);
        self.note_periods(sentence);
    }

    fn sentence(&mut self, mut sentence: Sentence, quantities: Tokens) {
        let scene = sentence.scene;
        let mut counted = Vec::with_capacity(quantities.len());
        for index in quantities {
            match sift::class(scene, &scene.quantities[index]) {
                Some(class) => self.refuse(scene, index, class),
                None => counted.push(index),
            }
        }
        self.go_on(&sentence);
        let kept: Vec<Frame> = frames(scene, &sentence.tokens, &counted, &sentence.comparisons);
        // A plan that is attained or compared with (`đạt 49% kế hoạch`) is no aim, nor are plans that are counted (`18 chỉ tiêu`).
        let spoken_of = |w: &status::InForce| {
            let at = w.at;
            // What is expected of the next number: `số người nghèo được dự kiến tăng 6 triệu`, not `48% dự đoán giá giảm, 41% …`.
            let next = scene.quantity_from(w.end).map(|q| q.tokens.start);
            let expected = matches!(w.status, Status::Forecast | Status::Estimated | Status::Rule)
                && next.is_some_and(|next| status::is_in_chunk(scene, w.end, next));
            !expected && kept.iter().any(|f| f.right.contains(&at))
                || scene.quantities[scene.quantities.partition_point(|q| q.tokens.end <= at)..]
                    .first()
                    .is_some_and(|q| q.tokens.contains(&at))
                || sentence.comparisons.iter().any(|c| c.tokens.contains(&at))
        };
        sentence.statuses.retain(|w| !spoken_of(w));
        status::drop_met(&mut sentence, self.clock);
        let sentence = &sentence;
        self.recall_places(sentence);
        let mut own = std::mem::take(&mut self.own);
        for frame in &kept {
            match self.figure(sentence, frame, &kept, &own) {
                Ok(figure) => own.push(figure),
                Err(class) => self.refuse(scene, frame.quantity, class),
            }
        }
        unit::share_divisors(&mut own);
        paired::pair(scene, &sentence.tokens, &mut own, &self.memory, &self.home, self.patterns);
        sites::name(scene, &mut own);
        base::share(scene, &kept, &mut own, &self.findings.figures);
        base::total(scene, &kept, &mut own);
        base::part_of(scene, &kept, &mut own);
        self.series(scene, &sentence.tokens, &kept, &mut own);
        if own.is_empty() {
            self.remember_leading_period(sentence);
            self.remember_place(sentence);
        }
        self.findings.figures.append(&mut own);
        self.own = own;
        self.note_periods(sentence);
    }

    /// The times that a sentence names are what later ones can lean on.
    fn note_periods(&mut self, sentence: &Sentence) {
        let scene = sentence.scene;
        for mention in scene.periods_in(&sentence.tokens).iter().filter(|p| p.is_governing()) {
            if !sentence.comparisons.iter().any(|c| c.tokens.contains(&mention.tokens.start)) {
                self.memory.note(mention);
                if lasting::is_month(mention) {
                    let month = self.clock.moment(scene, &sentence.tokens, mention, &self.memory);
                    self.memory.month = Some(self.memory.hold(month));
                }
            }
        }
    }

    fn refuse(&mut self, scene: &Scene, quantity: usize, class: &'static str) {
        let span = scene.reading.raw_span(&scene.quantities[quantity].number);
        self.findings.refused.push(Refused { span, class: class.into(), rule: "figure.sift".into() });
    }

    /// `… trong năm 2016. Cụ thể, …`: the sentence goes on with the time that the one before ended with.
    fn go_on(&mut self, sentence: &Sentence) {
        let scene = sentence.scene;
        let before = self.memory.sentence.checked_sub(1).map(|index| &scene.reading.sentences[index]);
        let goes_on = scene.is_cue(sentence.tokens.start, Cue::Part).is_some();
        let Some(before) = before.filter(|_| goes_on) else { return };
        if scene.counts_in(before) {
            return;
        }
        let last = scene.periods_in(before).iter().rev().find(|p| p.is_governing());
        let compared =
            |p: &PeriodMention| comparisons(scene, before).iter().any(|c| c.tokens.contains(&p.tokens.start));
        if let Some(mention) =
            last.filter(|p| !compared(p) && !when::is_day_of_speech(scene, before, p, true))
        {
            let mut moment = self.clock.moment(scene, before, mention, &self.memory);
            // `đạt kết quả tốt vào cuối năm 2016. Cụ thể, …`: what was reached by then.
            if let Expression::At(Point { edge: Edge::End, .. }) = moment.mention.expression {
                moment.mention.kind = Kind::AsOf;
            }
            self.memory.take_over(moment, false);
        }
    }

    /// A sentence without figures still sets the stage: `Năm 2020, thành phố đã …`.
    fn remember_leading_period(&mut self, sentence: &Sentence) {
        let scene = sentence.scene;
        let leading = scene.periods_in(&sentence.tokens).iter().find(|p| {
            p.tokens.start >= sentence.tokens.start && p.tokens.end <= sentence.tokens.end && p.is_governing()
        });
        let Some(mention) = leading else { return };
        let said = !when::is_now(mention) && scene.is_cue_before(mention.tokens.start, Cue::Say).is_some()
            || scene.is_mark(mention.tokens.start.wrapping_sub(1), ',')
                && scene.is_cue_before(mention.tokens.start - 1, Cue::Say).is_some();
        let this_year = scene.reading.is_small(mention.tokens.end, Particle::Is)
            && scene.reading.is_small(mention.tokens.end + 1, Particle::Years);
        // `Trước đó, trong quý I/2017, lãi suất …`: behind a word or two of its own.
        let behind_comma = mention.tokens.start <= sentence.tokens.start + 4
            && scene.is_mark(mention.tokens.start.wrapping_sub(1), ',');
        if (mention.tokens.start <= sentence.tokens.start + 2 || behind_comma || this_year || said)
            && (self.memory.period.is_none() || !when::is_event_day(mention))
            && !when::is_day_of_speech(scene, &sentence.tokens, mention, true)
            && !elsewhen::is_beginning(scene, mention)
        {
            let moment = self.clock.moment(scene, &sentence.tokens, mention, &self.memory);
            let ahead = clock::is_ahead(mention, &sentence.tokens, &sentence.statuses);
            self.memory.take_over(moment, ahead);
        }
    }

    /// A district without its level word is one only in a province that is spoken of.
    fn is_spoken_of(&self, mention: &PlaceMention) -> bool {
        whereabouts::is_spoken_of(mention, &self.memory, &self.home, self.patterns)
    }

    /// `huyện`, `tỉnh` further on go back to the last one named.
    fn recall_places(&mut self, sentence: &Sentence) {
        let named = |p: &&PlaceMention| {
            p.kind == PlaceKind::Named
                && !p.is_bare()
                && (!p.is_foreign() || p.level() == PlaceLevel::Country)
        };
        for mention in sentence.scene.places_in(&sentence.tokens).iter().filter(named) {
            let partner = || sentence.scene.is_cue_before(mention.tokens.start, Cue::Partner).is_some();
            if !self.is_spoken_of(mention) || mention.is_foreign() && partner() {
                continue;
            }
            self.memory.recall(mention.identity(self.patterns, self.clock.published));
        }
    }

    fn remember_place(&mut self, sentence: &Sentence) {
        let scene = sentence.scene;
        let caption = LazyCell::new(|| aside::behind_caption(scene, &sentence.tokens, sentence.tokens.end));
        // `Một cửa hàng ở bang Ohio bị cháy.`: in a text on a country a state with its level word. `Bắc Kinh` alone is who acts as well.
        let state = |p: &PlaceMention| {
            let spelled = scene.reading.tokens[p.tokens.start].case == Case::Lower;
            self.home.abroad && p.level() == PlaceLevel::Province && spelled
        };
        let mention = scene.places_in(&sentence.tokens).iter().find(|p| {
            p.tokens.start >= sentence.tokens.start
                && p.tokens.end <= sentence.tokens.end
                && (!p.is_foreign() || state(p))
                && !(p.of_office && p.kind != PlaceKind::Named)
                && p.kind != PlaceKind::Unnamed
                && p.tokens.start >= *caption
                && self.is_spoken_of(p)
                && !aside::is_aside(scene, &sentence.tokens, p)
        });
        let Some(mention) = mention else { return };
        // `Hà Nội tăng giá vào tháng 8, Thành phố Hồ Chí Minh vào tháng 10.`: one example after another.
        let provinces = scene
            .places_in(&sentence.tokens)
            .iter()
            .filter(|p| p.kind == PlaceKind::Named && p.level() == PlaceLevel::Province && !p.is_foreign());
        if self.home.is_national() && provinces.count() > 1 {
            return;
        }
        // `… với đồng bào miền Trung.`: a place deep inside a sentence is one of its details.
        let leads = whereabouts::leads(scene, &sentence.tokens, &mention.tokens, &self.home);
        if !leads && mention.kind == PlaceKind::Named {
            return;
        }
        let (memory, home) = (&self.memory, &self.home);
        let on = self.clock.published;
        let place =
            whereabouts::with_others(scene, &sentence.tokens, mention, memory, home, self.patterns, on);
        if let Some(place) = place {
            self.memory.place = Some(self.memory.hold(Some(place)));
        }
    }
}
