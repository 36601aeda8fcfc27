//! Through the front door: what is written is read again, by offset and in order, whatever happened between.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use flate2::{Compression, write::GzEncoder};

use super::*;

const DATE: &str = "2026-11-21T03:15:00Z";

fn group(n: u64) -> Vec<Draft> {
    let url = format!("http://tin.example/{n}");
    let body = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Bài {n}</p>");
    vec![
        Draft::new("request", DATE, n, b"GET / HTTP/1.1\r\n\r\n".to_vec()).with("WARC-Target-URI", &url),
        Draft::new("response", DATE, n, body.into_bytes())
            .with("WARC-Target-URI", &url)
            .with("Content-Type", "application/http; msgtype=response"),
        Draft::new("metadata", DATE, n, b"{}".to_vec()).with("WARC-Target-URI", &url),
    ]
}

fn records(path: &Path) -> (Vec<Record>, Vec<u64>) {
    let (mut records, mut damage) = (Vec::new(), Vec::new());
    for item in Reader::open(path).unwrap() {
        match item.unwrap() {
            Item::Record(record) => records.push(record),
            Item::Damage { offset, .. } => damage.push(offset),
        }
    }
    (records, damage)
}

fn written(folder: &Path, groups: u64) -> PathBuf {
    let mut writer = Writer::open(folder, 1 << 30, "solieu test").unwrap();
    for n in 0..groups {
        writer.append(&group(n)).unwrap();
    }
    folder.join(file_names(folder).unwrap().pop().unwrap())
}

#[test]
fn a_record_is_found_again_by_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(folder.path(), 1 << 30, "solieu test").unwrap();
    writer.append(&group(1)).unwrap();
    let places = writer.append(&group(2)).unwrap();
    let item = Reader::at(&places[1].path, places[1].offset).unwrap().next().unwrap().unwrap();
    let Item::Record(record) = item else { panic!("{item:?}") };
    assert_eq!(record.header.target(), Some("http://tin.example/2"));
    assert_eq!(record.place, places[1]);
    let response = Response::parse(&record.block).unwrap();
    assert_eq!((response.status, response.charset().as_deref()), (200, Some("utf-8")));
    assert_eq!(String::from_utf8(response.body).unwrap(), "<p>Bài 2</p>");
}

#[test]
fn files_rotate_between_groups_and_a_new_writer_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    for n in 0..12 {
        Writer::open(folder.path(), 2500, "solieu test").unwrap().append(&group(n)).unwrap();
    }
    let names = file_names(folder.path()).unwrap();
    assert!(names.len() > 2, "{names:?}");
    let mut seen = 0;
    for name in names {
        let (records, damage) = records(&folder.path().join(name));
        assert!(damage.is_empty());
        assert_eq!(records[0].header.kind(), "warcinfo");
        assert_eq!(records.len() % 3, 1, "groups are not torn by rotation");
        seen += records.iter().filter(|r| r.header.kind() == "response").count();
    }
    assert_eq!(seen, 12);
}

#[test]
fn a_tail_torn_anywhere_is_cut_and_whole_groups_are_adopted() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(folder.path(), 3);
    let whole = fs::read(&path).unwrap();
    let ends: Vec<u64> = records(&path)
        .0
        .iter()
        .filter(|r| r.header.kind() == "metadata")
        .map(|r| r.place.offset + r.place.length)
        .collect();
    for cut in ends[0] as usize..=whole.len() {
        fs::write(&path, &whole[..cut]).unwrap();
        let (groups, dropped) = repair(&path, ends[0]).unwrap();
        let kept = ends.iter().filter(|&&end| end <= cut as u64).count();
        assert_eq!(groups.len(), kept - 1, "cut at {cut}");
        assert_eq!(fs::metadata(&path).unwrap().len(), ends[kept - 1]);
        assert_eq!(dropped, cut as u64 - ends[kept - 1]);
    }
}

#[test]
fn a_damaged_member_is_reported_with_its_offset_and_the_rest_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(folder.path(), 30);
    let (all, none) = records(&path);
    assert!(none.is_empty());
    let victim = &all[40];
    let mut bytes = fs::read(&path).unwrap();
    for byte in &mut bytes[victim.place.offset as usize + 20..][..30] {
        *byte ^= 0x5a;
    }
    fs::write(&path, bytes).unwrap();
    let (rest, damage) = records(&path);
    assert_eq!(damage, [victim.place.offset]);
    assert_eq!(rest.len(), all.len() - 1);
}

#[test]
fn a_lying_length_in_a_plain_file_costs_one_record() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.warc");
    let mut bytes = Vec::new();
    for n in 0..3 {
        let text = String::from_utf8(group(n)[1].encode()).unwrap();
        let text = if n == 1 { text.replace("Content-Length: 7", "Content-Length: 6") } else { text };
        bytes.extend_from_slice(text.as_bytes());
    }
    fs::write(&path, bytes).unwrap();
    let (rest, damage) = records(&path);
    assert_eq!((rest.len(), damage.len()), (2, 1));
}

#[test]
fn a_whole_file_in_one_gzip_member_and_lower_case_fields_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.warc.gz");
    let mut gzip = GzEncoder::new(fs::File::create(&path).unwrap(), Compression::fast());
    for n in 0..3 {
        let text = String::from_utf8(group(n)[1].encode()).unwrap();
        gzip.write_all(text.replace("WARC-Target-URI", "warc-target-uri").as_bytes()).unwrap();
    }
    gzip.finish().unwrap();
    let (all, damage) = records(&path);
    assert!(damage.is_empty());
    let targets: Vec<_> = all.iter().filter_map(|r| r.header.target()).collect();
    assert_eq!(targets, ["http://tin.example/0", "http://tin.example/1", "http://tin.example/2"]);
}

#[test]
fn codings_are_undone_and_bombs_end_at_the_cap() {
    let text = "Số liệu ".repeat(100);
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(text.as_bytes()).unwrap();
    let packed = gzip.finish().unwrap();
    let twice = [packed.clone(), packed.clone()].concat();
    assert_eq!(decode("gzip", &packed, 5000).unwrap(), text.as_bytes());
    assert_eq!(decode("GZIP", &twice, 5000).unwrap(), text.repeat(2).as_bytes());
    assert_eq!(decode("", b"abc", 5000).unwrap(), b"abc");
    assert_eq!(decode("gzip", &packed, 99), Err(DecodeError::TooLarge(99)));
    assert_eq!(decode("", b"abc", 2), Err(DecodeError::TooLarge(2)));
    assert_eq!(decode("gzip", b"<html>", 99), Err(DecodeError::Damaged));
    assert_eq!(decode("pack200", b"x", 99), Err(DecodeError::Unknown));
    assert_eq!(dechunk(b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n").unwrap(), b"abcde");
    assert_eq!(dechunk(b"<html>"), None);
}

#[test]
fn digests_are_those_of_the_standard_tools() {
    assert_eq!(digest::sha1(b""), "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ");
    assert_eq!(digest::sha1(b"abc"), "sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5");
}

#[test]
fn index_keys_are_sort_friendly() {
    for (url, surt) in [
        ("http://tin.example", "example,tin)/"),
        ("https://www.tin.example/a/B?y=1&x=Q", "example,tin)/a/b?x=q&y=1"),
        // As the surt library has them.
        ("http://127.0.50.1:8080/x", "1,50,0,127:8080)/x"),
        ("http://[::1]:8080/x", "::1:8080)/x"),
    ] {
        assert_eq!(cdxj::surt(url), surt);
    }
    assert_eq!(cdxj::timestamp("2026-11-21T03:15:00.123Z"), "20261121031500");
}
