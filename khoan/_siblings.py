"""Where ``analyzers``, ``indexer`` and ``search_ui`` are: inside this package where it is
installed (docs/decisions/0013-one-name.md), beside it in the repository.

There, another project's package of such a name could shadow ours; saying so beats failing somewhere
deep inside.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Final

PREFIX: Final = f"{__package__}." if find_spec(f"{__package__}.indexer") else ""
"""Before the name of such a package."""


def check() -> None:
    """Raise ImportError where a sibling package is somebody else's."""
    if PREFIX:
        return
    home = Path(__file__).resolve().parent.parent
    for name in ("analyzers", "indexer", "search_ui"):
        spec = find_spec(name)
        origin = Path(spec.origin).resolve() if spec and spec.origin else None
        if origin is None or origin.parent.parent != home:
            found = origin.parent if origin else "nothing"
            raise ImportError(
                f"khoan needs its own package {name!r} from {home}, but Python finds {found}. "
                f"Remove or rename that one, or install khoan's wheel, which needs no such name."
            )
