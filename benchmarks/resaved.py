"""Whether a document reads the same however it is saved: Word files, saved again by LibreOffice.

Each file is converted to .docx, .doc, .odt, .rtf, .html and .pdf, and each copy is read. Facts of
the document (type, number, date, place, issuer, signer, title) and the addresses of its clauses
must be those of the file itself. What differs is printed; a reader's fault shows at once, because
the text is the same.

python benchmarks/resaved.py FOLDER [--only TEXT] [--formats docx,odt] [--keep FOLDER]

Needs LibreOffice. Takes some seconds a file and format.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from indexer.core.document import Clause, Document
from indexer.core.errors import KhoanError
from indexer.ingest.files import File
from indexer.ingest.read import read

FORMATS = ("docx", "doc", "odt", "rtf", "html", "pdf")
FACTS = ("type", "number", "date", "place", "issuer", "signer", "title")
_SECONDS = 300
_SHOWN = 8


def facts(document: Document) -> dict[str, str]:
    """The facts that must not change, white space folded."""
    return {name: " ".join((getattr(document, name) or "").split()) for name in FACTS}


def addresses(clauses: Sequence[Clause]) -> Counter[str]:
    """Addresses of the pieces that have one, first parts only; tables are no clauses."""
    return Counter(
        "/".join(f"{step.level} {step.number}".strip() for step in clause.path)
        for clause in clauses
        if clause.path and clause.part == 1 and clause.kind != "table"
    )


def differences(
    one: tuple[Document, Sequence[Clause]], other: tuple[Document, Sequence[Clause]]
) -> Iterator[str]:
    """What the second reading has otherwise than the first, a line each."""
    before, after = facts(one[0]), facts(other[0])
    for name in FACTS:
        if before[name].casefold() != after[name].casefold():
            yield f"{name}: {before[name]!r} -> {after[name]!r}"
    was, is_ = addresses(one[1]), addresses(other[1])
    if lost := list((was - is_).elements()):
        yield f"{len(lost)} addresses lost: " + "; ".join(lost[:_SHOWN])
    if made := list((is_ - was).elements()):
        yield f"{len(made)} addresses too many: " + "; ".join(made[:_SHOWN])


def convert(path: Path, suffix: str, folder: Path, profile: Path) -> Path | None:
    """The file, saved again in another format; None where LibreOffice makes none."""
    target = folder / suffix / f"{path.stem}.{suffix}"
    if target.exists():
        return target
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise SystemExit("LibreOffice (soffice) is not there")
    target.parent.mkdir(parents=True, exist_ok=True)
    command = [
        program,
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--convert-to",
        suffix,
        "--outdir",
        str(target.parent),
        str(path),
    ]
    subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
    return target if target.exists() else None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--formats", default=",".join(FORMATS))
    parser.add_argument("--keep", type=Path, help="where the copies are left, and found again")
    asked = parser.parse_args()
    same = count = 0
    with tempfile.TemporaryDirectory() as made:
        folder = (asked.keep or Path(made)).absolute()
        for path in sorted(asked.folder.iterdir()):
            if path.suffix.lower() not in {".doc", ".docx"} or asked.only not in path.name:
                continue
            original = read(File(path, path.name))
            for suffix in asked.formats.split(","):
                count += 1
                copy = convert(path, suffix, folder, Path(made) / "profile")
                found = list(_compare(original, copy, path.name))
                same += not found
                for line in found:
                    print(f"{path.name} -> {suffix}: {line}", flush=True)
    print(f"{same} of {count} copies read the same")
    return 0 if same == count else 1


def _compare(
    original: tuple[Document, Sequence[Clause]], copy: Path | None, name: str
) -> Iterator[str]:
    if copy is None:
        yield "not converted"
        return
    try:
        again = read(File(copy, Path(name).stem + copy.suffix))
    except KhoanError as error:
        yield f"not read: {error}"
        return
    yield from differences(original, again)


if __name__ == "__main__":
    sys.exit(main())
