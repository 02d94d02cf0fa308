//! Colours: which names have one, and how it looks on light and on dark ground.
//!
//! A name is coloured when a part of it is the name of a colour (`omega_blue`, `red_weight`), or when
//! [`Colors`] says so. Colour is never the only sign: the names stay.

/// A colour with a name, in a shade for each ground.
///
/// Each shade has a contrast of at least 4.5 to 1 against its ground (WCAG 2.2, 1.4.3).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Color {
    /// Its names, lower case; the first is used in stylesheets.
    pub names: &'static [&'static str],
    /// Red, green and blue on white.
    pub light: [u8; 3],
    /// Red, green and blue on [`DARK_GROUND`].
    pub dark: [u8; 3],
}

/// The dark ground of pages.
pub const DARK_GROUND: [u8; 3] = [0x16, 0x18, 0x1d];

/// The colours. Blue and red, the commonest pair, are told apart by every kind of colour vision.
pub static PALETTE: &[Color] = &[
    color(&["blue"], [0x0b, 0x57, 0xb0], [0x7c, 0xb5, 0xff]),
    color(&["red"], [0xc2, 0x1f, 0x1f], [0xff, 0x8a, 0x80]),
    color(
        &["purple", "violet"],
        [0x7a, 0x2f, 0xa6],
        [0xcf, 0xa2, 0xf5],
    ),
    color(&["grey", "gray"], [0x5f, 0x64, 0x6b], [0xaa, 0xb0, 0xb8]),
    color(&["green"], [0x1a, 0x6e, 0x34], [0x74, 0xcf, 0x8e]),
    color(&["orange"], [0xa8, 0x4a, 0x00], [0xff, 0xaf, 0x6b]),
    color(
        &["teal", "turquoise"],
        [0x00, 0x69, 0x69],
        [0x5c, 0xcf, 0xcf],
    ),
    color(&["pink", "magenta"], [0xb0, 0x18, 0x6c], [0xff, 0x92, 0xc6]),
    color(&["brown"], [0x7a, 0x4a, 0x1f], [0xd8, 0xa8, 0x78]),
    color(&["yellow", "gold"], [0x7a, 0x5d, 0x00], [0xe6, 0xc4, 0x4d]),
    color(&["cyan"], [0x00, 0x6a, 0x80], [0x5f, 0xcb, 0xe6]),
    color(&["black"], [0x00, 0x00, 0x00], [0xff, 0xff, 0xff]),
];

const fn color(names: &'static [&'static str], light: [u8; 3], dark: [u8; 3]) -> Color {
    Color { names, light, dark }
}

impl Color {
    /// The shade on white as six hexadecimal digits.
    pub fn light_hex(&self) -> String {
        hex(self.light)
    }

    /// The shade on dark ground as six hexadecimal digits.
    pub fn dark_hex(&self) -> String {
        hex(self.dark)
    }
}

fn hex([red, green, blue]: [u8; 3]) -> String {
    format!("{red:02x}{green:02x}{blue:02x}")
}

/// The colour of a word.
pub fn find(word: &str) -> Option<&'static Color> {
    let word = word.to_ascii_lowercase();
    PALETTE
        .iter()
        .find(|color| color.names.contains(&word.as_str()))
}

/// The first names of the colours, for people.
pub fn names() -> String {
    let names: Vec<&str> = PALETTE.iter().map(|color| color.names[0]).collect();
    names.join(", ")
}

/// What someone wants of the colours of names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Choice {
    /// No colours.
    Nothing,
    /// A name has a colour, or none.
    Name(String, Option<&'static Color>),
}

impl Choice {
    /// Reads `NAME=COLOR`, `NAME=none` or `none`.
    ///
    /// # Errors
    /// What is wrong with it and what would be right.
    pub fn read(text: &str) -> Result<Choice, String> {
        let Some((name, color)) = text.rsplit_once('=') else {
            return match text.trim() {
                "none" => Ok(Choice::Nothing),
                _ => Err("a name and its colour are wanted, such as w_1=blue".into()),
            };
        };
        let (name, color) = (name.trim(), color.trim());
        if name.is_empty() {
            return Err("the name before = is missing".into());
        }
        match (color, find(color)) {
            ("none", _) => Ok(Choice::Name(name.to_owned(), None)),
            (_, Some(color)) => Ok(Choice::Name(name.to_owned(), Some(color))),
            (_, None) => Err(format!(
                "`{}` is no colour; colours are {}, and none",
                color.escape_debug(),
                names()
            )),
        }
    }
}

