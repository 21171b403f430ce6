"""`linli import divisions FILE --below CODE`: the statistics bureau's list, from district to community."""

from datetime import datetime
from pathlib import Path

from linli.kernel.scope import Actor

from . import areas
from .areas import Say


def run(file: Path, *, actor: Actor, now: datetime, dry_run: bool, say: Say, below: str = "") -> None:
    """Take in the districts, streets and communities of a list, or only those below a code."""
    areas.run(file, actor=actor, now=now, dry_run=dry_run, say=say, below=below, official=True)
