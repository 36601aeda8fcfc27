//! What the extractor made of the pages, beside what the fetcher made of the addresses.
//!
//! In: `documents.jsonl` in the folder of a harvest, if it is there. Out: how many pages hold no article and why, with
//! what the extractor says a person can do; or the pages of one such status.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs::File,
    io::{self, BufRead, BufReader, Write},
    path::Path,
};

use serde_json::{Value, json};
use solieu::fetch::Status;

/// Document, status and reason of each page that the extractor, not the fetcher, found wanting.
fn wanting(folder: &Path) -> io::Result<impl Iterator<Item = io::Result<[String; 3]>>> {
    let file = match File::open(folder.join("documents.jsonl")) {
        Ok(file) => Some(BufReader::new(file)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    Ok(file.into_iter().flat_map(BufRead::lines).filter_map(|line| {
        let row: Value = match line.and_then(|line| Ok(serde_json::from_str(&line)?)) {
            Ok(row) => row,
            Err(error) => return Some(Err(error)),
        };
        let word = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
        let status = word("status");
        Status::parse(&status).is_none().then(|| Ok([word("document"), status, word("reason")]))
    }))
}

/// A line per status, as in the table of the addresses. Nothing if nothing is wanting.
pub(super) fn table(folder: &Path, json: bool) -> io::Result<String> {
    let mut found: BTreeMap<String, (u64, String)> = BTreeMap::new();
    for row in wanting(folder)? {
        let [_, status, reason] = row?;
        found.entry(status).or_insert((0, reason)).0 += 1;
    }
    let mut out = String::new();
    if !json && !found.is_empty() {
        let _ = writeln!(out, "trong đó, khi đọc / of the pages, when read:");
    }
    for (status, (n, reason)) in found {
        let (cause, cure) = reason.split_once("; ").unwrap_or((&reason, ""));
        if json {
            let line = json!({"status": status, "n": n, "cause": cause, "cure": cure});
            let _ = writeln!(out, "{line}");
            continue;
        }
        let _ = writeln!(out, "{n:>8}  {status:<22} {cause}");
        if !cure.is_empty() {
            let _ = writeln!(out, "{:>33}→ {cure}", "");
        }
    }
    Ok(out)
}

/// Lists the pages of a status; whether the word is one of the extractor's.
pub(super) fn list(folder: &Path, status: &str, json: bool, out: &mut impl Write) -> io::Result<bool> {
    let mut any = false;
    for row in wanting(folder)? {
        let [document, found, reason] = row?;
        if found != status {
            continue;
        }
        any = true;
        if json {
            writeln!(out, "{}", json!({"id": document, "status": found, "detail": reason}))?;
        } else {
            writeln!(out, "{document}\t{reason}")?;
        }
    }
    Ok(any)
}
