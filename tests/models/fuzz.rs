//! Damaged files: no panic, no hang, whatever bytes change.

use std::io::{Cursor, Read, Write};
use std::time::{Duration, Instant};

use super::{fixtures, read};

/// How long all of it may take.
const TIME: Duration = Duration::from_secs(12);

/// Changes some bytes, cuts, or doubles a part.
fn changed(random: &mut fastrand::Rng, bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    if bytes.is_empty() {
        return bytes;
    }
    for _ in 0..random.usize(1..6) {
        let at = random.usize(0..bytes.len());
        match random.u8(0..6) {
            0 => bytes[at] = random.u8(..),
            1 => bytes[at] ^= 1 << random.u8(0..8),
            2 => bytes[at] = random.choice([0_u8, 1, 0x7f, 0x80, 0xff]).unwrap_or(0),
            3 => bytes.truncate(at.max(1)),
            4 => {
                let end = (at + random.usize(1..64)).min(bytes.len());
                let part = bytes[at..end].to_vec();
                bytes.splice(at..at, part);
            }
            _ => {
                let end = (at + 8).min(bytes.len());
                bytes[at..end].fill(0xff);
            }
        }
    }
    bytes
}

/// Reads, and looks for what takes too long.
fn refused_or_read(name: &str, bytes: &[u8]) {
    let begun = Instant::now();
    if let Err(why) = read(name, bytes) {
        assert!(why == "no model" || why.len() < 1000, "{name}: {why}");
    }
    let took = begun.elapsed();
    if took > Duration::from_secs(5) {
        std::fs::write(std::env::temp_dir().join("slow-model"), bytes).unwrap();
        panic!("{name} took {took:?}");
    }
}

fn limit() -> Duration {
    let limit = std::env::var("EQUIFF_FUZZ_SECONDS").ok();
    limit
        .and_then(|text| text.parse().ok())
        .map_or(TIME, Duration::from_secs)
}

const PARTS: [&str; 3] = ["metadata.json", "config.json", "model.weights.h5"];

/// The entries of an archive.
fn entries(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let one = |name: &&str| {
        let mut entry = archive.by_name(name).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        bytes
    };
    PARTS.iter().map(one).collect()
}

#[test]
fn mutations_inside_archives_are_read_or_refused() {
    let names = [
        "k_bn_sigmoid",
        "k_functional",
        "k_residual_add",
        "k_norm_sigmoid",
    ];
    let files: Vec<Vec<Vec<u8>>> = names
        .iter()
        .map(|name| entries(&std::fs::read(fixtures().join(format!("{name}.keras"))).unwrap()))
        .collect();
    let mut random = fastrand::Rng::with_seed(23);
    let start = Instant::now();
    while start.elapsed() < limit() / 2 {
        let mut parts = files[random.usize(0..files.len())].clone();
        let part = random.usize(1..3);
        parts[part] = changed(&mut random, &parts[part]);
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Stored);
        for (name, bytes) in PARTS.iter().zip(&parts) {
            writer.start_file(*name, options).unwrap();
            writer.write_all(bytes).unwrap();
        }
        refused_or_read("model.keras", writer.finish().unwrap().get_ref());
    }
}

#[test]
fn mutations_of_files_are_read_or_refused() {
    let mut files: Vec<(String, Vec<u8>)> = std::fs::read_dir(fixtures())
        .unwrap()
        .flatten()
        .map(|file| (file.file_name().to_string_lossy().into_owned(), file.path()))
        .filter(|(name, _)| !name.ends_with(".expected.json") && !name.ends_with(".md"))
        .filter_map(|(name, path)| Some((name, std::fs::read(path).ok()?)))
        .collect();
    files.sort();
    let mut random = fastrand::Rng::with_seed(22);
    let start = Instant::now();
    while start.elapsed() < limit() {
        let (name, bytes) = &files[random.usize(0..files.len())];
        refused_or_read(name, &changed(&mut random, bytes));
    }
}
