//! The walk over a document: blocks, sentences, frames, in order, with what was said before at hand.
//!
//! In: a document and the patterns. Out: [`Findings`].

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{
    Evidence, Figure, ReferenceTo, Refused, SaidBy, Subject, base,
    frame::{Frame, Parted, frames},
    governor::{Governor, governor},
    home,
    memory::{Memory, Moment},
    reference::{Comparison, comparisons},
    scene::Scene,
    sift, status,
    subject::{self, Found},
    unit,
    when::{self, Clock},
    whereabouts::{self, Home},
};
use crate::{
    context::{period::Kind, place::PlaceKind},
    document::{BlockKind, Document},
    patterns::{
        Meaning, Memo, Patterns,
        catalogue::{Cue, Dimension, Measure, Part, PlaceLevel, Qualifier, Status},
    },
    quantity::{Magnitude, Quantity, UnitExpression, Votes},
    reading::Tokens,
    span::{Raw, Span},
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
    let mut scenes: Vec<Scene> = document
        .blocks
        .iter()
        .enumerate()
        .filter(|(_, b)| b.kind != BlockKind::Furniture)
        .map(|(index, block)| {
            Scene::open(block.span.of(&document.text), block.span.start(), index, patterns, memo)
        })
        .collect();
    let mut votes = Votes::default();
    for scene in &scenes {
        scene.vote(&mut votes);
    }
    let style = votes.style();
    for scene in &mut scenes {
        scene.count(style, patterns);
    }
    let published = document.metadata.published.as_ref().map(|d| d.date);
    let home = home::of(document, &scenes, patterns, published);
    let mut walk = Walk {
        patterns,
        home,
        clock: Clock { published },
        memory: Memory::default(),
        findings: Findings::default(),
    };
    let mut scenes = scenes.iter().peekable();
    for (index, block) in document.blocks.iter().enumerate() {
        match scenes.next_if(|s| s.block == index) {
            Some(scene) => walk.block(scene, &block.kind),
            None => walk.furniture(block.span.of(&document.text), block.span.start()),
        }
    }
    super::audit::audit(document, &mut walk.findings.figures);
    walk.findings.place = walk.home.default.clone();
    walk.findings
}

struct Walk<'p> {
    patterns: &'p Patterns,
    home: Home,
    clock: Clock,
    memory: Memory,
    findings: Findings,
}

/// What one sentence offers its frames.
struct Sentence<'s, 'a> {
    scene: &'s Scene<'a>,
    kind: &'s BlockKind,
    tokens: Tokens,
    comparisons: Vec<Comparison>,
    statuses: Vec<status::InForce>,
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

    fn block(&mut self, scene: &Scene, kind: &BlockKind) {
        self.memory.block = scene.block;
        self.refuse_look_alikes(scene);
        let mut next = 0;
        for (index, tokens) in scene.reading.sentences.iter().enumerate() {
            self.memory.sentence = index;
            let first = next;
            while next < scene.quantities.len() && scene.quantities[next].tokens.start < tokens.end {
                next += 1;
            }
            let mut sentence = Sentence {
                scene,
                kind,
                tokens: tokens.clone(),
                comparisons: comparisons(scene, tokens, self.patterns),
                statuses: status::words(scene, tokens),
            };
            self.sentence(&mut sentence, first..next);
        }
    }

    /// Numerals of look-alikes, and of times that are no period: lengths, clocks, weekdays.
    fn refuse_look_alikes(&mut self, scene: &Scene) {
        for mention in
            scene.periods.iter().filter(|p| matches!(p.kind, Kind::Duration | Kind::Clock | Kind::Recurring))
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
        for numeral in &scene.unreadable {
            let span = scene.reading.raw_span(&numeral.tokens);
            self.findings.refused.push(Refused {
                span,
                class: numeral.reason.code().into(),
                rule: "quantity.unreadable".into(),
            });
        }
        for mention in &scene.look_alikes {
            let rule = self.patterns.entry(mention.entry).id.clone();
            for numeral in &mention.numerals {
                let span = scene.reading.raw_span(numeral);
                self.findings.refused.push(Refused {
                    span,
                    class: mention.class.code().to_owned(),
                    rule: rule.clone(),
                });
            }
        }
    }

