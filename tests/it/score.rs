//! `solieu score` agrees with the reference scorer to the last digit.

use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::{Value, json};

/// The folder of the reference scorer and its gold files, beside the project; none on most machines.
fn reference() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/eval");
    let python = Command::new("python3").arg("--version").output();
    (folder.join("score.py").exists() && python.is_ok_and(|o| o.status.success())).then_some(folder)
}

/// Standard output of a program that is expected to succeed.
fn stdout(program: &mut Command) -> String {
    let out = program.output().expect("the program starts");
    assert!(out.status.success(), "{program:?}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).expect("the output is UTF-8")
}

/// Compares both scorers on one pair of gold folder and figures.
fn check(reference: &Path, gold: &Path, figures: &Path) {
    let theirs = |option: &str| {
        stdout(Command::new("python3").arg(reference.join("score.py")).args([gold, figures]).arg(option))
    };
    let ours = |option: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_solieu"));
        stdout(command.args(["score", "--gold"]).args([gold, figures]).arg(option))
    };
    assert_eq!(ours("--json"), theirs("--json"), "{}", figures.display());
    let (ours, theirs) = (ours("--by"), theirs("--by"));
    let table =
        |text: &str| text.lines().filter(|l| l.contains(" gold")).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(ours.lines().take(4).collect::<Vec<_>>(), theirs.lines().take(4).collect::<Vec<_>>());
    assert_eq!(table(&ours), table(&theirs));
}

/// A small generator of numbers, the same on every machine.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn pick(&mut self, from: &[Value]) -> Value {
        from[self.throw(from.len() as u64) as usize].clone()
    }
}

/// Spoils a field of a record in one of the ways that extraction does.
fn spoil(record: &mut Value, dice: &mut Dice) {
    let (field, values): (&str, Vec<Value>) = match dice.throw(14) {
        0 => ("value", vec![json!(null), json!("7"), json!("-12.50"), json!(38.4), json!(""), json!("1e3")]),
        1 => ("qualifier", vec![json!("range"), json!("about"), json!(null)]),
        2 => ("lower", vec![json!("1"), json!(null), json!(2.5)]),
        3 => ("unit", vec![json!("Percent"), json!(null), json!("đại lý thu"), json!("hộ"), json!("NGƯỜI")]),
        4 => ("measure", vec![json!("change"), json!("level"), json!(null)]),
        5 => ("status", vec![json!("target"), json!(""), json!("observed")]),
        6 => (
            "subject",
            vec![
                json!("Số người tham gia BHXH tự nguyện"),
                json!(null),
                json!("của các"),
                json!("TỶ LỆ hộ nghèo ²x_y"),
                json!("so\u{302}\u{301} nguo\u{31b}\u{300}i"),
            ],
        ),
        7 => ("indicator", vec![json!(null), json!("poverty.rate"), json!("social_insurance.participants")]),
        8 => ("group", vec![json!("voluntary"), json!(""), json!(null)]),
        9 => (
            "base",
            vec![
                json!(null),
                json!({"code": "labour_force.working_age", "text": "lực lượng lao động"}),
                json!({"code": null, "text": "LLLĐ trong độ tuổi"}),
                json!("dân số"),
            ],
        ),
        10 => (
            "period",
            vec![
                json!("2020"),
                json!({"value": "2020-12-31", "basis": "stated"}),
                json!(null),
                json!({"value": "2024-Q3"}),
                json!("2019/2020-06"),
                json!("hôm nay"),
                json!({"value": null, "period": "2012"}),
                json!("2021-H1"),
                json!("2013/2020"),
            ],
        ),
        11 => (
            "reference",
            vec![
                json!({"period": "2012"}),
                json!({"target": "Nghị quyết"}),
                json!(null),
                json!({}),
                json!({"period": "2012-12-31", "text": "so với"}),
            ],
        ),
        12 => (
            "place",
            vec![
                json!({"name": "TP. Hải Phòng", "code": null}),
                json!("Hà Nội"),
                json!(null),
                json!({"name": "tỉnh Ðồng Nai"}),
                json!({"name": "Thành phố Hải Phòng", "code": "VN-HP"}),
            ],
        ),
        _ => ("optional", vec![json!(true), json!(false)]),
    };
    record[field] = dice.pick(&values);
}

/// Figures made from gold records: most right, some spoiled, shifted, left out or doubled.
fn figures(gold: &[Value], seed: u64) -> String {
    let mut dice = Dice(seed);
    let mut out = String::new();
    for record in gold {
        for _ in 0..[1, 1, 1, 1, 1, 2, 0][dice.throw(7) as usize] {
            let mut record = record.clone();
            for _ in 0..dice.throw(4) {
                spoil(&mut record, &mut dice);
            }
            if dice.throw(12) == 0 {
                let by = dice.throw(9).cast_signed() - 4;
                record["quote"]["start"] = json!(record["quote"]["start"].as_i64().expect("an offset") + by);
            }
            if dice.throw(5) == 0 {
                let document = record["document"].as_str().expect("a name").to_owned();
                record["document"] = json!(format!("a/b/{document}.jsonl"));
            }
            let _ = writeln!(out, "{record}");
        }
    }
    out
}

