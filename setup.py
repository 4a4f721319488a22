"""What the wheel is made of; everything else stands in setup.cfg.

The repository's folders ``analyzers``, ``indexer`` and ``search_ui`` are top-level packages there,
and anybody may have a package of such a name. So the wheel has them inside ``khoan``, with their
imports rewritten, and the samples of ``data`` as ``khoan/samples``. An editable installation has
the folders as they are. Why so, and not otherwise: docs/decisions/0013-one-name.md.
"""

from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from setuptools import find_packages, setup
from setuptools.command.build_py import build_py
from setuptools.command.editable_wheel import editable_wheel

HOME = "khoan"
INSIDE = ("analyzers", "indexer", "search_ui")
"""Packages that the wheel has inside ``HOME``."""
SAMPLES = "data"

_FROM = re.compile(rb"from\s+")


class BuildInside(build_py):
    """Rewrites what it has copied."""

    editable_mode: bool

    def run(self) -> None:
        """Build into an empty folder: a wheel has no file that is gone from the source."""
        if not self.editable_mode:
            shutil.rmtree(self.build_lib, ignore_errors=True)
        super().run()

    def build_module(self, *where: Any) -> Any:
        """Copy one module, see ``inside``."""
        outfile, copied = super().build_module(*where)
        if not self.editable_mode:
            path = Path(outfile)
            path.write_bytes(inside(path.read_bytes(), str(outfile)))
        return outfile, copied


class EditableInPlace(editable_wheel):
    """An editable installation is the repository: folders where they are, imports as written."""

    def run(self) -> None:
        """As setuptools does, with the packages as they lie."""
        dist = self.distribution
        dist.packages, dist.package_dir = in_place(), {}
        super().run()


def inside(source: bytes, name: str = "?") -> bytes:
    """A module's source, importing ``khoan.indexer`` where it imported ``indexer``.

    Raises:
        SyntaxError: it uses the bare name of a package in a way that cannot be rewritten.
    """
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    edits: list[tuple[int, int, bytes]] = []
    for node in ast.walk(ast.parse(source, name)):
        if isinstance(node, ast.ImportFrom) and not node.level and _is_inside(node.module):
            begin = starts[node.lineno - 1] + node.col_offset
            found = _FROM.match(source, begin)
            assert found, f"{name}:{node.lineno}"  # noqa: S101  # the grammar says so
            edits.append((found.end(), 0, HOME.encode() + b"."))
        elif isinstance(node, ast.Import):
            edits.extend(_edits(node, starts, name))
    for at, size, text in sorted(edits, reverse=True):
        source = source[:at] + text + source[at + size :]
    return source


def _edits(node: ast.Import, starts: list[int], name: str) -> Iterator[tuple[int, int, bytes]]:
    for alias in node.names:
        if not _is_inside(alias.name):
            continue
        if alias.asname is None and "." in alias.name:
            raise SyntaxError(
                f"{name}:{alias.lineno}: `import {alias.name}` binds a name that the wheel has not;"
                f" write `import {alias.name} as ...` or `from ... import ...`"
            )
        made = f"{HOME}.{alias.name}" + (f" as {alias.name}" if alias.asname is None else "")
        at = starts[alias.lineno - 1] + alias.col_offset
        yield at, len(alias.name), made.encode()


def _is_inside(module: str | None) -> bool:
    return module is not None and module.split(".")[0] in INSIDE


def in_place() -> list[str]:
    """The packages of the repository, under the names that they have there."""
    return find_packages(include=[name for top in (HOME, *INSIDE) for name in (top, f"{top}.*")])


def installed(package: str) -> str:
    """The name that a package of the repository has in the wheel."""
    return f"{HOME}.{package}" if _is_inside(package) else package


if __name__ == "__main__":
    setup(
        packages=[*map(installed, in_place()), f"{HOME}.samples", f"{HOME}.samples.formats"],
        package_dir={
            **{installed(top): top for top in INSIDE},
            f"{HOME}.samples": SAMPLES,
        },
        package_data={
            "": ["py.typed"],
            f"{HOME}.samples": ["*.*", "formats/*.*"],
            installed("analyzers"): ["lexicons/*"],
            installed("search_ui"): [
                "templates/*.html", "templates/**/*.html", "templates/**/*.xml", "static/*",
                "translations/*/LC_MESSAGES/*",
            ],
        },
        cmdclass={"build_py": BuildInside, "editable_wheel": EditableInPlace},
    )  # fmt: skip
