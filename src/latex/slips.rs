//! Small changes of a formula's text, as slips of the pen are: a sign, a factor, an exponent, two
//! parts exchanged, one name for another. Each gives the text as it might have been meant.

use std::ops::Range;

use super::lexer::{self, Kind, Token};

/// So many changes are offered of one formula, at most.
const MOST: usize = 320;

/// Formulas with more names than this are not looked at name by name.
const NAMES: usize = 10;

/// How LaTeX writes a name that is one letter: `\\mu` for mu. `None` for other names.
#[must_use]
pub fn letter(name: &str) -> Option<String> {
    match name.chars().count() {
        1 => Some(name.to_owned()),
        _ => LETTERS.contains(&name).then(|| format!("\\{name}")),
    }
}

/// Commands that stand for a name.
const LETTERS: &[&str] = &[
    "alpha",
    "beta",
    "gamma",
    "delta",
    "epsilon",
    "varepsilon",
    "zeta",
    "eta",
    "theta",
    "vartheta",
    "kappa",
    "lambda",
    "mu",
    "nu",
    "xi",
    "rho",
    "tau",
    "varphi",
    "chi",
    "psi",
    "omega",
    "ell",
];

/// Commands whose argument belongs to a name.
const ACCENTS: &[&str] = &[
    "hat",
    "bar",
    "tilde",
    "vec",
    "widehat",
    "widetilde",
    "overline",
    "dot",
    "mathrm",
    "mathbf",
    "mathcal",
    "mathbb",
    "operatorname",
    "boldsymbol",
    "bm",
    "text",
    "label",
    "tag",
    "color",
    "textcolor",
    "begin",
    "end",
    "mathit",
    "mathsf",
    "pmb",
    "textbf",
    "textrm",
];

/// A changed formula.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Slip {
    /// The whole text with the change.
    pub text: String,
    /// The bytes of the original text that are replaced.
    pub at: Range<usize>,
    /// What stands there instead.
    pub new: String,
    /// The change in words that follow "it holds": "with `-` for `+`".
    pub words: String,
}

/// The small changes of a text, the most usual slips first; `others` are names that stand near it and
/// may have been meant.
#[must_use]
pub fn slips(text: &str, others: &[String]) -> Vec<Slip> {
    let tokens = lexer::tokens(text, 0..text.len());
    let plain = |token: &Token| token.end > token.start;
    let tokens: Vec<Token> = tokens.into_iter().filter(plain).collect();
    let mut all = Slips {
        text,
        tokens: &tokens,
        others,
        found: Vec::new(),
    };
    all.names(true);
    all.signs();
    all.functions();
    all.fractions();
    all.relations();
    all.brackets();
    all.exponents();
    all.numbers();
    all.bounds();
    all.names(false);
    all.found.truncate(MOST);
    all.found
}

struct Slips<'a> {
    text: &'a str,
    tokens: &'a [Token],
    others: &'a [String],
    found: Vec<Slip>,
}

