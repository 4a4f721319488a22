"""Equations of Word (ECMA-376 part 1, section 22.1) as one line of text: ``Q = (a + b)/c^(2)``."""

from __future__ import annotations

from typing import Final

from lxml import etree

_SPACE: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MATH: Final = frozenset({f"{_SPACE}oMath", f"{_SPACE}oMathPara"})
_MAX_DEPTH: Final = 40


def equation(element: etree._Element, depth: int = 0) -> str:
    """The text of an equation, or of a part of one."""
    if depth > _MAX_DEPTH:
        return "".join(map(str, element.itertext()))
    name = str(element.tag).removeprefix(_SPACE)
    if name == "t":
        return element.text or ""
    if name.endswith("Pr"):
        return ""

    def part(name: str) -> str:
        found = element.find(_SPACE + name)
        return "" if found is None else equation(found, depth + 1)

    if name == "f":
        return f"{_operand(part('num'))}/{_operand(part('den'))}"
    if name in {"sSup", "sSub", "sSubSup", "nary"}:
        low, high = part("sub"), part("sup")
        base = _property(element, "chr", "∫") if name == "nary" else part("e")
        scripts = (f"_{_operand(low)}" if low else "") + (f"^{_operand(high)}" if high else "")
        return base + scripts + (f" {part('e')}" if name == "nary" else "")
    if name == "rad":
        degree = part("deg")
        return (f"{degree}√" if degree else "√") + f"({part('e')})"
    inner = [equation(child, depth + 1) for child in element]
    if name == "d":
        between = _property(element, "sepChr", "|").join(filter(None, inner))
        return _property(element, "begChr", "(") + between + _property(element, "endChr", ")")
    return ("; " if name in {"m", "eqArr"} else " " if name == "mr" else "").join(
        filter(None, inner)
    )


def _property(element: etree._Element, name: str, default: str) -> str:
    """What the properties of an operator say of one of its characters."""
    found = element.find(f"{_SPACE}{element.tag.removeprefix(_SPACE)}Pr/{_SPACE}{name}")
    return default if found is None else found.get(f"{_SPACE}val", "")


def _operand(text: str) -> str:
    bracketed = text.startswith("(") and text.find(")") == len(text) - 1
    return text if bracketed or text.replace(",", "").replace(".", "").isalnum() else f"({text})"
