"""A text for people that was filled in, and still knows what it was made of."""

from __future__ import annotations


class Said(str):
    """A text in Vietnamese with values in it, which can be said in another language later.

    It is the text itself wherever a text is expected: ``Said("hơn %(size)d MB", size=64)`` is
    ``"hơn 64 MB"``.

    Args:
        template: the text with ``%(name)s`` where a value goes.
        values: what goes into it.
    """

    __slots__ = ("template", "values")

    template: str
    values: dict[str, object]

    def __new__(cls, template: str, /, **values: object) -> Said:
        said = super().__new__(cls, template % values if values else template)
        said.template = template
        said.values = values
        return said

    def __reduce__(self) -> tuple[object, ...]:
        """As it travels between processes."""
        return _again, (self.template, self.values)


def _again(template: str, values: dict[str, object]) -> Said:
    return Said(template, **values)
