//! What else a figure could have been, and why it is not: other readings of a separator, other indicators, periods and places that
//! stand in its sentence.
//!
//! Extraction keeps none of this. The text is read once more here, stage by stage, and each loser is asked what it lost by.

use std::ops::Range;

use solieu::{
    context::{
        lookalike::{self, LookAlikeMention},
        period::{self, Anchor, Kind, PeriodMention},
        place::{self, PlaceMention},
    },
    document::{BlockKind, Document, Precision},
    figure::{self, Figure},
    patterns::{
        Hit, Lost, Meaning, Memo, Patterns,
        catalogue::{Dimension, Measure},
    },
    quantity::{self, Style, Votes},
    reading::{Reading, Tokens},
    record::{Record, Rejected},
    span::Span,
};

/// Losers that are named for one field.
const SHOWN: usize = 4;

/// A text read once more.
pub(super) struct Rivals<'d> {
    document: &'d Document,
    patterns: &'d Patterns,
    blocks: Vec<Block<'d>>,
    /// First byte of each character of the stored text.
    starts: Vec<usize>,
    figures: Vec<Figure>,
    style: Style,
}

struct Block<'d> {
    reading: Reading<'d>,
    look_alikes: Vec<LookAlikeMention>,
    periods: Vec<PeriodMention>,
    places: Vec<PlaceMention>,
}

impl<'d> Rivals<'d> {
    /// Reads a document again.
    pub(super) fn of(document: &'d Document, patterns: &'d Patterns) -> Self {
        let mut memo = Memo::default();
        let mut votes = Votes::default();
        let mut blocks = Vec::new();
        for block in document.blocks.iter().filter(|b| b.kind != BlockKind::Furniture) {
            let (raw, base) = (block.span.of(&document.text), block.span.start());
            let reading = Reading::new(raw, base, patterns, &mut memo);
            let look_alikes = lookalike::find(&reading, patterns);
            let taken = lookalike::taken(&look_alikes, reading.tokens.len());
            let periods = period::find(&reading, &taken, patterns);
            let places = place::find(&reading, patterns);
            votes.add(&reading, &taken);
            blocks.push(Block { reading, look_alikes, periods, places });
        }
        let figures = figure::read(document, patterns, &mut memo).figures;
        let starts = document.text.char_indices().map(|(at, _)| at).collect();
        Self { document, patterns, blocks, starts, figures, style: votes.style() }
    }

    /// What lost against field `field` of figure `n`.
    pub(super) fn against(&self, field: &str, n: usize, records: &[Record]) -> Vec<String> {
        let mut lost = match field {
            "value" => self.numbers(n, &records[n]),
            "indicator" => self.indicators(&records[n]),
            "period" => self.periods(n, records),
            "place" => self.places(n, records),
            _ => Vec::new(),
        };
        let n_more = lost.len().saturating_sub(SHOWN);
        lost.truncate(SHOWN);
        if n_more > 0 {
            lost.push(format!("nor {n_more} more"));
        }
        lost
    }

    /// The other reading of a dot or comma.
    fn numbers(&self, n: usize, record: &Record) -> Vec<String> {
        let Some(other) = self.figures.get(n).and_then(|f| f.quantity.alternative) else { return Vec::new() };
        let printed = &record.reported.number;
        let mark = if printed.contains('.') { "dot" } else { "comma" };
        let (taken, left) = ("parts thousands", "parts decimals");
        let (taken, left) = if record.reported.decimals == 0 { (taken, left) } else { (left, taken) };
        let style = match self.style {
            Style::Vietnamese => "other numbers of the text are written in the Vietnamese way",
            Style::English => "other numbers of the text are written in the English way",
            Style::Unknown => "no other number of the text shows which way it is written",
        };
        vec![format!(
            "not {other}: the {mark} of `{printed}` {taken} rather than {left}, by scale and unit; {style}"
        )]
    }

