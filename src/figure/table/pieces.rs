//! A head cell, taken apart: which of its words have been read, and the small readings that take them.
//!
//! In: the scene of a head cell. Out: parts of a [`Head`]. Each reading marks its tokens as taken, the rest are the words.
//!
//! Example: of `1. Số người tham gia (nghìn người)` the number of the row goes first, then the unit, and `Số người tham gia` is left.

use super::{
    head::{Compared, Head, Said, Unit},
    words,
};
use crate::{
    context::period::PeriodMention,
    figure::{Refused, scene::Scene, unit},
    patterns::{
        EntryId, Meaning, Patterns,
        catalogue::{Cue, HeadRole, Particle, Status},
    },
    quantity::cell,
    reading::Tokens,
    text::{Case, TokenKind},
};

/// A head cell and what of it has been read.
pub(super) struct Pieces<'p, 's> {
    pub scene: &'p Scene<'s>,
    patterns: &'p Patterns,
    taken: Vec<bool>,
    /// Of `2020/2019` the first.
    pub later_year: Option<usize>,
    /// Numbers of rows, columns and footnotes.
    numbering: Vec<Tokens>,
}

impl<'p, 's> Pieces<'p, 's> {
    pub(super) fn new(scene: &'p Scene<'s>, patterns: &'p Patterns) -> Self {
        let taken = vec![false; scene.reading.tokens.len()];
        Self { scene, patterns, taken, later_year: None, numbering: Vec::new() }
    }

    pub(super) fn is_free(&self, at: usize) -> bool {
        self.taken.get(at).is_some_and(|t| !t)
    }

    pub(super) fn take(&mut self, range: &Tokens) {
        self.taken[range.clone()].fill(true);
    }

    fn len(&self) -> usize {
        self.taken.len()
    }

    fn mark(&self, at: usize, c: char) -> bool {
        self.scene.is_mark(at, c)
    }

    pub(super) fn role_at(&self, at: usize) -> Option<(HeadRole, EntryId, usize)> {
        let (hit, role) =
            self.scene.reading.hit(at, |m| if let Meaning::Head(role) = m { Some(role) } else { None })?;
        Some((role, hit.entry, hit.end as usize))
    }

    /// `1.`, `I.`, `a)`, `-`, `+`, `Trong đó:` in front.
    pub(super) fn skip_number_of_row(&mut self, head: &mut Head) {
        let Some(first) = self.scene.reading.tokens.first() else { return };
        if first.is_dash() || first.is('+') || first.is('*') || first.is('•') {
            if self.len() > 1 && !self.scene.reading.tokens[1].is_number() {
                head.is_part = true;
                self.take(&(0..1));
            }
        } else if self.len() > 2 && (self.mark(1, '.') || self.mark(1, ')')) {
            let short = self.scene.reading.word(0).len() <= 4;
            let is_mark = first.is_number()
                || first.is_word()
                    && (self.scene.reading.word(0).bytes().all(|b| b"IVX".contains(&b))
                        || self.scene.reading.word(0).chars().count() == 1);
            if short && is_mark {
                if first.is_number() {
                    self.numbering.push(0..1);
                }
                self.take(&(0..2));
            }
        } else if first.is_number() && self.len() > 2 && is_outline(self.scene.reading.word(0)) {
            // `1.2 Thu nội địa`.
            self.numbering.push(0..1);
            self.take(&(0..1));
        }
        let start = (0..self.len()).find(|at| self.is_free(*at)).unwrap_or(0);
        if let Some(end) = self.scene.is_cue(start, Cue::Part) {
            head.is_part = true;
            let end = if self.mark(end, ':') { end + 1 } else { end };
            self.take(&(start..end));
        }
    }

    /// The role that the whole text has.
    pub(super) fn only_role(&self) -> Option<(HeadRole, EntryId)> {
        let start =
            (0..self.len()).find(|at| self.is_free(*at) && self.scene.reading.tokens[*at].is_word())?;
        let (role, entry, end) = self.role_at(start)?;
        let rest =
            (end..self.len()).all(|at| !self.scene.reading.tokens[at].is_word() || self.in_bracket(at));
        rest.then_some((role, entry))
    }

