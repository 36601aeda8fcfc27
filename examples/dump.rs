//! scratch
use solieu::{page::*, patterns::*, pipeline};
use std::io::Write;
fn main() {
    let dir = std::path::PathBuf::from(std::env::args().nth(1).unwrap());
    let patterns = match Patterns::builtin() {
        Ok(p) => p,
        Err(e) => {
            for d in e {
                eprintln!("{d}");
            }
            std::process::exit(2)
        }
    };
    let manifest = std::fs::read_to_string(dir.join("../manifest.csv")).unwrap_or_default();
    let mut memo = Memo::default();
    let out = std::env::args().nth(2).unwrap();
    let mut f = std::io::BufWriter::new(std::fs::File::create(&out).unwrap());
    let mut rej = std::io::BufWriter::new(std::fs::File::create(format!("{out}.rej")).unwrap());
    let mut names: Vec<_> = std::fs::read_dir(&dir).unwrap().map(|e| e.unwrap().path()).collect();
    names.sort();
    for path in names {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let mut page = Page::new(
            name.clone(),
            std::fs::read(&path).unwrap(),
            if name.ends_with("txt") { MediaType::Text } else { MediaType::Html },
        );
        for line in manifest.lines().skip(1) {
            let cols: Vec<&str> = line.split(',').collect();
            if cols[0] == name {
                let some = |s: &str| (!s.is_empty()).then(|| s.to_owned());
                page.known = Known {
                    url: some(cols[1]),
                    published: some(cols[2]).and_then(|d| d.parse().ok()),
                    publisher: some(cols[3]),
                    place: some(cols[4]),
                };
            }
        }
        let read = pipeline::extract(&page, &patterns, &mut memo);
        if std::env::var("V").is_ok() {
            eprintln!(
                "{name}: {:?} {} blocks, published {:?} place {:?} title {:?}",
                read.document.status,
                read.document.blocks.len(),
                read.document.metadata.published.as_ref().map(|d| d.date),
                read.place.as_ref().map(|p| &p.name),
                read.document.metadata.title
            );
        }
        for r in read.records {
            serde_json::to_writer(&mut f, &r).unwrap();
            writeln!(f).unwrap();
        }
        for r in read.rejected {
            serde_json::to_writer(&mut rej, &r).unwrap();
            writeln!(rej).unwrap();
        }
    }
}