    /// Indicators with words in the subject.
    fn indicators(&self, record: &Record) -> Vec<String> {
        let Some(subject) = &record.subject else { return Vec::new() };
        let reading = Reading::new(subject, 0, self.patterns, &mut Memo::default());
        let unit = record.unit.as_deref();
        let measure = Measure::from_code(&record.measure).unwrap_or(Measure::Level);
        let mut lost = self.patterns.rivals(&reading.hits, unit, unit.map(|u| self.dimension(u)), measure);
        // The nearest misses first; where an indicator was found, the far ones say nothing.
        lost.retain(|(_, why)| {
            record.indicator.is_none() || !matches!(why, Lost::NoHead(_) | Lost::NoCue(_))
        });
        lost.sort_by_key(|(_, why)| match why {
            Lost::Tied => 0,
            Lost::Unit => 1,
            Lost::Measure => 2,
            Lost::Fewer => 3,
            Lost::Exception(_) => 4,
            Lost::NoCue(_) => 5,
            Lost::NoHead(_) => 6,
        });
        let words = |hit: Hit| reading.text_of(&(hit.start as usize..hit.end as usize)).to_owned();
        let said = |(index, why): (u32, Lost)| {
            let indicator = &self.patterns.indicators[index as usize];
            let why = match why {
                Lost::Unit if unit.is_none() => format!("it is measured in {}", indicator.units.join(", ")),
                Lost::Unit => {
                    let unit = unit.unwrap_or_default();
                    format!("it is measured in {}, and this is {unit}", indicator.units.join(", "))
                }
                Lost::Exception(hit) => format!("`{}` is an exception of it", words(hit)),
                Lost::Measure => format!("for a {} the other one comes first", record.measure),
                Lost::Fewer => "it explains fewer words of the subject".to_owned(),
                Lost::Tied => "another explains the words as well, so none is taken".to_owned(),
                Lost::NoCue(head) => format!("beside `{}` it needs one of its cues", words(head)),
                Lost::NoHead(cue) => format!("beside `{}` it needs one of its heads", words(cue)),
            };
            format!("not {} ({}): {why}", indicator.id, self.place_of(indicator.entry))
        };
        lost.into_iter().map(said).collect()
    }

    /// What a unit code measures.
    fn dimension(&self, code: &str) -> Dimension {
        if code == "percentage_point" {
            return Dimension::Point;
        }
        let head = code.split('/').next().unwrap_or(code);
        if let Some(unit) = self.patterns.units.iter().find(|u| u.code.as_deref() == Some(head)) {
            return unit.dimension;
        }
        let reading = Reading::new(head, 0, self.patterns, &mut Memo::default());
        let known = reading.hit(0, |m| match m {
            Meaning::Unit(index) => Some(self.patterns.units[index as usize].dimension),
            _ => None,
        });
        known.map_or(Dimension::Count, |(_, dimension)| dimension)
    }

    /// Periods of the figure's sentence that do not date it.
    fn periods(&self, n: usize, records: &[Record]) -> Vec<String> {
        let known = self.document.metadata.published.as_ref().filter(|d| d.precision >= Precision::Day);
        let published = known.map(|d| d.date);
        let anchor = Anchor { published, ..Anchor::default() };
        let mut out = Vec::new();
        for (words, at, mention) in self.mentions(&records[n], |b| &b.periods, |p| &p.tokens) {
            if has_words(&records[n], "period", &at) {
                continue;
            }
            let why = match mention.kind {
                _ if has_words(&records[n], "reference", &at) => {
                    "it is what the number is compared with".to_owned()
                }
                _ if mention.invalid => "no calendar has it".to_owned(),
                Kind::Duration => "it is a length of time".to_owned(),
                Kind::Clock => "it is a time of day".to_owned(),
                Kind::Recurring => "it comes again and again".to_owned(),
                Kind::Stamp => "it is a stamp of the page".to_owned(),
                Kind::OfDocument => "it is the date of a document".to_owned(),
                _ if mention.resolve(&anchor).is_none() => {
                    "it counts from the day of publication, which is not known (--date)".to_owned()
                }
                _ => taker("period", &at, n, records)
                    .unwrap_or_else(|| "another one governs the number".to_owned()),
            };
            out.push(format!("not `{words}`: {why}"));
        }
        out
    }

