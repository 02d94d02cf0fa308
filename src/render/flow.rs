//! Breaking long formulas into lines: at the outermost operators first, within brackets only
//! where what they hold fits no line.
//!
//! A writer describes a formula as tokens: texts, places where a line may end, and groups (what
//! stands in brackets, the factors of a product). A group that fits is never broken. Otherwise
//! its parts fill lines; a part that fits no line of its own is broken within.

/// A token of a formula.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Token {
    /// Something that cannot be broken, and its width.
    Text(u32),
    /// A line may end here; if none does, there is so much space.
    Break(u32),
    /// The same before a relation sign: what follows moves to a line of its own only if that
    /// spares breaking it within, or if much stands before it.
    Turn(u32),
    /// A group begins.
    Open,
    /// It ends.
    Close,
}

/// Widths in the writer's unit.
#[derive(Clone, Copy, Debug)]
pub struct Measure {
    /// Room for a line.
    pub room: u32,
    /// Indentation of further lines of a group that is not aligned.
    pub shift: u32,
    /// Whether the lines of a group may be aligned where it begins.
    pub align: bool,
    /// Indentation of further lines of the formula itself.
    pub hang: u32,
}

/// A line: a range of tokens and its indentation. A place to break that begins it has no width.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Line {
    /// Its first token.
    pub start: usize,
    /// The token after its last.
    pub end: usize,
    /// Its indentation.
    pub indent: u32,
    /// Its width, with its indentation.
    pub width: u32,
}

/// Fills lines with the tokens. Groups are nested properly.
pub fn lines(tokens: &[Token], measure: Measure) -> Vec<Line> {
    let plan = Plan::new(tokens);
    let mut filler = Filler {
        plan: &plan,
        measure,
        room: u64::from(measure.room),
        lines: vec![Line {
            start: 0,
            end: tokens.len(),
            indent: 0,
            width: 0,
        }],
        column: 0,
        groups: vec![measure.hang],
    };
    if plan.width(0, tokens.len()) <= filler.room {
        filler.column = plan.width(0, tokens.len());
    } else {
        let mut at = filler.part(0, plan.first as usize);
        while at < tokens.len() {
            at = filler.token(at);
        }
    }
    filler.end_line(tokens.len());
    filler.lines
}

/// What is known about the tokens before lines are filled.
struct Plan<'a> {
    tokens: &'a [Token],
    /// The width of all that stands before a token, on one line.
    before: Vec<u64>,
    /// Where the part ends that begins at a group or a place to break: at the next such place
    /// of the same group, or at the group's end.
    ends: Vec<u32>,
    /// For the beginning of a group its end; for the end of a group the next place to break
    /// outside it.
    other: Vec<u32>,
    /// For the beginning of a group the width of its widest part.
    widest: Vec<u32>,
    /// Where the first part of the formula ends.
    first: u32,
}

fn narrow(number: impl TryInto<u32>) -> u32 {
    number.try_into().unwrap_or(u32::MAX)
}

impl<'a> Plan<'a> {
    fn new(tokens: &'a [Token]) -> Plan<'a> {
        let count = tokens.len();
        let mut plan = Plan {
            tokens,
            before: Vec::with_capacity(count + 1),
            ends: vec![0; count],
            other: vec![0; count],
            widest: vec![0; count],
            first: narrow(count),
        };
        let mut width = 0u64;
        for token in tokens {
            plan.before.push(width);
            width += match token {
                Token::Text(width) | Token::Break(width) | Token::Turn(width) => u64::from(*width),
                Token::Open | Token::Close => 0,
            };
        }
        plan.before.push(width);
        plan.find_ends();
        // From the last token to the first: the next place to break in each open group.
        let mut next = vec![narrow(count)];
        for (at, token) in tokens.iter().enumerate().rev() {
            let outer = next.last().copied().unwrap_or(narrow(count));
            match token {
                Token::Text(_) => {}
                Token::Break(_) | Token::Turn(_) => {
                    next.pop();
                    next.push(narrow(at));
                }
                Token::Close => {
                    plan.other[at] = outer;
                    next.push(outer);
                }
                Token::Open => {
                    next.pop();
                }
            }
        }
        plan
    }

    /// From the first token to the last: where parts and groups end.
    fn find_ends(&mut self) {
        // Of each open group: its beginning, and where its current part begins.
        let mut open: Vec<(Option<usize>, Option<usize>, u64)> = vec![(None, None, 0)];
        for (at, token) in self.tokens.iter().enumerate() {
            match token {
                Token::Text(_) => {}
                Token::Open => open.push((Some(at), Some(at), 0)),
                Token::Break(_) | Token::Turn(_) | Token::Close => {
                    let Some((group, part, widest)) = open.last_mut() else {
                        continue;
                    };
                    let width = match part {
                        Some(part) => {
                            self.ends[*part] = narrow(at);
                            self.before[at] - self.before[*part + 1]
                        }
                        None => {
                            self.first = narrow(at);
                            self.before[at]
                        }
                    };
                    *widest = width.max(*widest);
                    *part = Some(at);
                    if let (Token::Close, Some(group)) = (token, *group) {
                        self.other[group] = narrow(at);
                        self.widest[group] = narrow(*widest);
                        open.pop();
                    }
                }
            }
        }
        if let Some((_, Some(part), _)) = open.last() {
            self.ends[*part] = narrow(self.tokens.len());
        }
    }

    fn width(&self, from: usize, to: usize) -> u64 {
        self.before[to] - self.before[from.min(to)]
    }

    /// The width of a part with what must stay on its line.
    fn reach(&self, from: usize, end: usize) -> u64 {
        match self.tokens.get(end) {
            Some(Token::Close) => self.width(from, self.other[end] as usize),
            _ => self.width(from, end),
        }
    }
}

struct Filler<'a> {
    plan: &'a Plan<'a>,
    measure: Measure,
    room: u64,
    lines: Vec<Line>,
    /// The width of the last line so far.
    column: u64,
    /// The indentation of the further lines of each open group.
    groups: Vec<u32>,
}

