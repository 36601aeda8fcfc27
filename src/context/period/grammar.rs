//! The walk over a block: lead words, then an expression, then what may follow it.
//!
//! In: a [`Scan`] of the block. Out: [`PeriodMention`]s in order.
//!
//! Example: `Từ đầu năm 2020 đến nay` is the lead `Từ`, the expression `đầu năm 2020`, and the continuation `đến nay`:
//! from 2020-01-01 to the day of publication.

use super::{
    Kind, PeriodMention,
    base::{Based, base},
    date::Promise,
    length::{Before, counted},
    moment::{Edge, Expression, Moment, Point, TimeUnit, YearOf},
    scan::Scan,
};
use crate::{
    patterns::{
        Kinds, Meaning, Patterns,
        catalogue::{Cue, Particle, PeriodWord},
    },
    reading::{Reading, Tokens},
    text::{Token, TokenKind},
};

/// What leads to an expression.
#[derive(Debug, Clone, Copy, Default)]
struct Lead {
    /// đến (0), tính đến (1).
    until: Option<i32>,
    from: bool,
    before: bool,
    after: bool,
    deadline: bool,
    inside: bool,
    total: bool,
}

impl Lead {
    /// Whether a date without a year or a bare year may follow.
    fn promises(self) -> bool {
        self.until.is_some() || self.from || self.before || self.after || self.deadline || self.inside
    }
}

/// Value of `từ nay đến` in the pattern file.
const FROM_NOW: i32 = 2;

/// The grammar over one block.
pub(super) struct Grammar<'r> {
    scan: Scan<'r>,
    out: Vec<PeriodMention>,
}

impl<'r> Grammar<'r> {
    pub(super) fn new(reading: &'r Reading<'r>, taken: &'r [bool], patterns: &'r Patterns) -> Self {
        Self { scan: Scan::new(reading, taken, patterns), out: Vec::new() }
    }

    pub(super) fn find(mut self) -> Vec<PeriodMention> {
        // Whatever else stands in a text begins no expression.
        let begins = Kinds::PERIOD | Kinds::NUMBER | Kinds::DIGITS | Kinds::CODE;
        let reading = self.scan.reading;
        let next = |at| reading.next(at, begins);
        let mut at = next(0);
        while at < self.scan.len() {
            at = next(if self.scan.is_taken(at) { at + 1 } else { self.step(at).unwrap_or(at + 1) });
        }
        self.out
    }

    /// Reads the expression whose first token, lead included, is `at`; returns where it ends.
    fn step(&mut self, at: usize) -> Option<usize> {
        let token = self.scan.token(at)?;
        match token.kind {
            TokenKind::Mark(_) => return None,
            TokenKind::Word if self.scan.role(at).is_none() => return self.in_words(at),
            _ => {}
        }
        let (lead, body) = self.lead(at);
        let promise = if lead.promises() { Promise::Lead } else { Promise::Nothing };
        if let Some(generic) = self.generic(body) {
            return Some(generic);
        }
        if let Some(end) = self.recurring(body) {
            self.push(at..end, Kind::Recurring, Expression::Unresolvable, None);
            return Some(end);
        }
        if let Some(end) = self.clock(body) {
            self.push(at..end, Kind::Clock, Expression::Unresolvable, None);
            return Some(end);
        }
        let lunar = self.scan.is(body + 3, PeriodWord::Lunar).is_some();
        let promise = if lunar { Promise::Lead } else { promise };
        let found = self.count_of_units(body, lead).or_else(|| base(&self.scan, body, promise));
        let found = found.or_else(|| self.surely_year(body, lead)).or_else(|| self.compared_year(body));
        if let Some(based) = found {
            return Some(self.finish(at, lead, based));
        }
        if lead.from
            && let Some(end) = self.open_stretch(at, body)
        {
            return Some(end);
        }
        None
    }

    /// A count in words: "hai ngày", "sáu tháng đầu năm".
    fn in_words(&mut self, at: usize) -> Option<usize> {
        self.scan.small_in_words(at)?;
        let based = self.count_of_units(at, Lead::default())?;
        Some(self.finish(at, Lead::default(), based))
    }

    /// The lead words at `at` and where they end.
    fn lead(&self, at: usize) -> (Lead, usize) {
        let mut lead = Lead::default();
        let mut next = at;
        while let Some((word, value, end)) = self.scan.role(next) {
            match word {
                PeriodWord::Until => lead.until = Some(value.max(lead.until.unwrap_or(0))),
                PeriodWord::From => lead.from = true,
                PeriodWord::Before => lead.before = true,
                PeriodWord::After => lead.after = true,
                PeriodWord::Deadline => lead.deadline = true,
                PeriodWord::In => lead.inside = true,
                PeriodWord::Cumulative => lead.total = true,
                PeriodWord::Filler => {}
                _ => break,
            }
            next = end;
        }
        (lead, next)
    }