    fn in_bracket(&self, at: usize) -> bool {
        (0..at).rev().find(|i| self.mark(*i, '(') || self.mark(*i, ')')).is_some_and(|i| self.mark(i, '('))
    }

    /// `(tỷ đồng)`, `(1)`, `(3=2/1)`, `(*)`.
    pub(super) fn notes_in_brackets(&mut self, head: &mut Head) {
        let mut at = 0;
        while at < self.len() {
            let close = (at..self.len()).find(|i| self.mark(*i, ')'));
            let Some(close) = close.filter(|_| self.mark(at, '(')) else {
                at += 1;
                continue;
            };
            let inside = at + 1..close;
            let all = at..close + 1;
            if let Some(named) = cell::unit_in(&self.scene.reading, &inside, false, self.patterns) {
                let unit = self.unit(named, inside);
                head.unit.get_or_insert(unit);
                self.take(&all);
            } else if inside.clone().all(|i| !self.scene.reading.tokens[i].is_word()) {
                self.numbering
                    .extend(inside.filter(|i| self.scene.reading.tokens[*i].is_number()).map(|i| i..i + 1));
                self.take(&all);
            }
            at = close + 1;
        }
        // `Diện tích, ha`; `Sản lượng - tấn`; `Tấn`.
        let start =
            (0..self.len()).rev().find(|i| self.mark(*i, ',') || self.scene.reading.tokens[*i].is_dash());
        let tail = start.map_or(0, |i| i + 1)..self.len();
        if head.unit.is_none()
            && !tail.is_empty()
            && let Some(named) = cell::unit_in(&self.scene.reading, &tail, false, self.patterns)
            && !named.unit.dimension.is_counted()
            && (start.is_some() || tail.start == 0)
        {
            head.unit = Some(self.unit(named, tail.clone()));
            self.take(&(start.unwrap_or(0)..tail.end));
        }
    }

    fn unit(&self, named: cell::NamedUnit, tokens: Tokens) -> Unit {
        let text = self.scene.text(&tokens).to_owned();
        Unit { named, text, span: self.scene.reading.raw_span(&tokens), is_noun: false, is_count: false }
    }

    /// A sign for per cent outside brackets.
    pub(super) fn percent(&mut self, head: &mut Head) {
        let Some(at) = (0..self.len()).find(|at| self.is_free(*at) && self.mark(*at, '%')) else { return };
        self.take(&(at..at + 1));
        if head.unit.is_none()
            && let Some(named) = cell::unit_in(&self.scene.reading, &(at..at + 1), false, self.patterns)
        {
            head.unit = Some(self.unit(named, at..at + 1));
        }
    }

    pub(super) fn said(&self, mention: &PeriodMention) -> Said {
        Said {
            mention: mention.clone(),
            text: self.scene.text(&mention.tokens).to_owned(),
            span: self.scene.reading.raw_span(&mention.tokens),
        }
    }

    pub(super) fn comparison(&self, range: Tokens, plan: bool) -> Compared {
        let text = self.scene.text(&range).to_owned();
        Compared { plan, period: None, text, span: self.scene.reading.raw_span(&range) }
    }

    fn is_year(&self, at: usize) -> bool {
        self.scene.reading.tokens.get(at).is_some_and(|t| t.is_number() && t.span.len() == 4)
            && self.scene.reading.word(at).parse::<u16>().is_ok_and(|y| (1900..=2100).contains(&y))
    }

    /// `2020/2019`.
    pub(super) fn year_over_year(&mut self) -> Option<Tokens> {
        let at = (0..self.len()).find(|at| {
            self.is_free(*at) && self.is_year(*at) && self.mark(at + 1, '/') && self.is_year(at + 2)
        })?;
        self.later_year = Some(at);
        Some(at..at + 3)
    }

