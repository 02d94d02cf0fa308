//! Formulas as neutral boxes: what stands where, before any format is chosen.
//!
//! A [`Layout`] is an arena of [`Item`]s. Brackets, implicit products, fractions or slashes and
//! the notation of sums are decided here, once; a format only spells the items.

mod build;
mod name;
mod product;
mod vector;

pub use build::{Style, layout, layout_marked};
pub use name::GREEK;

use std::borrow::Cow;
use std::num::NonZeroU32;

use rustc_hash::FxHashMap;

/// An item of a layout.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Id(NonZeroU32);

/// Several items in order, as a stretch of a layout's list of children.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Span {
    start: u32,
    len: u32,
}

/// The text of a symbol, in a layout's list of texts.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct TextId(u32);

/// How a symbol is set.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Class {
    /// The name of a variable that is one letter.
    Italic,
    /// The name of a variable that is a word, and words in subscripts.
    Upright,
    /// The name of a vector or matrix.
    Bold,
    /// The name of a function that is a word.
    Function,
    /// Digits.
    Number,
    /// `+`, `−`, `·` between two operands.
    Binary,
    /// A minus sign in front of its operand.
    Prefix,
    /// `/` without space around it.
    Slash,
    /// `=`, `≤`, `⟺` and the like.
    Relation,
    /// A comma.
    Punctuation,
    /// Any other mark: `⋯`, `⊤`.
    Ordinary,
    /// Words of prose, with the spaces that belong to them.
    Words,
}

/// How a product is marked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Times {
    /// Not at all: `2p`.
    Touch,
    /// Not at all, a bracket being next to it: `p(1−p)`.
    Bracket,
    /// By a thin space: `0.8 age`.
    Thin,
    /// By a dot: `2·3`.
    Dot,
}

/// A kind of brackets.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Bracket {
    /// `( )`
    Round,
    /// `[ ]`
    Square,
    /// `| |`
    Bar,
}

/// A mark above a letter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Accent {
    /// p̂
    Hat,
    /// p̄
    Bar,
    /// p̃
    Tilde,
}

/// An operator with limits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BigOperator {
    /// Σ
    Sum,
    /// Π
    Product,
}

/// A box.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Item {
    /// Items side by side.
    Row(Span),
    /// A letter, word, number, operator or other sign.
    Symbol(Class, TextId),
    /// The mark between two factors.
    Times(Times),
    /// Between a function and its bracketed arguments.
    Application,
    /// A wide space.
    Quad,
    /// A fraction: numerator, denominator.
    Fraction(Id, Id),
    /// An item with what stands below and above at its right.
    Script {
        /// What they belong to.
        base: Id,
        /// The subscript.
        below: Option<Id>,
        /// The superscript.
        above: Option<Id>,
    },
    /// An item in brackets.
    Fence {
        /// Which ones.
        bracket: Bracket,
        /// Whether they must grow with what they hold.
        tall: bool,
        /// What they hold.
        body: Id,
    },
    /// A root.
    Root {
        /// Its degree; none: 2.
        degree: Option<Id>,
        /// What is under it.
        body: Id,
    },
    /// A letter with a mark above.
    Accent(Accent, Id),
    /// A sign with limits; its operand follows.
    Operator {
        /// The sign.
        operator: BigOperator,
        /// Below it.
        lower: Id,
        /// Above it.
        upper: Id,
    },
    /// Values and conditions in turns: value, the words of its condition, value, ...
    Cases(Span),
    /// A column vector.
    Column(Span),
    /// An item with a number by which a format may find it again, for colours.
    Group(u32, Id),
}

/// A formula as boxes.
#[derive(Debug, Default)]
pub struct Layout {
    items: Vec<Item>,
    sizes: Vec<Size>,
    children: Vec<Id>,
    texts: Vec<Box<str>>,
    interned: FxHashMap<Box<str>, TextId>,
    root: Option<Id>,
    aligned: bool,
    /// Whether the limits of a sum stand below and above it.
    display: bool,
}

/// Estimated size of an item.
#[derive(Clone, Copy, Debug, Default)]
struct Size {
    width: u32,
    height: u8,
}

/// The parts of a formula that stands on a line of its own among others.
#[derive(Clone, Debug)]
pub struct Parts<'a> {
    /// What stands left of the relation; `None` if the formula is no relation.
    pub left: Option<Id>,
    /// The rest: the relation sign and what follows, or all of the formula.
    pub rest: &'a [Id],
}

/// Heights from which on brackets must grow.
const TALL: u8 = 2;

impl Layout {
    /// The item that is the whole formula.
    pub fn root(&self) -> Option<Id> {
        self.root
    }

    /// An item.
    pub fn item(&self, id: Id) -> Item {
        self.items[id.0.get() as usize - 1]
    }

    /// The children of a row, cases or column.
    pub fn children(&self, span: Span) -> &[Id] {
        &self.children[span.start as usize..(span.start + span.len) as usize]
    }

    /// The text of a symbol: `ω`, `log`, `≤`, `0.80`.
    pub fn text(&self, text: TextId) -> &str {
        &self.texts[text.0 as usize]
    }

    /// The estimated width of an item, in tenths of a digit.
    pub fn width(&self, id: Id) -> u32 {
        self.sizes[id.0.get() as usize - 1].width
    }

    /// Whether an item is taller than a line of text.
    pub fn is_tall(&self, id: Id) -> bool {
        self.sizes[id.0.get() as usize - 1].height >= TALL
    }

