"""What in a page would run or load something that we did not put there."""

from __future__ import annotations

from html.parser import HTMLParser

FOREIGN = {"img", "iframe", "object", "embed", "i", "u", "style", "base", "meta"}
META = {"charset", "name", "property", "content"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in FOREIGN and not (tag == "meta" and set(given) <= META):
            self.found.append(tag)
        data = given.get("type") == "application/ld+json"  # is not run
        if tag == "script" and not (data or given.get("src", "").startswith("/")):
            self.found.append("script")
        for name, value in given.items():
            address = name in {"href", "src", "action", "formaction"}
            if name.startswith("on") or name == "style" or (address and _runs(value)):
                self.found.append(f"{tag} {name}={value}")


def _runs(address: str) -> bool:
    return address.strip().lower().startswith(("javascript:", "data:", "vbscript:"))


def danger(page: str) -> list[str]:
    """The tags and attributes that no page of ours may have."""
    reader = _Reader()
    reader.feed(page)
    return reader.found
