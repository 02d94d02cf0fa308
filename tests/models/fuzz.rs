//! Damaged files: no panic, no hang, whatever bytes change.

use std::time::{Duration, Instant};

use super::{fixtures, read};

/// How long all of it may take.
const TIME: Duration = Duration::from_secs(20);

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
    let limit = std::env::var("EQUIFF_FUZZ_SECONDS")
        .ok()
        .and_then(|text| text.parse().ok());
    let limit = limit.map_or(TIME, Duration::from_secs);
    while start.elapsed() < limit {
        let (name, bytes) = &files[random.usize(0..files.len())];
        let bytes = changed(&mut random, bytes);
        let begun = Instant::now();
        if let Err(why) = read(name, &bytes) {
            assert!(why == "no model" || why.len() < 1000, "{name}: {why}");
        }
        let took = begun.elapsed();
        if took > Duration::from_secs(5) {
            std::fs::write(std::env::temp_dir().join("slow-model"), &bytes).unwrap();
            panic!("{name} took {took:?}");
        }
    }
}