    fn sentence(&mut self, sentence: &mut Sentence, quantities: Tokens) {
        let scene = sentence.scene;
        let kept: Vec<Frame> = frames(scene, &sentence.tokens, quantities, &sentence.comparisons);
        // A plan that is attained or compared with (`đạt 49% kế hoạch`) is no aim.
        let spoken_of = |at: usize| {
            kept.iter().any(|f| f.right.contains(&at))
                || sentence.comparisons.iter().any(|c| c.tokens.contains(&at))
        };
        sentence.statuses.retain(|w| !spoken_of(w.at));
        let sentence = &*sentence;
        let mut own: Vec<Figure> = Vec::new();
        for frame in &kept {
            let quantity = &scene.quantities[frame.quantity];
            if let Some(class) = sift::class(scene, quantity) {
                self.refuse(scene, frame, class);
                continue;
            }
            match self.figure(sentence, frame, &kept, &own) {
                Ok(figure) => own.push(figure),
                Err(class) => self.refuse(scene, frame, class),
            }
        }
        unit::share_divisors(&mut own);
        base::share(scene, &kept, &mut own);
        if own.is_empty() {
            self.remember_leading_period(sentence);
            self.remember_place(sentence);
        }
        self.findings.figures.extend(own);
    }

    fn refuse(&mut self, scene: &Scene, frame: &Frame, class: &str) {
        let span = scene.reading.raw_span(&scene.quantities[frame.quantity].number);
        self.findings.refused.push(Refused { span, class: class.into(), rule: "figure.sift".into() });
    }

