//! Paths of the command line → the list of inputs, in a fixed order, each with an id of its own.
//!
//! Worked example: `trang/ -` with `trang/2020/a.html` and `trang/b.txt` in the folder gives the ids `2020/a.html`,
//! `b.txt` and `-`.

use std::{
    collections::{HashMap, HashSet},
    fs,
    path::{Path, PathBuf},
};

use solieu::patterns::MissingPages;
use walkdir::WalkDir;

/// Names of files that are read when a folder is given.
const EXTENSIONS: [&str; 3] = ["html", "htm", "txt"];

/// One input, not yet read.
#[derive(Debug)]
pub(super) struct Input {
    /// The document's id in every output.
    pub(super) id: String,
    /// Where its bytes are.
    pub(super) source: Source,
}

/// Where bytes are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    /// A file.
    File(PathBuf),
    /// Standard input.
    Stdin,
    /// In an archive.
    #[cfg(feature = "fetch")]
    Archived(super::archived::Archived),
    /// Nowhere: why it could not even be looked at.
    Broken(String),
}

/// All inputs of a run.
#[derive(Debug, Default)]
pub(super) struct Inputs {
    /// In the order of the output.
    pub(super) list: Vec<Input>,
    /// Files in folders that are no pages by their name.
    pub(super) n_other: usize,
    /// What a person should know: an input given twice, an id that had to be changed.
    pub(super) remarks: Vec<String>,
    /// How servers say that a page is none.
    #[cfg_attr(not(feature = "fetch"), expect(dead_code, reason = "only an archive holds such pages"))]
    pub(super) missing: MissingPages,
}

/// Finds the inputs that `paths` name.
pub(super) fn collect(paths: &[PathBuf], missing: &MissingPages) -> Inputs {
    let mut inputs = Inputs { missing: missing.clone(), ..Inputs::default() };
    for path in paths {
        if path == Path::new("-") {
            inputs.list.push(Input { id: "-".to_owned(), source: Source::Stdin });
        } else {
            inputs.add_path(path);
        }
    }
    if paths.len() > 1 {
        inputs.drop_repeated();
    }
    inputs.tell_apart();
    inputs
}

impl Inputs {
    fn add_path(&mut self, path: &Path) {
        if path.is_dir() {
            self.add_folder(path);
        } else if !self.add_if_archive(path) {
            let name = path.file_name().unwrap_or(path.as_os_str());
            let source = Source::File(path.to_owned());
            self.list.push(Input { id: name.to_string_lossy().into_owned(), source });
        }
    }

    /// Adds the pages of a WARC file, if it is one.
    #[cfg(feature = "fetch")]
    fn add_if_archive(&mut self, path: &Path) -> bool {
        let is_archive = solieu::fetch::is_archive(path);
        if is_archive {
            self.add_archive(path);
        }
        is_archive
    }

    #[cfg(not(feature = "fetch"))]
    fn add_if_archive(&mut self, _: &Path) -> bool {
        false
    }

