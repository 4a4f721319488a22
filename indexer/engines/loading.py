"""Whoosh, loaded without what it imports and this program never uses.

``whoosh.compat`` imports urllib.request for a function of Python 2's name, ``whoosh.reading`` the
package cached_property, which imports asyncio: together a tenth of the time in which
``khoan search`` answers. While Whoosh is loaded the first time, small modules stand in for them;
afterwards they are gone, and whoever imports urllib.request or cached_property gets the real ones.
"""

from __future__ import annotations

import sys
from functools import cached_property
from importlib import import_module
from types import ModuleType
from typing import Any


def load_whoosh() -> None:
    """Import the parts of Whoosh that import too much. What is loaded already stays."""
    if "whoosh" in sys.modules:
        return
    instead = {name: module for name, module in _stand_ins().items() if name not in sys.modules}
    sys.modules.update(instead)
    try:
        import_module("whoosh.reading")
    finally:
        for name in instead:
            del sys.modules[name]


def _stand_ins() -> dict[str, ModuleType]:
    properties = ModuleType("cached_property")
    properties.__dict__["cached_property"] = cached_property
    request = ModuleType("urllib.request")
    request.__dict__["urlretrieve"] = _urlretrieve
    return {"cached_property": properties, "urllib.request": request}


def _urlretrieve(*arguments: Any, **options: Any) -> Any:
    from urllib.request import urlretrieve

    return urlretrieve(*arguments, **options)  # noqa: S310 - only handed on