    /// `TH/KH`, `thực hiện so với kế hoạch`, `% KH`, `đạt % kế hoạch`.
    pub(super) fn result_over_plan(&self) -> Option<Tokens> {
        let plan = (0..self.len()).find_map(|at| {
            let (role, _, end) = self.role_at(at).filter(|_| self.is_free(at))?;
            (role == HeadRole::Plan).then_some(at..end)
        })?;
        let slash = plan.start > 0 && self.mark(plan.start - 1, '/');
        let percent = (0..plan.start).rev().take(2).find(|at| self.mark(*at, '%'));
        match (slash, percent) {
            (true, _) => {
                let from = (0..plan.start - 1).find(|at| self.role_at(*at).is_some()).unwrap_or(plan.start);
                Some(from..plan.end)
            }
            (false, Some(at)) => Some(at + 1..plan.end),
            _ => None,
        }
    }

    /// The first free year that stands alone, or two joined by a dash.
    pub(super) fn bare_year_in(&self, range: &Tokens) -> Option<Tokens> {
        let free = |at: usize| range.contains(&at) && self.is_year(at);
        let at = range.clone().find(|at| (self.is_free(*at) || range.len() < self.len()) && free(*at))?;
        let span =
            self.scene.reading.tokens.get(at + 1).is_some_and(crate::text::Token::is_dash) && free(at + 2);
        Some(at..if span { at + 3 } else { at + 1 })
    }

    /// A place; it is left among the words where it is only part of a name.
    pub(super) fn place(&mut self, head: &mut Head) {
        let Some(place) = self.scene.places.iter().find(|p| self.is_free(p.tokens.start)) else { return };
        let range = place.tokens.clone();
        let others = (0..self.len())
            .any(|at| self.is_free(at) && !range.contains(&at) && self.scene.reading.tokens[at].is_word());
        let text = self.scene.text(&range).to_owned();
        head.place = Some((place.clone(), text, self.scene.reading.raw_span(&range)));
        // A foreign country is a partner more often than a place: its name stays.
        if !others && !place.is_foreign() {
            self.take(&range);
        }
    }

    /// Plan, result, estimate, difference, status words.
    pub(super) fn roles(&mut self, head: &mut Head) {
        let mut at = 0;
        let mut opens = true;
        while at < self.len() {
            let free = self.is_free(at);
            let word = self.scene.reading.tokens[at].is_word();
            if !free || !word {
                at += 1;
                continue;
            }
            let Some((role, entry, end)) = self.role_at(at).filter(|_| opens) else {
                self.status(at, head);
                opens = false;
                at += 1;
                continue;
            };
            let status = match role {
                HeadRole::Plan => Some(Status::Target),
                HeadRole::Result => Some(Status::Observed),
                HeadRole::Estimate => Some(Status::Estimated),
                _ => None,
            };
            let range = at..end;
            if let Some(status) = status {
                let span = self.scene.reading.raw_span(&range);
                // `Ước thực hiện`: the first word decides.
                head.status.get_or_insert((status, entry, span));
                self.take(&range);
            } else if role == HeadRole::Difference {
                let rest =
                    (end..self.len()).any(|i| self.is_free(i) && self.scene.reading.tokens[i].is_word());
                // `Giảm nghèo bền vững` is a name, `Tốc độ tăng đàn bò` a difference.
                if !rest || end > at + 1 {
                    head.difference = Some((entry, self.scene.reading.raw_span(&range)));
                }
                if !rest {
                    self.take(&range);
                }
                opens = false;
            } else {
                opens = false;
            }
            at = end;
        }
    }

    fn status(&mut self, at: usize, head: &mut Head) {
        let found = self.scene.reading.hit(at, |m| match m {
            Meaning::Status(status @ (Status::Estimated | Status::Target | Status::Forecast), _) => {
                Some(status)
            }
            _ => None,
        });
        if let Some((hit, status)) = found.filter(|_| head.status.is_none()) {
            let range = at..hit.end as usize;
            head.status = Some((status, hit.entry, self.scene.reading.raw_span(&range)));
            self.take(&range);
        }
    }