    fn figure(
        &mut self,
        sentence: &Sentence,
        frame: &Frame,
        all: &[Frame],
        own: &[Figure],
    ) -> Result<Figure, &'static str> {
        let scene = sentence.scene;
        let quantity = scene.quantities[frame.quantity].clone();
        let previous = own.last();
        let mut governor = governor(scene, frame);
        let coordinated = is_coordinated(
            scene,
            frame,
            &governor,
            previous,
            quantity.unit.as_ref().map(|u| u.code.as_str()),
        );
        inherit_measure(scene, &mut governor, previous, frame, coordinated);
        let found = subject::find(scene, frame, &governor);
        let mut evidence = Vec::new();
        let subject = self.subject(scene, frame, &governor, &found, own, &mut evidence);
        let mut unit = quantity.unit.clone();
        if unit.is_none() {
            unit = match &found {
                Found::Left(pieces) | Found::Right(pieces) => {
                    unit::from_subject(scene, pieces, self.patterns)
                }
                Found::Nothing => None,
            };
            let from_previous = previous
                .filter(|_| coordinated || frame.bracket.is_some())
                .and_then(|p| p.quantity.unit.clone());
            unit = unit.or(from_previous).or_else(|| unit::money(scene, frame, &quantity, self.patterns));
            if unit.is_none() {
                return Err(if quantity.in_words { "spelled_count" } else { "bare_number" });
            }
        }
        let reference = self.reference(sentence, frame, &governor, all, previous);
        let mut measure = governor.measure;
        if matches!(measure, Measure::Change)
            && reference.as_ref().is_some_and(|r| r.target.is_some() && r.period.is_none())
        {
            measure = Measure::Gap;
        }
        if measure == Measure::Level && is_growth(subject.as_ref(), unit.as_ref().map(|u| u.dimension)) {
            measure = Measure::Change;
        }
        if measure == Measure::Level
            && reference.as_ref().is_some_and(|r| r.period.is_some())
            && unit.as_ref().is_some_and(|u| u.dimension == Dimension::Percent)
            && governor.cue == Some(Cue::ValueVerb)
            && compared_directly(scene, frame, sentence)
        {
            measure = Measure::Multiple;
        }
        let reference = if measure == Measure::Level { None } else { reference };
        let base = if unit.as_ref().is_some_and(|u| matches!(u.dimension, Dimension::Percent))
            && measure == Measure::Level
        {
            base::find(scene, frame, &governor, self.patterns)
        } else {
            None
        };
        let in_force = self.status(sentence, frame, &governor, previous);
        let mut status = in_force.map_or(Status::Observed, |w| w.status);
        if let Some(word) = in_force {
            evidence.push(Evidence {
                field: "status",
                span: scene.reading.raw_span(&(word.at..word.end)),
                entry: Some(word.entry),
            });
        }
        let future = matches!(status, Status::Target | Status::Forecast);
        let (mut when, moment, words) = when::find(
            scene,
            &sentence.tokens,
            frame,
            &sentence.comparisons,
            &self.memory,
            self.clock,
            future,
        );
        evidence.extend(words);
        if status == Status::Rule && moment.is_none() {
            when = None;
        }
        if status == Status::Observed
            && let (Some(w), Some(published)) = (&when, self.clock.published)
            && w.period.end > published
            && w.period.start.year() >= published.year()
            && w.period.end != published
        {
            // What lies ahead of the publication was not seen; it goes on with an estimate if one was just given.
            let estimated = self.findings.figures.last().is_some_and(|f| {
                f.status == Status::Estimated
                    && f.block == scene.block
                    && f.when.as_ref().is_some_and(|f| f.period == w.period)
            });
            if estimated {
                status = Status::Estimated;
            } else if w.period.start > published {
                status = Status::Forecast;
            }
        }
        if let Some(moment) = &moment {
            self.memory.period = Some(self.memory.hold(moment.clone()));
        }
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
        );
        if let Some((place, Some(tokens))) = &place {
            evidence.push(Evidence { field: "place", span: scene.reading.raw_span(tokens), entry: None });
            self.memory.place = Some(self.memory.hold(place.clone()));
        }
        let place = place.map(|(p, tokens)| (plausible(p, &quantity, unit.as_ref()), tokens));
        let reference = reference.map(|r| self.resolve_reference(sentence, r, when.as_ref()));
        if let Some((tokens, entry)) = &quantity.hedge {
            evidence.push(Evidence {
                field: "qualifier",
                span: scene.reading.raw_span(tokens),
                entry: Some(*entry),
            });
        }
        let mut code = unit.as_ref().map(|u| u.code.clone());
        if is_point(measure, unit.as_ref().map(|u| u.dimension), subject.as_ref(), previous) {
            code = Some("percentage_point".into());
        }
        if let (Some(code), Some(divisor)) = (&mut code, unit::divisor(scene, frame, self.patterns))
            && !code.contains('/')
            && code != "percent"
            && code != "percentage_point"
        {
            *code = format!("{code}/{divisor}");
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
            place: place.map(|(p, _)| p),
            said_by: said_by(scene, &sentence.tokens),
            evidence,
            flags: quantity.flags.clone(),
            rule: rule_of(&governor),
            quantity,
            duplicate_of: None,
            confidence: "medium",
            checks: Vec::new(),
        };
        if let Some(base) = scene_base(scene, &figure) {
            figure.base = Some(base);
        }
        if governor.negative && matches!(measure, Measure::Change | Measure::Gap) {
            figure.quantity.magnitude = figure.quantity.magnitude.negated();
            if let Some(alternative) = figure.quantity.alternative {
                figure.quantity.alternative = Some(-alternative);
            }
        }
        self.claim(scene, &mut figure, &found, unit.as_ref().map(|u| u.dimension));
        if measure == Measure::Level
            && let Some(subject) = &figure.subject
        {
            self.memory.subject = Some(self.memory.hold(subject.clone()));
        }
        self.memory.status = in_force.map(|w| self.memory.hold(w));
        if let Some(reference) = figure.reference.clone().filter(|r| r.period.is_some()) {
            self.memory.reference = Some(self.memory.hold(reference));
        }
        let _ = sentence.kind;
        Ok(figure)
    }

    /// The subject's words, or those of the figure before, or of an anaphor's antecedent.
    fn subject(
        &self,
        scene: &Scene,
        frame: &Frame,
        governor: &Governor,
        found: &Found,
        own: &[Figure],
        evidence: &mut Vec<Evidence>,
    ) -> Option<Subject> {
        let anaphor = (frame.left.start..governor.tokens.start.max(frame.left.start))
            .any(|at| scene.is_cue(at, Cue::Anaphor).is_some());
        let (Found::Left(pieces) | Found::Right(pieces)) = found else {
            let before = self.inherited(scene, frame, governor, own);
            return before.map(|s| Subject { is_own: false, ..s }).or_else(|| self.counted(scene, frame));
        };
        if anaphor && matches!(found, Found::Left(_)) {
            let before = own
                .last()
                .and_then(|p| p.subject.clone())
                .or_else(|| self.memory.subject.as_ref().map(|h| h.value.clone()));
            if before.is_some() {
                return before.map(|s| Subject { is_own: false, ..s });
            }
        }
        for piece in pieces {
            evidence.push(Evidence { field: "subject", span: scene.reading.raw_span(piece), entry: None });
        }
        let mut subject = self.worded(scene, pieces);
        self.complete(scene, frame, pieces, own, &mut subject);
        Some(subject)
    }

    /// A subject of these words.
    fn worded(&self, scene: &Scene, pieces: &[Tokens]) -> Subject {
        let head = pieces.first().map_or(0, |p| p.start);
        let text = subject::words(scene, pieces);
        let stem = |wanted: &dyn Fn(Meaning) -> bool| {
            let piece = pieces.first()?;
            let at = piece.clone().find(|at| scene.reading.hits_at(*at).iter().any(|h| wanted(h.meaning)))?;
            (at > piece.start).then(|| subject::words(scene, &[piece.start..at]))
        };
        Subject {
            lead: stem(&|m| matches!(m, Meaning::Indicator(_, Part::Head))).unwrap_or_default(),
            stem: stem(&|m| matches!(m, Meaning::Group(_))).unwrap_or_else(|| text.clone()),
            text,
            indicator: None,
            group: None,
            is_rate: scene.is_cue(head, Cue::Rate).is_some(),
            is_growth: scene.is_cue(head, Cue::Growth).is_some(),
            is_own: true,
        }
    }

    /// `… bắt buộc đạt 46,0% và tự nguyện đạt 2,52%`: what an elliptic subject leaves out is taken from the one before it.
    fn complete(
        &self,
        scene: &Scene,
        frame: &Frame,
        pieces: &[Tokens],
        own: &[Figure],
        subject: &mut Subject,
    ) {
        let Some(first) = pieces.first() else { return };
        let quantity = &scene.quantities[frame.quantity];
        let alike = |f: &&Figure| {
            f.quantity.unit.as_ref().map(|u| u.dimension) == quantity.unit.as_ref().map(|u| u.dimension)
        };
        let Some(before) = own.iter().rev().find(alike).and_then(|f| f.subject.as_ref()) else { return };
        let starts = |wanted: &dyn Fn(Meaning) -> bool| {
            scene.reading.hits_at(first.start).iter().any(|h| wanted(h.meaning))
        };
        let lead = if starts(&|m| matches!(m, Meaning::Group(_))) {
            &before.stem
        } else if starts(&|m| matches!(m, Meaning::Indicator(_, Part::Head))) {
            &before.lead
        } else {
            return;
        };
        if !lead.is_empty() && !subject.text.starts_with(lead.as_str()) {
            subject.text = format!("{lead} {}", subject.text);
            subject.lead.clone_from(lead);
            subject.is_rate |= before.is_rate;
        }
    }

    /// The subject of an empty frame: of the figure before that it can be another form of.
    fn inherited(
        &self,
        scene: &Scene,
        frame: &Frame,
        governor: &Governor,
        own: &[Figure],
    ) -> Option<Subject> {
        let unit = scene.quantities[frame.quantity].unit.as_ref();
        let change = governor.measure != Measure::Level;
        let same_unit = |f: &&Figure| f.quantity.unit.as_ref().map(|u| &u.code) == unit.map(|u| &u.code);
        let percent = unit.is_some_and(|u| u.dimension == Dimension::Percent);
        // An absolute change is of a thing of its own unit: `tỷ lệ … đạt 90,1% (tăng 2.636.036 người)` is of the people named before.
        let found =
            if change && !percent { own.iter().rev().find(same_unit).or(own.last()) } else { own.last() };
        found.and_then(|f| f.subject.clone()).or_else(|| {
            self.memory.subject.as_ref().filter(|h| h.block == self.memory.block).map(|h| h.value.clone())
        })
    }

    /// The unit itself, where nothing names the subject: `5.852.369 người`.
    fn counted(&self, scene: &Scene, frame: &Frame) -> Option<Subject> {
        let unit = scene.quantities[frame.quantity].unit.as_ref()?;
        matches!(
            unit.dimension,
            Dimension::Person | Dimension::Household | Dimension::Count | Dimension::Event
        )
        .then(|| self.worded(scene, std::slice::from_ref(&unit.tokens)))
    }

    /// Which indicator the subject names.
    fn claim(&self, scene: &Scene, figure: &mut Figure, found: &Found, dimension: Option<Dimension>) {
        let Some(subject) = &mut figure.subject else { return };
        let pieces = match found {
            Found::Left(pieces) | Found::Right(pieces) => pieces.clone(),
            Found::Nothing => return,
        };
        let mut hits = subject::hits(scene, &pieces);
        if let Some(base) = &figure.base
            && base.code.is_some()
        {
            hits.extend(scene.reading.hits_at(figure.quantity.tokens.start).iter().copied());
        }
        if let Some(claim) = self.patterns.claim(&hits, figure.unit.as_deref(), dimension, figure.measure) {
            subject.indicator = Some(self.patterns.indicators[claim.indicator as usize].id.clone());
            subject.group = claim.group.map(|g| self.patterns.groups[g as usize].code.clone());
        }
    }

    fn status(
        &self,
        sentence: &Sentence,
        frame: &Frame,
        governor: &Governor,
        previous: Option<&Figure>,
    ) -> Option<status::InForce> {
        let before = self
            .memory
            .status
            .as_ref()
            .filter(|h| {
                h.block == self.memory.block
                    && h.sentence == self.memory.sentence
                    && previous.is_some()
                    && frame.parted != Parted::Contrast
            })
            .map(|h| h.value);
        let carried = before.or_else(|| {
            // `Trong đó, …` goes on with what was estimated or aimed at.
            let goes_on = [Cue::Part, Cue::Verb]
                .iter()
                .any(|c| sentence.scene.is_cue(sentence.tokens.start, *c).is_some());
            self.memory
                .status
                .as_ref()
                .filter(|h| goes_on && h.block == self.memory.block && h.sentence + 1 == self.memory.sentence)
                .map(|h| h.value)
        });
        status::of(sentence.scene, frame, governor, &sentence.statuses, carried)
    }

    /// The comparison of a change: its own, or the next one to the right up to a level, or the last one before it.
    fn reference(
        &self,
        sentence: &Sentence,
        frame: &Frame,
        governor: &Governor,
        all: &[Frame],
        previous: Option<&Figure>,
    ) -> Option<Pending> {
        let scene = sentence.scene;
        let number = &scene.quantities[frame.quantity].tokens;
        if governor.measure == Measure::Level && governor.cue != Some(Cue::ValueVerb) {
            return None;
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
        let ahead = sentence.comparisons.iter().find(|c| c.tokens.start >= number.end).filter(|c| {
            all.iter().filter(|f| f.left.end > number.end && f.left.end < c.tokens.start).all(|f| {
                let other = self::governor(scene, f);
                other.measure != Measure::Level
                    || f.bracket.is_some()
                    || f.left
                        .clone()
                        .all(|at| !scene.reading.tokens[at].is_word() || scene.is_cue(at, Cue::And).is_some())
            })
        });
        let behind = sentence.comparisons.iter().rev().find(|c| c.tokens.end <= number.start);
        let chosen = own.or(ahead).or(behind);
        if let Some(c) = chosen {
            return Some(Pending {
                target: c.plan.as_ref().map(|p| scene.text(p).to_owned()),
                period: c.period,
                tokens: Some(c.tokens.clone()),
                held: None,
                same_period: c.same_period,
            });
        }
        if let Some(reference) =
            previous.and_then(|p| p.reference.clone()).filter(|_| governor.measure != Measure::Level)
        {
            return Some(Pending {
                target: reference.target.clone(),
                period: None,
                tokens: None,
                held: Some(reference),
                same_period: true,
            });
        }
        let held = self.memory.reference.as_ref().filter(|h| {
            h.block == self.memory.block
                && governor.measure == Measure::Change
                && h.sentence + 1 >= self.memory.sentence
        })?;
        Some(Pending {
            target: None,
            period: None,
            tokens: None,
            held: Some(held.value.clone()),
            same_period: true,
        })
    }

    fn resolve_reference(
        &self,
        sentence: &Sentence,
        pending: Pending,
        when: Option<&super::When>,
    ) -> ReferenceTo {
        if let Some(held) = pending.held {
            return held;
        }
        let scene = sentence.scene;
        let text = pending.tokens.map(|t| scene.text(&t).to_owned()).unwrap_or_default();
        let period = pending
            .period
            .and_then(|i| scene.periods[i].resolve(&self.clock.anchor(when.map(|w| &w.period), false)));
        ReferenceTo { period, target: pending.target, text }
    }

    /// A sentence without figures still sets the stage: `Năm 2020, thành phố đã …`.
    fn remember_leading_period(&mut self, sentence: &Sentence) {
        let scene = sentence.scene;
        let leading = scene.periods.iter().find(|p| {
            p.tokens.start >= sentence.tokens.start && p.tokens.end <= sentence.tokens.end && p.is_governing()
        });
        let Some(mention) = leading else { return };
        let moment = Moment { mention: mention.clone(), text: scene.text(&mention.tokens).to_owned() };
        let titular = matches!(sentence.kind, BlockKind::Title | BlockKind::Lead | BlockKind::Heading(_));
        if self.memory.document_period.is_none() && (titular || !when::is_event_day(mention)) {
            self.memory.document_period = Some(moment.clone());
        }
        if mention.tokens.start <= sentence.tokens.start + 2
            && (self.memory.period.is_none() || !when::is_event_day(mention))
        {
            self.memory.period = Some(self.memory.hold(moment));
        }
    }

    fn remember_place(&mut self, sentence: &Sentence) {
        let scene = sentence.scene;
        let mention = scene.places.iter().rev().find(|p| {
            p.tokens.start >= sentence.tokens.start && p.tokens.end <= sentence.tokens.end && !p.is_foreign()
        });
        let Some(mention) = mention else { return };
        // `… với đồng bào miền Trung.`: a place deep inside a sentence is one of its details.
        let leads = mention.tokens.start <= sentence.tokens.start + LEADING;
        if !leads && mention.kind == PlaceKind::Named {
            return;
        }
        if let Some(place) = whereabouts::named(
            mention,
            super::Basis::Paragraph,
            &self.memory,
            &self.home,
            self.patterns,
            self.clock.published,
        ) {
            self.memory.place = Some(self.memory.hold(place));
        }
    }
}