/// Which names have which colour.
#[derive(Clone, Debug, Default)]
pub struct Colors {
    /// Names that are given a colour, or none, whatever they are called.
    pub chosen: Vec<(String, Option<&'static Color>)>,
    /// Whether names of colours within names count.
    pub by_name: bool,
}

impl Colors {
    /// Adds a choice; a later one counts.
    pub fn choose(&mut self, choice: Choice) {
        match choice {
            Choice::Nothing => *self = Colors::default(),
            Choice::Name(name, color) => self.chosen.insert(0, (name, color)),
        }
    }

    /// Whether no name is marked.
    pub fn mark_nothing(&self) -> bool {
        self.chosen.is_empty() && !self.by_name
    }

    /// The colour of a variable, which is given as it is typed: `omega_blue`, `w[1]`, `w_1`. An
    /// entry has the colour of its vector, unless it has one of its own.
    pub fn of(&self, name: &str) -> Option<&'static Color> {
        let chosen = |name: &str| {
            let mut all = self.chosen.iter();
            all.find(|(other, _)| same(name, other))
        };
        let vector = || chosen(name.split_once('[')?.0);
        match (chosen(name).or_else(vector), self.by_name) {
            (Some((_, color)), _) => *color,
            (None, true) => name.split(['_', '[', ']', ',']).rev().find_map(find),
            (None, false) => None,
        }
    }

    /// A name that was given a colour and is none of some.
    pub fn stray(&self, known: &[String]) -> Option<&str> {
        let is_known = |name: &str| {
            let vector = |other: &str| other.split_once('[').is_some_and(|(v, _)| v == name);
            known.iter().any(|other| same(name, other) || vector(other))
        };
        let mut names = self.chosen.iter().map(|(name, _)| name.as_str());
        names.find(|name| !is_known(name))
    }
}

/// Whether two names are the same but for the way in which an index is typed.
fn same(a: &str, b: &str) -> bool {
    let plain = |name: &str| name.replace(['[', ']'], "_");
    plain(a).trim_end_matches('_') == plain(b).trim_end_matches('_')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance by WCAG 2.2.
    fn luminance(shade: [u8; 3]) -> f64 {
        let channel = |value: u8| {
            let value = f64::from(value) / 255.0;
            match value <= 0.04045 {
                true => value / 12.92,
                false => ((value + 0.055) / 1.055).powf(2.4),
            }
        };
        let [red, green, blue] = shade.map(channel);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    fn contrast(a: [u8; 3], b: [u8; 3]) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn every_shade_can_be_read() {
        assert!((contrast([0; 3], [255; 3]) - 21.0).abs() < 1e-9);
        for color in PALETTE {
            let on_white = contrast(color.light, [255; 3]);
            let on_dark = contrast(color.dark, DARK_GROUND);
            assert!(on_white >= 4.5, "{:?} on white: {on_white}", color.names);
            assert!(on_dark >= 4.5, "{:?} on dark: {on_dark}", color.names);
        }
    }

    #[test]
    fn names_have_the_colours_in_them() {
        let colors = Colors {
            chosen: vec![("w_1".into(), find("Teal"))],
            by_name: true,
        };
        let name = |text: &str| colors.of(text).map(|color| color.names[0]);
        assert_eq!(name("omega_blue"), Some("blue"));
        assert_eq!(name("x_gray"), Some("grey"));
        assert_eq!(name("w[1]"), Some("teal"));
        assert_eq!(name("bluefin"), None);
        assert_eq!(Colors::default().of("omega_blue"), None);
    }

    #[test]
    fn choices_are_read_and_later_ones_count() {
        let mut colors = Colors {
            by_name: true,
            ..Colors::default()
        };
        for text in ["w=blue", "w_2=orange", "x_red=none", "w[3] = none"] {
            colors.choose(Choice::read(text).expect("a choice"));
        }
        let name = |text: &str| colors.of(text).map(|color| color.names[0]);
        assert_eq!(name("w[1]"), Some("blue"));
        assert_eq!(name("w[2]"), Some("orange"));
        assert_eq!([name("w[3]"), name("x_red")], [None, None]);
        assert_eq!(name("b_red"), Some("red"));
        let known = ["w[1]", "w[2]", "w[3]", "x_red"].map(String::from);
        assert_eq!(colors.stray(&known), None);
        assert_eq!(colors.stray(&known[..2]), Some("w[3]"));
        colors.choose(Choice::Nothing);
        assert_eq!(colors.of("b_red"), None);
        for wrong in ["w", "=blue", "w=bleu", ""] {
            Choice::read(wrong).expect_err("no choice");
        }
    }
}
