//! What the codes of an output mean, in a line each.

/// What a class of `rejected.jsonl` says of a numeral.
pub(super) fn class(code: &str) -> Option<&'static str> {
    Some(match code {
        "document_number" => "the number of a law, a decision, a report",
        "date" => "part of a date that dates no figure",
        "period" => "part of a period that dates no figure",
        "time_of_day" => "a time of day",
        "phone" => "a telephone or fax number",
        "identifier" => "the number of an account, a licence, a plate, a post code",
        "address" => "the number of a house",
        "route" => "the number of a road, a line, a flight",
        "ordinal" => "a number that orders things",
        "name" => "part of a name",
        "legal_reference" => "an article, clause or point of a law",
        "list_number" => "the number of an item of a list",
        "page_furniture" => "a counter or label of the page",
        "page_clock" => "the page's own clock",
        "version" => "a version, a model, a standard",
        "score" => "the score of a game",
        "list_count" => "it only announces a list",
        "duration" => "a length of time",
        "age" => "an age",
        "vague" => "no number can be told",
        "divisor" => "what a ratio is per, not a figure of its own",
        "fraction" => "a fraction that no decimal is equal to",
        "spelled_count" => "a small count that prose spells out, or words without a unit",
        "bare_number" => "nothing says what it counts",
        "number_too_long" => "more digits than can be kept exactly",
        "bad_separators" => "its dots and commas make no number",
        _ => return None,
    })
}

/// Why a figure carries a flag.
pub(super) fn flag(code: &str) -> Option<&'static str> {
    Some(match code {
        "ambiguous_number" => "its dot or comma can be read in two ways",
        "number_in_words" => "it is written in words",
        "tail_digit" => "its last digit stands for the next lower scale",
        "scale_not_shared" => "the scale word is of one end of the range only",
        "unit_lent" => "its unit is that of the number after it",
        "year_like" => "it could be a year",
        "labelled" => "it could be the number of a thing, not of things",
        "glued" => "a word is glued to it",
        "no_subject" => "nothing names what is measured",
        "bare_subject" => "what is measured is named by one word only",
        "no_period" => "no period is in reach",
        "period_from_document" => "its period stands in another paragraph",
        "no_indicator" => "no indicator of the pattern files is named",
        "arithmetic_mismatch" => "it does not agree with other numbers of the text",
        "damaged_text" => "letters around it are damaged",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use solieu::patterns::catalogue::NumeralClass;

    #[test]
    fn every_class_is_explained() {
        for class in NumeralClass::ALL {
            assert!(super::class(class.code()).is_some(), "{}", class.code());
        }
    }
}
