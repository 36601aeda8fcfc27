//! The command as people call it: what it writes where, how it ends, what it says.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    io::{Read, Write as _},
    path::Path,
    process::{Command, Output, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

/// A folder with files.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }
    folder
}

/// The program, to be run in a folder.
fn solieu(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_solieu"));
    command.current_dir(folder).args(arguments);
    command
}

/// Runs it; exit code, standard output, standard error.
fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let Output { status, stdout, stderr } = solieu(folder, arguments).output().expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (status.code().expect("it ends by itself"), text(stdout), text(stderr))
}

/// The rows of a JSON Lines file.
fn rows(file: &Path) -> Vec<Value> {
    let text = fs::read_to_string(file).expect("a file");
    text.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect()
}

/// The file's name → its bytes, of a folder.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(folder).expect("a folder").map(|e| e.expect("an entry"));
    files
        .map(|e| (e.file_name().to_string_lossy().into_owned(), fs::read(e.path()).expect("a file")))
        .collect()
}

const TEXT: &str = "Tính đến ngày 31/12/2020, toàn thành phố có 1.846.011 người tham gia bảo hiểm xã hội bắt buộc, \
                    chiếm 38,4% lực lượng lao động. Số thu đạt 47.234,1 tỷ đồng, tăng 8% so với năm 2019. \
                    Điện thoại: 024.3825.4321.\n";

const PAGE: &str = "<!DOCTYPE html><html><head><meta charset=utf-8><title>Bảo hiểm xã hội Hà Nội</title></head><body>\
                    <h1>Bảo hiểm xã hội Hà Nội</h1><article><p>Năm 2020 có 1.846.011 người tham gia bảo hiểm xã hội \
                    trên địa bàn thành phố Hà Nội, tăng 5,2% so với năm 2019.</p><p>Toàn thành phố có 89.523 đơn vị \
                    đóng bảo hiểm xã hội cho người lao động, và 2.500 đại lý thu ở các xã, phường.</p></article></body>";

#[test]
fn every_input_ends_in_exactly_one_row() {
    let at =
        folder(&[("in/a.txt", TEXT.as_bytes()), ("in/b/c.html", PAGE.as_bytes()), ("in/d.pdf", b"%PDF-1.4")]);
    let (code, out, talk) = run(at.path(), &["extract", "in", "-o", "out"]);
    assert_eq!((code, out.as_str()), (0, ""), "{talk}");
    let documents = rows(&at.path().join("out/documents.jsonl"));
    let ids: Vec<_> = documents.iter().map(|d| d["document"].as_str().expect("an id")).collect();
    assert_eq!(ids, ["a.txt", "b/c.html"]);
    assert_eq!(documents[1]["title"], "Bảo hiểm xã hội Hà Nội");
    assert_eq!(documents[0]["charset"], "UTF-8");
    assert_eq!(documents[0]["text_length"], TEXT.chars().count());
    let counted: u64 = documents.iter().map(|d| d["figures"]["total"].as_u64().expect("a count")).sum();
    assert_eq!(counted, rows(&at.path().join("out/figures.jsonl")).len() as u64);
    assert!(talk.contains("văn bản / documents"), "{talk}");
    let files: Vec<_> = contents(&at.path().join("out")).into_keys().collect();
    assert_eq!(files, ["documents.jsonl", "figures.jsonl", "rejected.jsonl"], "no half-written file is left");
}

#[test]
fn bytes_do_not_depend_on_threads_or_on_the_run() {
    let mut files: Vec<(String, String)> = Vec::new();
    for i in 0..40_usize {
        let name = if i % 3 == 0 { format!("in/{i}.html") } else { format!("in/{i}.txt") };
        let text = if i % 3 == 0 { PAGE.repeat(1 + i % 5) } else { TEXT.repeat(1 + i * 7 % 11) };
        files.push((name, text.replace("846", &format!("{}", 100 + i))));
    }
    let files: Vec<_> = files.iter().map(|(n, t)| (n.as_str(), t.as_bytes())).collect();
    let at = folder(&files);
    for format in ["jsonl", "json", "csv"] {
        let of = |threads: &str, out: &str| {
            let arguments = ["extract", "in", "-o", out, "--format", format, "--texts", "--threads", threads];
            let (code, _, talk) = run(at.path(), &arguments);
            assert_eq!(code, 0, "{talk}");
            contents(&at.path().join(out))
        };
        let one = of("1", "one");
        assert_eq!(one, of("4", "four"));
        assert_eq!(one, of("1", "one"), "a second run over the first");
        fs::remove_dir_all(at.path().join("one")).expect("removed");
        fs::remove_dir_all(at.path().join("four")).expect("removed");
    }
}

