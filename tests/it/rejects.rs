//! Bad pattern files: every finding, as it is shown.

use solieu::patterns::Patterns;

#[test]
fn bad_pattern_files_are_explained() {
    insta::glob!("../../fixtures/bad-patterns", "*.toml", |path| {
        let text = std::fs::read_to_string(path).expect("a fixture can be read");
        let name = path.file_name().and_then(|n| n.to_str()).expect("a fixture has a plain name");
        let files = [(name.to_owned(), text.clone())];
        // What a finished file owes is asked only where nothing worse is wrong.
        let read = Patterns::from_files(&files).and_then(|_| Patterns::checked(&files));
        let findings = read.expect_err("the file is bad");
        let shown: Vec<String> = findings.iter().map(|finding| finding.located(&text)).collect();
        insta::assert_snapshot!(shown.join("\n"));
    });
}

#[test]
fn findings_of_all_files_come_in_order() {
    let bad = |id: &str| format!("[[base]]\nid = \"{id}\"\ncode = \"x\"\nterms = []\n");
    let files = [("b.toml".to_owned(), bad("base.one")), ("a.toml".to_owned(), bad("base.one"))];
    let findings = Patterns::from_files(&files).expect_err("both are bad");
    let said: Vec<_> = findings.iter().map(|f| (f.file.as_str(), f.code)).collect();
    assert_eq!(said, [("a.toml", "duplicate-id"), ("a.toml", "empty-list"), ("b.toml", "empty-list")]);
}
