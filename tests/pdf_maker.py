"""The smallest PDF files that hold text at given places."""

import math
from collections.abc import Sequence
from itertools import count

SHAPE = "/MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
CMAP = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def
1 begincodespacerange <00> <FF> endcodespacerange {} endcmap end end"""

Item = (
    tuple[float, float, str]
    | tuple[float, float, str, float]
    | tuple[float, float, str, float, int]
)
"""(x, y, text, size, degrees by which it is turned); 12 points, upright."""


def pdf(
    pages: Sequence[Sequence[Item]],
    *,
    trailer: str = "",
    info: str = "",
    picture: tuple[int, int] | None = None,
    page: str = "",
    fields: Sequence[tuple[float, float, str]] = (),
) -> bytes:
    """One page for each sequence of texts, in Helvetica; letters that are not ASCII are drawn as
    others, but read as what they are.

    ``picture`` puts a grey picture of that width and height on each page, from its lower left;
    ``info`` is the document's own description; ``page`` goes into each page's dictionary;
    ``fields`` are text fields (x, y, value) on each page.
    """
    codes = _codes("".join(item[2] for items in pages for item in items))
    number = count(5)
    places = [(next(number), next(number), [next(number) for _ in fields]) for _ in pages]
    kids = " ".join(f"{own} 0 R" for own, _, _ in places)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 4 0 R >>",
        _stream(_cmap(codes)),
    ]
    for items, (_, content, widgets) in zip(pages, places, strict=True):
        annotations = " ".join(f"{widget} 0 R" for widget in widgets)
        objects += [
            (
                f"<< /Type /Page /Parent 2 0 R {SHAPE} /Contents {content} 0 R"
                f" /Annots [{annotations}] {page} >>"
            ),
            _stream("\n".join(_shown(item, codes) for item in items) + _picture(picture)),
            *(
                f"<< /Type /Annot /Subtype /Widget /FT /Tx /T (f) /V ({value})"
                f" /Rect [{x} {y} {x + 100} {y + 14}] >>"
                for x, y, value in fields
            ),
        ]
    objects.append(f"<< {info} >>")
    return _file(objects, trailer)


def _codes(text: str) -> dict[str, int]:
    others = sorted({letter for letter in text if not letter.isascii()})
    return {chr(code): code for code in range(128)} | {x: 161 + n for n, x in enumerate(others)}


def _cmap(codes: dict[str, int]) -> str:
    pairs = [f"<{code:02x}> <{ord(x):04x}>" for x, code in codes.items() if code > 31]
    chunks = (pairs[n : n + 100] for n in range(0, len(pairs), 100))
    return CMAP.format(
        " ".join(f"{len(chunk)} beginbfchar {' '.join(chunk)} endbfchar" for chunk in chunks)
    )


def _shown(item: Item, codes: dict[str, int]) -> str:
    x, y, text, size, degrees = (*item, *(12, 0)[len(item) - 3 :])
    turn = math.radians(degrees)
    cos, sin = round(math.cos(turn), 4), round(math.sin(turn), 4)
    shown = bytes(codes[letter] for letter in text).hex()
    return f"BT /F1 {size} Tf {cos} {sin} {-sin} {cos} {x} {y} Tm <{shown}> Tj ET"


def _picture(shape: tuple[int, int] | None) -> str:
    if shape is None:
        return ""
    return f"\nq {shape[0]} 0 0 {shape[1]} 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x7f EI Q"


def _stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def _file(objects: Sequence[str], trailer: str) -> bytes:
    file, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(file))
        file += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(file)
    file += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    file += (
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R {trailer} >>\n"
    )
    return f"{file}startxref\n{start}\n%%EOF\n".encode("latin-1")