    fn count_of_units(&self, at: usize, lead: Lead) -> Option<Based> {
        let before = || {
            if lead.total {
                Before::Total
            } else if lead.inside || (!lead.promises() && (self.starts_clause(at) || self.is_reported(at))) {
                Before::Perhaps
            } else {
                Before::Length
            }
        };
        let found = counted(&self.scan, at, before)?;
        // `hơn 10 ngày qua`: of no day that is known.
        if matches!(found.expression, Expression::Last(_)) && self.is_hedged(at) {
            return Some(Based { expression: Expression::Length(TimeUnit::Day), end: found.end, flag: None });
        }
        Some(Based { expression: found.expression, end: found.end, flag: None })
    }

    /// `từ nay đến 2020 thành phố sẽ …`: nothing else leads up to from now.
    fn surely_year(&self, at: usize, lead: Lead) -> Option<Based> {
        let year = self.scan.year(at).filter(|year| (2000..=2060).contains(year))?;
        let counts = self.scan.is_mark(at + 1, '%') || self.scan.token(at + 1).is_some_and(Token::is_number);
        (lead.until == Some(FROM_NOW) && !counts)
            .then(|| Based::at(Moment::Year(YearOf::Known(year)), at + 1))
    }

    /// Whether a word for a comparison stands before `at`.
    fn is_compared(&self, at: usize) -> bool {
        self.scan.reading.hit_before(at, |m| (m == Meaning::Cue(Cue::Compare)).then_some(())).is_some()
    }

    /// `tăng 12% so với 2017`: a year that counts nothing.
    fn compared_year(&self, at: usize) -> Option<Based> {
        let year = self.scan.year(at).filter(|year| (1945..=2060).contains(year))?;
        let ends = self.scan.token(at + 1).is_none_or(|t| {
            !t.is_word() && !t.is_number() && !t.is('%') && !t.is('/') && (t.spaced || !t.is_dash())
        });
        (ends && self.is_compared(at)).then(|| Based::at(Moment::Year(YearOf::Known(year)), at + 1))
    }

    /// Whether a clause starts at `at`: at the start of a sentence or after a semicolon.
    fn starts_clause(&self, at: usize) -> bool {
        let reading = self.scan.reading;
        at > 0 && self.scan.is_mark(at - 1, ';')
            || reading.sentences.get(reading.sentence_of(at)).is_some_and(|s| s.start == at)
    }

    /// `vốn FDI 11 tháng đạt …`: what is reported of a count of months is a running total; `hơn 3 tháng đạt` and `kỳ hạn 6 tháng là`
    /// are lengths.
    fn is_reported(&self, at: usize) -> bool {
        let reading = self.scan.reading;
        let reports = |m| {
            matches!(
                m,
                Meaning::Cue(Cue::ValueVerb | Cue::NewValue | Cue::Rise | Cue::Fall) | Meaning::Status(..)
            )
        };
        let lasts =
            || [PeriodWord::Contract, PeriodWord::Lasting].iter().any(|word| self.scan.ends(*word, at));
        reading.hits_at(at + 2).iter().any(|h| reports(h.meaning)) && !self.is_hedged(at) && !lasts()
    }

    /// Whether a hedge stands before a count: `hơn 3 tháng`.
    fn is_hedged(&self, at: usize) -> bool {
        self.scan.reading.hit_before(at, |m| matches!(m, Meaning::Hedge(..)).then_some(())).is_some()
    }

    /// "năm sau cao hơn năm trước": a comparison of any two years, no period.
    fn generic(&self, at: usize) -> Option<usize> {
        let (PeriodWord::RelativeYear, 1, end) = self.scan.role(at)? else { return None };
        (end..(end + 8).min(self.scan.len())).find_map(|i| {
            let (word, value, end) = self.scan.role(i)?;
            (word == PeriodWord::RelativeYear && value == -1).then_some(end)
        })
    }

    fn recurring(&self, at: usize) -> Option<usize> {
        self.scan.is(at, PeriodWord::Recurring)
    }

