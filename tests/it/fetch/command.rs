//! The command as people call it, from addresses to figures.

use std::{collections::BTreeMap, fs, path::Path, process::Command, time::Duration};

use serde_json::Value;

use super::site::{Reply, Request, Site};

pub(super) fn solieu(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_solieu"));
    command.current_dir(folder).args(arguments);
    for name in ["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
        command.env_remove(name);
    }
    command
}

pub(super) fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = solieu(folder, arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

pub(super) fn statuses(file: &Path) -> BTreeMap<String, String> {
    let text = fs::read_to_string(file).unwrap();
    let row = |line: &str| -> Value { serde_json::from_str(line).unwrap() };
    let word = |row: &Value, key: &str| row[key].as_str().unwrap().to_owned();
    text.lines().map(row).map(|r| (word(&r, "document"), word(&r, "status"))).collect()
}

fn article(request: &Request) -> String {
    format!(
        "<html><head><meta charset=utf-8><title>Bảo hiểm xã hội</title></head><body><article><h1>Bảo hiểm xã hội {0}{1}</h1>\
         <p>Năm 2020 có 1.846.011 người tham gia bảo hiểm xã hội trên địa bàn thành phố Hà Nội, tăng 5,2% so với năm \
         2019, bài {1}.</p><p>Toàn thành phố có 89.523 đơn vị sử dụng lao động tham gia bảo hiểm xã hội.</p></article>",
        request.host, request.path
    )
}

pub(super) fn answer(request: &Request) -> Reply {
    match request.path.as_str() {
        "/robots.txt" => Reply::new("200 OK", "", "User-agent: *\nDisallow: /kin"),
        "/mat" => Reply::new("404 Not Found", "", ""),
        "/chuyen" => Reply::to("/bai/0"),
        "/map.xml" => Reply::new("200 OK", "", "<urlset><url><loc>/tu-ban-do</loc></url></urlset>"),
        _ => Reply { pause: Duration::from_millis(3), ..Reply::html(article(request)) },
    }
}

#[test]
fn addresses_become_figures_and_can_be_shown_retried_and_forgotten() {
    let site = Site::start(14, 2, answer);
    let folder = tempfile::tempdir().unwrap();
    let [one, two] = [0, 1].map(|n| format!("http://{}", site.machines[n]));
    let list = format!(
        "url,ghi chú\n{one}/bai/0,\n{one}/mat,\n{one}/chuyen,x\n{two}/bai/1,\n{two}/kin,\n{two}/map.xml,\n"
    );
    fs::write(folder.path().join("danh-sach.csv"), list).unwrap();
    fs::write(folder.path().join("luu.html"), "<html><body><p>Trang đã lưu có 12 người.</p></body></html>")
        .unwrap();
    fs::write(folder.path().join("solieu.toml"), "[fetch]\ndelay = 0\nallow_private = true\n").unwrap();
    let (code, _, talk) = run(folder.path(), &["harvest", "danh-sach.csv", "luu.html", "-o", "kho"]);
    assert_eq!(code, 1, "{talk}");
    let kho = folder.path().join("kho");
    let expected = [
        (format!("{one}/bai/0"), "ok"),
        (format!("{one}/chuyen"), "duplicate_of"),
        (format!("{one}/mat"), "not_found"),
        (format!("{two}/bai/1"), "ok"),
        (format!("{two}/kin"), "robots"),
        (format!("{two}/map.xml"), "source"),
        (format!("{two}/tu-ban-do"), "ok"),
    ];
    let mut found = statuses(&kho.join("documents.jsonl"));
    assert!(found.remove("luu.html").is_some(), "saved pages are read in place");
    assert_eq!(found, expected.iter().map(|(id, s)| (id.clone(), (*s).to_owned())).collect());
    assert!(talk.contains("solieu status kho --list"), "{talk}");

    let (code, table, _) = run(folder.path(), &["status", "kho"]);
    assert_eq!(code, 0);
    assert!(table.contains("not_found") && table.contains("public web archive"), "{table}");
    let (_, listed, _) = run(folder.path(), &["status", "kho", "--list", "robots"]);
    assert_eq!(listed, format!("{two}/kin\n"));

    // The second half again, offline, and from the archive as from somebody else's.
    let before = fs::read(kho.join("documents.jsonl")).unwrap();
    let (_, _, talk) = run(folder.path(), &["extract", "kho", "-o", "lai"]);
    assert_eq!(fs::read(folder.path().join("lai/documents.jsonl")).unwrap(), before, "{talk}");
    run(folder.path(), &["extract", "kho/archive/solieu-00000.warc.gz", "-o", "tu-warc", "-q"]);
    let foreign = statuses(&folder.path().join("tu-warc/documents.jsonl"));
    assert_eq!(foreign[&format!("{one}/bai/0")], "ok");
    assert_eq!(foreign[&format!("{one}/mat")], "not_found");

    let hits = site.log().len();
    let (_, _, talk) = run(folder.path(), &["retry", "kho", "--status", "not_found"]);
    assert_eq!(site.log().len(), hits + 1, "{talk}");
    let url = format!("{one}/bai/0");
    let (code, _, talk) = run(folder.path(), &["forget", "kho", &url, "--reason", "theo yêu cầu"]);
    assert_eq!(code, 0, "{talk}");
    assert!(!fs::read_to_string(kho.join("documents.jsonl")).unwrap().contains(&format!("\"{url}\"")));
    run(folder.path(), &["harvest", "danh-sach.csv", "-o", "kho", "-q"]);
    assert_eq!(statuses(&kho.join("documents.jsonl"))[&url], "forgotten");
}

#[test]
fn wrong_calls_are_told_so() {
    let folder = tempfile::tempdir().unwrap();
    for (arguments, word) in [
        (&["fetch", "khong-co", "-o", "x"][..], "neither an address nor a file"),
        (&["status", "x"], "no folder of `solieu fetch`"),
        (&["fetch", "-o", "x", "--delay=-1"], "--delay"),
        (&["fetch", "-o", "x", "--config", "none.toml"], "none.toml"),
    ] {
        let (code, _, talk) = run(folder.path(), arguments);
        assert_eq!(code, 2, "{arguments:?}: {talk}");
        assert!(talk.contains(word), "{talk}");
    }
    fs::write(folder.path().join("solieu.toml"), "[fetch]\ndelay = \"2\"\n").unwrap();
    let (code, _, talk) = run(folder.path(), &["fetch", "-o", "x"]);
    assert_eq!(code, 2);
    assert!(talk.starts_with("error[config]") && talk.contains("solieu.toml:2:9"), "{talk}");
}
