"""click's commands and options with texts that are translated when they are shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from gettext import gettext
from inspect import cleandoc
from typing import Any, Final, NoReturn, TypeVar, cast

import click

from indexer.core.said import Said
from khoan.language import LANGUAGES, tr

F = TypeVar("F", bound=Callable[..., Any])


class _Text:
    """An attribute that holds a Vietnamese text and gives it in the language in use."""

    def __init__(self, translate: Callable[[str], str] = tr) -> None:
        self._translate = translate

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = f"_{name}"

    def __get__(self, instance: object | None, owner: type | None = None) -> Any:
        text = vars(instance).get(self._name) if instance is not None else None
        return self._translate(text) if isinstance(text, str) and text else text

    def __set__(self, instance: object, value: object) -> None:
        vars(instance)[self._name] = cleandoc(value) if type(value) is str else value


OPTIONS: Final = "[TÙY CHỌN]"


class Option(click.Option):
    """An option whose texts are translated."""

    help: Any = _Text()
    metavar: Any = _Text()
    show_default: Any = _Text()

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        if isinstance(more.get("help"), Said):
            self.help = more["help"]  # click keeps only its text


class Argument(click.Argument):
    """An argument whose name is translated."""

    metavar: Any = _Text()


class _Helped(click.Command):
    """click makes the option for help once, in the language of that moment."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        found = super().get_help_option(ctx)
        if found is not None:
            found.help = gettext("Show this message and exit.")
        return found


class Command(_Helped):
    """A command whose texts are translated."""

    help: Any = _Text()
    epilog: Any = _Text()
    options_metavar: Any = _Text()

    def __init__(self, *arguments: Any, **more: Any) -> None:
        more.setdefault("options_metavar", OPTIONS)
        super().__init__(*arguments, **more)


class Group(_Helped, click.Group):
    """The same for the command that has the others."""

    help: Any = _Text()
    epilog: Any = _Text()
    options_metavar: Any = _Text()
    subcommand_metavar: Any = _Text()

    def __init__(self, *arguments: Any, **more: Any) -> None:
        more.setdefault("options_metavar", OPTIONS)
        more.setdefault("subcommand_metavar", "LỆNH [THAM SỐ]...")
        super().__init__(*arguments, **more)


class PathType(click.Path):
    """A path; what click calls it in errors is translated when it is said, not on import."""

    name: Any = _Text(gettext)


class FileType(click.File):
    """A file; why it cannot be opened is translated."""

    def fail(self, message: str, param: Any = None, ctx: Any = None) -> NoReturn:
        file, colon, reason = message.rpartition(": ")
        super().fail(f"{file}{colon}{gettext(reason)}", param, ctx)


option = partial(click.option, cls=Option)
argument = partial(click.argument, cls=Argument)


def language_option(command: F) -> F:
    """``--lang``, which ``khoan.language.choose`` has read before click does."""
    return option(
        "--lang",
        type=click.Choice(LANGUAGES),
        expose_value=False,
        help="Tiếng Việt hoặc tiếng Anh; nếu không nêu thì theo LANG.",
    )(command)


def command(
    name: str | None = None, *, example: str = "", **more: Any
) -> Callable[[Callable[..., Any]], click.Command]:
    """``click.command`` with texts that are translated, an example below them, and ``--lang``."""
    more.setdefault("cls", Command)
    if example:
        more["epilog"] = Said("Ví dụ:  %(command)s", command=example)

    def decorated(function: Callable[..., Any]) -> click.Command:
        make: Any = click.command(name, **more)
        return cast("click.Command", make(language_option(function)))

    return decorated
