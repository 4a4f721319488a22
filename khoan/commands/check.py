"""``khoan check``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from khoan.terminal import Address, index_option, json_option, print_json, visible_line

if TYPE_CHECKING:
    from indexer.engines.kind import Health

DAMAGED = 3
_SHOWN = 20
"""Lines of damage printed; ``--json`` gives all."""


@click.command(epilog="Example:  khoan check --index ./khoan-index --deep")
@index_option
@click.option(
    "--deep",
    is_flag=True,
    help="Phân tích lại mọi văn bản và so từng từ; lâu như lập chỉ mục "
    "(analyse every document again and compare each term).",
)
@json_option
def check(address: Address, deep: bool, as_json: bool) -> int:
    """Kiểm tra chỉ mục còn nguyên vẹn không.

    Verify an index: the checksum of every file, counts and cross-references; of an index on
    servers, its shards and counts, and the rest only with --deep. Names what is damaged and says
    what to do. Exit status 0 if it is whole, 3 if not.
    """
    from dataclasses import asdict

    from indexer.check import check as look

    checked = look(address, deep=deep)
    if as_json:
        print_json({**asdict(checked), "whole": not checked.damage})
    for line in checked.damage[:_SHOWN]:
        click.echo(f"hỏng      {visible_line(line)}", err=True)
    if len(checked.damage) > _SHOWN:
        click.echo(f"          … và {len(checked.damage) - _SHOWN} chỗ khác", err=True)
    where = _servers(checked.health) if checked.health else f"{checked.files} tệp"
    terms = f", {checked.terms} từ" if checked.terms else ""
    click.echo(
        f"{address}: {where} ({checked.size / 1e6:.1f} MB), {checked.documents} văn "
        f"bản, {checked.clauses} đoạn{terms}: "
        + (f"{len(checked.damage)} chỗ hỏng" if checked.damage else "nguyên vẹn"),
        err=True,
    )
    if checked.health and checked.health.missing and not checked.damage:
        click.echo(
            f"đáng ngờ  {checked.health.missing} bản sao chưa có: hỏng thêm máy thì thiếu dữ liệu",
            err=True,
        )
    if checked.advice:
        click.echo(f"       {checked.advice}", err=True)
    return DAMAGED if checked.damage else 0


def _servers(health: Health) -> str:
    there = health.copies - health.missing
    return (
        f"{health.servers} máy, {health.shards} phân mảnh, {there}/{health.copies} bản, "
        f"{health.status}, {health.deleted} đoạn đã xóa chưa dọn"
    )
