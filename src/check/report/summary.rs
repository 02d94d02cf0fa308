//! What a run has found, counted.

use super::weight::Finding;
use crate::check::Verdict;
use crate::check::batch::{Notice, NoticeKind};
use crate::languages::Language;

/// Verdicts in the order in which they are counted.
const ORDER: [Verdict; 6] = [
    Verdict::Equivalent,
    Verdict::Conditional,
    Verdict::Refuted,
    Verdict::Unknown,
    Verdict::Unparsed,
    Verdict::NoClaim,
];

/// What is said of the formulas that claim something: of the only one, of one, of several.
const JUDGED: [(Verdict, &str, &str, &str); 4] = [
    (Verdict::Equivalent, "it holds", "holds", "hold"),
    (Verdict::Refuted, "it is wrong", "is wrong", "are wrong"),
    (
        Verdict::Conditional,
        "it holds only under a condition",
        "holds only under a condition",
        "hold only under a condition",
    ),
    (
        Verdict::Unknown,
        "it is undecided",
        "is undecided",
        "are undecided",
    ),
];

/// So many findings are kept for the list, at most.
const MOST_LISTED: usize = 1_000;

/// Counts of verdicts, and of what else there was.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    verdicts: [usize; 6],
    /// Findings that comments say are to be ignored.
    pub ignored: usize,
    /// Findings that a baseline knows.
    pub known: usize,
    /// Findings of the baseline that are there no more.
    pub gone: usize,
    /// What the text itself denies.
    pub denied: usize,
    /// Formulas that differ from a usual one; they have a verdict too.
    pub suspects: usize,
    /// Files that could not be checked.
    pub unreadable: usize,
    /// Findings of documents, to be listed by weight.
    pub findings: Vec<Finding>,
    /// How many more findings there are than are kept for the list.
    pub unlisted: usize,
    /// What was told beside verdicts, and the findings that were ignored.
    pub told: Vec<Notice>,
}

impl Summary {
    /// Counts a verdict that is neither ignored nor known.
    pub fn add(&mut self, verdict: Verdict) {
        if let Some(index) = ORDER.iter().position(|v| *v == verdict) {
            self.verdicts[index] += 1;
        }
    }

    /// Counts a notice.
    pub fn note(&mut self, notice: Notice) {
        self.unreadable += usize::from(notice.kind == NoticeKind::Unreadable);
        self.ignored += usize::from(notice.kind == NoticeKind::Ignored);
        self.told.push(notice);
    }

    /// How often a verdict was given.
    pub fn count(&self, verdict: Verdict) -> usize {
        let index = ORDER.iter().position(|v| *v == verdict);
        index.map_or(0, |index| self.verdicts[index])
    }

    /// How many formulas there were.
    pub fn formulas(&self) -> usize {
        self.verdicts.iter().sum::<usize>() + self.ignored + self.known + self.denied
    }

    /// How many of them claim something.
    pub fn claims(&self) -> usize {
        self.formulas() - self.count(Verdict::NoClaim)
    }

    /// The exit status of the contract: 2 if something could not be checked, else 1 if something is
    /// refuted or conditional, else 3 if something is unknown or unparsed, else 0.
    pub fn status(&self) -> u8 {
        let any = |verdicts: [Verdict; 2]| verdicts.iter().any(|v| self.count(*v) > 0);
        if self.unreadable > 0 {
            2
        } else if any([Verdict::Refuted, Verdict::Conditional]) {
            1
        } else if any([Verdict::Unknown, Verdict::Unparsed]) {
            3
        } else {
            0
        }
    }

    /// Keeps a finding for the list.
    pub fn list(&mut self, finding: Option<Finding>) {
        match self.findings.len() < MOST_LISTED {
            true => self.findings.extend(finding),
            false => self.unlisted += usize::from(finding.is_some()),
        }
    }

    /// The counts in words, each of them that is not zero.
    pub fn words(&self) -> String {
        self.words_in(Default::default())
    }