/// More people than any province has are the nation's.
fn plausible(
    place: super::Whereabouts,
    quantity: &Quantity,
    unit: Option<&UnitExpression>,
) -> super::Whereabouts {
    let people = unit.is_some_and(|u| u.dimension == Dimension::Person);
    let province = place.level == PlaceLevel::Province.code()
        && place.code.as_deref().is_some_and(|c| c.starts_with("VN"));
    if people && province && quantity.magnitude.high() > PEOPLE_OF_A_PROVINCE {
        return whereabouts::vietnam(place.basis);
    }
    place
}

/// No province of Vietnam has had more inhabitants: the largest since the mergers of 2025 has 14 million.
const PEOPLE_OF_A_PROVINCE: Decimal = Decimal::from_parts(14_500_000, 0, 0, false, 0);

/// How far into a sentence a place still sets its stage, in tokens.
const LEADING: usize = 12;

/// A comparison before its period is resolved.
struct Pending {
    target: Option<String>,
    period: Option<usize>,
    tokens: Option<Tokens>,
    held: Option<ReferenceTo>,
    #[allow(dead_code, reason = "kept for the explanation")]
    same_period: bool,
}

/// `A và B`: nothing but a link, or a comma before another form of the same change, stands between the number before and this one.
fn is_coordinated(
    scene: &Scene,
    frame: &Frame,
    governor: &Governor,
    previous: Option<&Figure>,
    unit: Option<&str>,
) -> bool {
    if governor.cue.is_some()
        || governor.preposition
        || frame.bracket.is_some()
        || frame.parted != Parted::No
        || previous.is_none()
    {
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
    linked
        || frame.right.is_empty()
        || unit == Some("percent")
        || previous.is_some_and(|p| p.unit.as_deref() == unit)
}

/// A number coordinated with a change, or in the bracket right behind one, is a change too.
fn inherit_measure(
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
    // `(0,14%)`, `(tương đương 7,8%)`: the same change in another form.
    let inside = frame.bracket.filter(|b| *b <= frame.left.start + 1).map(|b| b + 1..frame.left.end);
    let same = inside.is_some_and(|i| {
        i.clone()
            .all(|at| !scene.reading.tokens[at].is_word() || scene.cue_covers(at, &[Cue::Equal, Cue::Light]))
    });
    if (coordinated && governor.cue.is_none()) || same {
        governor.measure = previous.measure;
        governor.negative = match previous.quantity.magnitude {
            Magnitude::Point(value) => value.is_sign_negative(),
            Magnitude::Range { high, .. } => high.is_sign_negative(),
        };
    }
}

/// `tăng trưởng đạt 5,4%`, `mức tăng là 6,1%`: growth as a noun.
fn is_growth(subject: Option<&Subject>, dimension: Option<Dimension>) -> bool {
    dimension == Some(Dimension::Percent) && subject.is_some_and(|s| s.is_growth)
}

/// Whether a comparison stands right behind the number: `bằng 105% so với cùng kỳ`.
fn compared_directly(scene: &Scene, frame: &Frame, sentence: &Sentence) -> bool {
    let end = scene.quantities[frame.quantity].tokens.end;
    sentence.comparisons.iter().any(|c| c.tokens.start == end && scene.is_cue(end, Cue::Compare).is_some())
}

/// A difference of two rates is in percentage points.
fn is_point(
    measure: Measure,
    dimension: Option<Dimension>,
    subject: Option<&Subject>,
    previous: Option<&Figure>,
) -> bool {
    if dimension != Some(Dimension::Percent) || !matches!(measure, Measure::Change | Measure::Gap) {
        return false;
    }
    // A share that was just printed (`chiếm 4,88% …, tăng 0,61%`) is a rate too; a plan that is attained is not.
    let share = previous.is_some_and(|p| {
        p.measure == Measure::Level
            && p.unit.as_deref() == Some("percent")
            && (p.rule == Cue::ShareVerb.code() || p.subject.as_ref().is_some_and(|s| s.is_rate))
    });
    share
        || subject.is_some_and(|s| s.is_rate && s.is_own)
        || previous
            .is_some_and(|p| p.unit.as_deref() == Some("percent") && subject.is_some_and(|s| s.is_rate))
}

/// `3/18 huyện`, `2.235/4.330 học sinh`: the whole is printed with the part.
fn scene_base(_scene: &Scene, figure: &Figure) -> Option<super::BaseOf> {
    let whole = figure.quantity.out_of?;
    let unit = figure.quantity.unit.as_ref().map(|u| u.code.clone()).unwrap_or_default();
    Some(super::BaseOf {
        code: None,
        text: format!("{whole} {unit}").trim().to_owned(),
        basis: super::Basis::Stated,
    })
}

fn said_by(scene: &Scene, sentence: &Tokens) -> Option<SaidBy> {
    let found = scene
        .attributions
        .iter()
        .find(|a| a.tokens.start >= sentence.start && a.tokens.end <= sentence.end)?;
    Some(SaidBy { document: found.document.clone(), issuer: found.issuer.clone() })
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

#[allow(dead_code, reason = "the seam of the record stage")]
type Quote = Span<Raw>;

#[allow(dead_code, reason = "days are resolved by the context stage")]
type Day = Date;
