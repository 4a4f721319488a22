"""The smallest PDF files that hold text at given places."""

from collections.abc import Sequence

SHAPE = "/MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"


def pdf(
    pages: Sequence[Sequence[tuple[float, float, str]]],
    *,
    trailer: str = "",
    info: str = "",
    picture: tuple[int, int] | None = None,
) -> bytes:
    """One page for each sequence of (x, y, ASCII text), in 12 point Helvetica.

    ``picture`` puts a grey picture of that width and height on each page, from its lower left;
    ``info`` is the document's own description.
    """
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for n, lines in enumerate(pages):
        content = "\n".join(
            f"BT /F1 12 Tf {x} {y} Td <{text.encode('ascii').hex()}> Tj ET" for x, y, text in lines
        )
        if picture:
            width, height = picture
            content += f"q {width} 0 0 {height} 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x7f EI Q"
        objects += [
            f"<< /Type /Page /Parent 2 0 R {SHAPE} /Contents {5 + 2 * n} 0 R >>",
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        ]
    objects.append(f"<< {info} >>")
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
    return f"{file}startxref\n{start}\n%%EOF\n".encode()