    /// The counts as a sentence of a language.
    pub fn words_in(&self, language: &'static Language) -> String {
        let say = |words: &'static str| language.say(words);
        let mut parts: Vec<String> = self.claimed(language).into_iter().collect();
        let others = [
            (self.count(Verdict::Unparsed), ["could not be read"; 2]),
            (
                self.count(Verdict::NoClaim),
                ["claims nothing", "claim nothing"],
            ),
            (self.ignored, ["ignored by comment"; 2]),
            (self.known, ["known from the baseline"; 2]),
            (self.denied, ["denied by the text"; 2]),
        ];
        for (count, words) in others.into_iter().filter(|(count, _)| *count > 0) {
            let what = say(one_or_many(count, words));
            parts.push(match parts.is_empty() {
                true => format!(
                    "{count} {} {what}",
                    say(one_or_many(count, ["formula", "formulas"]))
                ),
                false => format!("{count} {what}"),
            });
        }
        if parts.is_empty() {
            parts.push(say("no formulas found").to_owned());
        }
        let more = [
            (self.suspects, ["suspect", "suspects"]),
            (self.unreadable, ["file not checked", "files not checked"]),
            (
                self.gone,
                [
                    "finding of the baseline no longer there",
                    "findings of the baseline no longer there",
                ],
            ),
        ];
        for (count, words) in more.into_iter().filter(|(count, _)| *count > 0) {
            parts.push(format!("{count} {}", say(one_or_many(count, words))));
        }
        parts.join(say("; "))
    }

    /// What became of the formulas that claim something; `None` where there is none.
    fn claimed(&self, language: &'static Language) -> Option<String> {
        let say = |words: &'static str| language.say(words);
        let counts = JUDGED.map(|(verdict, ..)| self.count(verdict));
        let all: usize = counts.iter().sum();
        let found: Vec<usize> = (0..JUDGED.len()).filter(|k| counts[*k] > 0).collect();
        let words = match (all, found.as_slice()) {
            (0, _) => return None,
            (1, [only, ..]) => say(JUDGED[*only].1).to_owned(),
            (_, [0]) => say("all hold").to_owned(),
            _ => {
                let parts = found.iter().map(|k| {
                    let (_, _, one, many) = JUDGED[*k];
                    format!(
                        "{} {}",
                        counts[*k],
                        say(one_or_many(counts[*k], [one, many]))
                    )
                });
                parts.collect::<Vec<_>>().join(", ")
            }
        };
        let head = match self.formulas() {
            1 => "formula:",
            _ => one_or_many(
                all,
                ["formula claims something:", "formulas claim something:"],
            ),
        };
        Some(format!("{all} {} {words}", say(head)))
    }
}

fn one_or_many(count: usize, [one, many]: [&'static str; 2]) -> &'static str {
    match count {
        1 => one,
        _ => many,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(counts: [usize; 6]) -> Summary {
        Summary {
            verdicts: counts,
            ..Summary::default()
        }
    }

    #[test]
    fn counts_are_a_sentence() {
        for (counts, words) in [
            ([0; 6], "no formulas found"),
            ([1, 0, 0, 0, 0, 0], "1 formula: it holds"),
            (
                [0, 0, 1, 0, 0, 2],
                "1 formula claims something: it is wrong; 2 claim nothing",
            ),
            ([3, 0, 0, 0, 0, 0], "3 formulas claim something: all hold"),
            ([0, 0, 0, 0, 1, 0], "1 formula could not be read"),
            ([0, 0, 0, 0, 0, 2], "2 formulas claim nothing"),
            (
                [37, 2, 1, 1, 3, 120],
                "41 formulas claim something: 37 hold, 1 is wrong, 2 hold only under a condition, \
                 1 is undecided; 3 could not be read; 120 claim nothing",
            ),
        ] {
            assert_eq!(summary(counts).words(), words);
        }
    }

    #[test]
    fn every_part_has_its_words_in_every_language() {
        let mut full = summary([37, 2, 1, 1, 3, 120]);
        (full.suspects, full.ignored, full.known, full.gone) = (2, 1, 2, 1);
        (full.denied, full.unreadable) = (1, 1);
        let english = full.words();
        for language in crate::languages::ALL
            .iter()
            .filter(|l| !l.messages.is_empty())
        {
            let said = full.words_in(language);
            let parts = english.split([':', ';', ',']).map(str::trim);
            for part in
                parts.map(|part| part.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' '))
            {
                let same = language.say("suspects") == "suspects" && part == "suspects";
                assert!(
                    same || !said.contains(part),
                    "{}: {part}: {said}",
                    language.code
                );
            }
        }
    }
}