/// All gold figures of a folder.
fn records(folder: &Path) -> Vec<Value> {
    let files = fs::read_dir(folder).expect("a folder").map(|e| e.expect("an entry").path());
    let mut files: Vec<PathBuf> = files.filter(|f| f.extension().is_some_and(|e| e == "jsonl")).collect();
    files.sort();
    let mut records: Vec<Value> = Vec::new();
    for file in files {
        let text = fs::read_to_string(file).expect("a gold file");
        let lines = text.lines().filter(|l| !l.trim().is_empty());
        records.extend(lines.map(|l| serde_json::from_str::<Value>(l).expect("JSON")));
    }
    records.retain(|r| r.get("record").is_none_or(|kind| kind == "figure"));
    records
}

/// Gold of our own, where every field takes every shape.
fn made_up_gold(folder: &Path, seed: u64) {
    let mut dice = Dice(seed);
    let whole = json!({
        "record": "figure", "document": "a.txt", "quote": {"exact": "7", "start": 0, "end": 6}, "value": "7",
        "qualifier": "exact", "lower": "7", "upper": "7", "unit": "percent", "measure": "level", "status": "observed",
        "subject": "tỷ lệ hộ nghèo", "indicator": null, "group": null, "base": null, "period": "2020",
        "reference": null, "place": {"name": "Hà Nội", "code": "VN-HN"},
    });
    let mut out = String::from("{\"record\": \"not_figure\", \"class\": \"date\"}\n");
    for at in 0..150 {
        let mut record = whole.clone();
        record["quote"] = json!({"exact": "7", "start": at * 5, "end": at * 5 + 6});
        for _ in 0..6 {
            spoil(&mut record, &mut dice);
        }
        let _ = writeln!(out, "{record}");
    }
    fs::write(folder.join("a.txt.jsonl"), out).expect("a gold file is written");
    fs::write(folder.join("empty.txt.gold.jsonl"), "\n").expect("a gold file is written");
    fs::write(folder.join("README.md"), "no gold").expect("a file is written");
}

#[test]
fn the_reference_scorer_says_the_same() {
    let Some(reference) = reference() else {
        eprintln!("skipped: ../shared/eval/score.py or python3 is not here");
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("figures.jsonl");
    let check_with = |gold: &Path, text: String| {
        fs::write(&file, text).expect("the figures are written");
        check(&reference, gold, &file);
    };
    let real = reference.join("gold");
    check_with(&real, String::new());
    for seed in 1..6 {
        check_with(&real, figures(&records(&real), seed));
        let made_up = tempfile::tempdir().expect("a folder");
        made_up_gold(made_up.path(), seed);
        check_with(made_up.path(), figures(&records(made_up.path()), seed + 100));
    }
}

/// Runs our scorer on gold and figures given as text.
fn score(gold: &str, figures: &str, options: &[&str]) -> std::process::Output {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("gold")).expect("a folder");
    fs::write(folder.path().join("gold/a.txt.jsonl"), gold).expect("a file");
    fs::write(folder.path().join("figures.jsonl"), figures).expect("a file");
    let mut command = Command::new(env!("CARGO_BIN_EXE_solieu"));
    command.current_dir(folder.path()).args(["score", "--gold", "gold", "figures.jsonl"]).args(options);
    command.output().expect("the program starts")
}

const ONE: &str = r#"{"document": "a.txt", "quote": {"exact": "7,4%", "start": 0, "end": 4}, "value": "7.4", "unit": "percent", "period": "2024-Q3"}"#;

#[test]
fn calibration_is_an_extra_key() {
    let high = ONE.replace("\"unit\"", "\"confidence\": \"high\", \"unit\"");
    let spurious = high.replace("\"value\": \"7.4\"", "\"value\": \"9\"");
    let out = score(ONE, &format!("{high}\n{spurious}\n"), &["--json", "--calibration"]);
    let out: Value = serde_json::from_slice(&out.stdout).expect("JSON");
    assert_eq!(out["calibration"]["high"], json!({"records": 2, "complete": 1, "share": 0.5}));
    assert_eq!(out["calibration"]["low"]["records"], 0);
}

#[test]
fn errors_name_document_quote_and_both_values() {
    let out = score(ONE, &ONE.replace("Q3", "Q2"), &["--errors", "3"]);
    let out = String::from_utf8(out.stdout).expect("UTF-8");
    assert!(out.contains(r#"[period] a.txt: `7,4%`: got "2024-Q2", gold "2024-Q3""#), "{out}");
}

#[test]
fn a_broken_file_is_named_with_its_line() {
    let out = score(ONE, &format!("{ONE}\n{{\"document\": \n"), &[]);
    assert_eq!(out.status.code(), Some(2));
    let talk = String::from_utf8(out.stderr).expect("UTF-8");
    assert!(talk.contains("figures.jsonl: line 2: "), "{talk}");
}