impl Filler<'_> {
    /// Puts a token down; returns the next one.
    fn token(&mut self, at: usize) -> usize {
        let plan = self.plan;
        match plan.tokens[at] {
            Token::Text(width) => self.column += u64::from(width),
            Token::Close => {
                self.groups.pop();
            }
            Token::Open => {
                let close = plan.other[at] as usize;
                if self.column + plan.reach(at, close) <= self.room {
                    self.column += plan.width(at, close);
                    return close + 1;
                }
                let indent = self.lines.last().map_or(0, |line| line.indent);
                let fallback = indent
                    .saturating_add(self.measure.shift)
                    .max(self.measure.hang);
                let aligned = self.measure.align
                    && self.column.saturating_sub(u64::from(indent)) <= self.room * 2 / 5
                    && self.column + u64::from(plan.widest[at]) <= self.room;
                let here = aligned || self.column <= u64::from(fallback);
                self.groups.push(match here && self.measure.align {
                    true => narrow(self.column),
                    false => fallback,
                });
                return self.part(at + 1, plan.ends[at] as usize);
            }
            Token::Break(gap) | Token::Turn(gap) => {
                let end = plan.ends[at] as usize;
                let here = self.column + u64::from(gap);
                let indent = self.groups.last().copied().unwrap_or(0);
                let fits = here + plan.reach(at + 1, end) <= self.room;
                // A new line that begins no earlier helps nothing.
                let helps = here > u64::from(indent);
                if fits || !helps || !self.turns(at, here, u64::from(indent)) {
                    self.column = here;
                } else {
                    self.end_line(at);
                    self.lines.push(Line {
                        start: at,
                        end: plan.tokens.len(),
                        indent,
                        width: 0,
                    });
                    self.column = u64::from(indent);
                }
                return self.part(at + 1, end);
            }
        }
        at + 1
    }

    /// Puts a part down whole if it fits; returns the token to go on with.
    fn part(&mut self, from: usize, end: usize) -> usize {
        if self.column + self.plan.reach(from, end) > self.room {
            return from;
        }
        self.column += self.plan.width(from, end);
        end
    }

    /// Whether a part that does not fit beside what stands before it moves to a new line.
    fn turns(&self, at: usize, here: u64, indent: u64) -> bool {
        let plan = self.plan;
        if matches!(plan.tokens[at], Token::Break(_)) {
            return true;
        }
        let end = plan.ends[at] as usize;
        let open = (at + 1..end).find(|at| plan.tokens[*at] == Token::Open);
        let widest = match open {
            Some(open) => plan.width(at + 1, open) + u64::from(plan.widest[open]),
            None => plan.width(at + 1, end),
        };
        let line = self.lines.last().map_or(0, |line| u64::from(line.indent));
        let far = here - line > self.room * 3 / 10;
        let spares = here + widest > self.room && indent + widest <= self.room;
        far || spares
    }

    fn end_line(&mut self, at: usize) {
        if let Some(line) = self.lines.last_mut() {
            line.end = at;
            line.width = narrow(self.column);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lays out a text in which a space is a place to break, brackets are groups, `=` a turn.
    fn fill(text: &str, room: u32) -> String {
        let mut tokens = Vec::new();
        let mut spelt = Vec::new();
        for c in text.chars() {
            let (token, text) = match c {
                ' ' => (Token::Break(1), " "),
                '~' => (Token::Turn(1), " "),
                '{' => (Token::Open, ""),
                '}' => (Token::Close, ""),
                _ => (Token::Text(1), ""),
            };
            tokens.push(token);
            let plain = matches!(token, Token::Text(_));
            spelt.push(if plain {
                c.to_string()
            } else {
                text.to_owned()
            });
        }
        let measure = Measure {
            room,
            shift: 4,
            align: true,
            hang: 2,
        };
        let filled = lines(&tokens, measure);
        let line = |line: &Line| {
            let start = line.start + usize::from(line.start > 0);
            let text = spelt[start..line.end].concat();
            let indent = " ".repeat(line.indent as usize);
            assert_eq!(line.width as usize, indent.len() + text.chars().count());
            indent + &text
        };
        filled.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn outer_places_come_first() {
        assert_eq!(fill("a +b +c", 7), "a +b +c");
        assert_eq!(fill("a +b +c", 6), "a +b\n  +c");
        assert_eq!(fill("aa +f({b +c +d}) +e", 16), "aa +f(b +c +d)\n  +e");
        assert_eq!(
            fill("aa +f({b +c +d}) +e", 12),
            "aa\n  +f(b +c\n     +d) +e"
        );
    }

    #[test]
    fn right_sides_stay_beside_short_left_sides() {
        assert_eq!(fill("p~={bb +cc +dd}", 10), "p =bb +cc\n   +dd");
        assert_eq!(fill("log(p)~={bbbb +cc}", 12), "log(p)\n  =bbbb +cc");
    }

    #[test]
    fn what_cannot_be_broken_is_kept_whole() {
        assert_eq!(fill("abcdefgh +i", 5), "abcdefgh\n  +i");
        assert_eq!(fill("", 5), "");
    }
}
