"""``khoan snapshot``."""

from __future__ import annotations

from pathlib import Path

import click

from khoan.terminal import Address, index_option


@click.command(epilog="Example:  khoan snapshot sao-luu/2024-05-03 --index ./khoan-index")
@click.argument("target", metavar="FOLDER", type=click.Path(path_type=Path))
@index_option
def snapshot(target: Path, address: Address) -> int:
    """Chép chỉ mục sang một thư mục mới, cả khi đang có chương trình ghi vào nó.

    Copy an index to a new folder, even while a writer is at work on it. Every byte is checked on
    its way; the copy is an index like any other.
    """
    from indexer.index import copy_index

    copied = copy_index(address, target)
    click.echo(f"{target}: đã chép {copied.files} tệp ({copied.size / 1e6:.1f} MB)", err=True)
    return 0
