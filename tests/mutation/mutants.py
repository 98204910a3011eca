"""Small changes to a file that a test should notice: each is one mutant, with a name that knows no line numbers."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

SWAPS: dict[type[ast.AST], tuple[type[ast.AST], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.FloorDiv,),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Mult,),
    ast.Mod: (ast.FloorDiv,),
    ast.BitOr: (ast.BitAnd,),
    ast.BitAnd: (ast.BitOr,),
}
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}
OF_NO_EFFECT = {("lru_cache", "maxsize"), ("dataclass", "frozen"), ("zip", "strict")}
"""Arguments that change no result: the size of a cache, and checks of what never happens."""
GUARDS = (ast.Return, ast.Continue, ast.Break, ast.Raise)
SHOWN = 90
"""Letters of the code before and after that a name shows."""

Line = tuple[int, int]
Changed = tuple[ast.AST | None, str, str]
"""The node that stands there instead (None: nothing), and the code before and after."""


@dataclass(frozen=True)
class Inside:
    """The outermost function around a mutant: its first line and name as Python keeps them, the lines of its body."""

    first: int
    name: str
    body: Line


@dataclass
class Mutant:
    """One change of one file. `name` is where and what; `at` are its first and last line; `inside` the function around
    it, None for what runs when the file is imported."""

    file: str
    name: str
    at: Line
    inside: Inside | None
    tree: Callable[[], ast.Module]


def of_file(file: str, source: str) -> list[Mutant]:
    """Every mutant of a file, in its order; names are made unique by a number."""
    tree = ast.parse(source)
    seen: dict[str, int] = {}
    found = []
    for place, (node, where, inside) in enumerate(_nodes(tree)):
        for number, (_, before, after) in enumerate(_changes(node)):
            name = f"{where}: {_short(before, after)}"
            seen[name] = seen.get(name, 0) + 1
            found.append(
                Mutant(
                    file,
                    name if seen[name] == 1 else f"{name} #{seen[name]}",
                    _lines(node),
                    inside,
                    lambda place=place, number=number: _mutated(source, place, number),  # type: ignore[misc]
                )
            )
    return found


def _lines(node: ast.AST) -> Line:
    """Where a test must come by to notice: the head of an `if`, else the whole node."""
    place = node.iter if isinstance(node, ast.comprehension) else node
    if isinstance(place, ast.If | ast.IfExp):
        place = place.test
    if isinstance(place, ast.Match):
        place = place.subject
    return place.lineno, place.end_lineno or place.lineno  # type: ignore[attr-defined]


def _mutated(source: str, place: int, number: int) -> ast.Module:
    tree = ast.parse(source)
    node = [node for node, _, _ in _nodes(tree)][place]
    changed = [new for new, _, _ in _changes(node)][number]
    result = _Put(node, changed).visit(tree)
    return ast.fix_missing_locations(result)  # type: ignore[no-any-return]


class _Put(ast.NodeTransformer):
    """Puts one node in the place of another."""

    def __init__(self, old: ast.AST, new: ast.AST | None) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> Any:
        if node is not self.old:
            return self.generic_visit(node)
        if self.new is None:
            return ast.copy_location(ast.Pass(), node)
        return ast.copy_location(self.new, node)


def _nodes(tree: ast.Module) -> Iterator[tuple[ast.AST, str, Inside | None]]:
    """Every node that may change, the names around it, and the function whose body it stands in."""

    def walk(node: ast.AST, where: str, inside: Inside | None) -> Iterator[Any]:
        yield node, where or _assigned(node) or "module", inside
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
            within = f"{where}.{node.name}".lstrip(".")
            around: list[ast.AST] = [*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults)]
            for child in around:
                yield from walk(child, within, inside)
            for child in _undocumented(node.body):
                yield from walk(child, within, inside or Inside(first, node.name, _body(node)))
            return
        if isinstance(node, ast.ClassDef):
            within = f"{where}.{node.name}".lstrip(".")
            for child in [*node.decorator_list, *_undocumented(node.body)]:
                yield from walk(child, within, inside)
            return
        if isinstance(node, ast.AnnAssign):
            if node.value is not None:
                yield from walk(node.value, where or _assigned(node), inside)
            return
        if _is_alias(node) or isinstance(node, ast.Import | ast.ImportFrom):
            return
        within = where or _assigned(node)
        for child in ast.iter_child_nodes(node):
            if not (isinstance(node, ast.Call) and isinstance(child, ast.keyword) and _without_effect(node, child)):
                yield from walk(child, within, inside)

    for node in _undocumented(tree.body):
        yield from walk(node, "", None)


def _body(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Line:
    return node.body[0].lineno, node.end_lineno or node.lineno


def _undocumented(body: list[ast.stmt]) -> list[ast.stmt]:
    return [one for one in body if not (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))]


def _assigned(node: ast.AST) -> str:
    if isinstance(node, ast.Assign):
        return ", ".join(ast.unparse(target) for target in node.targets)
    return ast.unparse(node.target) if isinstance(node, ast.AnnAssign) else ""


def _is_alias(node: ast.AST) -> bool:
    """`Phrases = tuple[Phrase, ...]`, `Why = Callable[...]`, `__all__`: what only readers and checkers read."""
    if not isinstance(node, ast.Assign):
        return False
    if ast.unparse(node.targets[0]) == "__all__":
        return True
    return isinstance(node.value, ast.Subscript) and ast.unparse(node.value.value)[0].isalpha() and (
        ast.unparse(node.value.value) in {"tuple", "dict", "Callable", "Mapping", "Sequence", "Literal", "frozenset"})


# -- what may become of a node --


def _changes(node: ast.AST) -> Iterator[Changed]:
    for kind, change in _OF_KIND:
        if isinstance(node, kind):
            yield from change(node)


def _with(node: ast.AST, **fields: Any) -> ast.AST:
    new = copy.copy(node)
    for name, value in fields.items():
        setattr(new, name, value)
    return new


def _told(node: ast.AST, new: ast.AST) -> Changed:
    return new, ast.unparse(node), ast.unparse(ast.fix_missing_locations(new))


def _compare(node: ast.Compare) -> Iterator[Changed]:
    for place, operator in enumerate(node.ops):
        for other in SWAPS.get(type(operator), ()):
            yield _told(node, _with(node, ops=[*node.ops[:place], other(), *node.ops[place + 1 :]]))


def _either(node: ast.BoolOp) -> Iterator[Changed]:
    yield _told(node, _with(node, op=SWAPS[type(node.op)][0]()))
    for place in range(len(node.values)):
        rest = [*node.values[:place], *node.values[place + 1 :]]
        yield _told(node, rest[0] if len(rest) == 1 else _with(node, values=rest))


def _negated(node: ast.UnaryOp) -> Iterator[Changed]:
    if isinstance(node.op, ast.Not | ast.USub):
        yield _told(node, node.operand)


def _sum(node: ast.BinOp) -> Iterator[Changed]:
    for other in SWAPS.get(type(node.op), ()):
        yield _told(node, _with(node, op=other()))


def _constant(node: ast.Constant) -> Iterator[Changed]:
    if isinstance(node.value, bool):
        yield _told(node, ast.Constant(not node.value))
    elif isinstance(node.value, int | float):
        yield _told(node, ast.Constant(node.value + 1))
        yield _told(node, ast.Constant(node.value - 1))
    elif isinstance(node.value, str) and node.value.count("\n") > 1:
        lines = _table_lines(node.value)
        for first, last in lines:
            rest = node.value.split("\n")
            dropped = "\n".join(rest[first:last])
            yield ast.Constant("\n".join(rest[:first] + rest[last:])), " ".join(dropped.split()), "dropped line"


def _table_lines(table: str) -> list[Line]:
    """First line and the one behind the last of each row; a line that is indented further goes on with its row."""
    lines = table.split("\n")
    found: list[Line] = []
    for number, line in enumerate(lines):
        if not line.strip():
            continue
        if found and line.startswith(" " * 8):
            found[-1] = (found[-1][0], number + 1)
        else:
            found.append((number, number + 1))
    return found


def _condition(node: ast.If | ast.IfExp) -> Iterator[Changed]:
    if not isinstance(node.test, ast.Compare | ast.UnaryOp):
        yield _told_head(node, _with(node, test=ast.UnaryOp(ast.Not(), node.test)))
    if isinstance(node, ast.If) and isinstance(node.body[-1], GUARDS) and not node.orelse:
        yield None, f"if {ast.unparse(node.test)}: ...", "dropped guard"


def _told_head(node: ast.If | ast.IfExp, new: ast.AST) -> Changed:
    return new, f"if {ast.unparse(node.test)}", f"if {ast.unparse(new.test)}"  # type: ignore[attr-defined]


def _filtered(node: ast.comprehension) -> Iterator[Changed]:
    for place, test in enumerate(node.ifs):
        yield (_with(node, ifs=[*node.ifs[:place], *node.ifs[place + 1 :]]),
               f"for {ast.unparse(node.target)} .. if {ast.unparse(test)}", "dropped filter")  # fmt: skip


def _returned(node: ast.Return) -> Iterator[Changed]:
    value = node.value.value if isinstance(node.value, ast.Constant) else node.value
    if value is not None and value is not False:
        yield _told(node, ast.Return(ast.Constant(None)))


def _dropped(node: ast.stmt) -> Iterator[Changed]:
    yield None, ast.unparse(node), "dropped"


def _elements(node: ast.Tuple | ast.List | ast.Set) -> Iterator[Changed]:
    if isinstance(getattr(node, "ctx", None), ast.Store | ast.Del):
        return
    for place, one in enumerate(node.elts):
        rest = [*node.elts[:place], *node.elts[place + 1 :]]
        if isinstance(node, ast.Set) and not rest:
            continue
        yield _with(node, elts=rest), f"{_clipped(ast.unparse(one))} of {ast.unparse(node)}", "dropped element"


def _entries(node: ast.Dict) -> Iterator[Changed]:
    for place, key in enumerate(node.keys):
        rest = _with(
            node,
            keys=[*node.keys[:place], *node.keys[place + 1 :]],
            values=[*node.values[:place], *node.values[place + 1 :]],
        )
        yield rest, f"{ast.unparse(key) if key else '**'}: {ast.unparse(node.values[place])}", "dropped entry"


def _called(node: ast.Call) -> Iterator[Changed]:
    name = ast.unparse(node.func)
    if name in NAMES:
        yield _told(node, _with(node, func=ast.Name(NAMES[name], ast.Load())))
    for place, one in enumerate(node.keywords):
        flipped = isinstance(one.value, ast.Constant) and isinstance(one.value.value, bool)
        if not flipped and not _without_effect(node, one):
            rest = _with(node, keywords=[*node.keywords[:place], *node.keywords[place + 1 :]])
            yield rest, f"{ast.unparse(one)} of {name}(...)", "dropped argument"


def _without_effect(node: ast.Call, argument: ast.keyword) -> bool:
    return (ast.unparse(node.func).rpartition(".")[2], argument.arg) in OF_NO_EFFECT


def _cases(node: ast.Match) -> Iterator[Changed]:
    for place, case in enumerate(node.cases):
        if len(node.cases) > 1:
            rest = _with(node, cases=[*node.cases[:place], *node.cases[place + 1 :]])
            yield rest, f"case {ast.unparse(case.pattern)}", "dropped case"


_OF_KIND: tuple[tuple[Any, Callable[[Any], Iterator[Changed]]], ...] = (
    (ast.Compare, _compare),
    (ast.BoolOp, _either),
    (ast.UnaryOp, _negated),
    (ast.BinOp, _sum),
    (ast.Constant, _constant),
    (ast.If | ast.IfExp, _condition),
    (ast.comprehension, _filtered),
    (ast.Return, _returned),
    (ast.Continue | ast.Break | ast.AugAssign | ast.Expr, _dropped),
    (ast.Tuple | ast.List | ast.Set, _elements),
    (ast.Dict, _entries),
    (ast.Call, _called),
    (ast.Match, _cases),
)


def _short(before: str, after: str) -> str:
    return f"{_clipped(before)} -> {_clipped(after)}"


def _clipped(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= SHOWN else f"{text[: SHOWN // 2]} … {text[-SHOWN // 2 :]}"
