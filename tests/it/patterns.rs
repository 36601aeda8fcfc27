//! The built-in pattern files: every example is read as it says, by the whole pipeline.

use solieu::{
    document::{self, Pages, Sites},
    patterns::Patterns,
    selftest,
};

#[test]
fn every_example_is_read_as_it_says() {
    let files = Patterns::builtin_files();
    let patterns = Patterns::builtin().expect("the built-in patterns are sound");
    let mut findings = Patterns::checked(&files).err().unwrap_or_default();
    findings.extend(selftest::run(&patterns));
    findings.extend(document::try_profiles(&patterns.pages));
    findings.extend(document::try_words(&patterns.pages.words));
    let shown: Vec<String> = findings
        .iter()
        .map(|finding| {
            let text = files.iter().find(|(path, _)| *path == finding.file).map_or("", |(_, text)| text);
            finding.located(text)
        })
        .collect();
    assert!(findings.is_empty(), "{}\n{} findings", shown.join("\n"), findings.len());
}

/// A profile whose example reads otherwise, whose counterexample fits, and one without either: each is found where it stands.
#[test]
fn profiles_of_sites_are_held_to_their_examples() {
    let page = "<h1>Tin đo đạc đất đai</h1><div class=than><p>Có 12 xã đã xong việc đo đạc lại đất đai trong năm nay.</p></div>";
    let text = format!(
        "domain = 'doi-che.example'\n[[layout]]\ncontent = 'div.than'\n\n\
         [[example]]\nhtml = '{page}'\ntitle = 'Tin khác'\nblocks = ['Có 13 xã.']\n\n\
         [[counterexample]]\nhtml = '{page}'\nwhy = 'trang in'\n"
    );
    let files = [("sites/a.toml", text.as_str()), ("sites/b.toml", "domain = 'nui-xanh.example'\n")];
    let mut pages = Pages::builtin().expect("the builtin words are sound");
    pages.sites = Sites::from_files(files).expect("sound profiles");
    let findings = document::try_profiles(&pages);
    let found: Vec<String> =
        findings.iter().map(|f| format!("{} {}: {}", f.file, f.code, f.message)).collect();
    assert_eq!(
        found,
        [
            "sites/a.toml example-fails: the title is \"Tin đo đạc đất đai\", not \"Tin khác\"",
            "sites/a.toml example-fails: this block is missing: \"Có 13 xã.\"",
            "sites/a.toml example-fails: this block was not expected: \"Có 12 xã đã xong việc đo đạc lại đất đai trong năm nay.\"",
            "sites/a.toml counterexample-fires: a layout fits what none should: trang in",
            "sites/b.toml no-example: the profile of `nui-xanh.example` is not shown at work",
        ]
    );
    assert!(text[findings[0].span.clone()].starts_with("[[example]]"), "{}", &text[findings[0].span.clone()]);
}

/// An entry of the words of pages whose example another entry tells, or nothing does, and one whose counterexample it takes.
#[test]
fn words_of_pages_are_held_to_their_examples() {
    let text = "[[words]]\nid = 'a'\nrole = 'opener'\nwords = ['tin xa']\nexample = ['Tin xa', 'Tin gần']\n\
                [[words.counterexample]]\ntext = 'TIN XA:'\nwhy = 'một câu'\n\
                [[words]]\nid = 'b'\nrole = 'opener'\nwords = ['tin xa']\nexample = ['Tin xa']\n";
    let files = [("patterns/pages/a.toml".to_owned(), text.to_owned())];
    let pages = Pages::among(&files).expect("sound words");
    let findings = document::try_words(&pages.words);
    let found: Vec<String> = findings.iter().map(|f| format!("{}: {}", f.code, f.message)).collect();
    assert_eq!(
        found,
        [
            "example-fails: it is told without `a`, too",
            "example-fails: `a` does not tell it",
            "counterexample-fires: it is told, though it is một câu",
            "no-counterexample: `b` has no counterexample",
            "example-fails: it is told without `b`, too",
        ]
    );
}
