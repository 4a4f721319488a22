"""The command line: ``khoan COMMAND``. Data on stdout, everything else on stderr.

Exit status: 0 found or done; 1 nothing found, or some files failed; 2 wrong usage, a wrong query or
table of synonyms;
3 index missing, locked, incompatible or damaged; 130 interrupted.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from typing import Final, NoReturn

import click

from indexer.core.errors import (
    BadCorrections,
    BadExport,
    BadSynonyms,
    IndexDamaged,
    IndexIncompatible,
    IndexLocked,
    IndexMissing,
    IndexUnreadable,
    IndexUnsupported,
    IndexUnwritable,
    KhoanError,
    QueryError,
    SystemRefused,
)
from khoan import language, leaving, limits, terminal
from khoan._version import __version__
from khoan.commands.check import check
from khoan.commands.cites import cited_by, cites
from khoan.commands.consolidated import consolidated
from khoan.commands.demo import demo
from khoan.commands.effects import effects, standing
from khoan.commands.export import export
from khoan.commands.import_ import import_
from khoan.commands.index import index
from khoan.commands.parse import parse
from khoan.commands.search import search
from khoan.commands.serve import serve
from khoan.commands.show import show
from khoan.commands.similar import similar
from khoan.commands.snapshot import snapshot
from khoan.commands.suggest import suggest
from khoan.commands.watch import watch
from khoan.language import tr
from khoan.terminal import say
from khoan.translated import Group, Option, language_option

NOTHING_FOUND: Final = 1
WRONG_USAGE: Final = 2
INDEX_UNUSABLE: Final = 3
INTERRUPTED: Final = 130

_STATUS: Final[dict[type[KhoanError], int]] = {
    QueryError: WRONG_USAGE,
    BadCorrections: WRONG_USAGE,
    BadExport: WRONG_USAGE,
    BadSynonyms: WRONG_USAGE,
    IndexMissing: INDEX_UNUSABLE,
    IndexLocked: INDEX_UNUSABLE,
    IndexIncompatible: INDEX_UNUSABLE,
    IndexDamaged: INDEX_UNUSABLE,
    IndexUnreadable: INDEX_UNUSABLE,
    IndexUnwritable: INDEX_UNUSABLE,
    IndexUnsupported: INDEX_UNUSABLE,
    SystemRefused: INDEX_UNUSABLE,
}


@click.group(
    cls=Group,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Ví dụ:  khoan index data;  khoan search thi dua yeu nuoc",
)
@language_option
@click.version_option(
    __version__, message="khoan %(version)s", cls=Option, help="In phiên bản rồi thoát."
)
def cli() -> None:
    """Khoản: tìm trong văn bản hành chính và pháp luật đến từng khoản, có dấu hay không dấu."""
    limits.check_memory()


for _command in (
    demo, index, watch, search, suggest, parse, show, cites, cited_by, effects, standing,
    consolidated, similar, serve, check, snapshot, export, import_,
):  # fmt: skip
    cli.add_command(_command)


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run one command and leave with its exit status; never with a traceback for a mistake.

    SIGTERM is as Ctrl+C: what was begun is undone, and locks and temporary files are given up.
    """
    limits.one_thread()
    terminal.speak_vietnamese(sys.stdout, sys.stderr)
    given = sys.argv[1:] if arguments is None else arguments
    with language.used(language.choose(given, os.environ)):
        sys.exit(_status(given))


def run() -> NoReturn:
    """``main`` as a program: what ``khoan`` and ``python -m khoan`` call."""
    leaving.begin()
    try:
        main()
    except SystemExit as left:
        leaving.leave(left.code)


def _status(arguments: Sequence[str]) -> int:
    """Run one command; its exit status."""
    status: int | None
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        status = cli.main(list(arguments), prog_name="khoan", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except KhoanError as error:
        say(error)
        status = next((s for kind, s in _STATUS.items() if isinstance(error, kind)), NOTHING_FOUND)
    except (KeyboardInterrupt, click.Abort):
        click.echo(tr("Đã dừng."), err=True)
        status = INTERRUPTED
    except BrokenPipeError:
        # `khoan search ... | head` is no mistake; keep Python from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    except (MemoryError, OSError, ImportError, RuntimeError) as error:
        # What a limit of the system does anywhere, even to loading a library.
        if isinstance(error, RuntimeError) and "new thread" not in str(error):
            raise
        say(
            SystemRefused(
                "Hệ thống từ chối: %(reason)s.",
                "Xem lại giới hạn bộ nhớ và số tệp mở (ulimit -a), và chỗ trống trên ổ đĩa.",
                reason=getattr(error, "strerror", None) or str(error) or "hết bộ nhớ",
            )
        )
        status = INDEX_UNUSABLE
    return status or 0
