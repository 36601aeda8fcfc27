//! Archives that other tools wrote, and what befell them since: every capture is a row, every damaged place too.

use std::{fs, io::Write, path::Path};

use flate2::{Compression, write::GzEncoder};

use super::command::{run, statuses};

fn page(n: usize) -> String {
    format!(
        "<html><head><title>Bài {n}</title></head><body><article><h1>Bài {n}</h1><p>Năm 2021 toàn huyện có 1.2{n:02} \
         hộ nuôi tôm trên diện tích 350 ha, tăng 4,5% so với năm 2020 và bằng 96% kế hoạch của cả năm.</p></article>"
    )
}

/// A record as some tool writes it; `length` may lie, or be left out.
fn record(path: &str, kind: &str, length: Option<usize>, block: &[u8]) -> Vec<u8> {
    let length = length.map(|n| format!("Content-Length: {n}\r\n")).unwrap_or_default();
    let out = format!(
        "WARC/0.18\r\nWARC-Type: {kind}\r\nWARC-Target-URI: <http://tom.example/{path}>\r\nWARC-Date: 2021-06-01T00:00:00Z\r\n{length}\r\n"
    );
    let mut out = out.into_bytes();
    out.extend_from_slice(block);
    out.extend_from_slice(b"\r\n\r\n");
    out
}

/// Each with the status that it must have.
fn records() -> Vec<(&'static str, Vec<u8>)> {
    let answer = |head: &str, body: &[u8]| [head.as_bytes(), b"\r\n\r\n", body].concat();
    let whole = |path: &str, block: &[u8]| record(path, "response", Some(block.len()), block);
    let chunks =
        [format!("{:x}\r\n", page(2).len()).as_bytes(), page(2).as_bytes(), b"\r\n0\r\n\r\n"].concat();
    let html = "HTTP/1.1 200 OK\r\nContent-Type: text/html";
    vec![
        ("ok", whole("cu", &answer("HTTP/1.0 200 OK\r\nContent-Type: text/html", page(1).as_bytes()))),
        ("ok", whole("khuc", &answer(&format!("{html}\r\nTransfer-Encoding: chunked"), &chunks))),
        (
            "ok",
            whole("da-ghep", &answer(&format!("{html}\r\nTransfer-Encoding: chunked"), page(3).as_bytes())),
        ),
        (
            "ok",
            whole("da-giai-nen", &answer(&format!("{html}\r\nContent-Encoding: gzip"), page(4).as_bytes())),
        ),
        ("ok", whole("khong-dau", page(5).as_bytes())),
        ("ok", record("tai-nguyen", "resource", Some(page(6).len()), page(6).as_bytes())),
        ("protocol", whole("la", b"ICY 200 OK\r\n\r\nx")),
        ("empty", whole("rong", b"")),
        ("duplicate_of", record("nhac-lai", "revisit", Some(0), b"")),
        ("not_found", whole("mat", b"HTTP/1.1 404 Not Found\r\n\r\n")),
        ("unreadable", record("khong-do-dai", "response", None, b"HTTP/1.1 200 OK\r\n\r\nx")),
        ("ok", whole("sau-do", &answer(html, page(7).as_bytes()))),
        ("unreadable", record("noi-sai", "response", Some(5), &answer(html, page(8).as_bytes()))),
        ("ok", whole("cu", &answer(html, page(9).as_bytes()))),
        ("ok", whole("cuoi", &answer(html, page(10).as_bytes()))),
    ]
}

fn member(record: &[u8]) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(record).unwrap();
    gzip.finish().unwrap()
}

/// Extracts a file; how many rows have which status.
fn read(folder: &Path, name: &str, bytes: &[u8]) -> (Vec<String>, i32, String) {
    fs::write(folder.join(name), bytes).unwrap();
    let (code, _, talk) = run(folder, &["extract", name, "-o", "ra"]);
    let mut found: Vec<String> = statuses(&folder.join("ra/documents.jsonl")).into_values().collect();
    found.sort();
    (found, code, talk)
}

#[test]
fn whatever_other_tools_wrote_ends_in_a_row() {
    let folder = tempfile::tempdir().unwrap();
    let mut expected: Vec<&str> = records().iter().map(|(status, _)| *status).collect();
    expected.sort_unstable();
    let plain: Vec<u8> = records().into_iter().flat_map(|(_, r)| r).collect();
    let (found, code, talk) = read(folder.path(), "a.warc", &plain);
    assert_eq!((&found, code), (&expected.iter().map(ToString::to_string).collect(), 1), "{talk}");
    assert!(
        talk.contains("damaged at byte ") && talk.contains("without a readable Content-Length"),
        "{talk}"
    );
    let members: Vec<Vec<u8>> = records().iter().map(|(_, r)| member(r)).collect();
    let (found, ..) = read(folder.path(), "a.warc.gz", &members.concat());
    assert_eq!(found, expected);
    // The two captures of one address are two pages.
    let figures = fs::read_to_string(folder.path().join("ra/figures.jsonl")).unwrap();
    assert!(figures.contains("\"value\":\"1201\"") && figures.contains("\"value\":\"1209\""));
    // All in one member, which no standard allows: what stands before the first damage.
    let whole: Vec<u8> = records().into_iter().take(10).flat_map(|(_, r)| r).collect();
    let (found, ..) = read(folder.path(), "mot.warc.gz", &member(&whole));
    let mut first_ten = records().iter().take(10).map(|(status, _)| *status).collect::<Vec<_>>();
    first_ten.sort_unstable();
    assert_eq!(found, first_ten);
    // More pages than are kept in memory on the way through, asked for by several threads.
    let many: Vec<u8> = (0..400)
        .flat_map(|n| {
            let block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{}", page(n));
            record(&format!("bai/{n}"), "response", Some(block.len()), block.as_bytes())
        })
        .collect();
    let (found, code, _) = read(folder.path(), "nhieu.warc.gz", &member(&many));
    assert_eq!((found, code), (vec!["ok".to_owned(); 400], 0));

    // Bits that have flipped, a member that lost its end, and a file that lost its own.
    let mut hurt = members.clone();
    let at = hurt[3].len() / 2;
    hurt[3][at] ^= 0xff;
    hurt[5].truncate(40);
    let mut hurt = hurt.concat();
    hurt.truncate(hurt.len() - 20);
    let offset: usize = members[..3].iter().map(Vec::len).sum();
    let (found, code, talk) = read(folder.path(), "hong.warc.gz", &hurt);
    let count = |status: &str| found.iter().filter(|s| *s == status).count();
    assert_eq!((count("unreadable"), count("ok"), code), (2 + 3, 9 - 3, 1), "{talk}");
    assert!(talk.contains(&format!("hong.warc.gz@{offset}")), "{talk}");
    let (found, _, talk) = read(folder.path(), "xua.arc.gz", &member(b"filedesc://xua.arc 0.0.0.0"));
    assert_eq!(found, ["unreadable"]);
    assert!(talk.contains("warcio recompress"), "{talk}");
}
