"""Plain claims read, evaluated with mpmath, and written for computer algebra systems.

A reader and evaluator of its own, by the contract of the input language: it shares nothing with the
program that it checks.
"""

import re

from mpmath import mp, mpf

mp.dps = 60
TOKEN = re.compile(
    r"\s*(?:(\d+\.?\d*(?:e[+-]?\d+)?|\.\d+)|([A-Za-z_][A-Za-z_0-9]*)|(<=>|=>|<=|>=|!=|[-+*/^()=<>,\[\]]))"
)
WORDS = {"and", "or", "not", "for", "where", "in", "true", "false", "if"}


class Undefined(Exception):
    """An expression has no value."""


class Unclear(Exception):
    """What is not read, or cannot be told from numbers."""


class Parser:
    """claim: statement [for conditions]; operators by rising precedence."""

    def __init__(self, text):
        self.tokens, at = [], 0
        text = text.strip()
        while at < len(text):
            match = TOKEN.match(text, at)
            if not match:
                raise Unclear(f"cannot read {text[at:]}")
            at = match.end()
            number, name, sign = match.groups()
            self.tokens.append(("number", number) if number else ("name", name) if name else ("sign", sign))
        self.tokens.append(("end", ""))
        self.at = 0

    def peek(self):
        return self.tokens[self.at][1] if self.tokens[self.at][0] != "number" else None

    def take(self, *texts):
        if self.tokens[self.at][0] != "number" and self.peek() in texts:
            self.at += 1
            return self.tokens[self.at - 1][1]
        return None

    def need(self, text):
        if not self.take(text):
            raise Unclear(f"{text} expected")

    def claim(self):
        body, given = self.formula(), []
        while self.take("for", "where", ",", "and"):
            given.append(self.formula(no_and=True))
        if self.tokens[self.at][0] != "end":
            raise Unclear("more than a claim")
        return body, given

    def formula(self, no_and=False):
        left = self.conjunction(no_and)
        while sign := self.take("<=>", "=>"):
            right = self.conjunction(no_and)
            left = self.linked(left, sign, right)
        return left

    def linked(self, left, sign, right):
        if left[0] in ("<=>", "=>"):
            return ("and", left, (sign, left[2], right))
        return (sign, left, right)

    def conjunction(self, no_and):
        left = self.relation()
        while not no_and and self.take("and"):
            left = ("and", left, self.relation())
        return left

    def relation(self):
        parts = [self.sum()]
        signs = []
        while sign := self.take("=", "<", "<=", ">", ">=", "!="):
            signs.append(sign)
            parts.append(self.sum())
        if not signs:
            return parts[0]
        links = [(s, parts[k], parts[k + 1]) for k, s in enumerate(signs)]
        all_links = links[0]
        for link in links[1:]:
            all_links = ("and", all_links, link)
        return all_links

    def sum(self):
        left = self.product()
        while sign := self.take("+", "-"):
            right = self.product()
            left = ("+", left, right if sign == "+" else ("neg", right))
        return left

    def product(self):
        left = self.unary()
        while True:
            if sign := self.take("*", "/"):
                left = (sign, left, self.unary())
            elif self.tokens[self.at - 1][0] == "number" and self.tokens[self.at][0] == "name" and self.peek() not in WORDS:
                left = ("*", left, self.unary())
            else:
                return left

    def unary(self):
        if self.take("-"):
            return ("neg", self.unary())
        self.take("+")
        return self.power()

    def power(self):
        base = self.atom()
        if self.take("^"):
            return ("^", base, self.unary())
        return base

    def atom(self):
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            return ("number", text)
        if text == "(":
            inner = self.formula()
            self.need(")")
            return inner
        if kind != "name" or text in WORDS - {"if"}:
            raise Unclear(f"unexpected {text}")
        if self.take("("):
            args = [self.formula()]
            while self.take(","):
                args.append(self.formula())
            self.need(")")
            return ("call", text, *args)
        if self.peek() == "[":
            raise Unclear("entries")
        return ("name", text)


