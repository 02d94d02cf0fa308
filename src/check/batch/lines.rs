//! Lines of a stream in chunks, of bounded size.

use std::io::{self, BufRead, BufReader, Read};

use crate::document::ignore_reason;

/// A longer line is no claim.
const LONGEST: usize = 1 << 20;
/// The most lines of a chunk.
const LINES: usize = 8;
/// The size at which a chunk takes no further line.
const BYTES: usize = 1 << 16;

/// A line as it stands in the file, without its end.
pub struct RawLine {
    /// Its number, from 1.
    pub number: usize,
    /// Its bytes; of a line that is too long the first.
    pub bytes: Vec<u8>,
    /// Whether it is longer than a line may be.
    pub too_long: bool,
    /// Why a comment on the line above says that it is to be ignored.
    pub ignore: Option<String>,
}

/// The lines of a text.
pub fn split(text: &str) -> Vec<RawLine> {
    let mut above = None;
    let lines = text.lines().enumerate();
    lines
        .map(|(index, line)| RawLine {
            number: index + 1,
            bytes: line.as_bytes().to_vec(),
            too_long: false,
            ignore: std::mem::replace(&mut above, ignore(line.as_bytes())),
        })
        .collect()
}

/// Reads lines.
pub struct Lines {
    reader: BufReader<Box<dyn Read + Send>>,
    number: usize,
    /// What a comment on the last line says of the next one.
    above: Option<String>,
}

/// The reason to ignore the next line, if a line is a comment that says so.
fn ignore(line: &[u8]) -> Option<String> {
    let line = std::str::from_utf8(line).ok()?;
    ignore_reason(line.trim_start().strip_prefix('#')?)
}

impl Lines {
    /// Lines of a stream of which some bytes may have been buffered.
    pub fn new(reader: BufReader<Box<dyn Read + Send>>) -> Lines {
        Lines {
            reader,
            number: 0,
            above: None,
        }
    }

    /// The next lines: one, and what further ones have arrived; with the bytes that they took.
    /// No lines: the end.
    ///
    /// # Errors
    /// If the stream cannot be read.
    pub fn chunk(&mut self) -> io::Result<(Vec<RawLine>, u64)> {
        let mut chunk = Vec::new();
        let mut size = 0;
        while let Some((line, length)) = self.line()? {
            size += length;
            chunk.push(line);
            let full = chunk.len() >= LINES || size >= BYTES as u64;
            if full || !self.reader.buffer().contains(&b'\n') {
                break;
            }
        }
        Ok((chunk, size))
    }

    fn line(&mut self) -> io::Result<Option<(RawLine, u64)>> {
        let mut bytes = Vec::new();
        let (mut length, mut too_long) = (0, false);
        loop {
            let buffer = match self.reader.fill_buf() {
                Ok(buffer) => buffer,
                Err(fault) if fault.kind() == io::ErrorKind::Interrupted => continue,
                Err(fault) => return Err(fault),
            };
            if buffer.is_empty() {
                if length == 0 && self.above.is_none() {
                    return Ok(None);
                }
                // A comment on the last line speaks of an empty one below.
                break;
            }
            let end = buffer.iter().position(|b| *b == b'\n');
            let part = &buffer[..end.unwrap_or(buffer.len())];
            let room = LONGEST - bytes.len();
            too_long |= part.len() > room;
            bytes.extend_from_slice(&part[..part.len().min(room)]);
            let used = end.map_or(buffer.len(), |end| end + 1);
            self.reader.consume(used);
            length += used as u64;
            if end.is_some() {
                break;
            }
        }
        if bytes.last() == Some(&b'\r') {
            bytes.pop();
        }
        if self.number == 0 && bytes.starts_with(b"\xef\xbb\xbf") {
            bytes.drain(..3);
        }
        self.number += 1;
        let below = ignore(&bytes);
        let line = RawLine {
            number: self.number,
            bytes,
            too_long,
            ignore: std::mem::replace(&mut self.above, below),
        };
        Ok(Some((line, length)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &'static [u8]) -> Vec<RawLine> {
        let mut lines = Lines::new(BufReader::new(Box::new(text)));
        let mut all = Vec::new();
        loop {
            let (chunk, _) = lines.chunk().expect("readable");
            if chunk.is_empty() {
                return all;
            }
            all.extend(chunk);
        }
    }

    #[test]
    fn lines_keep_their_numbers() {
        let lines = all(b"\xef\xbb\xbfa\r\n\nb\nc");
        let texts: Vec<(usize, &[u8])> = lines
            .iter()
            .map(|line| (line.number, line.bytes.as_slice()))
            .collect();
        assert_eq!(
            texts,
            [
                (1, &b"a"[..]),
                (2, &b""[..]),
                (3, &b"b"[..]),
                (4, &b"c"[..])
            ]
        );
    }

    #[test]
    fn of_a_line_without_end_only_a_part_is_kept() {
        let endless = io::repeat(b'x').take(3 * LONGEST as u64);
        let stream = endless.chain(&b"\nnext\n"[..]);
        let mut lines = Lines::new(BufReader::new(Box::new(stream)));
        let (chunk, _) = lines.chunk().expect("readable");
        assert!(chunk[0].too_long && chunk[0].bytes.len() == LONGEST);
        let rest = match chunk.get(1) {
            Some(line) => line.bytes.clone(),
            None => lines.chunk().expect("readable").0.remove(0).bytes,
        };
        assert_eq!(rest, b"next");
    }
}