    /// The formula in parts, for alignment at its relation.
    pub fn parts(&self) -> Parts<'_> {
        let whole = match self.root {
            None => &[],
            Some(ref root) => match self.item(*root) {
                Item::Row(span) => self.children(span),
                _ => std::slice::from_ref(root),
            },
        };
        match whole {
            [left, rest @ ..] if self.aligned => Parts {
                left: Some(*left),
                rest,
            },
            rest => Parts { left: None, rest },
        }
    }

    /// Writes an item: `spell` gets each item and says, through the [`Pen`], which texts and
    /// items it consists of. `join` appends a text to what has been written.
    pub fn write<'a>(
        &'a self,
        id: Id,
        out: &mut String,
        join: fn(&mut String, &str),
        mut spell: impl FnMut(&'a Layout, Id, &mut Pen<'a>),
    ) {
        let mut stack = vec![Stroke::Item(id)];
        let mut pen = Pen(Vec::new());
        while let Some(stroke) = stack.pop() {
            match stroke {
                Stroke::Text(text) => join(out, &text),
                Stroke::Item(id) => {
                    spell(self, id, &mut pen);
                    stack.extend(pen.0.drain(..).rev());
                }
            }
        }
    }

    fn push(&mut self, item: Item) -> Id {
        let size = self.size(&item);
        self.items.push(item);
        self.sizes.push(size);
        let count = u32::try_from(self.items.len()).unwrap_or(u32::MAX);
        Id(NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN))
    }

    fn intern(&mut self, text: &str) -> TextId {
        if let Some(id) = self.interned.get(text) {
            return *id;
        }
        let id = TextId(u32::try_from(self.texts.len()).unwrap_or(u32::MAX));
        self.texts.push(text.into());
        self.interned.insert(text.into(), id);
        id
    }

    fn symbol(&mut self, class: Class, text: &str) -> Id {
        let text = self.intern(text);
        self.push(Item::Symbol(class, text))
    }

    fn span(&mut self, ids: &[Id]) -> Span {
        let start = u32::try_from(self.children.len()).unwrap_or(u32::MAX);
        self.children.extend_from_slice(ids);
        let len = u32::try_from(ids.len()).unwrap_or(u32::MAX);
        Span { start, len }
    }

    fn size_of(&self, id: Id) -> Size {
        self.sizes[id.0.get() as usize - 1]
    }

    /// Width and height of an item whose children are in place.
    fn size(&self, item: &Item) -> Size {
        let of = |id: &Id| self.size_of(*id);
        let small = |width: u32| (width / 10).saturating_mul(8).saturating_add(5);
        let grow = |size: Size, width: u32, height: u8| Size {
            width: size.width.saturating_add(width),
            height: size.height.max(height),
        };
        match item {
            Item::Row(span) => self
                .children(*span)
                .iter()
                .fold(Size::default(), |sum, id| {
                    let size = of(id);
                    grow(sum, size.width, size.height)
                }),
            Item::Symbol(class, text) => {
                let letters = self.text(*text).chars().count();
                let letters = u32::try_from(letters).unwrap_or(u32::MAX);
                let width = match class {
                    Class::Binary => 25,
                    Class::Relation => 28,
                    Class::Prefix => 16,
                    Class::Punctuation => 9,
                    Class::Italic | Class::Bold => letters.saturating_mul(12),
                    Class::Ordinary => 15,
                    Class::Number | Class::Slash => letters.saturating_mul(10),
                    Class::Upright | Class::Function => letters.saturating_mul(10),
                    Class::Words => letters.saturating_mul(9),
                };
                Size { width, height: 0 }
            }
            Item::Times(Times::Touch | Times::Bracket) | Item::Application => Size::default(),
            Item::Times(Times::Thin) => Size {
                width: 4,
                height: 0,
            },
            Item::Times(Times::Dot) => Size {
                width: 14,
                height: 0,
            },
            Item::Quad => Size {
                width: 20,
                height: 0,
            },
            Item::Fraction(above, below) => Size {
                width: of(above).width.max(of(below).width).saturating_add(5),
                height: TALL,
            },
            Item::Script { base, below, above } => {
                let widest = [below, above]
                    .into_iter()
                    .flatten()
                    .map(|id| small(of(id).width))
                    .max();
                grow(of(base), widest.unwrap_or(0), 1)
            }
            Item::Fence { body, .. } => grow(of(body), 16, 0),
            Item::Root { body, .. } => grow(of(body), 18, 1),
            Item::Accent(_, base) => of(base),
            Item::Operator { lower, upper, .. } => Size {
                width: small(of(lower).width).max(small(of(upper).width)).max(30),
                height: if self.display { TALL } else { 1 },
            },
            Item::Cases(span) => {
                let pairs = self.children(*span).chunks(2);
                let width = pairs.map(|pair| pair.iter().map(|id| of(id).width).sum::<u32>());
                Size {
                    width: width.max().unwrap_or(0).saturating_add(45),
                    height: TALL + 1,
                }
            }
            Item::Column(span) => Size {
                width: self
                    .children(*span)
                    .iter()
                    .map(|id| of(id).width)
                    .max()
                    .unwrap_or(0)
                    .saturating_add(20),
                height: TALL + 1,
            },
            Item::Group(_, body) => of(body),
        }
    }
}

/// Collects what an item consists of, in written order.
#[derive(Debug)]
pub struct Pen<'a>(Vec<Stroke<'a>>);

#[derive(Debug)]
enum Stroke<'a> {
    Text(Cow<'a, str>),
    Item(Id),
}

impl<'a> Pen<'a> {
    /// A text.
    pub fn text(&mut self, text: impl Into<Cow<'a, str>>) {
        self.0.push(Stroke::Text(text.into()));
    }

    /// An item.
    pub fn item(&mut self, id: Id) {
        self.0.push(Stroke::Item(id));
    }

    /// Several items, side by side.
    pub fn items(&mut self, ids: &[Id]) {
        self.0.extend(ids.iter().map(|id| Stroke::Item(*id)));
    }
}
