"""`linli verify`: the audit chain and the invariants, recomputed from the rows."""

import sys

import click

from linli.site.door.ground import ground, home_option
from linli.site.door.steps import say
from linli.site.words import _


@click.command(help=_("核对审计链和数据"))
@home_option
def command(home_path: str | None) -> None:
    """Exit code 1 and the first bad row when something is not as it was written."""
    with ground(home_path):
        from linli.site import soundness

        verdict = soundness.chain()
        if verdict.ok:
            counts = {"seals": verdict.seals, "events": verdict.events, "unsealed": verdict.unsealed}
            say(_("审计链完好：{seals} 个封条，{events} 条记录，{unsealed} 条待封。").format(**counts))
        else:
            say(_("审计链有问题：{fault}").format(fault=verdict.fault))
            if verdict.bad_event is not None:
                say(_("第一条不符的记录：{number}").format(number=verdict.bad_event))
        bad = list(soundness.faults())
        for one in bad:
            say(
                _("{name} 不成立（{says}）：第一条 {first}，共 {rows} 条。").format(
                    name=one.invariant.name, says=one.invariant.says, first=one.first, rows=one.rows
                )
            )
        if not bad:
            say(_("{n} 条数据规则全部成立。").format(n=len(soundness.ALL)))
    if bad or not verdict.ok:
        sys.exit(1)
