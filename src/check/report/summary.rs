//! What a run has found, counted.

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

    /// How many formulas got which verdict, or were passed over; none of them is zero.
    fn rows(&self) -> Vec<(usize, &'static str)> {
        let verdicts = ORDER.iter().map(|v| (self.count(*v), v.word()));
        let others = [
            (self.ignored, "ignored by comment"),
            (self.known, "known from the baseline"),
            (self.denied, "denied by the text"),
        ];
        verdicts
            .chain(others)
            .filter(|(count, _)| *count > 0)
            .collect()
    }

    /// The counts in words, each of them that is not zero.
    pub fn words(&self) -> String {
        self.words_in(Default::default())
    }

    /// The counts in the words of a language.
    pub fn words_in(&self, language: &'static Language) -> String {
        let say = |words: &'static str| language.say(words);
        let rows = self.rows().into_iter();
        let parts: Vec<String> = rows
            .map(|(count, what)| format!("{count} {}", say(what)))
            .collect();
        let mut words = match self.formulas() {
            0 => say("no formulas found").to_owned(),
            1 => format!("1 {} {}", say("formula:"), parts.join(", ")),
            all => format!("{all} {} {}", say("formulas:"), parts.join(", ")),
        };
        for (count, one, several) in [
            (self.suspects, "suspect", "suspects"),
            (self.unreadable, "file not checked", "files not checked"),
            (
                self.gone,
                "finding of the baseline no longer there",
                "findings of the baseline no longer there",
            ),
        ] {
            if count > 0 {
                let what = say(if count == 1 { one } else { several });
                words += &format!("{}{count} {what}", say("; "));
            }
        }
        words
    }
}
