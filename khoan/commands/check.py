"""``khoan check``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from khoan.language import tr, trn
from khoan.terminal import Address, index_option, json_option, print_json, visible_line
from khoan.translated import command, option

if TYPE_CHECKING:
    from indexer.engines.kind import Health

DAMAGED = 3
_SHOWN = 20
"""Lines of damage printed; ``--json`` gives all."""


@command(example="khoan check --index ./khoan-index --deep")
@index_option
@option(
    "--deep",
    is_flag=True,
    help="Phân tích lại mọi văn bản và so từng từ; lâu như lập chỉ mục.",
)
@json_option
def check(address: Address, deep: bool, as_json: bool) -> int:
    """Kiểm tra chỉ mục còn nguyên vẹn không.

    So tổng kiểm của từng tệp, các số đếm và các chỗ trỏ sang nhau; của chỉ mục trên các máy chủ thì
    chỉ xem các phân mảnh và số đếm, phần còn lại cần --deep. Nêu tên chỗ hỏng và cách sửa. Mã
    thoát là 0 nếu nguyên vẹn, 3 nếu không.
    """
    from dataclasses import asdict

    from indexer.check import check as look

    checked = look(address, deep=deep)
    if as_json:
        print_json({**asdict(checked), "whole": not checked.damage})
    for line in checked.damage[:_SHOWN]:
        click.echo(tr("hỏng      %(what)s", what=visible_line(tr(line))), err=True)
    if len(checked.damage) > _SHOWN:
        more = len(checked.damage) - _SHOWN
        click.echo(tr("          … và %(count)d chỗ khác", count=more), err=True)
    terms = tr(", %(number)d từ", number=checked.terms) if checked.terms else ""
    files = trn("%(number)d tệp", checked.files, number=checked.files)
    where = _servers(checked.health) if checked.health else files
    click.echo(
        tr(
            "%(address)s: %(where)s (%(size).1f MB), %(documents)d văn bản, %(clauses)d "
            "đoạn%(terms)s:",
            address=address,
            where=where,
            size=checked.size / 1e6,
            documents=checked.documents,
            clauses=checked.clauses,
            terms=terms,
        )
        + " "
        + (
            tr("%(count)d chỗ hỏng", count=len(checked.damage))
            if checked.damage
            else tr("nguyên vẹn")
        ),
        err=True,
    )
    if checked.advice:
        click.echo(f"       {tr(checked.advice)}", err=True)
    if checked.health and checked.health.missing and not checked.damage:
        text = tr(
            "đáng ngờ  %(number)d bản sao chưa có: hỏng thêm máy thì thiếu dữ liệu",
            number=checked.health.missing,
        )
        click.echo(text, err=True)
    return DAMAGED if checked.damage else 0


def _servers(health: Health) -> str:
    return tr(
        "%(servers)d máy, %(shards)d phân mảnh, %(there)d/%(copies)d bản, %(status)s, %(deleted)d "
        "đoạn đã xóa chưa dọn",
        servers=health.servers,
        shards=health.shards,
        there=health.copies - health.missing,
        copies=health.copies,
        status=health.status,
        deleted=health.deleted,
    )
