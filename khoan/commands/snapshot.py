"""``khoan snapshot``."""

from __future__ import annotations

from pathlib import Path

import click

from khoan.language import tr
from khoan.terminal import Address, index_option
from khoan.translated import PathType, argument, command


@command(example="khoan snapshot sao-luu/2024-05-03 --index ./khoan-index")
@argument("target", metavar="THƯ_MỤC", type=PathType(path_type=Path))
@index_option
def snapshot(target: Path, address: Address) -> int:
    """Chép chỉ mục sang một thư mục mới, cả khi đang có chương trình ghi vào nó.

    Từng byte được kiểm trong khi chép; bản chép là một chỉ mục như mọi chỉ mục khác.
    """
    from indexer.index import copy_index

    copied = copy_index(address, target)
    done = tr("đã chép %(files)d tệp (%(size).1f MB)", files=copied.files, size=copied.size / 1e6)
    click.echo(f"{target}: {done}", err=True)
    return 0