    /// The words that are left.
    pub(super) fn words(&mut self, head: &mut Head) {
        if head.role.is_some() {
            return;
        }
        let name = |at: usize| self.is_free(at) && !self.in_bracket(at);
        let mut runs: Vec<Tokens> = Vec::new();
        let mut at = 0;
        while at < self.len() {
            let start = at;
            while at < self.len() && name(at) && !self.mark(at, '(') && !self.mark(at, ')') {
                at += 1;
            }
            runs.extend(self.trimmed(start..at));
            at += 1;
        }
        let Some(first) = runs.first() else { return };
        let noun = self.noun(first, runs.len());
        let found = words::of(self.scene, &runs);
        if head.unit.is_none() {
            head.unit = noun;
        }
        head.words = Some(found);
    }

    /// The noun that the words count: `Số hộ nghèo`, `Lao động`.
    fn noun(&self, first: &Tokens, n_runs: usize) -> Option<Unit> {
        let behind = self.scene.is_cue(first.start, Cue::CountHead);
        let counts = behind.is_some();
        let whole = cell::unit_in(&self.scene.reading, first, false, self.patterns).filter(|_| n_runs == 1);
        let found = whole.filter(|n| n.unit.dimension.is_counted()).or_else(|| {
            let unit = unit::from_subject(self.scene, std::slice::from_ref(first), self.patterns)?;
            let tokens = unit.tokens.clone();
            (behind == Some(tokens.start)).then_some(cell::NamedUnit { unit, scale: 0, tokens })
        })?;
        let tokens = found.tokens.clone();
        Some(Unit { is_noun: true, is_count: counts, ..self.unit(found, tokens) })
    }

    /// A run without marks, prepositions and lonely words of time at its ends.
    fn trimmed(&self, mut run: Tokens) -> Option<Tokens> {
        let idle = |at: usize| {
            let token = &self.scene.reading.tokens[at];
            let joins = self.scene.is_cue(at, Cue::Preposition).is_some()
                || self.scene.is_cue(at, Cue::And).is_some()
                || self.scene.reading.is_particle(at, Particle::Joint);
            !token.is_word() && !token.is_number() && token.kind != TokenKind::Code
                || token.case == Case::Lower && joins
        };
        while !run.is_empty() && idle(run.end - 1) {
            run.end -= 1;
        }
        while !run.is_empty() && (idle(run.start) && !self.scene.reading.tokens[run.start].is_word()) {
            run.start += 1;
        }
        let lonely = run.len() == 1 && idle(run.start);
        (!run.is_empty() && !lonely).then_some(run)
    }

    /// Refuses the numerals that no period holds.
    pub(super) fn refuse(&self, head: &Head, refused: &mut Vec<Refused>) {
        let said = head.period.iter().chain(head.compared.iter().filter_map(|c| c.period.as_ref()));
        let said: Vec<_> = said.map(|s| s.span).collect();
        for at in 0..self.len() {
            let span = self.scene.reading.raw_span(&(at..at + 1));
            let token = &self.scene.reading.tokens[at];
            let dated = self.scene.period_at(at).is_some_and(PeriodMention::is_governing)
                || said.iter().any(|s| s.overlaps(span));
            if !token.is_number() || dated {
                continue;
            }
            let alike = self.scene.look_alikes.iter().find(|m| m.numerals.iter().any(|n| n.contains(&at)));
            let numbered = self.numbering.iter().any(|n| n.contains(&at));
            let (class, rule) = match alike {
                _ if numbered => ("list_number", "figure.table.numbering".into()),
                Some(m) => (m.class.code(), self.patterns.entry(m.entry).id.clone().into()),
                None => ("name", "figure.table.head".into()),
            };
            refused.push(Refused { span, class: class.into(), rule });
        }
    }
}

/// `1.2`, `2.1.3`: a number of the outline.
fn is_outline(word: &str) -> bool {
    word.contains('.') && word.split('.').all(|part| !part.is_empty() && part.len() <= 2)
}
