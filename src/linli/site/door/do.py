"""`linli do PACKAGE.COMMAND key=value …`: every command, made from its signature."""

import importlib
import importlib.util
import inspect
import pkgutil
from collections.abc import Mapping
from datetime import datetime
from types import UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID
from zoneinfo import ZoneInfo

import click
import msgspec

from linli.kernel.refusal import Refusal
from linli.site.door.ground import ground, home_option
from linli.site.door.steps import say
from linli.site.words import _

if TYPE_CHECKING:
    from linli.kernel.scope import Actor

PACKAGES = ("kernel", "places", "people", "matters", "board", "exchange")
# Said by options, not by key=value.
GIVEN = ("actor", "now")


@click.command(help=_("运行一条命令，如 do places.add_area name=…；不带命令时列出全部"))
@click.argument("name", required=False)
@click.argument("values", nargs=-1)
@click.option("--as", "login", metavar="LOGIN", help=_("以谁的身份（默认系统）"))
@click.option("--now", "moment", metavar="ISO", help=_("当作此刻的时间"))
@click.option("--id", "command_id", type=click.UUID, help=_("编号：同一编号只做一次"))
@home_option
def command(
    home_path: str | None,
    name: str | None,
    values: tuple[str, ...],
    login: str | None,
    moment: str | None,
    command_id: UUID | None,
) -> None:
    """Prints the answer as JSON."""
    with ground(home_path):
        registry = all_commands()
        if name is None:
            for known in sorted(registry):
                say(describe(known, registry[known].function))
            return
        if name not in registry:
            raise Refusal("unknown_command", _("没有名为 {name} 的命令。").format(name=name))
        asked = arguments(registry[name].function, values)
        now = datetime.fromisoformat(moment) if moment else datetime.now(ZoneInfo("Asia/Shanghai"))
        answer = registry[name].once(command_id)(actor=actor_named(login, now), now=now, **asked)
        say(msgspec.json.encode(answer, enc_hook=str).decode())


def all_commands() -> Mapping[str, Any]:
    """The registry after every package's commands were loaded."""
    from linli.kernel.command import registry

    for package in PACKAGES:
        name = f"linli.{package}.commands"
        if importlib.util.find_spec(name) is None:
            continue
        room = importlib.import_module(name)
        for module in pkgutil.iter_modules(getattr(room, "__path__", ())):
            importlib.import_module(f"{name}.{module.name}")
    return registry


def actor_named(login: str | None, now: datetime) -> "Actor":
    """The person behind a login, or the system itself."""
    from dataclasses import replace

    from django.contrib.auth import get_user_model

    from linli.kernel.scope import SYSTEM
    from linli.people.queries import actor_for_person

    if login is None:
        return replace(SYSTEM, door="cli")
    accounts: Any = get_user_model()._default_manager  # noqa: SLF001  the framework's public name for it
    account = accounts.filter(**{get_user_model().USERNAME_FIELD: login}).first()
    if account is None:
        raise Refusal("unknown_login", _("没有登录名为 {login} 的账号。").format(login=login))
    return actor_for_person(account.person_id, now, door="cli")


def describe(name: str, function: Any) -> str:
    """One line: name, parameters, first line of what it does."""
    parameters = [
        parameter.name if parameter.default is parameter.empty else f"[{parameter.name}]"
        for parameter in inspect.signature(function).parameters.values()
        if parameter.name not in GIVEN
    ]
    words = (inspect.getdoc(function) or "").partition("\n")[0]
    return f"{' '.join([name, *parameters])}\n    {words}"


def arguments(function: Any, values: tuple[str, ...]) -> dict[str, Any]:
    """`key=value` words as keyword arguments, converted by the annotations of the function."""
    hints = get_type_hints(function)
    asked: dict[str, Any] = {}
    for word in values:
        key, equals, text = word.partition("=")
        if not equals or key in GIVEN or key not in inspect.signature(function).parameters:
            raise Refusal("unknown_argument", _("{word} 不是这条命令的参数。").format(word=word))
        asked[key] = converted(key, text, hints.get(key, str))
    missing = [
        parameter.name
        for parameter in inspect.signature(function).parameters.values()
        if parameter.default is parameter.empty and parameter.name not in (*GIVEN, *asked)
    ]
    if missing:
        raise Refusal("missing_argument", _("还缺参数：{names}。").format(names=_("、").join(missing)))
    return asked


def converted(key: str, text: str, kind: Any) -> Any:
    """One word as a value: JSON for structures, commas for lists, else by the plain rules of its type."""
    kinds = [one for one in _alternatives(kind) if one is not type(None)]
    value: Any = text
    try:
        if str not in kinds and text.startswith(("[", "{")):
            value = msgspec.json.decode(text)
        elif any(get_origin(one) in (list, tuple, set, frozenset) for one in kinds):
            value = [word for word in text.split(",") if word]
        return msgspec.convert(value, kind, strict=False)
    except (msgspec.ValidationError, msgspec.DecodeError) as problem:
        raise Refusal(
            "bad_argument", _("{key}={text} 看不懂：{reason}").format(key=key, text=text, reason=problem)
        ) from problem


def _alternatives(kind: Any) -> tuple[Any, ...]:
    return get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,)
