//! Every way to write a term: long forms and the short forms that stand for them.
//!
//! In: the abbreviations of the pattern files, then one term. Out: the term and each spelling in which one or
//! more of its long forms are abbreviated, so that a researcher writes a term once, in full.
//!
//! Worked example: with `bảo hiểm xã hội` = `BHXH`, the term `số người tham gia bảo hiểm xã hội` is also found as
//! `số người tham gia BHXH`; with `thành phố` = `TP`, `thành phố Vinh` is found as `TP Vinh`.

use rustc_hash::FxHashMap;

use super::catalogue::Abbreviation;

/// More spellings of one term than this are not made: a term that long is a sentence.
const CAP: usize = 32;

/// Long forms by their first word.
#[derive(Debug, Default)]
pub(super) struct Spellings(FxHashMap<String, Vec<Form>>);

/// The words of a long form, lower case, and its short forms.
#[derive(Debug)]
struct Form {
    long: Vec<String>,
    shorts: Vec<String>,
}

impl Spellings {
    /// Of all abbreviations.
    pub(super) fn of(abbreviations: &[Abbreviation]) -> Self {
        let mut map: FxHashMap<String, Vec<Form>> = FxHashMap::default();
        for abbreviation in abbreviations {
            let long: Vec<String> =
                abbreviation.long.to_lowercase().split_whitespace().map(str::to_owned).collect();
            if let Some(first) = long.first().cloned() {
                let shorts = abbreviation.terms.clone();
                map.entry(first).or_default().push(Form { long, shorts });
            }
        }
        Self(map)
    }

    /// The term, then its other spellings.
    pub(super) fn all(&self, term: &str) -> Vec<String> {
        let mut out = vec![term.to_owned()];
        let words: Vec<&str> = term.split_whitespace().collect();
        let lower: Vec<String> = words.iter().map(|w| w.to_lowercase()).collect();
        if lower.iter().any(|w| self.0.contains_key(w)) {
            self.extend(&words, &lower, String::new(), false, &mut out);
        }
        out
    }

    /// Spells `words` out after `head`, every way; `changed` tells whether `head` holds a short form.
    fn extend(&self, words: &[&str], lower: &[String], head: String, changed: bool, out: &mut Vec<String>) {
        if out.len() >= CAP {
            return;
        }
        let Some(first) = words.first() else {
            if changed {
                out.push(head);
            }
            return;
        };
        for Form { long, shorts } in self.0.get(&lower[0]).into_iter().flatten() {
            if !lower.starts_with(long) {
                continue;
            }
            for short in shorts {
                let rest = long.len();
                self.extend(&words[rest..], &lower[rest..], joined(&head, short), true, out);
            }
        }
        self.extend(&words[1..], &lower[1..], joined(&head, first), changed, out);
    }
}

fn joined(head: &str, word: &str) -> String {
    if head.is_empty() { word.to_owned() } else { format!("{head} {word}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patterns::EntryId;

    fn abbreviation(long: &str, terms: &[&str]) -> Abbreviation {
        Abbreviation {
            entry: EntryId(0),
            long: long.into(),
            terms: terms.iter().map(|t| (*t).to_owned()).collect(),
        }
    }

    #[test]
    fn a_term_is_spelt_every_way() {
        let spellings = Spellings::of(&[
            abbreviation("bảo hiểm xã hội", &["BHXH"]),
            abbreviation("lao động", &["LĐ"]),
            abbreviation("người lao động", &["NLĐ"]),
        ]);
        assert_eq!(
            spellings.all("nợ bảo hiểm xã hội của người lao động"),
            [
                "nợ bảo hiểm xã hội của người lao động",
                "nợ BHXH của NLĐ",
                "nợ BHXH của người LĐ",
                "nợ BHXH của người lao động",
                "nợ bảo hiểm xã hội của NLĐ",
                "nợ bảo hiểm xã hội của người LĐ",
            ]
        );
        assert_eq!(spellings.all("bảo hiểm y tế"), ["bảo hiểm y tế"]);
    }
}