def names(tree):
    if tree[0] == "name":
        return set() if tree[1] in ("e", "pi") else {tree[1]}
    if tree[0] == "number":
        return set()
    return set().union(*(names(t) for t in tree[1:] if isinstance(t, tuple)), set())


def near(a, b):
    return abs(a - b) <= mpf(10) ** -(mp.dps * 3 // 4) * max(1, abs(a), abs(b))


def sign(x):
    """The sign of a number that is not too near 0 to tell."""
    if x == 0 or abs(x) > mpf(10) ** -(mp.dps * 2 // 3):
        return (x > 0) - (x < 0)
    raise Unclear("near 0")


def value(tree, point):
    kind = tree[0]
    if kind == "number":
        return mpf(tree[1])
    if kind == "name":
        if tree[1] in point:
            return point[tree[1]]
        if tree[1] in ("e", "pi"):
            return mp.e + 0 if tree[1] == "e" else mp.pi + 0
        raise Unclear(tree[1])
    if kind == "call" and tree[1] == "if":
        args = tree[2:]
        while len(args) > 1:
            if truth(args[0], point):
                return value(args[1], point)
            args = args[2:]
        if not args:
            raise Undefined
        return value(args[0], point)
    if kind == "call" and tree[1] == "diff":
        variable = tree[3][1]
        def f(x):
            return value(tree[2], {**point, variable: x})
        at, h = point[variable], mpf(10) ** -18
        f(at)
        left, right = (f(at) - f(at - h)) / h, (f(at + h) - f(at)) / h
        if abs(left - right) > mpf(10) ** -10 * max(1, abs(left)):
            raise Unclear("a kink")
        # Good to some thirty digits.
        raise Unclear("a derivative")
    if kind == "call":
        return call(tree[1], [value(t, point) for t in tree[2:]])
    if kind == "neg":
        return -value(tree[1], point)
    a, b = value(tree[1], point), value(tree[2], point)
    if kind == "+":
        return a + b
    if kind == "*":
        return a * b
    if kind == "/":
        if sign(b) == 0:
            raise Undefined
        return a / b
    if kind == "^":
        return power(a, b)
    raise Unclear(kind)


def power(a, b):
    if abs(b) > 10**6:
        raise Unclear("a large power")
    if b == int(b):
        if b <= 0 and sign(a) == 0:
            raise Undefined
        return a ** int(b)
    if sign(a) < 0 or (sign(a) == 0 and b < 0):
        raise Undefined
    return mpf(0) if a == 0 else mp.exp(b * mp.log(a))


def within(x, low, high, closed=False):
    for gap in (x - low, high - x):
        s = sign(gap)
        if s < 0 or (s == 0 and not closed):
            raise Undefined


def call(name, args):
    value = called(name, args)
    if name in ("sigmoid", "tanh", "Phi", "erf") and args[0] != 0 and value in (-1, 0, 1):
        raise Unclear("rounded to the end of its range")
    return value


def called(name, args):
    x = args[0]
    if name in ("exp", "sinh", "cosh", "sigmoid") and abs(x) > 10**5:
        raise Unclear("too large")
    if name in ("log", "log10", "log2"):
        if sign(x) <= 0:
            raise Undefined
        return {"log": mp.log, "log10": mp.log10, "log2": lambda t: mp.log(t, 2)}[name](x)
    if name == "sqrt":
        if sign(x) < 0:
            raise Undefined
        return mp.sqrt(x)
    if name == "sigmoid":
        return 1 / (1 + mp.exp(-x))
    if name == "logit":
        within(x, 0, 1)
        return mp.log(x / (1 - x))
    if name in ("asin", "acos"):
        within(x, -1, 1, closed=True)
    if name == "atanh":
        within(x, -1, 1)
    if name == "acosh" and sign(x - 1) < 0:
        raise Undefined
    if name == "sign":
        return mpf(sign(x))
    if name in ("max", "min"):
        return max(args) if name == "max" else min(args)
    if name == "Phi":
        return mp.ncdf(x)
    if name == "Phi_inv":
        within(x, 0, 1)
        return mp.sqrt(2) * mp.erfinv(2 * x - 1)
    if name == "abs":
        return abs(x)
    if name in ("exp", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "erf"):
        return getattr(mp, name)(x)
    raise Unclear(name)


def truth(tree, point):
    """True, False, or Unclear is raised; an undefined side makes a relation false."""
    kind = tree[0]
    if kind == "and":
        return truth(tree[1], point) and truth(tree[2], point)
    if kind == "<=>":
        return truth(tree[1], point) == truth(tree[2], point)
    if kind == "=>":
        return not truth(tree[1], point) or truth(tree[2], point)
    if kind in ("=", "<", "<=", ">", ">=", "!="):
        try:
            a, b = value(tree[1], point), value(tree[2], point)
        except Undefined:
            return False
        if near(a, b):
            if kind in ("=", "!=") or a == b:
                return kind in ("=", "<=", ">=")
            raise Unclear("nearly equal")
        return {"=": False, "!=": True, "<": a < b, "<=": a < b, ">": a > b, ">=": a > b}[kind]
    if kind == "name" and tree[1] in ("true", "false"):
        return tree[1] == "true"
    raise Unclear(kind)


def fails(tree, point):
    """Whether a claim fails at a point: both sides undefined is no failure."""
    if tree[0] == "and":
        return fails(tree[1], point) or fails(tree[2], point)
    if tree[0] in ("=", "<", "<=", ">", ">=", "!="):
        defined = 0
        for side in tree[1:]:
            try:
                value(side, point)
                defined += 1
            except Undefined:
                pass
        if defined == 0 or (tree[0] != "=" and defined < 2):
            return False
    return not truth(tree, point)


SYSTEMS = {
    # system: names of functions that it spells otherwise
    "sympy": {"abs": "Abs", "log10": "log10_", "sigmoid": "sigmoid_", "logit": "logit_", "Phi": "Phi_", "max": "Max", "min": "Min"},
    "maxima": {"sigmoid": "sigmoid_", "logit": "logit_", "Phi": "Phi_", "log10": "log10_"},
    "giac": {"sigmoid": "sigmoid_", "logit": "logit_", "Phi": "Phi_", "log10": "log10_", "log": "ln"},
}


def written(tree, system):
    """A term in the notation of a system; names get a letter in front, so that none is special."""
    kind = tree[0]
    def sub(t):
        return written(t, system)
    if kind == "number":
        if "." in tree[1] or "e" in tree[1]:
            raise Unclear("a decimal")
        return tree[1]
    if kind == "name":
        if tree[1] in ("e", "pi"):
            return {"sympy": {"e": "E", "pi": "pi"}, "maxima": {"e": "%e", "pi": "%pi"}, "giac": {"e": "e", "pi": "pi"}}[system][tree[1]]
        return "v" + tree[1].replace("_", "u")
    if kind == "neg":
        return f"(-{sub(tree[1])})"
    if kind == "call":
        name = tree[1]
        if name in ("if", "diff", "sum", "prod", "root", "Phi_inv", "log2", "sign"):
            raise Unclear(name)
        args = [sub(t) for t in tree[2:]]
        if name == "sigmoid":
            return f"(1/(1+exp(-({args[0]}))))"
        if name == "logit":
            log = SYSTEMS[system].get("log", "log")
            return f"({log}(({args[0]})/(1-({args[0]}))))"
        if name == "Phi":
            return f"((1+erf(({args[0]})/sqrt(2)))/2)"
        if name == "log10":
            log = SYSTEMS[system].get("log", "log")
            return f"({log}({args[0]})/{log}(10))"
        return f"{SYSTEMS[system].get(name, name)}({','.join(args)})"
    if kind in ("+", "*", "/", "^"):
        power = "**" if kind == "^" and system == "sympy" else kind
        return f"({sub(tree[1])}{power}{sub(tree[2])})"
    raise Unclear(kind)
