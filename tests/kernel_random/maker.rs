//! Random expressions, formulas around them, and the same terms in other forms.

use equiff::expr::{Expr, Head, Relation, Store};
use fastrand::Rng;

/// Random expressions over few names, so that they meet.
pub struct Maker<'a> {
    /// Where they are made.
    pub store: &'a Store,
    /// Where the choices come from.
    pub random: Rng,
}

impl Maker<'_> {
    pub fn pick<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.random.usize(..all.len())]
    }

    pub fn leaf(&mut self) -> Expr {
        let s = self.store;
        match self.random.u8(..10) {
            0..=5 => {
                let name = self.pick(&["x", "y", "z", "k"]);
                s.name(name)
            }
            6 => s.entry(s.name("x"), &[s.int(1)]),
            7 => s.entry(s.name("x"), &[s.name("k")]),
            _ => {
                let n = self.pick(&[0, 1, 2, -1]);
                s.int(n)
            }
        }
    }

    pub fn term(&mut self, depth: u8) -> Expr {
        let s = self.store;
        if depth == 0 || self.random.u8(..6) == 0 {
            return self.leaf();
        }
        let a = self.term(depth - 1);
        match self.random.u8(..16) {
            0 | 1 => s.add([a, self.term(depth - 1)].as_slice()),
            2 => s.sub(a, self.term(depth - 1)),
            3 | 4 => s.mul([a, self.term(depth - 1)].as_slice()),
            5 | 6 => s.div(a, self.term(depth - 1)),
            7 => s.neg(a),
            8 => {
                let n = self.pick(&[2, -1, 0, 3]);
                s.pow(a, s.int(n))
            }
            9 => s.pow(a, s.div(s.int(1), s.int(2))),
            10 | 11 => {
                let name = self.pick(&["exp", "log", "sqrt", "abs", "tanh", "sign"]);
                s.call(name, &[a])
            }
            12 => {
                let name = self.pick(&["max", "min"]);
                s.call(name, &[a, self.leaf()])
            }
            13 | 14 => {
                let guard = self.relation(1);
                let other = self.term(depth - 1);
                s.make(Head::Piecewise, [guard, a, other].as_slice())
            }
            _ => {
                let (lo, hi) = self.range();
                s.bind(Head::Sum, s.name("k"), lo, hi, a)
            }
        }
    }

    pub fn range(&mut self) -> (Expr, Expr) {
        let s = self.store;
        let lo = self.pick(&[1, 1, 0, -1, 2]);
        let hi = match self.random.u8(..5) {
            0 => s.name("n"),
            _ => s.int(self.pick(&[2, 1, 0, 3])),
        };
        (s.int(lo), hi)
    }

    pub fn relation(&mut self, depth: u8) -> Expr {
        use Relation::*;
        let relation = self.pick(&[
            Equal,
            Equal,
            NotEqual,
            Less,
            LessEqual,
            Greater,
            GreaterEqual,
        ]);
        let a = self.term(depth);
        let b = if self.random.bool() {
            self.leaf()
        } else {
            self.term(depth)
        };
        self.store.relate(relation, a, b)
    }

    pub fn formula(&mut self, depth: u8) -> Expr {
        let s = self.store;
        match self.random.u8(..8) {
            0 | 1 => s.and([self.relation(depth), self.relation(depth)]),
            2 => s.make(
                Head::Or,
                [self.relation(depth), self.relation(depth)].as_slice(),
            ),
            3 => s.make(Head::Not, [self.relation(depth)].as_slice()),
            4 => {
                let (lo, hi) = self.range();
                s.bind(Head::Each, s.name("k"), lo, hi, self.relation(depth))
            }
            _ => self.relation(depth),
        }
    }

    /// A formula around a part: its path to it.
    pub fn around(&mut self, part: Expr) -> (Expr, Vec<u32>) {
        let s = self.store;
        let (mut whole, mut path) = (part, Vec::new());
        for _ in 0..3 {
            let formula = s.head(whole).is_formula();
            let (new, at) = match (formula, self.random.u8(..7)) {
                (true, 0 | 1) => {
                    let other = self.relation(1);
                    if *s.head(whole) == Head::And {
                        continue;
                    }
                    (s.make(Head::And, [other, whole].as_slice()), 1)
                }
                (true, 2) => (s.make(Head::Or, [self.relation(1), whole].as_slice()), 1),
                (true, 3) => (s.make(Head::Not, [whole].as_slice()), 0),
                (true, 4) => {
                    let (lo, hi) = self.range();
                    (s.bind(Head::Each, s.name("k"), lo, hi, whole), 3)
                }
                (true, _) => continue,
                (false, 0) => {
                    let guard = self.relation(1);
                    let other = self.leaf();
                    if self.random.bool() {
                        (s.make(Head::Piecewise, [guard, whole, other].as_slice()), 1)
                    } else {
                        (s.make(Head::Piecewise, [guard, other, whole].as_slice()), 2)
                    }
                }
                (false, 1) => {
                    let (lo, hi) = self.range();
                    (s.bind(Head::Sum, s.name("k"), lo, hi, whole), 3)
                }
                (false, 2) => (s.add([self.leaf(), whole].as_slice()), 1),
                (false, 3) => (s.mul([self.leaf(), whole].as_slice()), 1),
                (false, _) => (s.eq(s.name("y"), whole), 1),
            };
            path.insert(0, at);
            whole = new;
        }
        if !s.head(whole).is_formula() {
            path.insert(0, 1);
            whole = s.eq(s.name("y"), whole);
        }
        (whole, path)
    }

    /// The same term in another form, or nearly.
    pub fn rewritten(&mut self, term: Expr) -> Expr {
        let s = self.store;
        let t = self.term(1);
        let args = s.args(term).to_vec();
        match (self.random.u8(..9), s.head(term)) {
            (0, _) => s.sub(s.add([term, t].as_slice()), t),
            (1, _) => s.div(s.mul([term, t].as_slice()), t),
            (2, _) => s.add([term, s.mul([s.int(0), t].as_slice())].as_slice()),
            (3, _) => s.pow(s.pow(term, s.int(-1)), s.int(-1)),
            (4, _) => s.div(s.pow(term, s.int(2)), term),
            (5, _) => s.mul([term, s.pow(t, s.int(0))].as_slice()),
            (_, Head::Div) if args[0] == args[1] => s.int(1),
            (_, Head::Mul) if args.contains(&s.int(0)) => s.int(0),
            (_, Head::Add) => s.sub(args[0], s.neg(s.add(&args[1..]))),
            (_, Head::Div) => s.mul([args[0], s.pow(args[1], s.int(-1))].as_slice()),
            (_, Head::Pow) if args[1] == s.int(0) => s.int(1),
            (_, Head::Neg) => s.mul([s.int(-1), args[0]].as_slice()),
            _ => s.neg(term),
        }
    }
}