    /// Places of the figure's sentence that it is not of.
    fn places(&self, n: usize, records: &[Record]) -> Vec<String> {
        let mut out = Vec::new();
        for (words, at, mention) in self.mentions(&records[n], |b| &b.places, |p| &p.tokens) {
            if has_words(&records[n], "place", &at) {
                continue;
            }
            let why = if has_words(&records[n], "reference", &at) {
                "it is what the number is compared with".to_owned()
            } else if mention.of_office {
                "it is in the name of an office".to_owned()
            } else if let Some(taker) = taker("place", &at, n, records) {
                taker
            } else if mention.is_foreign() {
                "it lies abroad, and nothing says that it happened there".to_owned()
            } else {
                "another one governs the number".to_owned()
            };
            out.push(format!("not `{words}`: {why}"));
        }
        out
    }

    /// The mentions of a kind in the sentence of a figure: words, offsets, mention.
    fn mentions<'b, M>(
        &'b self,
        record: &Record,
        of: impl Fn(&'b Block<'d>) -> &'b Vec<M>,
        tokens: impl Fn(&M) -> &Tokens,
    ) -> Vec<(&'b str, Range<usize>, &'b M)> {
        let mut out = Vec::new();
        for block in &self.blocks {
            for mention in of(block) {
                let at = self.offsets(block.reading.raw_span(tokens(mention)));
                if record.sentence.start <= at.start && at.end <= record.sentence.end {
                    out.push((block.reading.text_of(tokens(mention)), at, mention));
                }
            }
        }
        out
    }

    /// What matched around a rejected numeral, and what the numeral would be without that.
    pub(super) fn otherwise(&self, rejected: &Rejected) -> (Option<&str>, Option<String>) {
        for block in &self.blocks {
            let here = |tokens: &Tokens| {
                let at = self.offsets(block.reading.raw_span(tokens));
                at.start < rejected.end && rejected.start < at.end
            };
            let alike = block.look_alikes.iter().find(|m| m.numerals.iter().any(&here));
            let period = block.periods.iter().find(|m| m.numerals.iter().any(&here));
            let Some(tokens) = alike.map(|m| &m.tokens).or(period.map(|m| &m.tokens)) else { continue };
            let free = quantity::find(&block.reading, &[], self.style, self.patterns);
            let number = free.quantities.iter().find(|q| here(&q.number)).map(|q| {
                let unit = q.unit.as_ref().map_or("no unit", |u| u.code.as_str());
                match q.magnitude {
                    quantity::Magnitude::Point(value) => format!("{value} of {unit}"),
                    quantity::Magnitude::Range { low, high } => format!("{low} to {high} of {unit}"),
                }
            });
            return (Some(block.reading.text_of(tokens)), number);
        }
        (None, None)
    }

    fn offsets(&self, span: Span<solieu::span::Raw>) -> Range<usize> {
        let before = |byte: usize| self.starts.partition_point(|start| *start < byte);
        before(span.start())..before(span.end())
    }

    fn place_of(&self, entry: solieu::patterns::EntryId) -> String {
        let entry = self.patterns.entry(entry);
        format!("{}:{}", entry.file, entry.line)
    }
}

/// Whether words at these offsets gave a field of the figure.
fn has_words(record: &Record, field: &str, at: &Range<usize>) -> bool {
    record.evidence.iter().any(|e| e.field == field && e.start < at.end && at.start < e.end)
}

/// Which other figure has the words.
fn taker(field: &'static str, at: &Range<usize>, n: usize, records: &[Record]) -> Option<String> {
    let takes = |field: &'static str| {
        let others = (0..records.len()).filter(move |i| *i != n && has_words(&records[*i], field, at));
        others.map(move |i| (i, field))
    };
    let (nearest, field) = takes(field).chain(takes("reference")).min_by_key(|(i, _)| i.abs_diff(n))?;
    Some(format!("it is the {field} of figure {}", nearest + 1))
}
