"""``khoan suggest``."""

from __future__ import annotations

import click

from khoan.terminal import Address, WordsCommand, index_option, json_option, print_json


@click.command(cls=WordsCommand, epilog="Example:  khoan suggest phong trao thi d")
@click.argument("words", metavar="PREFIX...", nargs=-1, required=True)
@index_option
@click.option("--limit", type=click.IntRange(1, 100), default=8, show_default=True)
@json_option
def suggest(words: tuple[str, ...], address: Address, limit: int, as_json: bool) -> int:
    """Gợi ý cách viết tiếp.

    Words, phrases and titles of the documents that go on with PREFIX, accents or not, the best
    first, one a line.
    """
    from indexer.index import open_index

    prefix = " ".join(words)

    with open_index(address) as opened:
        found = opened.suggest(prefix, limit)
    if as_json:
        print_json({"query": prefix, "suggestions": found})
    else:
        for text in found:
            click.echo(text)
    return 0 if found else 1