    /// `7 giờ 15 phút`, `20 giờ ngày 5/1`, `lúc 9 giờ`; "24 giờ" alone is a length.
    fn clock(&self, at: usize) -> Option<usize> {
        let scan = &self.scan;
        scan.small(at, 0..=24)?;
        let end = scan.is(at + 1, PeriodWord::Hour)?;
        if scan.small(end, 0..=59).is_some() {
            // "10 giờ 20 ngày 22/5": the 20 are minutes, the day has its own number.
            let minute = scan.is(end + 1, PeriodWord::Minute);
            let dated = scan.is(end + 1, PeriodWord::Day).is_some_and(|day| scan.int(day).is_some());
            if minute.is_some() || dated || !scan.is_counted_by(end + 1) {
                return Some(minute.unwrap_or(end + 1));
            }
        }
        let dated = matches!(
            scan.role(end),
            Some((PeriodWord::Day | PeriodWord::DayPart | PeriodWord::RelativeDay | PeriodWord::Weekday, ..))
        );
        let led = at > 0 && scan.is_particle(at - 1, Particle::AtHour);
        (dated || led).then_some(end)
    }

    /// `từ 15 đến 20/9`, `từ 2012 đến 2020`: the first end says too little by itself.
    fn open_stretch(&mut self, at: usize, body: usize) -> Option<usize> {
        let scan = &self.scan;
        let int = scan.int(body)?;
        let until = scan.is(body + 1, PeriodWord::Until)?;
        let to = base(scan, until, Promise::Lead)?;
        let Expression::At(point) = to.expression else { return None };
        let from = match point.moment {
            Moment::Day { .. } if int.digits <= 2 && (1..=31).contains(&int.value) => {
                let day = i8::try_from(int.value).ok()?;
                Moment::Day { year: YearOf::Missing, month: None, day }.filled_from(point.moment)
            }
            Moment::Year(_) => Moment::Year(YearOf::Known(scan.year(body)?)),
            _ => return None,
        };
        let expression = Expression::Between(Point::whole(from), point);
        self.push(at..to.end, Kind::During, expression, to.flag);
        Some(to.end)
    }

    /// Adds what follows an expression (`đến …`, more years of a list) and its mention; returns where it ends.
    fn finish(&mut self, start: usize, lead: Lead, based: Based) -> usize {
        let based = based.checked();
        if let Expression::Length(_) = based.expression {
            self.push(start..based.end, Kind::Duration, based.expression, based.flag);
            return based.end;
        }
        if let Some(to) = self.continuation(lead, &based)
            && let Expression::At(first) = based.expression
            && let Expression::At(last) = to.expression
        {
            let first = Point { moment: first.moment.filled_from(last.moment), ..first };
            let expression = Expression::Between(first, last);
            self.push(start..to.end, Kind::During, expression, based.flag.or(to.flag));
            return to.end;
        }
        let mut end = based.end;
        if let Some(next) = self.recurring(end) {
            self.push(start..next, Kind::Recurring, Expression::Unresolvable, based.flag);
            return next;
        }
        let lunar = self.scan.is(end, PeriodWord::Lunar);
        end = lunar.unwrap_or(end);
        let flag = based.flag.or(lunar.map(|_| "lunar_date"));
        let kind = self.kind(start..end, lead, based.expression);
        self.push(start..end, kind, based.expression, flag);
        if let Expression::At(Point { moment: Moment::Year(YearOf::Known(_)), .. }) = based.expression {
            end = self.more_years(end);
        }
        end
    }

    /// The other end of a stretch: `đến …` or a dash and a full expression of its own.
    fn continuation(&self, lead: Lead, based: &Based) -> Option<Based> {
        let Expression::At(from) = based.expression else { return None };
        if lead.until.is_some() || lead.before || lead.deadline {
            return None;
        }
        let scan = &self.scan;
        // "từ đầu năm đến nay": the words for now hold the "đến".
        if let Some((PeriodWord::Now, _, end)) = scan.role(based.end) {
            let now = Expression::At(Point::whole(Moment::Now));
            return lead.from.then_some(Based { expression: now, end, flag: None });
        }
        let next = match scan.is(based.end, PeriodWord::Until) {
            Some(next) => next,
            None if scan.is_dash(based.end) => based.end + 1,
            None => return None,
        };
        let to = base(scan, next, Promise::Lead)?;
        let Expression::At(point) = to.expression else { return None };
        // Without "từ" only two ends of one kind make a stretch: in "năm 2020 đến ngày 5/7" a new one starts.
        let alike = std::mem::discriminant(&from.moment) == std::mem::discriminant(&point.moment);
        let forward = !matches!(point.moment, Moment::RelativeDay(_) | Moment::RelativeMonth(_));
        ((lead.from || alike) && forward).then_some(to)
    }

