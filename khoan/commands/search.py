"""``khoan search``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import click

from indexer.core.filter_fields import BOUNDS, FILTER_FIELDS, VALUE_FIELDS
from khoan.terminal import (
    Address,
    WordsCommand,
    index_option,
    json_option,
    marked,
    paged,
    print_json,
    styled,
    synonyms_option,
    visible_line,
    wrapped,
)

if TYPE_CHECKING:
    from indexer.core.engine import Sort
    from indexer.querying.results import Result, Results

_NAMES: Final = ", ".join((*VALUE_FIELDS, "cites", *BOUNDS))
"""What ``--filter`` can name."""
_FIELDS: Final = ", ".join(f"{row.aliases[0]}:" for row in FILTER_FIELDS.values() if row.aliases)


def _filters(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> dict[str, list[str]]:
    filters: dict[str, list[str]] = {}
    for item in given:
        name, equals, value = item.partition("=")
        if not (name and equals and value):
            raise click.BadParameter(f"«{item}» không có dạng tên=giá trị (name=value)")
        filters.setdefault(name.strip(), []).append(value)
    return filters


@click.command(
    cls=WordsCommand,
    epilog=f"Fields of a query: {_FIELDS}.\n\n"
    "Example:  khoan search thi dua yeu nuoc --filter type='Chỉ thị' --sort date",
)
@click.argument("words", metavar="QUERY...", nargs=-1, required=True)
@index_option
@click.option("--limit", type=click.IntRange(0, 1000), default=10, show_default=True)
@click.option("--offset", type=click.IntRange(0, 10_000), default=0, show_default=True)
@click.option(
    "--filter",
    "filters",
    multiple=True,
    metavar="NAME=VALUE",
    callback=_filters,
    help=f"Chỉ lấy văn bản như thế (keep only such documents): {_NAMES}. "
    "Several of one name add up, different names narrow.",
)
@click.option("--sort", type=click.Choice(["relevance", "date", "oldest"]), default="relevance")
@click.option(
    "--fold",
    is_flag=True,
    help="Gộp các đoạn của trang có nội dung gần như giống nhau (fold what says nearly the same).",
)
@click.option(
    "--explain", "explained", is_flag=True, help="Vì sao tìm thấy (why each hit matched)."
)
@click.option(
    "--literal",
    is_flag=True,
    help="Tìm đúng như đã gõ (as typed: decode no keystrokes, write out no abbreviations).",
)
@synonyms_option
@click.option(
    "--accents",
    type=click.Choice(["any", "typed"]),
    default="any",
    help="typed: chỉ những đoạn có đúng dấu đã gõ (only with the accents that were typed).",
)
@click.option(
    "--server",
    metavar="URL",
    envvar="KHOAN_SERVER",
    help="Hỏi một khoan serve đang chạy, nhanh hơn (ask a running server, not the index).",
)
@json_option
def search(
    words: tuple[str, ...],
    address: Address,
    limit: int,
    offset: int,
    filters: dict[str, list[str]],
    sort: Sort,
    fold: bool,
    explained: bool,
    literal: bool,
    accents: Literal["any", "typed"],
    synonyms: Path | None,
    server: str | None,
    as_json: bool,
) -> int:
    """Tìm các khoản, có dấu hay không dấu.

    Find clauses, with accents or without. Every word must be there, or most of them where too
    few clauses have all. "Quotation marks" ask for words in a row with the accents as typed;
    -word leaves out; also AND, OR, NOT, ( ), NEAR/5, "a b"~5, prefix*, k*nh, lu?t, luật~, and
    fields, with ranges: loai:luật, nam:2010..2013, so:100..200. The help page of the site
    (/tro-giup) and docs/QUERY.md have the whole language in one table.
    """
    query = " ".join(words)
    if server:
        if fold or synonyms:
            raise click.UsageError("--fold, --synonyms: không dùng cùng với --server.")
        options = (("limit", limit), ("offset", offset), ("sort", sort), ("accents", accents))
        switches = (("explain", explained), ("literal", literal))
        given = [("q", query), *options, *((name, "on") for name, on in switches if on)]
        given += [(name, value) for name, values in filters.items() for value in values]
        return _asked(server, given, as_json)
    from indexer.index import open_index
    from indexer.querying.request import SearchRequest

    with open_index(address, synonyms=synonyms) as opened:
        results = opened.answer(
            SearchRequest(
                query,
                filters,
                sort,
                offset,
                limit,
                explain=explained,
                literal=literal,
                accents=accents,
            )
        )
    groups: Sequence[tuple[Result, ...]] = [(hit,) for hit in results.hits]
    if fold:
        from indexer.querying.duplicates import fold as folded

        groups = folded(results.hits)
    if as_json:
        from indexer.jsonform import results_json

        answer = results_json(replace(results, hits=tuple(group[0] for group in groups)))
        same = [[hit.clause.id for hit in group[1:]] for group in groups]
        hits = [{**hit, "same": ids} for hit, ids in zip(answer["hits"], same, strict=True)]
        print_json({**answer, "hits": hits} if fold else answer)
    else:
        _print(results, groups)
    return 0 if results.total else 1


def _asked(server: str, given: list[tuple[str, object]], as_json: bool) -> int:
    """The same from a server."""
    from khoan import remote

    found = remote.ask(server, "/api/v1/search", given)
    if as_json:
        print_json(found)
    else:
        results = remote.results(found)
        _print(results, [(hit,) for hit in results.hits])
    return 0 if found["total"] else 1


def _print(results: Results, groups: Sequence[tuple[Result, ...]]) -> None:
    if results.suggestion:
        click.echo(f"Có phải bạn muốn tìm: {results.suggestion}", err=True)
    for notice in results.notices:
        instead = f" {notice.query}" if notice.query else ""
        click.echo(
            notice.text
            + instead
            + (" (--literal)" if notice.literal else "")
            + (" (--accents typed)" if notice.accents == "typed" else ""),
            err=True,
        )
    if not results.total:
        if results.instead:
            paged("".join(_group(hit, ()) for hit in results.instead.hits))
            click.echo(f"{results.instead.total} đoạn cho {results.instead.query}", err=True)
        else:
            click.echo("Không tìm thấy. Thử ít từ hơn, hoặc bỏ ngoặc kép.", err=True)
        return
    if results.relaxed:
        click.echo("Ít đoạn có đủ mọi từ: đây là những đoạn có hầu hết các từ.", err=True)
    paged("".join(_group(best, same) for best, *same in groups))
    last = results.offset + len(results.hits)
    which = f"{results.offset + 1}-{last} trong " if results.hits else ""
    click.echo(f"{which}{results.total} đoạn, {results.took_ms:.0f} ms", err=True)


def _group(best: Result, same: Sequence[Result]) -> str:
    alike = (f"  {styled('gần như giống:', dim=True)} {hit.clause.id}\n" for hit in same)
    return "".join([_shown(best), "\n", *alike])


def _shown(hit: Result) -> str:
    document = hit.document
    named = " ".join(part for part in (document.type, document.number, document.date) if part)
    where = f"{hit.label}, {named or document.source}" if hit.label else named or document.source
    passage = " ".join(marked(hit.snippet.text, hit.snippet.marks).split())
    heading = styled(visible_line(where), bold=True)
    shown = f"{heading}\n{wrapped(passage)}\n  {styled(hit.clause.id, dim=True)}\n"
    return shown + "".join(
        f"    {reason.score:8.2f}  {reason.kind:12}  {reason.text}\n" for reason in hit.reasons
    )