    fn add_folder(&mut self, folder: &Path) {
        #[cfg(feature = "fetch")]
        if solieu::fetch::Harvest::is_at(folder) {
            for path in self.add_harvest(folder) {
                self.add_path(&path);
            }
            return;
        }
        for entry in WalkDir::new(folder).follow_links(true).sort_by_file_name() {
            match entry {
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) if is_page(entry.path()) => {
                    // Reading a pipe or a device might never end.
                    let source = if entry.file_type().is_file() {
                        Source::File(entry.path().to_owned())
                    } else {
                        Source::Broken("it is a pipe or a device, no file".to_owned())
                    };
                    self.list.push(Input { id: id_below(folder, entry.path()), source });
                }
                Ok(entry) if self.add_if_archive(entry.path()) => {}
                Ok(_) => self.n_other += 1,
                Err(error) => {
                    let id = id_below(folder, error.path().unwrap_or(folder));
                    self.list.push(Input { id, source: Source::Broken(why_not_walked(&error)) });
                }
            }
        }
    }

    /// A file that two paths of the command line lead to is read once.
    fn drop_repeated(&mut self) {
        let mut seen = HashSet::new();
        let mut n_repeated = 0;
        self.list.retain(|input| {
            let new = match &input.source {
                Source::File(path) => seen.insert(fs::canonicalize(path).unwrap_or_else(|_| path.clone())),
                Source::Stdin => seen.insert(PathBuf::from("-")),
                #[cfg(feature = "fetch")]
                Source::Archived(_) => true,
                Source::Broken(_) => true,
            };
            n_repeated += usize::from(!new);
            new
        });
        if n_repeated > 0 {
            self.remarks.push(format!("{n_repeated} input(s) given twice, read once"));
        }
    }

    /// Two inputs of one id: the later ones get `~2`, `~3`, …
    fn tell_apart(&mut self) {
        let mut taken: HashSet<String> = self.list.iter().map(|i| i.id.clone()).collect();
        let mut first: HashMap<String, usize> = HashMap::new();
        for at in 0..self.list.len() {
            let id = self.list[at].id.clone();
            let Some(&earlier) = first.get(&id) else {
                first.insert(id, at);
                continue;
            };
            let mut numbered = (2..=self.list.len() + 1).map(|n| format!("{id}~{n}"));
            let new = numbered.find(|new| !taken.contains(new)).expect("there are as many numbers as inputs");
            let (one, other) = (self.list[earlier].source.to_string(), self.list[at].source.to_string());
            self.remarks
                .push(format!("{one} and {other} have one name: the second is `{new}` in the output"));
            taken.insert(new.clone());
            self.list[at].id = new;
        }
    }
}

impl std::fmt::Display for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Stdin => write!(f, "standard input"),
            #[cfg(feature = "fetch")]
            Self::Archived(_) => write!(f, "an address in an archive"),
            Self::Broken(why) => write!(f, "{why}"),
        }
    }
}

fn is_page(path: &Path) -> bool {
    let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    extension.is_some_and(|e| EXTENSIONS.contains(&e.as_str()))
}

/// What stands in the way of a walk, and what to do.
fn why_not_walked(error: &walkdir::Error) -> String {
    if error.loop_ancestor().is_some() {
        return "it is a link to a folder above itself, whose files are read already; remove it".to_owned();
    }
    if let Some(link) = error.path().and_then(|path| fs::read_link(path).ok()) {
        return format!("it is a link to `{}`, which is not there; mend or remove it", link.display());
    }
    error.io_error().map_or_else(|| error.to_string(), super::read::reason)
}

/// The path below `folder`, with `/` on every system; of the folder itself its name.
fn id_below(folder: &Path, path: &Path) -> String {
    let below = match path.strip_prefix(folder) {
        Ok(below) if below.as_os_str().is_empty() => folder.file_name().map_or(folder, Path::new),
        Ok(below) => below,
        Err(_) => path,
    };
    let parts: Vec<_> = below.components().map(|c| c.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_walked_in_order_and_names_are_told_apart() {
        let root = tempfile::tempdir().expect("a folder");
        for file in ["b.txt", "a/x.HTML", "a/no.pdf", "b.txt~2", "c/b.txt"] {
            let path = root.path().join(file);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, "x").expect("a file");
        }
        let paths = [root.path().to_owned(), root.path().join("b.txt"), root.path().join("c")];
        let inputs = collect(&paths, &MissingPages::default());
        let ids: Vec<_> = inputs.list.iter().map(|i| i.id.as_str()).collect();
        assert_eq!(ids, ["a/x.HTML", "b.txt", "c/b.txt"]);
        assert_eq!((inputs.n_other, inputs.remarks.len()), (2, 1));

        let inputs = collect(
            &[root.path().join("b.txt"), root.path().join("c/b.txt"), root.path().join("b.txt~2")],
            &MissingPages::default(),
        );
        let ids: Vec<_> = inputs.list.iter().map(|i| i.id.as_str()).collect();
        assert_eq!(ids, ["b.txt", "b.txt~3", "b.txt~2"]);
        assert!(inputs.remarks[0].ends_with("the second is `b.txt~3` in the output"), "{:?}", inputs.remarks);
    }
}
