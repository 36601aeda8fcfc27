//! `solieu patterns`: judge, list and show the pattern files.
//!
//! In: a folder of one's own, or none. Out: findings on standard error and exit code 2 (files that cannot be used) or
//! 1 (examples that fail); ids or one entry on standard output.

use std::{collections::BTreeMap, io::Write as _};

use solieu::{
    document,
    patterns::{Entry, Patterns, site::Site},
    selftest,
};

use super::{
    super::{
        args::{PatternsCommand, PatternsVerb},
        exit::{Exit, Usage},
    },
    files, render,
};

/// Runs the verb.
pub(crate) fn run(args: &PatternsCommand) -> anyhow::Result<Exit> {
    let files = files(args.patterns.as_deref())?;
    match &args.verb {
        PatternsVerb::Check => check(&files),
        PatternsVerb::List { kind } => list(&files, kind.as_deref()),
        PatternsVerb::Show { id } => show(&files, id),
    }
}

/// Judges the files, then runs every example. Missing examples keep nobody from running the others.
fn check(files: &[(String, String)]) -> anyhow::Result<Exit> {
    let patterns = loaded(files)?;
    let mut findings = Patterns::checked(files).err().unwrap_or_default();
    findings.extend(selftest::run(&patterns));
    findings.extend(document::try_profiles(&patterns.pages));
    findings.extend(document::try_words(&patterns.pages.words));
    let of_sites = |site: &Site| site.examples.len() + site.counterexamples.len();
    let examples = patterns.entries.iter().map(|e| e.examples.len()).sum::<usize>()
        + patterns.pages.sites.all().iter().map(of_sites).sum::<usize>()
        + patterns
            .pages
            .words
            .entries()
            .iter()
            .map(|e| e.examples.len() + e.counterexamples.len())
            .sum::<usize>();
    let profiles = patterns.pages.sites.all().len();
    let entries = patterns.entries.len() + patterns.pages.words.entries().len();
    for finding in &findings {
        let text = files.iter().find(|(path, _)| *path == finding.file).map_or("", |(_, text)| text);
        eprintln!("{}", finding.located(text));
    }
    if findings.is_empty() {
        eprintln!(
            "{entries} entries and {profiles} site profiles in {} files, {examples} examples: all are read as they say",
            files.len()
        );
        return Ok(Exit::Fine);
    }
    eprintln!(
        "{} finding(s) in {examples} examples of {entries} entries and {profiles} site profiles",
        findings.len()
    );
    Ok(Exit::SomeFailed)
}

/// Ids, one per line, with kind and place in the files.
fn list(files: &[(String, String)], kind: Option<&str>) -> anyhow::Result<Exit> {
    let patterns = loaded(files)?;
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    let mut out = std::io::stdout().lock();
    for entry in &patterns.entries {
        *kinds.entry(entry.kind).or_default() += 1;
        if kind.is_none_or(|kind| kind == entry.kind) {
            writeln!(out, "{}\t{}\t{}:{}", entry.id, entry.kind, entry.file, entry.line)?;
        }
    }
    match kind {
        Some(kind) if !kinds.contains_key(kind) => {
            let known: Vec<&str> = kinds.into_keys().collect();
            Err(Usage(format!("no entry is of the kind `{kind}`; there are {}", known.join(", "))).into())
        }
        _ => Ok(Exit::Fine),
    }
}

/// One entry as it is written, after its place in the files.
fn show(files: &[(String, String)], id: &str) -> anyhow::Result<Exit> {
    let patterns = loaded(files)?;
    let Some(entry) = patterns.entries.iter().find(|e| e.id == id) else {
        let near: Vec<&str> = patterns
            .entries
            .iter()
            .map(|e| e.id.as_str())
            .filter(|known| known.contains(id))
            .take(8)
            .collect();
        let help = if near.is_empty() { String::new() } else { format!("; there are {}", near.join(", ")) };
        return Err(Usage(format!("no entry has the id `{id}`{help}")).into());
    };
    let text = files.iter().find(|(path, _)| *path == entry.file).map_or("", |(_, text)| text);
    let mut out = std::io::stdout().lock();
    writeln!(out, "# {}:{}\n{}", entry.file, entry.line, written(entry, text))?;
    Ok(Exit::Fine)
}

fn loaded(files: &[(String, String)]) -> anyhow::Result<Patterns> {
    Patterns::from_files(files).map_err(|findings| Usage(render(&findings, files)).into())
}

/// The lines of an entry: from the head of its table to the head of the next.
fn written(entry: &Entry, text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let id = entry.line.saturating_sub(1);
    let start = (0..=id).rev().find(|i| lines[*i].starts_with("[[")).unwrap_or(id);
    let is_next = |line: &str| line.starts_with("[[") && !line.contains('.');
    let end = (id + 1..lines.len()).find(|i| is_next(lines[*i])).unwrap_or(lines.len());
    lines[start..end].join("\n").trim_end().to_owned()
}
