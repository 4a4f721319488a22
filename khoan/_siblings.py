"""The guard that the packages beside this one are its own.

``analyzers``, ``indexer`` and ``search_ui`` are names that another project could use as well; if
one of them shadows ours, saying so beats failing somewhere deep inside.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path


def check() -> None:
    """Raise ImportError where a sibling package is somebody else's."""
    home = Path(__file__).resolve().parent.parent
    for name in ("analyzers", "indexer", "search_ui"):
        spec = find_spec(name)
        origin = Path(spec.origin).resolve() if spec and spec.origin else None
        if origin is None or origin.parent.parent != home:
            found = origin.parent if origin else "nothing"
            raise ImportError(
                f"khoan needs its own package {name!r} from {home}, but Python finds {found}. "
                f"Remove or rename that one, or install khoan in an environment of its own."
            )