    /// `, 2019, 2020`, `và 2020` after a year: a mention each.
    fn more_years(&mut self, mut at: usize) -> usize {
        loop {
            let scan = &self.scan;
            let joined = scan.is_mark(at, ',') || scan.is_particle(at, Particle::And);
            let Some(year) = scan.year(at + 1).filter(|_| joined && !scan.is_counted_by(at + 2)) else {
                return at;
            };
            // "năm 2020, 2019 ca" was caught by its unit; before another word it is a count without one.
            let ends = scan.token(at + 2).is_none_or(|t| !t.is_word() && !t.is_number())
                || scan.is_particle(at + 2, Particle::BehindYear);
            if !ends {
                return at;
            }
            let expression = Expression::At(Point::whole(Moment::Year(YearOf::Known(year))));
            self.push(at + 1..at + 2, Kind::During, expression, None);
            at += 2;
        }
    }

    fn kind(&self, tokens: Tokens, lead: Lead, expression: Expression) -> Kind {
        let point = match expression {
            Expression::Same(_) | Expression::Unresolvable => return Kind::SamePeriod,
            Expression::Preceding if self.is_compared(tokens.start) => return Kind::SamePeriod,
            Expression::At(point) => Some(point),
            _ => None,
        };
        if point.is_some_and(|p| matches!(p.moment, Moment::Month { .. }))
            && self.scan.ends(PeriodWord::Contract, tokens.start)
        {
            return Kind::Delivery;
        }
        let is_day = point.is_some_and(|p| matches!(p.moment, Moment::Day { .. }));
        if is_day && lead.until.is_none() {
            if self.is_stamp(&tokens) {
                return Kind::Stamp;
            }
            if self.is_of_document(tokens.start) {
                return Kind::OfDocument;
            }
        }
        let cut_off = point.is_some_and(|p| {
            matches!(p.moment, Moment::Day { .. } | Moment::RelativeDay(_) | Moment::Feast(_) | Moment::Now)
                || p.edge != Edge::Whole
        });
        match (lead, point) {
            (Lead { deadline: true, .. }, _) => Kind::Deadline,
            (Lead { before: true, .. }, _) => Kind::Before,
            (Lead { until: Some(1), .. }, _) => Kind::AsOf,
            (Lead { until: Some(_), .. }, Some(_)) if cut_off => Kind::AsOf,
            (Lead { until: Some(_), .. }, _) => Kind::Deadline,
            (Lead { from: true, .. }, Some(_)) => Kind::Since,
            (Lead { after: true, .. }, Some(_)) => Kind::After,
            (_, Some(Point { moment: Moment::Now, .. } | Point { edge: Edge::Through, .. })) => Kind::AsOf,
            _ => Kind::During,
        }
    }

    /// A date with a clock beside it: the page's own stamp.
    fn is_stamp(&self, tokens: &Tokens) -> bool {
        let scan = &self.scan;
        let is_number = |at: usize| scan.token(at).is_some_and(Token::is_number);
        let is_clock = |at: usize| is_number(at) && scan.is_mark(at + 1, ':') && is_number(at + 2);
        (tokens.end..tokens.end + 3).any(is_clock)
            || (tokens.start.saturating_sub(6)..tokens.start.saturating_sub(2)).any(is_clock)
    }

    /// Whether a law or plan and its number stand just before: the date is its own.
    fn is_of_document(&self, start: usize) -> bool {
        let scan = &self.scan;
        let before = if start > 0 && scan.is_mark(start - 1, ',') { start - 1 } else { start };
        let from = before.saturating_sub(12);
        let named = (from..before).rev().find(|at| scan.is(*at, PeriodWord::Document).is_some());
        named.is_some_and(|at| {
            // Nothing but its number and its issuer in between: no verb, no full stop.
            (at..before).all(|i| !scan.is_mark(i, '.') && !scan.is_mark(i, ';'))
                && before > 0
                && (scan.is_taken(before - 1) || scan.token(before - 1).is_some_and(Token::is_word))
                && (at..before).any(|i| scan.is_taken(i))
        })
    }

    fn push(&mut self, tokens: Tokens, kind: Kind, expression: Expression, flag: Option<&'static str>) {
        let numerals = self.numerals(&tokens);
        let invalid = matches!(flag, Some("invalid_date" | "lunar_date"));
        self.out.push(PeriodMention {
            tokens,
            numerals,
            kind,
            expression,
            invalid,
            flags: flag.into_iter().collect(),
        });
    }

    /// Runs of numbers and the marks between them.
    fn numerals(&self, tokens: &Tokens) -> Vec<Tokens> {
        let mut runs: Vec<Tokens> = Vec::new();
        let mut open = false;
        for at in tokens.clone() {
            let token = &self.scan.reading.tokens[at];
            if token.is_number() && !self.scan.is_taken(at) {
                match runs.last_mut() {
                    Some(run) if open => run.end = at + 1,
                    _ => runs.push(at..at + 1),
                }
                open = true;
            } else if !matches!(token.kind, TokenKind::Mark('/' | '.' | '(')) && !token.is_dash() {
                open = false;
            }
        }
        runs
    }
}
