"""Where the code can be changed, and to what.

Changed are comparisons, ``and`` and ``or``, ``not``, arithmetic, numbers and truth values, tests
of ``if`` and ``while``, returned values and pairs of functions such as ``min`` and ``max``;
statements that only have an effect are removed. Texts, annotations and what only type checkers
read stay as they are.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Final, NamedTuple

_OPERATORS: Final[dict[type[ast.AST], type[ast.AST]]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitOr,
    ast.Break: ast.Continue,
    ast.Continue: ast.Break,
}
_FUNCTIONS: Final = {
    "min": "max",
    "max": "min",
    "any": "all",
    "all": "any",
    "minimum": "maximum",
    "maximum": "minimum",
    "startswith": "endswith",
    "endswith": "startswith",
}


_SKIPPED: Final = {"annotation", "returns", "decorator_list", "bases", "type_params", "pattern"}


class Site(NamedTuple):
    key: str
    """``path::function::kind::n``: what a table names it by."""
    path: str
    """Of the module, from the root of the tree."""
    change: str
    """``before -> after``, on one line."""
    lines: range
    """Of the changed expression or statement."""
    around: range
    """Of the function (or class, or module) that it is in."""


class _Place(NamedTuple):
    kind: str
    node: ast.AST
    """What is shown as before and after."""
    scope: str
    around: range
    parent: ast.AST
    field: str
    index: int | None
    """Where in the parent the node stands that is replaced by ``new``."""
    new: ast.AST


def sites(root: Path, path: Path) -> Iterator[Site]:
    """Every change that can be made to one module."""
    return (site for site, _ in _mutants(root, path))


def mutated(root: Path, site: Site) -> str:
    """The text of the site's module with the change made."""
    for found, tree in _mutants(root, root / site.path):
        if found.key == site.key:
            return ast.unparse(tree)
    raise LookupError(site.key)


def _mutants(root: Path, path: Path) -> Iterator[tuple[Site, ast.Module]]:
    """Each change with the tree in which it is made, until the next is requested."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    name = path.relative_to(root).as_posix()
    seen: Counter[tuple[str, str]] = Counter()
    for place in list(_places(tree, "", range(1, 10**6))):
        number = seen[place.scope, place.kind]
        seen[place.scope, place.kind] += 1
        key = f"{name}::{place.scope or 'module'}::{place.kind}::{number}"
        first = getattr(place.node, "lineno", 1)
        lines = range(first, (getattr(place.node, "end_lineno", None) or first) + 1)
        before = _shown(place.node)
        old = _swap(place, place.new)
        after = _shown(place.new if old is place.node else place.node)
        yield Site(key, name, f"{before} -> {after}", lines, place.around), tree
        _swap(place, old)


def _shown(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split())[:100]


def _swap(place: _Place, new: ast.AST) -> ast.AST:
    """Put ``new`` in its place; returns what was there."""
    if place.index is None:
        old: ast.AST = getattr(place.parent, place.field)
        setattr(place.parent, place.field, new)
    else:
        siblings = getattr(place.parent, place.field)
        old = siblings[place.index]
        siblings[place.index] = new
    return old


def _places(node: ast.AST, scope: str, around: range) -> Iterator[_Place]:
    for field, index, child in _children(node):
        inner, where = scope, around
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            inner = f"{scope}.{child.name}".lstrip(".")
            where = range(child.lineno, (child.end_lineno or child.lineno) + 1)
        for kind, parent, at, number, new in _changes(node, field, index, child):
            shown = child if parent is node else parent
            yield _Place(kind, shown, inner, where, parent, at, number, new)
        yield from _places(child, inner, where)


_Change = tuple[str, ast.AST, str, "int | None", ast.AST]


def _changes(node: ast.AST, field: str, index: int | None, child: ast.AST) -> Iterator[_Change]:
    """What can be done to ``child``: its kind, and where which node is put."""
    here = (node, field, index)
    match child:
        case ast.Compare():
            for number, operator in enumerate(child.ops):
                yield "compare", child, "ops", number, _OPERATORS[type(operator)]()
        case ast.BoolOp():
            yield "boolean", child, "op", None, _OPERATORS[type(child.op)]()
        case ast.BinOp() if type(child.op) in _OPERATORS and not _is_union(child):
            yield "arithmetic", child, "op", None, _OPERATORS[type(child.op)]()
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            yield "sign", *here, child.operand
        case ast.Constant(value=bool()):
            yield "constant", *here, ast.copy_location(ast.Constant(not child.value), child)
        case ast.Constant(value=int() | float()):
            yield "constant", *here, ast.copy_location(ast.Constant(child.value + 1), child)
        case ast.Call(func=ast.Name(id=name)) if name in _FUNCTIONS:
            yield "function", child, "func", None, ast.Name(_FUNCTIONS[name])
        case ast.Call(func=ast.Attribute(attr=name) as func) if name in _FUNCTIONS:
            changed = deepcopy(func)
            changed.attr = _FUNCTIONS[name]
            yield "function", child, "func", None, changed
        case _:
            yield from _of_statement(here, child)


def _of_statement(here: tuple[ast.AST, str, int | None], child: ast.AST) -> Iterator[_Change]:
    match child:
        case ast.If() | ast.While() | ast.IfExp():
            if not isinstance(child.test, ast.Compare | ast.UnaryOp | ast.Constant):
                yield "condition", child, "test", None, ast.UnaryOp(ast.Not(), child.test)
        case ast.Return(value=ast.expr() as value) if not _is_none(value):
            yield "return", child, "value", None, ast.copy_location(ast.Constant(None), value)
        case ast.Expr(value=ast.Call()) | ast.AugAssign() | ast.Raise() | ast.Delete():
            yield "statement", *here, ast.copy_location(ast.Pass(), child)
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield "statement", *here, ast.copy_location(ast.Pass(), child)
        case ast.Break() | ast.Continue():
            yield "loop", *here, ast.copy_location(_OPERATORS[type(child)](), child)


def _children(node: ast.AST) -> Iterator[tuple[str, int | None, ast.AST]]:
    """The parts of a node that run: no annotations, texts, patterns, types or docstrings."""
    if isinstance(node, ast.JoinedStr | ast.match_case) or _for_types(node):
        if isinstance(node, ast.match_case):
            yield from (("body", number, part) for number, part in enumerate(node.body))
        return
    for field, value in ast.iter_fields(node):
        if field in {"annotation", "returns", "decorator_list", "bases", "type_params"}:
            continue
        if isinstance(value, list):
            yield from (
                (field, n, part) for n, part in enumerate(value) if isinstance(part, ast.AST)
            )
        elif isinstance(value, ast.AST):
            yield field, None, value


def _for_types(node: ast.AST) -> bool:
    match node:
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
        case ast.Call(func=ast.Name(id="TypeVar" | "cast" | "NewType")):
            return True
        case ast.ClassDef(bases=bases):
            return any(ast.unparse(base) == "Protocol" for base in bases)
    return False


def _is_union(node: ast.AST) -> bool:
    """``A | None``, or ``A | B`` of names that begin like classes: a type, not a number."""
    match node:
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return any(map(_is_type, (left, right)))
    return False


def _is_type(node: ast.expr) -> bool:
    text = ast.unparse(node).rsplit(".", 1)[-1]
    return text in {"None", "int", "str", "bytes"} or (text[:1].isupper() and not text.isupper())


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