#[test]
fn quotes_are_the_stored_text_at_their_offsets() {
    use unicode_normalization::UnicodeNormalization;
    let entities = PAGE
        .replace("1.846.011", "1.846&#46;011")
        .replace("ngườ", "ng&#432;&#7901;")
        .replace("5,2%", "5,2&nbsp;%");
    let variants = [
        ("nfd.txt", TEXT.nfd().collect::<String>()),
        ("nbsp.txt", TEXT.replace(' ', "\u{a0}")),
        ("thin.txt", TEXT.replace("1.846.011", "1\u{2009}846\u{202f}011")),
        ("crlf.txt", TEXT.replace(". ", ".\r\n")),
        (
            "zero.txt",
            TEXT.replace("người", "ng\u{200b}ười")
                .replace("47.", "\u{feff}47\u{200d}.")
                .replace(' ', " \u{ad}"),
        ),
        ("bom.txt", format!("\u{feff}{TEXT}")),
        ("emoji.txt", format!("😀\u{1f1fb}\u{1f1f3} {TEXT}")),
        ("nfd.html", PAGE.nfd().collect::<String>()),
        ("entities.html", entities),
        ("damaged.txt", TEXT.replace("bảo", "b\u{fffd}o")),
    ];
    let variants: Vec<_> = variants.iter().map(|(n, t)| (*n, t.as_bytes())).collect();
    let at = folder(&variants);
    let (code, _, talk) = run(at.path(), &["extract", ".", "-o", "out", "--texts"]);
    assert_eq!(code, 0, "{talk}");
    let out = |name: &str| rows(&at.path().join("out").join(name));
    let texts: BTreeMap<String, Vec<char>> = out("texts.jsonl")
        .iter()
        .map(|t| (t["document"].to_string(), t["text"].as_str().expect("a text").chars().collect()))
        .collect();
    let check = |document: &Value, exact: &Value, place: &Value| {
        let offset = |key: &str| place[key].as_u64().expect("an offset") as usize;
        let cut: String = texts[&document.to_string()][offset("start")..offset("end")].iter().collect();
        assert_eq!(&Value::from(cut), exact, "{document}");
    };
    for figure in out("figures.jsonl") {
        check(&figure["document"], &figure["quote"]["exact"], &figure["quote"]);
        check(&figure["document"], &figure["sentence"]["text"], &figure["sentence"]);
        for evidence in figure["evidence"].as_array().expect("a list") {
            check(&figure["document"], &evidence["text"], evidence);
        }
    }
    for numeral in out("rejected.jsonl") {
        check(&numeral["document"], &numeral["exact"], &numeral);
    }
    let plain = &texts["\"crlf.txt\""];
    assert!(plain.contains(&'\r'), "the stored text of a plain text is the file's, unchanged");
}

