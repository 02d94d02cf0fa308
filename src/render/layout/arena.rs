//! The arena of laid-out items, and writing them without recursion.

use std::borrow::Cow;
use std::hash::{Hash, Hasher};
use std::num::NonZeroU32;

use indexmap::{Equivalent, IndexMap};
use rustc_hash::{FxBuildHasher, FxHashSet};

use super::super::color::{Color, PALETTE};
use super::size::{Size, TALL};
use super::{Class, Formula, Id, Item, Mark, Span, TextId};

/// Formulas as boxes: all formulas of a page share one arena.
#[derive(Debug, Default)]
pub struct Layout {
    items: Vec<Item>,
    sizes: Vec<Size>,
    children: Vec<Id>,
    /// Each symbol once, with its item.
    symbols: IndexMap<Symbol, Id, FxBuildHasher>,
    /// Items without parts.
    marks: Vec<(Item, Id)>,
    /// The colours that items have.
    colors: FxHashSet<&'static Color>,
}

#[derive(PartialEq, Eq, Debug)]
struct Symbol(Class, Box<str>);

impl Hash for Symbol {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Borrowed(self.0, &self.1).hash(state);
    }
}

#[derive(Hash)]
struct Borrowed<'a>(Class, &'a str);

impl Equivalent<Symbol> for Borrowed<'_> {
    fn equivalent(&self, key: &Symbol) -> bool {
        self.0 == key.0 && *self.1 == *key.1
    }
}

/// The parts of a formula that stands on a line of its own among others.
#[derive(Clone, Copy, Debug)]
pub struct Parts<'a> {
    /// What stands left of the relation; `None` if the formula is no relation.
    pub left: Option<Id>,
    /// The rest: the relation sign and what follows, or all of the formula.
    pub rest: &'a [Id],
}

impl Layout {
    /// An item.
    pub fn item(&self, id: Id) -> Item {
        self.items[index(id)]
    }

    /// The children of a row, cases or column.
    pub fn children(&self, span: Span) -> &[Id] {
        &self.children[span.start as usize..(span.start + span.len) as usize]
    }

    /// The text of a symbol: `ω`, `log`, `≤`, `0.80`.
    pub fn text(&self, text: TextId) -> &str {
        let symbol = self.symbols.get_index(text.0 as usize);
        symbol.map_or("", |(Symbol(_, text), _)| text)
    }

    /// The colours that items have, in the order of the palette.
    pub fn colors(&self) -> impl Iterator<Item = &'static Color> {
        PALETTE.iter().filter(|color| self.colors.contains(color))
    }

    /// The estimated width of an item, in tenths of a digit.
    pub fn width(&self, id: Id) -> u32 {
        self.sizes[index(id)].width
    }

    /// Whether an item is taller than a line of text.
    pub fn is_tall(&self, id: Id) -> bool {
        self.sizes[index(id)].height >= TALL
    }

    /// A formula in parts, for alignment at its relation.
    pub fn parts<'a>(&'a self, formula: &'a Formula) -> Parts<'a> {
        let whole = match self.item(formula.root) {
            Item::Row(span) => self.children(span),
            _ => std::slice::from_ref(&formula.root),
        };
        match whole {
            [left, rest @ ..] if formula.aligned => Parts {
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

    /// Writes the subscript and superscript of an item whose base has been written; `base`
    /// stands in the base's place.
    pub fn write_scripts<'a>(
        &'a self,
        id: Id,
        out: &mut String,
        join: fn(&mut String, &str),
        base: &'static str,
        mut spell: impl FnMut(&'a Layout, Id, &mut Pen<'a>),
    ) {
        let mut whole = match self.item(id) {
            Item::Script { base, .. } => Some(base),
            _ => None,
        };
        self.write(id, out, join, |layout, id, pen| {
            // The same item may stand in the scripts again.
            match whole == Some(id) {
                true => {
                    whole = None;
                    pen.text(base);
                }
                false => spell(layout, id, pen),
            }
        });
    }

    pub(super) fn push(&mut self, item: Item) -> Id {
        if let Item::Marked(Mark::Colored(color) | Mark::Linked(_, Some(color)), _) = item {
            self.colors.insert(color);
        }
        let size = self.size(&item);
        self.items.push(item);
        self.sizes.push(size);
        let count = u32::try_from(self.items.len()).expect("fewer than 2^32 items");
        Id(NonZeroU32::new(count).expect("an item has been added"))
    }

    /// The one item of a symbol.
    pub(super) fn symbol(&mut self, class: Class, text: &str) -> Id {
        if let Some(id) = self.symbols.get(&Borrowed(class, text)) {
            return *id;
        }
        let at = u32::try_from(self.symbols.len()).expect("fewer than 2^32 symbols");
        self.items.push(Item::Symbol(class, TextId(at)));
        self.sizes.push(Size::of_symbol(class, text));
        let count = u32::try_from(self.items.len()).expect("fewer than 2^32 items");
        let id = Id(NonZeroU32::new(count).expect("an item has been added"));
        self.symbols.insert(Symbol(class, text.into()), id);
        id
    }

    /// The one item of a mark that has no parts.
    pub(super) fn mark(&mut self, item: Item) -> Id {
        if let Some((_, id)) = self.marks.iter().find(|(known, _)| *known == item) {
            return *id;
        }
        let id = self.push(item);
        self.marks.push((item, id));
        id
    }

    pub(super) fn span(&mut self, ids: &[Id]) -> Span {
        let start = u32::try_from(self.children.len()).expect("fewer than 2^32 items");
        self.children.extend_from_slice(ids);
        let len = u32::try_from(ids.len()).expect("fewer than 2^32 items");
        Span { start, len }
    }

    pub(super) fn size_of(&self, id: Id) -> Size {
        self.sizes[index(id)]
    }
}

fn index(id: Id) -> usize {
    id.0.get() as usize - 1
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

    /// A text, an item, a text.
    pub fn between(&mut self, before: &'static str, id: Id, after: &'static str) {
        self.text(before);
        self.item(id);
        self.text(after);
    }

    /// Several items, side by side.
    pub fn items(&mut self, ids: &[Id]) {
        self.0.extend(ids.iter().map(|id| Stroke::Item(*id)));
    }
}
