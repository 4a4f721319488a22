"""``khoan suggest``."""

from __future__ import annotations

import click

from khoan import leaving
from khoan.terminal import Address, WordsCommand, index_option, json_option, print_json
from khoan.translated import argument, command, option


@command(cls=WordsCommand, example="khoan suggest phong trao thi d")
@argument("words", metavar="TỪ...", nargs=-1, required=True)
@index_option
@option(
    "--limit",
    type=click.IntRange(1, 100),
    metavar="SỐ",
    default=8,
    show_default=True,
    help="Nhiều nhất bao nhiêu gợi ý.",
)
@json_option
def suggest(words: tuple[str, ...], address: Address, limit: int, as_json: bool) -> int:
    """Gợi ý cách viết tiếp.

    Các từ, cụm từ và tên văn bản tiếp theo TỪ, có dấu hay không dấu, mỗi dòng một gợi ý, tốt nhất
    đứng đầu.
    """
    leaving.once()
    from indexer.core.malloc import reuse
    from indexer.index import open_index

    reuse()
    prefix = " ".join(words)

    with open_index(address) as opened:
        found = opened.suggest(prefix, limit)
    if as_json:
        print_json({"query": prefix, "suggestions": found})
    else:
        for text in found:
            click.echo(text)
    return 0 if found else 1
