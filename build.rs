//! Lists the declaration files of a folder as modules, so that adding one touches no other file.
//!
//! For `links`, `activations`, `families`, `languages`, `laws`, `rules`, `render/formats`,
//! `document/acts/cues` and `check/suspects/library` it writes a file with a `mod` line
//! for every source file of the folder and a constant `ALL` of what they declare.

use std::path::Path;
use std::{env, fs};

/// Folder, the item each file declares, and its type as seen from the folder's module.
const FOLDERS: &[(&str, &str, &str)] = &[
    ("links", "LINK", "&crate::links::Link"),
    (
        "activations",
        "ACTIVATION",
        "&crate::activations::Activation",
    ),
    ("families", "FAMILY", "&crate::families::Family"),
    ("languages", "LANGUAGE", "&crate::languages::Language"),
    ("laws", "LAWS", "&[crate::laws::Law]"),
    ("rules", "RULES", "&[crate::rules::Entry]"),
    ("render/formats", "FORMAT", "&crate::render::Format"),
    (
        "document/acts/cues",
        "CUES",
        "&crate::document::acts::cues::Cues",
    ),
    (
        "check/suspects/library",
        "ENTRIES",
        "&[crate::check::suspects::entry::Entry]",
    ),
];

fn main() {
    let root = env::var("CARGO_MANIFEST_DIR").expect("set by cargo");
    let out = env::var("OUT_DIR").expect("set by cargo");
    println!("cargo::rerun-if-changed=build.rs");
    for (folder, item, kind) in FOLDERS {
        let path = Path::new(&root).join("src").join(folder);
        println!("cargo::rerun-if-changed={}", path.display());
        let mut names: Vec<String> = fs::read_dir(&path)
            .map(|entries| {
                entries
                    .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
                    .filter_map(|file| Some(file.strip_suffix(".rs")?.to_owned()))
                    .filter(|name| name != "mod")
                    .collect()
            })
            .unwrap_or_default();
        names.sort();
        let mut text = String::new();
        for name in &names {
            let file = path.join(format!("{name}.rs"));
            text += &format!(
                "#[path = {:?}]\npub mod r#{name};\n",
                file.display().to_string()
            );
        }
        let lists = kind.starts_with("&[");
        let reference = if lists { "" } else { "&" };
        let items: String = names
            .iter()
            .map(|name| format!("{reference}r#{name}::{item}, "))
            .collect();
        text += &format!(
            "/// Every declaration of this folder, by file name.\npub static ALL: &[{kind}] = &[{items}];\n"
        );
        let target = Path::new(&out).join(format!("{}.rs", folder.replace('/', "_")));
        fs::write(target, text).expect("the output folder is writable");
    }
}
