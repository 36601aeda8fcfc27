//! What numbers are and measure: `[[unit]]`, `[[number]]`, `[[indicator]]` as written → the catalogue.
//!
//! In: one entry as the file has it. Out: a row of [`Patterns`](super::Patterns) and its terms in the lexicon, or findings.
//!
//! Example: a unit without a code (`trường học`) is its own code as printed; that of its short form is the noun in full.

use rust_decimal::Decimal;
use toml::Spanned;

use super::Loader;
use crate::patterns::{
    Meaning,
    catalogue::{Dimension, Indicator, Measure, NumberRole, Part, Unit},
    lexicon::Added,
    raw,
};

impl Loader<'_> {
    pub(super) fn unit(&mut self, raw: raw::Unit) {
        let entry = self.entry("unit", &raw.id, raw.example, raw.counterexample);
        let Some(dimension) =
            self.code(&raw.dimension, Dimension::from_code, Dimension::ALL.iter().map(|c| c.code()))
        else {
            return;
        };
        let scale = raw.scale.unwrap_or(0);
        let as_printed = raw.code.is_none();
        let unit =
            Unit { entry, code: raw.code.map(Spanned::into_inner), dimension, scale, divisor: raw.divisor };
        if as_printed {
            self.printed_nouns(&raw.terms, &unit);
            self.terms(entry, &[], &raw.except, Meaning::Except);
        } else {
            let index = self.patterns.units.len() as u32;
            self.patterns.units.push(unit);
            self.terms(entry, &raw.terms, &raw.except, Meaning::Unit(index));
        }
    }

    /// Nouns that are their own code; that of a short form is the noun in full, `bệnh viện` of `25 BV`.
    fn printed_nouns(&mut self, terms: &[Spanned<String>], unit: &Unit) {
        let printed = self.patterns.units.len() as u32;
        self.patterns.units.push(unit.clone());
        for term in terms {
            let spellings = self.spellings.all(term.get_ref());
            for (i, spelling) in spellings.iter().enumerate() {
                let mut index = printed;
                if i > 0 {
                    index = self.patterns.units.len() as u32;
                    let code = Some(term.get_ref().to_lowercase());
                    self.patterns.units.push(Unit { code, ..unit.clone() });
                }
                if self.patterns.lexicon.add(spelling, unit.entry, Meaning::Unit(index)) == Added::Empty {
                    self.find("empty-term", term.span(), "a term without a word or sign".into(), None);
                }
            }
        }
    }

    pub(super) fn number(&mut self, raw: raw::Number) {
        let entry = self.entry("number", &raw.id, raw.example, raw.counterexample);
        let Some(role) =
            self.code(&raw.role, NumberRole::from_code, NumberRole::ALL.iter().map(|c| c.code()))
        else {
            return;
        };
        let value = match &raw.value {
            None => Decimal::ZERO,
            Some(written) => match Decimal::from_str_exact(written.get_ref()) {
                Ok(value) => value,
                Err(error) => {
                    self.find(
                        "bad-value",
                        written.span(),
                        error.to_string(),
                        Some("a decimal such as \"0.5\"".into()),
                    );
                    return;
                }
            },
        };
        let index = self.patterns.number_values.len() as u32;
        self.patterns.number_values.push(value);
        self.terms(entry, &raw.terms, &raw.except, Meaning::Number(role, index));
    }

    pub(super) fn indicator(&mut self, raw: raw::Indicator) {
        let entry = self.entry("indicator", &raw.id, raw.example, raw.counterexample);
        let index = self.patterns.indicators.len() as u32;
        let measure = match &raw.measure {
            None => Measure::Level,
            Some(written) => {
                match self.code(written, Measure::from_code, Measure::ALL.iter().map(|c| c.code())) {
                    Some(measure) => measure,
                    None => return,
                }
            }
        };
        let own = |list: &[Spanned<String>]| list.iter().map(|s| s.get_ref().clone()).collect::<Vec<_>>();
        self.patterns.indicators.push(Indicator {
            entry,
            id: raw.id.into_inner(),
            name: raw.name.into_inner(),
            name_en: raw.name_en,
            units: own(&raw.units),
            needs_cue: !raw.cue.is_empty(),
            joins: own(&raw.joins),
            base: raw.base.map(Spanned::into_inner),
            measure,
            world_bank: raw.wb,
            sdg: raw.sdg,
        });
        self.terms(entry, &raw.terms, &[], Meaning::Indicator(index, Part::Term));
        self.terms(entry, &raw.head, &[], Meaning::Indicator(index, Part::Head));
        self.terms(entry, &raw.cue, &[], Meaning::Indicator(index, Part::Cue));
        self.terms(entry, &raw.except, &[], Meaning::Indicator(index, Part::Except));
    }
}
