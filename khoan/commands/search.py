"""``khoan search``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import click

from indexer.core.filter_fields import BOUNDS, FILTER_FIELDS, VALUE_FIELDS
from indexer.core.said import Said
from khoan import leaving
from khoan.language import tr, trn
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
from khoan.translated import argument, command, option

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
            raise click.BadParameter(tr("«%(item)s» không có dạng TÊN=GIÁ_TRỊ.", item=item))
        filters.setdefault(name.strip(), []).append(value)
    return filters


def _day(_: click.Context, __: click.Parameter, given: str | None) -> str | None:
    from datetime import date

    try:
        return date.fromisoformat(given).isoformat() if given else None
    except ValueError:
        raise click.BadParameter(tr("«%(value)s» không phải ngày.", value=given)) from None


@command(
    cls=WordsCommand,
    epilog=Said(
        "Trường dùng được trong câu tìm: %(fields)s.\n\n"
        "Ví dụ:  khoan search thi dua yeu nuoc --filter type='Chỉ thị' --sort date",
        fields=_FIELDS,
    ),
)
@argument("words", metavar="CÂU_TÌM...", nargs=-1, required=True)
@index_option
@option(
    "--limit",
    type=click.IntRange(0, 1000),
    metavar="SỐ",
    default=10,
    show_default=True,
    help="Nhiều nhất bao nhiêu đoạn; 0: chỉ đếm.",
)
@option(
    "--offset",
    type=click.IntRange(0, 10_000),
    metavar="SỐ",
    default=0,
    show_default=True,
    help="Bỏ qua bao nhiêu đoạn đầu.",
)
@option(
    "--filter",
    "filters",
    multiple=True,
    metavar="TÊN=GIÁ_TRỊ",
    callback=_filters,
    help=Said(
        "Chỉ lấy văn bản như thế; TÊN là %(names)s. Nhiều giá trị của một tên thì cộng vào, các "
        "tên khác nhau thì thu hẹp.",
        names=_NAMES,
    ),
)
@option(
    "--sort",
    type=click.Choice(["relevance", "date", "oldest"]),
    default="relevance",
    help="Sát câu tìm nhất (relevance), mới nhất (date) hay cũ nhất (oldest) đứng đầu.",
)
@option(
    "--fold",
    is_flag=True,
    help="Gộp các đoạn in ra có nội dung gần giống nhau.",
)
@option("--explain", "explained", is_flag=True, help="Nói vì sao tìm thấy từng đoạn.")
@option(
    "--literal",
    is_flag=True,
    help="Tìm đúng như đã gõ: không đọc phím gõ thành dấu, không viết đủ chữ tắt.",
)
@synonyms_option
@option(
    "--accents",
    type=click.Choice(["any", "typed"]),
    default="any",
    help="typed: chỉ những đoạn có đúng dấu như gõ.",
)
@option(
    "--at",
    metavar="NGÀY",
    callback=_day,
    help="Hiệu lực tính vào ngày nào, như 2020-01-01; mặc định: hôm nay.",
)
@option("--living-first", is_flag=True, help="Để văn bản hết hiệu lực sau cùng.")
@option(
    "--server",
    metavar="URL",
    envvar="KHOAN_SERVER",
    help="Hỏi một khoan serve đang chạy thay vì mở chỉ mục; nhanh hơn.",
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
    at: str | None,
    living_first: bool,
    server: str | None,
    as_json: bool,
) -> int:
    """Tìm các đoạn, có dấu hay không dấu.

    Phải có mọi từ, hoặc hầu hết các từ nếu quá ít đoạn có đủ. "Trong ngoặc kép" là các từ liền
    nhau, đúng dấu như gõ; -từ là loại ra; còn có AND, OR, NOT, ( ), NEAR/5, "a b"~5, thi*, k*nh,
    lu?t, luật~, và các trường, cả khoảng: loai:luật, nam:2010..2013, so:100..200. Trang trợ giúp
    (/tro-giup) và docs/QUERY.md có đủ trong một bảng.
    """
    leaving.once()
    query = " ".join(words)
    if server:
        if fold or synonyms:
            raise click.UsageError(tr("--fold, --synonyms: không dùng cùng với --server."))
        options = (("limit", limit), ("offset", offset), ("sort", sort), ("accents", accents))
        switches = (("explain", explained), ("literal", literal))
        given = [
            ("q", query),
            *options,
            *((name, "on") for name, on in switches if on),
            *([("at", at)] if at else []),
            *([("living", "first")] if living_first else []),
        ]
        given += [(name, value) for name, values in filters.items() for value in values]
        return _asked(server, given, as_json)
    from indexer.core.malloc import reuse
    from indexer.index import open_index
    from indexer.querying.request import SearchRequest

    reuse()
    # Counts are only in the JSON, and those of states need the state of every document.
    facets: dict[str, Any] = {} if as_json else {"facets": ()}
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
                at=at,
                living_first=living_first,
                **facets,
            )
        )
    groups: Sequence[tuple[Result, ...]] = [(hit,) for hit in results.hits]
    if fold:
        from indexer.querying.duplicates import fold as folded

        groups = folded(results.hits)
    if as_json:
        from indexer.jsonform.results import results_json

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
        click.echo(tr("Có phải bạn muốn tìm: %(query)s", query=results.suggestion), err=True)
    for notice in results.notices:
        instead = f" {notice.query}" if notice.query else ""
        click.echo(
            tr(notice.template, **notice.values)
            + instead
            + (" (--literal)" if notice.literal else "")
            + (" (--accents typed)" if notice.accents == "typed" else ""),
            err=True,
        )
    if not results.total:
        if results.instead:
            paged("".join(_group(hit, ()) for hit in results.instead.hits))
            total = results.instead.total
            found = trn(
                "%(number)d đoạn cho %(query)s", total, number=total, query=results.instead.query
            )
            click.echo(found, err=True)
        else:
            click.echo(tr("Không tìm thấy. Thử ít từ hơn, hoặc bỏ ngoặc kép."), err=True)
        return
    if results.relaxed:
        click.echo(tr("Ít đoạn có đủ mọi từ: đây là những đoạn có hầu hết các từ."), err=True)
    paged("".join(_group(best, same) for best, *same in groups))
    last = results.offset + len(results.hits)
    counted = trn("%(number)d đoạn", results.total, number=results.total)
    if results.hits:
        counted = tr(
            "%(first)d-%(last)d trong %(total)s", first=results.offset + 1, last=last, total=counted
        )
    click.echo(f"{counted}, {results.took_ms:.0f} ms", err=True)


def _group(best: Result, same: Sequence[Result]) -> str:
    alike = (f"  {styled(tr('gần giống:'), dim=True)} {hit.clause.id}\n" for hit in same)
    return "".join([_shown(best), "\n", *alike])


def _stands(hit: Result) -> str:
    """What is to be known of a document that is not, or not wholly, in force."""
    from indexer.validity.codes import NAMES

    if hit.standing is None or hit.standing.state in {"in_force", "unknown"}:
        return ""
    since = tr(" từ %(day)s", day=hit.standing.since) if hit.standing.since else ""
    return f" [{tr(NAMES[hit.standing.state])}{since}]"


def _shown(hit: Result) -> str:
    document = hit.document
    named = " ".join(part for part in (document.type, document.number, document.date) if part)
    where = f"{hit.label}, {named or document.source}" if hit.label else named or document.source
    passage = " ".join(marked(hit.snippet.text, hit.snippet.marks).split())
    heading = styled(visible_line(where), bold=True)
    shown = f"{heading}{_stands(hit)}\n{wrapped(passage)}\n  {styled(hit.clause.id, dim=True)}\n"
    from indexer.querying.reason_names import REASONS

    return shown + "".join(
        f"    {reason.score:8.2f}  {tr(REASONS[reason.kind]):36}  {reason.text}\n"
        for reason in hit.reasons
    )