impl Slips<'_> {
    fn add(&mut self, at: Range<usize>, new: &str, words: String) {
        let Some(old) = self.text.get(at.clone()) else {
            return;
        };
        if old == new {
            return;
        }
        let (before, after) = (&self.text[..at.start], &self.text[at.end..]);
        // A command must not grow together with a letter.
        let command = new.trim_end().ends_with(|c: char| c.is_ascii_alphabetic())
            && new.contains('\\')
            && after.starts_with(|c: char| c.is_ascii_alphabetic());
        let grown = before.rfind('\\').is_some_and(|k| {
            k + 1 < before.len() && before[k + 1..].chars().all(|c| c.is_ascii_alphabetic())
        }) && new.starts_with(|c: char| c.is_ascii_alphabetic());
        let (left, right) = (if grown { " " } else { "" }, if command { " " } else { "" });
        let text = format!("{before}{left}{new}{right}{after}");
        // "It holds" stands before them.
        let words = match words.starts_with('`') {
            true => format!("with {words}"),
            false => words,
        };
        self.found.push(Slip {
            text,
            at,
            new: format!("{left}{new}{right}"),
            words,
        });
    }

    fn is(&self, k: usize, c: char) -> bool {
        self.tokens
            .get(k)
            .is_some_and(|token| token.kind == Kind::Symbol(c))
    }

    fn command(&self, k: usize) -> Option<&str> {
        match &self.tokens.get(k)?.kind {
            Kind::Command(name) => Some(name),
            _ => None,
        }
    }

    fn source(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default()
    }

    /// Whether a term may start behind token `k`.
    fn starts_term(&self, k: usize) -> bool {
        match &self.tokens[k].kind {
            Kind::Open | Kind::Begin(_) => true,
            Kind::Symbol(c) => matches!(c, '(' | '[' | '=' | '&' | '+' | '-' | '<' | '>'),
            Kind::Command(name) => matches!(
                &**name,
                "left" | "le" | "leq" | "ge" | "geq" | "cdot" | "times" | "iff" | "implies"
            ),
            _ => false,
        }
    }

    /// The token behind the group or bracket that starts at `k`; a single token is a group.
    fn group(&self, k: usize) -> Option<usize> {
        let mut depth = 0_usize;
        let mut at = k;
        loop {
            match &self.tokens.get(at)?.kind {
                Kind::Open | Kind::Symbol('(' | '[') => depth += 1,
                Kind::Close | Kind::Symbol(')' | ']') => depth = depth.checked_sub(1)?,
                _ => {}
            }
            at += 1;
            // The lexer leaves out \big and its like.
            let sized = matches!(self.command(at - 1), Some("left" | "right"));
            if depth == 0 && !sized {
                return Some(at);
            }
        }
    }

    /// The bytes of a run of tokens.
    fn bytes(&self, from: usize, to: usize) -> Range<usize> {
        self.tokens[from].start..self.tokens[to - 1].end
    }

    fn signs(&mut self) {
        for k in 0..self.tokens.len() {
            let token = &self.tokens[k];
            let range = token.start..token.end;
            let unary = k == 0 || self.starts_term(k - 1);
            match token.kind {
                Kind::Symbol('+') => self.add(range, "-", "`-` for `+`".into()),
                Kind::Symbol('-') if unary => {
                    let next = self.next_words(k + 1);
                    self.add(range, "", format!("without the minus sign before `{next}`"));
                }
                Kind::Symbol('-') => self.add(range, "+", "`+` for `-`".into()),
                _ => {}
            }
        }
        for k in 0..self.tokens.len() {
            let next_is_sign = self.is(k + 1, '-') || self.is(k + 1, '+');
            let script = k > 0 && self.is(k - 1, '_');
            if self.starts_term(k)
                && !next_is_sign
                && !script
                && k + 1 < self.tokens.len()
                && !matches!(self.tokens[k].kind, Kind::Symbol('+' | '-'))
                && !self.is(k + 1, '&')
                && !matches!(
                    self.tokens[k + 1].kind,
                    Kind::Close | Kind::Symbol(')' | ']' | '=')
                )
            {
                let at = self.tokens[k + 1].start;
                let next = self.next_words(k + 1);
                self.add(at..at, "-", format!("with a minus sign before `{next}`"));
            }
            // e^x has its exponent without braces.
            if self.is(k, '^')
                && let Some(Kind::Letter(_)) = self.tokens.get(k + 1).map(|t| &t.kind)
            {
                let range = self.tokens[k + 1].start..self.tokens[k + 1].end;
                let name = self.source(range.clone()).to_owned();
                self.add(
                    range,
                    &format!("{{-{name}}}"),
                    format!("with a minus sign before `{name}`"),
                );
            }
        }
        self.sides();
    }

    /// The whole right side with the other sign.
    fn sides(&mut self) {
        let mut depth = 0_usize;
        for k in 0..self.tokens.len() {
            match self.tokens[k].kind {
                Kind::Open | Kind::Symbol('(' | '[') => depth += 1,
                Kind::Close | Kind::Symbol(')' | ']') => depth = depth.saturating_sub(1),
                Kind::Symbol('=') if depth == 0 => {
                    let start = k + 1 + usize::from(self.is(k + 1, '&'));
                    let end = self.side_end(start);
                    if end > start {
                        let range = self.bytes(start, end);
                        let side = self.source(range.clone()).trim().to_owned();
                        self.add(
                            range,
                            &format!("-({side})"),
                            "with the opposite sign".into(),
                        );
                    }
                }
                _ => {}
            }
        }
    }

    /// Where the side that starts at a token ends.
    fn side_end(&self, start: usize) -> usize {
        let mut depth = 0_usize;
        let mut k = start;
        while k < self.tokens.len() {
            match &self.tokens[k].kind {
                Kind::Open | Kind::Symbol('(' | '[') | Kind::Begin(_) => depth += 1,
                Kind::Close | Kind::Symbol(')' | ']') if depth == 0 => break,
                Kind::End(_) if depth == 0 => break,
                Kind::Close | Kind::Symbol(')' | ']') | Kind::End(_) => depth -= 1,
                Kind::Symbol('=' | ',' | '&' | '.' | ';') if depth == 0 => break,
                Kind::Command(name)
                    if depth == 0
                        && matches!(
                            &**name,
                            "\\" | "quad" | "qquad" | "text" | "label" | "tag" | "iff" | "implies"
                        ) =>
                {
                    break;
                }
                Kind::Text(_) if depth == 0 => break,
                _ => {}
            }
            k += 1;
        }
        k
    }

    /// What stands at a token, for a message.
    fn next_words(&self, k: usize) -> String {
        let end = self.group(k).unwrap_or(k + 1).min(self.tokens.len());
        match k < end {
            true => self.source(self.bytes(k, end)).chars().take(24).collect(),
            false => String::new(),
        }
    }

    /// σ(z) for 1 − σ(z).
    fn functions(&mut self) {
        for k in 0..self.tokens.len() {
            let named = match &self.tokens[k].kind {
                Kind::Command(name) => matches!(&**name, "sigma" | "Phi" | "hat" | "pi"),
                Kind::Letter(c) => matches!(c, 'p' | 'F' | 'y' | 'a' | 'h' | 's' | 'q'),
                _ => false,
            };
            let script = k > 0 && (self.is(k - 1, '_') || self.is(k - 1, '^'));
            if !named || script {
                continue;
            }
            let mut end = k + 1;
            if self.command(k) == Some("hat") {
                end = self.group(end).unwrap_or(end);
            }
            while self.is(end, '_') {
                end = self.group(end + 1).unwrap_or(end + 1);
            }
            if self.is(end, '(') || self.command(end) == Some("left") {
                end = self.group(end).unwrap_or(end);
            }
            if end > self.tokens.len() {
                continue;
            }
            let range = self.bytes(k, end);
            let term = self.source(range.clone()).to_owned();
            self.add(
                range,
                &format!("(1-{term})"),
                format!("`1 - {term}` for `{term}`"),
            );
        }
    }

    /// Numerator and denominator exchanged.
    fn fractions(&mut self) {
        for k in 0..self.tokens.len() {
            if !matches!(self.command(k), Some("frac" | "dfrac" | "tfrac")) {
                continue;
            }
            let Some(middle) = self.group(k + 1) else {
                continue;
            };
            let Some(end) = self.group(middle) else {
                continue;
            };
            let (over, under) = (self.bytes(k + 1, middle), self.bytes(middle, end));
            let start = self.tokens[k].end;
            let new = format!(" {} {}", self.source(under.clone()), self.source(over));
            self.add(
                start..under.end,
                &new,
                "with numerator and denominator exchanged".into(),
            );
            // A factor such as 1/2 too many.
            let constant = self.tokens[k + 1..end]
                .iter()
                .all(|t| matches!(t.kind, Kind::Number(_) | Kind::Open | Kind::Close));
            let range = self.bytes(k, end);
            if constant {
                let factor = self.source(range.clone()).to_owned();
                self.add(range, "", format!("without the factor `{factor}`"));
            }
        }
    }

    fn relations(&mut self) {
        const PAIRS: [(&str, &str); 5] = [
            ("le", "ge"),
            ("leq", "geq"),
            ("lt", "gt"),
            ("ge", "le"),
            ("geq", "leq"),
        ];
        for k in 0..self.tokens.len() {
            let range = self.tokens[k].start..self.tokens[k].end;
            let other = match &self.tokens[k].kind {
                Kind::Symbol('<') => Some(">"),
                Kind::Symbol('>') => Some("<"),
                Kind::Command(name) => PAIRS.iter().find(|(a, _)| *a == &**name).map(|(_, b)| *b),
                _ => None,
            };
            if let Some(other) = other {
                let old = self.source(range.clone()).to_owned();
                let new = match old.starts_with('\\') {
                    true => format!("\\{other}"),
                    false => other.to_owned(),
                };
                self.add(range, &new, format!("`{new}` for `{old}`"));
            }
        }
    }

    /// Brackets that are missing around a denominator or behind a function: p/1-p.
    fn brackets(&mut self) {
        for k in 0..self.tokens.len() {
            if !self.is(k, '/') {
                continue;
            }
            let start = k + 1;
            let Some(first) = self.group(start) else {
                continue;
            };
            if !(self.is(first, '+') || self.is(first, '-')) {
                continue;
            }
            let end = self.side_end(start).min(self.tokens.len());
            if end > first + 1 {
                let range = self.bytes(start, end);
                let part = self.source(range.clone()).trim().to_owned();
                self.add(
                    range,
                    &format!("({part})"),
                    format!("with brackets around `{part}`"),
                );
            }
        }
    }

    fn exponents(&mut self) {
        for k in 0..self.tokens.len() {
            let script = k > 0 && (self.is(k - 1, '_') || self.is(k - 1, '^'));
            if self.is(k, '^')
                && let Some(end) = self.group(k + 1)
            {
                let range = self.bytes(k, end);
                let power = self.source(range.clone()).to_owned();
                if self.tokens[k + 1..end]
                    .iter()
                    .any(|t| matches!(t.kind, Kind::Number(_)))
                {
                    self.add(range, "", format!("without the exponent `{power}`"));
                }
                continue;
            }
            let name = match &self.tokens[k].kind {
                Kind::Letter(_) | Kind::Symbol(')') => true,
                Kind::Command(name) => LETTERS.contains(&&**name) || &**name == "sigma",
                _ => false,
            };
            if name
                && !script
                && !self.is(k + 1, '^')
                && !self.is(k + 1, '_')
                && !self.is(k + 1, '(')
            {
                let at = self.tokens[k].end;
                let what = match self.is(k, ')') {
                    true => "the bracket".to_owned(),
                    false => format!("`{}`", self.source(self.tokens[k].start..at)),
                };
                self.add(at..at, "^2", format!("with {what} squared"));
            }
        }
    }

    fn numbers(&mut self) {
        for k in 0..self.tokens.len() {
            let token = &self.tokens[k];
            let Kind::Number(digits) = &token.kind else {
                continue;
            };
            let range = token.start..token.end;
            let Ok(value) = digits.parse::<u32>() else {
                continue;
            };
            if value > 12 {
                continue;
            }
            for other in [value + 1, value.saturating_sub(1), value * 2] {
                self.add(
                    range.clone(),
                    &other.to_string(),
                    format!("`{other}` for `{value}`"),
                );
            }
            let factor = value > 1 && !(k > 0 && (self.is(k - 1, '^') || self.is(k - 1, '_')));
            if factor {
                self.add(range, "", format!("without the factor `{value}`"));
            }
        }
        for k in 0..self.tokens.len().saturating_sub(1) {
            if !self.starts_term(k) || self.is(k + 1, '-') || self.is(k + 1, '&') {
                continue;
            }
            let at = self.tokens[k + 1].start;
            for (new, words) in [
                ("2", "with the factor 2"),
                (r"\frac{1}{2}", "with the factor 1/2"),
            ] {
                self.add(at..at, new, words.into());
            }
        }
    }

    /// A sum that ends one term too late: J for J − 1.
    fn bounds(&mut self) {
        for k in 1..self.tokens.len() {
            if !self.is(k - 1, '^') {
                continue;
            }
            let Some(end) = self.group(k) else { continue };
            let inner = match self.tokens[k].kind {
                Kind::Open => k + 1..end - 1,
                _ => k..end,
            };
            let letter = |token: &Token| matches!(token.kind, Kind::Letter(_));
            if inner.len() == 1 && letter(&self.tokens[inner.start]) {
                let range = self.bytes(k, end);
                let bound = self.source(self.bytes(inner.start, inner.end)).to_owned();
                self.add(
                    range,
                    &format!("{{{bound}-1}}"),
                    format!("`{bound} - 1` for `{bound}`"),
                );
            } else if inner.len() == 3
                && letter(&self.tokens[inner.start])
                && self.is(inner.start + 1, '-')
            {
                let range = self.bytes(k, end);
                let bound = self
                    .source(self.bytes(inner.start, inner.start + 1))
                    .to_owned();
                self.add(
                    range,
                    &format!("{{{bound}}}"),
                    format!("with the upper bound `{bound}`"),
                );
            }
        }
    }

    /// One name for another of the formula: the names that are written once, or the others.
    fn names(&mut self, rare: bool) {
        let mut places: Vec<(usize, String)> = Vec::new();
        let mut depth_of_accent: Option<usize> = None;
        for k in 0..self.tokens.len() {
            if depth_of_accent.is_some_and(|end| k < end) {
                continue;
            }
            depth_of_accent = None;
            let accent = self.command(k).is_some_and(|name| ACCENTS.contains(&name));
            if accent {
                depth_of_accent = self.group(k + 1);
                continue;
            }
            let name = match &self.tokens[k].kind {
                Kind::Letter(c) => !matches!(c, 'e' | 'd'),
                Kind::Command(name) => LETTERS.contains(&&**name),
                _ => false,
            };
            if name && !self.is(k + 1, '(') {
                let range = self.tokens[k].start..self.tokens[k].end;
                places.push((k, self.source(range).to_owned()));
            }
        }
        let mut names: Vec<String> = places.iter().map(|(_, name)| name.clone()).collect();
        names.extend(self.others.iter().cloned());
        names.sort_unstable();
        names.dedup();
        if names.len() > NAMES {
            return;
        }
        let once = |name: &String| places.iter().filter(|(_, other)| other == name).count() == 1;
        for (k, name) in places.iter().filter(|(_, name)| once(name) == rare) {
            for other in &names {
                if other != name {
                    let range = self.tokens[*k].start..self.tokens[*k].end;
                    self.add(range, other, format!("`{other}` for `{name}`"));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::slips;

    #[test]
    fn slips_of_the_pen() {
        let with = |text: &str, wanted: &str| {
            let all = slips(text, &[]);
            assert!(
                all.iter().any(|slip| slip.text == wanted),
                "{text} gives {:?}",
                all.iter().map(|s| &s.text).collect::<Vec<_>>()
            );
        };
        with(
            r"\sigma(z) = \frac{1}{1-e^{-z}}",
            r"\sigma(z) = \frac{1}{1+e^{-z}}",
        );
        with(
            r"\sigma'(z) = \sigma(z)\sigma(z)",
            r"\sigma'(z) = \sigma(z)(1-\sigma(z))",
        );
        with(r"1-p = \frac{1}{1+e^{-z}}", r"1-p = \frac{1}{1+e^{z}}");
        with(
            r"\frac{\lambda}{2\pi x^3} = y",
            r"\frac{\lambda}{2\pi y^3} = y",
        );
        with(r"\log(p/1-p)", r"\log(p/(1-p))");
        with(r"\sum_{j=1}^{J} x_j", r"\sum_{j=1}^{J-1} x_j");
        with(r"f = \alpha x", r"f = x x");
    }

    #[test]
    fn every_slip_is_the_text_with_one_place_changed() {
        let text = r"L = -\frac{1}{n}\sum_{i=1}^n y_i\log(p_i) + (1-y_i)\log(1-p_i)";
        for slip in slips(text, &[]) {
            let mut made = text.to_owned();
            made.replace_range(slip.at.clone(), &slip.new);
            assert_eq!(made, slip.text);
        }
    }
}
