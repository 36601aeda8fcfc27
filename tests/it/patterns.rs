//! The built-in pattern files: every example is read as it says, by the whole pipeline.

use solieu::{patterns::Patterns, selftest};

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
    assert!(findings.is_empty(), "{}\n{} findings", shown.join("\n"), findings.len());
}