#[test]
fn bad_inputs_have_a_row_and_a_message_and_the_run_goes_on() {
    let deep = format!("{}{}{}", "<div>".repeat(100_000), "Có 5 hộ nghèo.", "</div>".repeat(100_000));
    let cut = &PAGE.as_bytes()[..PAGE.len() - 71];
    let at = folder(&[
        ("in/a-empty.txt", b""),
        ("in/b-binary.txt", &[0, 1, 2, 3, 255, 254, 0, 7, 8, 9].repeat(100)),
        ("in/c-cut.html", cut),
        ("in/d-deep.html", deep.as_bytes()),
        ("in/e-line.txt", TEXT.as_bytes()),
        ("in/z-good.txt", TEXT.as_bytes()),
    ]);
    // A line of 200 MiB, without the time to write them.
    let line = fs::File::options().append(true).open(at.path().join("in/e-line.txt")).expect("a file");
    line.set_len(200 << 20).expect("it grows");
    let (code, out, talk) = run(at.path(), &["extract", "in", "gone.txt", "-o", "out"]);
    assert_eq!((code, out.as_str()), (1, ""), "{talk}");
    let documents = rows(&at.path().join("out/documents.jsonl"));
    let status = |id: &str| {
        let row = documents.iter().find(|d| d["document"] == id).unwrap_or_else(|| panic!("no row of {id}"));
        let status = row["status"].as_str().expect("a status").to_owned();
        assert!(status == "ok" || row["reason"].is_string(), "{row}");
        status
    };
    assert_eq!(documents.len(), 7);
    assert_eq!(status("a-empty.txt"), "empty");
    assert_eq!(status("b-binary.txt"), "binary");
    assert_eq!(status("c-cut.html"), "ok");
    assert_eq!(status("e-line.txt"), "too_large");
    assert_eq!(status("gone.txt"), "unreadable");
    assert_eq!(status("z-good.txt"), "ok");
    status("d-deep.html");
    for said in
        ["a-empty.txt: ", "b-binary.txt: ", "e-line.txt: it has 200 MiB", "gone.txt: there is no such file"]
    {
        assert!(talk.contains(said), "{said}\n{talk}");
    }
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_told_and_not_waited_for() {
    let at = folder(&[("in/a.txt", TEXT.as_bytes())]);
    std::os::unix::fs::symlink("nowhere.txt", at.path().join("in/b.txt")).expect("a link");
    std::os::unix::fs::symlink(".", at.path().join("in/loop")).expect("a link");
    let fifo = Command::new("mkfifo").arg(at.path().join("in/c.txt")).status();
    assert!(fifo.is_ok_and(|s| s.success()), "a pipe is made");
    let (code, _, talk) = run(at.path(), &["extract", "in", "-o", "out"]);
    assert_eq!(code, 1, "{talk}");
    let documents = rows(&at.path().join("out/documents.jsonl"));
    let statuses: Vec<_> = documents.iter().map(|d| d["status"].as_str().expect("a status")).collect();
    assert_eq!(statuses, ["ok", "unreadable", "unreadable", "unreadable"], "{documents:?}");
    for said in [
        "b.txt: it is a link to `nowhere.txt`, which is not there",
        "c.txt: it is a pipe",
        "loop: it is a link to a folder above itself",
    ] {
        assert!(talk.contains(said), "{said}\n{talk}");
    }
}

#[test]
fn an_output_that_cannot_be_written_is_told_before_anything_is_read() {
    let at = folder(&[("a.txt", TEXT.as_bytes())]);
    for output in ["a.txt", "a.txt/below"] {
        let (code, out, talk) = run(at.path(), &["extract", "a.txt", "-o", output]);
        assert_eq!((code, out.as_str()), (2, ""), "{talk}");
        assert!(
            talk.contains(&format!("--output {output}: it is a file, no folder; give another folder")),
            "{talk}"
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let at = folder(&[("a.txt", TEXT.as_bytes())]);
    let full = fs::File::options().write(true).open("/dev/full").expect("Linux has it");
    let out = solieu(at.path(), &["extract", "a.txt"]).stdout(full).output().expect("the program starts");
    assert_eq!(out.status.code(), Some(1));
    let talk = String::from_utf8(out.stderr).expect("UTF-8");
    assert!(talk.contains("cannot write to standard output: No space left"), "{talk}");
}

#[test]
fn a_run_that_is_killed_leaves_what_was_there() {
    let at = folder(&[("a.txt", TEXT.as_bytes())]);
    assert_eq!(run(at.path(), &["extract", "a.txt", "-o", "out", "-q"]).0, 0);
    let before = contents(&at.path().join("out"));
    // Standard input stays open: the run is in its middle when it is killed.
    let mut child = solieu(at.path(), &["extract", "a.txt", "-", "-o", "out", "--threads", "1"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let is_part = |name: &String| Path::new(name).extension().is_some_and(|e| e == "part");
    while !contents(&at.path().join("out")).keys().any(is_part) {
        std::thread::yield_now();
    }
    child.kill().expect("it runs");
    child.wait().expect("it ends");
    let mut after = contents(&at.path().join("out"));
    after.retain(|name, _| !is_part(name));
    assert_eq!(after, before);
    // The next run goes through, its files are its own, and nothing is left of the killed one.
    assert_eq!(run(at.path(), &["extract", "a.txt", "-o", "out", "-q"]).0, 0);
    assert_eq!(contents(&at.path().join("out")), before);
}

#[test]
fn what_another_run_is_writing_is_left_alone() {
    let at = folder(&[
        ("a.txt", TEXT.as_bytes()),
        ("out/.figures.jsonl.1.part", b"of a run that was killed"),
        ("out/.figures.jsonl.2.part", b"of a run that goes on"),
        ("out/.notes.3.part", b"of a person"),
        ("out/.figures.jsonl.mine.part", b"of a person"),
    ]);
    let under_way = fs::File::open(at.path().join("out/.figures.jsonl.2.part")).expect("a file");
    under_way.lock().expect("nobody else holds it");
    assert_eq!(run(at.path(), &["extract", "a.txt", "-o", "out", "-q"]).0, 0);
    let left: Vec<String> = contents(&at.path().join("out")).into_keys().collect();
    let parts = [".figures.jsonl.2.part", ".figures.jsonl.mine.part", ".notes.3.part"];
    assert_eq!(left[..3], parts);
    assert_eq!(left[3..], ["documents.jsonl", "figures.jsonl", "rejected.jsonl"]);
}

#[test]
fn standard_input_and_output_make_a_filter() {
    let at = folder(&[("a.txt", TEXT.as_bytes())]);
    let mut child = solieu(at.path(), &["extract", "-", "--quiet"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    child.stdin.take().expect("a pipe").write_all(TEXT.as_bytes()).expect("it reads");
    let out = child.wait_with_output().expect("it ends");
    assert_eq!((out.status.code(), out.stderr.len()), (Some(0), 0));
    let (_, from_file, _) = run(at.path(), &["extract", "a.txt"]);
    let from_stdin = String::from_utf8(out.stdout).expect("UTF-8");
    assert_eq!(from_stdin.lines().count(), from_file.lines().count());
    assert!(from_stdin.lines().all(|l| l.contains(r#""document":"-""#)));
}

#[test]
fn a_closed_pipe_is_success() {
    let text = TEXT.repeat(4000);
    let at = folder(&[("a.txt", text.as_bytes()), ("b.txt", text.as_bytes()), ("c.txt", text.as_bytes())]);
    let mut child = solieu(at.path(), &["extract", ".", "--threads", "1"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut first = [0; 10];
    // Nothing comes where no figure is found; then there is nothing to close, either.
    let n_read = child.stdout.take().expect("a pipe").read(&mut first).expect("it writes");
    let out = child.wait_with_output().expect("it ends");
    let talk = String::from_utf8_lossy(&out.stderr);
    assert_eq!(out.status.code(), Some(0), "after {n_read} bytes: {talk}");
    assert!(!talk.contains("error"), "{talk}");
}

#[test]
fn the_manifest_says_what_pages_do_not() {
    let manifest =
        "document,url,published,publisher,place\na.txt,https://x.example/a,2021-01-24,x.example,Hà Nội\n";
    let at = folder(&[("in/a.txt", TEXT.as_bytes()), ("m.csv", manifest.as_bytes())]);
    let (code, _, talk) = run(at.path(), &["extract", "in", "-o", "out", "--manifest", "m.csv"]);
    assert_eq!(code, 0, "{talk}");
    let row = &rows(&at.path().join("out/documents.jsonl"))[0];
    assert_eq!(
        (&row["published"]["date"], &row["published"]["basis"]),
        (&"2021-01-24".into(), &"manifest".into())
    );
    assert_eq!((&row["publisher"], &row["place"]), (&"x.example".into(), &"Hà Nội".into()));
}

#[test]
fn a_bad_manifest_is_told_with_line_and_column() {
    let bad = "document,published,url\na.txt,24/01/2021,x.example\nb.txt,2021-01-24,\n";
    let wrong = "tệp,published\na.txt,2021-01-24\n";
    let files: [(&str, &[u8]); 4] = [
        ("in/a.txt", TEXT.as_bytes()),
        ("bad.csv", bad.as_bytes()),
        ("wrong.csv", wrong.as_bytes()),
        ("x.csv", b"\xff"),
    ];
    let at = folder(&files);
    let (code, _, talk) = run(at.path(), &["extract", "in", "-o", "out", "--manifest", "bad.csv"]);
    assert_eq!(code, 1, "{talk}");
    assert!(talk.contains("--> bad.csv:2:7") && talk.contains("help: write 2021-01-24"), "{talk}");
    assert!(talk.contains("--> bad.csv:2:18") && talk.contains("help: write it with http://"), "{talk}");
    assert!(talk.contains("`b.txt`, which is not among the inputs"), "{talk}");
    assert_eq!(rows(&at.path().join("out/documents.jsonl")).len(), 1, "the run went on");
    for (file, said) in [("wrong.csv", "wrong.csv:1:1"), ("x.csv", "not UTF-8"), ("none.csv", "cannot read")]
    {
        let (code, out, talk) = run(at.path(), &["extract", "in", "-o", "new", "--manifest", file]);
        assert_eq!((code, out.as_str()), (2, ""), "{talk}");
        assert!(talk.contains(said), "{said}\n{talk}");
        assert!(!at.path().join("new").exists(), "nothing was run");
    }
}

#[test]
fn wrong_calls_end_with_2() {
    let at = folder(&[
        ("a.txt", TEXT.as_bytes()),
        ("broken/units.toml", b"[[unit]]\nid = 5\n"),
        ("none/x.md", b""),
    ]);
    for arguments in [
        &["extract"][..],
        &["extract", "a.txt", "--threads", "0"],
        &["extract", "a.txt", "--format", "xml"],
        &["extract", "a.txt", "--texts"],
        &["extract", "a.txt", "-o", "a.txt"],
        &["extract", "a.txt", "--patterns", "broken"],
        &["extract", "a.txt", "--patterns", "none"],
        &["extract", "a.txt", "--patterns", "gone"],
        &["score", "--gold", "gone", "a.txt"],
        &["dance"],
        &[],
    ] {
        let (code, out, talk) = run(at.path(), arguments);
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}: {talk}");
        assert!(!talk.is_empty());
    }
    let (_, _, talk) = run(at.path(), &["extract", "a.txt", "--patterns", "broken"]);
    assert!(talk.contains("broken/units.toml:"), "{talk}");
}

#[test]
fn names_that_meet_are_told_apart() {
    let mut long = String::new();
    for i in 0..3 {
        let _ = write!(long, "Có {i} hộ. ");
    }
    let at =
        folder(&[("a/x.txt", TEXT.as_bytes()), ("b/x.txt", TEXT.as_bytes()), ("c/x.txt", long.as_bytes())]);
    let (code, _, talk) = run(at.path(), &["extract", "a/x.txt", "b/x.txt", "c", "c/x.txt", "-o", "out"]);
    assert_eq!(code, 0, "{talk}");
    assert!(talk.contains("`x.txt~2` in the output") && talk.contains("given twice"), "{talk}");
    let documents = rows(&at.path().join("out/documents.jsonl"));
    let ids: Vec<_> = documents.iter().map(|d| d["document"].as_str().expect("an id")).collect();
    assert_eq!(ids, ["x.txt", "x.txt~2", "x.txt~3"]);
    assert_eq!(documents[1]["same_bytes_as"], "x.txt");
    assert_eq!(documents[2]["same_bytes_as"], Value::Null);
}

#[test]
fn explain_marks_the_sentence_and_gives_reasons() {
    let at = folder(&[]);
    let (code, out, talk) =
        run(at.path(), &["explain", "Điện thoại: 024.3825.4321.", "--date", "2021-01-24"]);
    assert_eq!((code, talk.as_str()), (0, ""));
    assert!(out.starts_with("Điện thoại: 024.3825.4321.\n") && out.contains("no figure"), "{out}");
    let (code, out, talk) = run(at.path(), &["explain", "x", "--date", "24/01/2021"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(talk.contains("--date `24/01/2021` is no date of the form YYYY-MM-DD"), "{talk}");
    let (code, out, _) = run(at.path(), &["explain", ""]);
    assert_eq!(code, 0);
    assert!(out.contains("empty: there is no text in it"), "{out}");
}

#[test]
fn inspect_shows_what_a_page_is_read_as() {
    let at = folder(&[("a.html", PAGE.as_bytes()), ("b.txt", b"")]);
    let (code, out, talk) = run(at.path(), &["inspect", "a.html"]);
    assert_eq!((code, talk.as_str()), (0, ""));
    for said in
        ["title        Bảo hiểm xã hội Hà Nội", "UTF-8 (", "       0  title  ", "paragraph  Năm 2020 có"]
    {
        assert!(out.contains(said), "{said}\n{out}");
    }
    let (code, out, _) = run(at.path(), &["inspect", "."]);
    assert_eq!(code, 1, "b.txt is empty");
    assert!(out.contains("there is no text in it"), "{out}");
}

#[test]
fn explain_names_words_patterns_and_rejections() {
    let at = folder(&[]);
    let sentence = "Đến cuối năm 2020, toàn tỉnh có 1.846.011 người tham gia BHYT (Báo cáo số 141-BC/TU).";
    let (code, out, talk) = run(at.path(), &["explain", sentence, "--place", "Hải Dương", "--words"]);
    assert_eq!((code, talk.as_str()), (0, ""));
    for said in [
        "\n1 1.846.011 người\n",
        "  unit        person\n                from `người`  unit.person (patterns/units/people.toml:",
        "  indicator   health_insurance.participants\n                from `người tham gia`, `BHYT`  health_insurance.participants (patterns/indicators/insurance.toml:",
        "not health_insurance.coverage (patterns/indicators/insurance.toml:",
        "it is measured in percent, and this is person",
        "  period      2020-12-31 (stated)\n                from `Đến cuối năm 2020`",
        "  place       Hải Dương",
        "document_number    document.",
        "`141-BC/TU`: the number of a law, a decision, a report; else it would be 141 of no unit",
        "  BHYT ",
    ] {
        assert!(out.contains(said), "{said}\n{out}");
    }
}
