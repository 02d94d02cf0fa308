//! Names that items of a list, or rows of a table, define in several ways: each has its own.

use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

use crate::document::{BlockKind, Blocks};

/// The lists and tables whose items define one name in several ways.
#[derive(Clone, Default, Debug)]
pub(in crate::check) struct Parallel {
    /// For each list and name the items that define it.
    items: FxHashMap<(usize, Arc<str>), FxHashSet<usize>>,
}

impl Parallel {
    /// Whether a block stands beside others.
    pub fn concerns(blocks: &Blocks, block: usize) -> bool {
        items(blocks, block).next().is_some()
    }

    /// Notes that a name is defined in a block.
    pub fn note(&mut self, blocks: &Blocks, block: usize, name: &Arc<str>) {
        for item in items(blocks, block) {
            let list = blocks.get(item).parent;
            let all = self.items.entry((list, name.clone())).or_default();
            all.insert(item);
        }
    }

    /// The item or row in which alone a definition of a name in a block holds.
    pub fn only(&self, blocks: &Blocks, block: usize, name: &Arc<str>) -> Option<usize> {
        items(blocks, block).find(|item| {
            let list = blocks.get(*item).parent;
            let all = self.items.get(&(list, name.clone()));
            all.is_some_and(|all| all.len() > 1)
        })
    }
}

/// The items and rows around a block, outwards.
fn items(blocks: &Blocks, block: usize) -> impl Iterator<Item = usize> {
    blocks
        .chain(block)
        .filter(|b| blocks.get(*b).kind == BlockKind::Item)
}
