//! A text that is made from a file, and where each part of it stands in the file.
//!
//! Some formats are read by making the text that a reader sees: entities are decoded, the marks of
//! comments are taken away, what is code is left out. Places are of the file all the same.

use std::ops::Range;

use super::page::Span;

/// A run of bytes of a made text.
#[derive(Clone, Copy, Debug)]
struct Run {
    /// Where it starts in the made text.
    at: usize,
    /// Where it starts in the file.
    from: usize,
    /// Where it ends in the file, if it does not stand there in the same letters.
    to: Option<usize>,
}

/// Where a text stands in its file; as it is, unless runs say otherwise.
#[derive(Clone, Debug, Default)]
pub(super) struct Origin {
    runs: Vec<Run>,
}

impl Origin {
    /// The byte of the file for a byte of the text.
    pub fn of(&self, at: usize) -> usize {
        let after = self.runs.partition_point(|run| run.at <= at);
        match after.checked_sub(1).map(|index| self.runs[index]) {
            None => at,
            Some(run) if run.to.is_some() => run.from,
            Some(run) => run.from + (at - run.at),
        }
    }

    /// The byte of the file behind a piece that ends at a byte of the text.
    pub fn end(&self, at: usize) -> usize {
        let Some(last) = at.checked_sub(1) else {
            return self.of(at);
        };
        let after = self.runs.partition_point(|run| run.at <= last);
        match after.checked_sub(1).map(|index| self.runs[index]) {
            Some(Run { to: Some(to), .. }) => to,
            _ => self.of(last) + 1,
        }
    }

    /// The bytes of a piece of the text at which another run starts, with their bytes in the file.
    pub fn turns(&self, piece: Range<usize>) -> impl Iterator<Item = (usize, usize)> {
        let first = self.runs.partition_point(|run| run.at <= piece.start);
        let runs = self.runs[first..].iter();
        runs.take_while(move |run| run.at < piece.end)
            .map(|run| (run.at, run.from))
    }

    fn push(&mut self, run: Run) {
        // An empty run stands for nothing.
        match self.runs.last_mut() {
            Some(last) if last.at == run.at => *last = run,
            _ => self.runs.push(run),
        }
    }
}

/// A text that is made from a file.
#[derive(Debug, Default)]
pub(super) struct Made {
    /// The text.
    pub text: String,
    /// Where it stands in the file.
    pub origin: Origin,
    /// The formulas that the format itself marks, in order.
    pub given: Vec<Span>,
    /// What is no text, in order.
    pub masked: Vec<Range<usize>>,
}

impl Made {
    /// Takes over a part of the file as it is.
    pub fn copy(&mut self, file: &str, part: Range<usize>) {
        let next = self.origin.runs.last().map(|run| match run.to {
            Some(to) => (to, false),
            None => (run.from + (self.text.len() - run.at), true),
        });
        if next != Some((part.start, true)) {
            self.origin.push(Run {
                at: self.text.len(),
                from: part.start,
                to: None,
            });
        }
        self.text.push_str(&file[part]);
    }

    /// Puts a text for a part of the file.
    pub fn put(&mut self, text: &str, part: Range<usize>) {
        if text.is_empty() {
            return;
        }
        self.origin.push(Run {
            at: self.text.len(),
            from: part.start,
            to: Some(part.end),
        });
        self.text.push_str(text);
    }

    /// Parts paragraphs at a place of the file.
    pub fn part(&mut self, mark: &str, at: usize) {
        let line = match mark {
            "\n" => usize::from(!self.text.ends_with('\n')),
            _ => {
                2 - self
                    .text
                    .bytes()
                    .rev()
                    .take(2)
                    .take_while(|b| *b == b'\n')
                    .count()
            }
        };
        self.put(&"\n".repeat(line), at..at);
        self.put(mark.trim_start_matches('\n'), at..at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_of_the_file() {
        let file = "a &lt; bc";
        let mut made = Made::default();
        made.copy(file, 0..2);
        made.put("<", 2..6);
        made.copy(file, 6..9);
        assert_eq!(made.text, "a < bc");
        let of = |at| made.origin.of(at);
        assert_eq!((of(0), of(2), of(3), of(5)), (0, 2, 6, 8));
        assert_eq!((made.origin.end(3), made.origin.end(6)), (6, 9));
        let turns: Vec<_> = made.origin.turns(0..6).collect();
        assert_eq!(turns, [(2, 2), (3, 6)]);
        assert_eq!(Origin::default().of(7), 7);
    }
}
