//! Pattern files as they are written: one struct per kind of entry, unknown keys refused.
//!
//! In: the TOML text of one file. Out: [`File`], with the byte span of whatever a later check may want to
//! underline. No `flatten`, no untagged enum: `toml` loses spans there.

use serde::Deserialize;
use toml::Spanned;

/// One file under `patterns/`. Any file may hold any kinds of entries; files are found by folder, their names
/// and order mean nothing.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    #[serde(default)]
    pub unit: Vec<Unit>,
    #[serde(default)]
    pub number: Vec<Number>,
    #[serde(default)]
    pub noun: Vec<Noun>,
    #[serde(default)]
    pub head: Vec<Head>,
    #[serde(default)]
    pub hedge: Vec<Hedge>,
    #[serde(default)]
    pub status: Vec<Status>,
    #[serde(default)]
    pub cue: Vec<Cue>,
    #[serde(default)]
    pub period: Vec<Period>,
    #[serde(default)]
    pub indicator: Vec<Indicator>,
    #[serde(default)]
    pub group: Vec<Group>,
    #[serde(default)]
    pub base: Vec<Base>,
    #[serde(default)]
    pub name_word: Vec<NameWord>,
    #[serde(default)]
    pub speaker: Vec<Speaker>,
    #[serde(default)]
    pub opening: Vec<Opening>,
    #[serde(default)]
    pub particle: Vec<Particle>,
    #[serde(default)]
    pub place: Vec<Place>,
    #[serde(default)]
    pub gazetteer: Vec<Gazetteer>,
    #[serde(default)]
    pub look_alike: Vec<LookAlike>,
    #[serde(default)]
    pub abbreviation: Vec<Abbreviation>,
}

/// A sentence that must be read as stated, through the whole pipeline with all files loaded.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Example {
    /// A whole sentence or a short text.
    pub text: Spanned<String>,
    /// The day it is published, `YYYY-MM-DD`: relative periods lean on it.
    pub date: Option<Spanned<String>>,
    /// The document's default place, by name or code.
    pub place: Option<Spanned<String>>,
    /// Figures that must be found, each with the keys that matter. Their number counts unless `more = true`.
    #[serde(default)]
    pub expect: Vec<toml::Table>,
    /// Numerals that must be rejected: `{ at = "141", class = "document_number" }`.
    #[serde(default)]
    pub rejected: Vec<toml::Table>,
    /// There are more figures than the ones listed.
    #[serde(default)]
    pub more: bool,
}

/// A sentence in which the entry must take no part.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Counterexample {
    pub text: Spanned<String>,
    /// What the words mean there instead.
    pub why: String,
    pub date: Option<Spanned<String>>,
    pub place: Option<Spanned<String>>,
    #[serde(default)]
    pub expect: Vec<toml::Table>,
    #[serde(default)]
    pub rejected: Vec<toml::Table>,
    #[serde(default)]
    pub more: bool,
}

impl From<Example> for super::Example {
    fn from(written: Example) -> Self {
        Self {
            span: written.text.span(),
            text: written.text.into_inner(),
            date: written.date.map(Spanned::into_inner),
            place: written.place.map(Spanned::into_inner),
            expect: written.expect,
            rejected: written.rejected,
            more: written.more,
            why: None,
        }
    }
}

impl From<Counterexample> for super::Example {
    fn from(written: Counterexample) -> Self {
        let Counterexample { text, why, date, place, expect, rejected, more } = written;
        Self { why: Some(why), ..Example { text, date, place, expect, rejected, more }.into() }
    }
}

macro_rules! entries {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident : $type:ty),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(super) struct $name {
            /// Dotted, stable, never reused.
            pub id: Spanned<String>,
            /// For people.
            #[allow(dead_code, reason = "a remark for the reader of the file")]
            #[serde(default)]
            pub note: Option<String>,
            $($(#[$field_doc])* pub $field: $type,)*
            #[serde(default)]
            pub example: Vec<Example>,
            #[serde(default)]
            pub counterexample: Vec<Counterexample>,
        }
    )*};
}

