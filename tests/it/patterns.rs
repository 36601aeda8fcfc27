//! The built-in pattern files: every example is read as it says, by the whole pipeline.

use solieu::{patterns::Patterns, selftest};

/// Findings that are still open. The number only ever goes down; `solieu patterns check` shows them.
const OPEN: usize = 60;

#[test]
fn every_example_is_read_as_it_says() {
    let files = Patterns::builtin_files();
    let patterns = Patterns::builtin().expect("the built-in patterns are sound");
    let mut findings = Patterns::checked(&files).err().unwrap_or_default();
    findings.extend(selftest::run(&patterns));
    let shown: Vec<String> = findings
        .iter()
        .map(|finding| {
            let text = files.iter().find(|(path, _)| *path == finding.file).map_or("", |(_, text)| text);
            finding.located(text)
        })
        .collect();
    assert!(findings.len() <= OPEN, "{}\n{} findings, {OPEN} are known", shown.join("\n"), findings.len());
}
