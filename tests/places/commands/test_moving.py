"""The tree in memory after a split, here and in another process."""

import subprocess
import sys

from tests import town

from linli.kernel.scope import SYSTEM
from linli.places.commands import Part, add_area, split_community
from linli.places.queries import grid_at, lineage, tree

OTHER = """
import sys, django; django.setup()
from linli.places.queries import grid_at, lineage
for _line in sys.stdin:
    grid = grid_at(106.805, 39.605)
    print(grid, lineage(grid).path, flush=True)
"""


def test_another_process_knows_at_once(own_database, now):
    cast = town.cast()
    other = subprocess.Popen(
        [sys.executable, "-u", "-c", OTHER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**own_database, "DJANGO_SETTINGS_MODULE": "linli.site.settings"},
    )  # fmt: skip

    def ask():
        other.stdin.write("?\n")
        other.stdin.flush()
        return other.stdout.readline().split()

    before = cast.path("grid3")
    assert ask() == [str(cast.areas["grid3"]), before]
    halves = [
        Part("990101001003", "槐北社区", (cast.areas["grid3"],)),
        Part("990101001004", "槐南社区", (cast.areas["grid4"],)),
    ]
    split_community(actor=SYSTEM, now=now, area_id=cast.areas["huaiyin"], parts=halves, on=now.date())
    assert lineage(cast.areas["grid3"]).path == cast.path("grid3")
    assert cast.path("grid3") != before
    assert ask() == [str(cast.areas["grid3"]), cast.path("grid3")]
    fresh = add_area(
        actor=SYSTEM, now=now, level=4, code="990101001003009", name="第9网格",
        parent_id=tree()[cast.areas["grid3"]].parent_id, polygon=town.square(106.805, 39.604, 0.002),
    ).subject_id  # fmt: skip
    assert grid_at(106.806, 39.605) == fresh
    other.communicate(timeout=20)
    assert other.returncode == 0