entries! {
    /// A unit of measure or a counting noun.
    Unit {
        /// Code in records: `person`, `VND`, `percent`, …; left out, it is the noun as printed, in lower case.
        #[serde(default)] code: Option<Spanned<String>>,
        /// `count`, `person`, `household`, `money`, `percent`, `point`, `mass`, …
        dimension: Spanned<String>,
        terms: Vec<Spanned<String>>,
        #[serde(default)] except: Vec<Spanned<String>>,
        /// Power of ten that the term itself carries (`tr.đ` = 6), 0 if none.
        #[serde(default)] scale: Option<i8>,
        /// Code after `/`, if another one: `month` of `tháng`.
        #[serde(default)] divisor: Option<String>,
    }
    /// A word next to a counted noun.
    Noun {
        /// `classifier`, `boundary`, `label`.
        role: Spanned<String>,
        /// Of a classifier: how many syllables after it belong to the noun.
        #[serde(default)] syllables: Option<u8>,
        terms: Vec<Spanned<String>>,
        #[serde(default)] except: Vec<Spanned<String>>,
    }
    /// A word in the heads of tables.
    Head {
        /// `counter`, `code`, `unit`, `total`, `plan`, …
        role: Spanned<String>,
        terms: Vec<Spanned<String>>,
        #[serde(default)] except: Vec<Spanned<String>>,
    }
    /// A number word.
    Number {
        /// `digit`, `digit-after-tens`, `ten`, `tens`, `filler`, `scale`, `half`, `half-of`, `comma`, `minus`, `fraction`, `vague`, `times`, `dozen`.
        role: Spanned<String>,
        /// Its value, a decimal; of a scale its power of ten.
        value: Option<Spanned<String>>,
        terms: Vec<Spanned<String>>,
        #[serde(default)] except: Vec<Spanned<String>>,
    }
    /// A word that bounds or blurs a number.
    Hedge {
        /// `about`, `nearly`, `more_than`, `less_than`, `at_least`, `at_most`.
        qualifier: Spanned<String>,
        /// `before` or `after` the number.
        side: Spanned<String>,
        terms: Vec<Spanned<String>>,
        #[serde(default)] except: Vec<Spanned<String>>,
    }
    /// A word that says whether a number was observed, is aimed at, …
    Status {
        /// `observed`, `estimated`, `target`, `forecast`, `rule`.
        status: Spanned<String>,
        /// How far it reaches: `number` (the next number only), `clause`, `list` (to the end of the sentence, over `,` and `;`).
        reach: Spanned<String>,
        terms: Vec<Spanned<String>>,
        #[serde(default)] except: Vec<Spanned<String>>,
    }
    /// Any other word that the linking of a sentence turns on.
    Cue {
        /// One of the closed set of [`super::catalogue::Cue`].
        role: Spanned<String>,
        terms: Vec<Spanned<String>>,
        #[serde(default)] except: Vec<Spanned<String>>,
    }
    /// A small word that is asked for by itself.
    Particle {
        /// One of the closed set of [`super::catalogue::Particle`].
        role: Spanned<String>,
        /// Of one syllable or two.
        terms: Vec<Spanned<String>>,
    }
    /// A word of dates and periods.
    Period {
        /// One of the closed set of [`super::catalogue::PeriodWord`].
        role: Spanned<String>,
        /// A number where the role needs one (a month, a quarter, an offset in years).
        value: Option<i32>,
        terms: Vec<Spanned<String>>,
        #[serde(default)] except: Vec<Spanned<String>>,
    }
    /// A word by which a sentence is known whose predecessor lost its stop.
    Opening {
        /// `opens`, `names`.
        role: Spanned<String>,
        terms: Vec<Spanned<String>>,
        #[serde(default)] except: Vec<Spanned<String>>,
    }
    /// A word by which who says so is known.
    Speaker {
        /// `body`, `title`, `name`.
        role: Spanned<String>,
        terms: Vec<Spanned<String>>,
        #[serde(default)] except: Vec<Spanned<String>>,
    }
    /// A word that tells what kind of name follows.
    NameWord {
        /// One of the closed set of [`super::catalogue::NameWord`].
        role: Spanned<String>,
        terms: Vec<Spanned<String>>,
        #[serde(default)] except: Vec<Spanned<String>>,
    }
    /// Something that is measured.
    Indicator {
        name: Spanned<String>,
        name_en: Option<String>,
        /// Units (codes) or dimensions that it is measured in; one of another unit is not claimed.
        #[serde(default)] units: Vec<Spanned<String>>,
        /// A phrase that says it all.
        #[serde(default)] terms: Vec<Spanned<String>>,
        /// Or: one of these …
        #[serde(default)] head: Vec<Spanned<String>>,
        /// … with one of these in the same subject.
        #[serde(default)] cue: Vec<Spanned<String>>,
        /// A phrase that makes it another thing.
        #[serde(default)] except: Vec<Spanned<String>>,
        /// Claimed when two or more of these are claimed by one subject.
        #[serde(default)] joins: Vec<Spanned<String>>,
        /// Base code of a share, when the text names none.
        base: Option<Spanned<String>>,
        /// World Bank code.
        wb: Option<String>,
        /// SDG indicator number.
        sdg: Option<String>,
        /// `level` (default), `change` for growth rates: a level of it is published as a rate of change.
        #[serde(default)] measure: Option<Spanned<String>>,
    }
    /// A part of the population.
    Group {
        /// Code in records.
        code: Spanned<String>,
        terms: Vec<Spanned<String>>,
        #[serde(default)] except: Vec<Spanned<String>>,
        /// Indicator families that it applies to; empty is all.
        #[serde(default)] families: Vec<Spanned<String>>,
    }
    /// A whole that shares are of.
    Base {
        /// Code in records.
        code: Spanned<String>,
        terms: Vec<Spanned<String>>,
        #[serde(default)] except: Vec<Spanned<String>>,
    }
    /// A province, a country, a region.
    Place {
        name: Spanned<String>,
        /// ISO 3166 code, none below the province.
        code: Option<Spanned<String>>,
        /// `country`, `region`, `province`, `district`, `commune`.
        level: Spanned<String>,
        terms: Vec<Spanned<String>>,
        #[serde(default)] except: Vec<Spanned<String>>,
        /// First day of its being, `YYYY-MM-DD`.
        since: Option<Spanned<String>>,
        /// Last day of its being.
        until: Option<Spanned<String>>,
        /// Id of the unit that it became a part of.
        successor: Option<Spanned<String>>,
        /// Two-digit code of the statistics office.
        gso: Option<Spanned<String>>,
        /// It has no code and lies outside Vietnam: `ASEAN`.
        #[serde(default)] abroad: bool,
    }
    /// The lower places of one province: names only, many in one entry.
    Gazetteer {
        /// Id of the place that they lie in.
        within: Spanned<String>,
        /// `district`, `commune`.
        level: Spanned<String>,
        /// Full names with the level word: `Quận Ba Đình`.
        names: Vec<Spanned<String>>,
        since: Option<Spanned<String>>,
        until: Option<Spanned<String>>,
    }
    /// Digits that are no figure.
    LookAlike {
        /// Class in `rejected.jsonl`.
        class: Spanned<String>,
        /// Regular expression in a literal string; the group `n` (or the whole) holds the numerals.
        regex: Spanned<String>,
        /// Texts one of which the block must hold; then it is looked for all over the block, not only where it begins.
        #[serde(default)] near: Vec<Spanned<String>>,
        /// Regular expression that must not match what stands just before.
        not_after: Option<Spanned<String>>,
        /// Regular expression that must not match what stands just after.
        not_before: Option<Spanned<String>>,
    }
    /// A short form and what it stands for.
    Abbreviation {
        long: Spanned<String>,
        terms: Vec<Spanned<String>>,
    }
}
