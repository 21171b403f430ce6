"""What processes keep in memory is never stale after an edit, not even after one that was rolled back."""

import subprocess
import sys

from django.db import transaction
from tests import town

from linli.kernel import stamp
from linli.kernel.scope import SYSTEM, scope
from linli.places.commands import change_area
from linli.places.queries import grid_at, tree


def test_an_edit_is_seen_at_once_here_and_in_another_process(own_database, now):
    cast = town.cast()
    assert grid_at(106.805, 39.605) == cast.areas["grid3"]
    other = subprocess.Popen(
        [sys.executable, "-u", "-c", OTHER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**own_database, "DJANGO_SETTINGS_MODULE": "linli.site.settings"},
    )  # fmt: skip
    assert _ask(other) == str(cast.areas["grid3"])
    change_area(
        actor=SYSTEM,
        now=now,
        area_id=cast.areas["grid3"],
        polygon=town.square(106.70, 39.60),
        name="改名网格",
    )
    assert grid_at(106.805, 39.605) is None
    assert grid_at(106.705, 39.605) == cast.areas["grid3"]
    assert tree()[cast.areas["grid3"]].name == "改名网格"
    assert _ask(other) == "None"
    other.communicate(timeout=20)
    assert other.returncode == 0


OTHER = """
import sys, django; django.setup()
from linli.places.queries import grid_at
for _line in sys.stdin: print(grid_at(106.805, 39.605))
"""


def _ask(process):
    process.stdin.write("?\n")
    process.stdin.flush()
    return process.stdout.readline().strip()


def test_an_edit_rolled_back_leaves_no_trace_in_memory(own_database, now):
    cast = town.cast()
    with transaction.atomic():
        change_area(actor=SYSTEM, now=now, area_id=cast.areas["grid3"], name="不会留下")
        assert tree()[cast.areas["grid3"]].name == "不会留下"
        transaction.set_rollback(True)
    assert tree()[cast.areas["grid3"]].name == "槐荫社区第3网格"
    change_area(actor=SYSTEM, now=now, area_id=cast.areas["grid4"], name="会留下")
    assert tree()[cast.areas["grid3"]].name == "槐荫社区第3网格"
    assert tree()[cast.areas["grid4"]].name == "会留下"


def test_versions_are_read_once_in_a_scope_and_again_after_a_bump(own_database, django_assert_num_queries):
    with scope(SYSTEM):
        stamp.versions()
        with django_assert_num_queries(0):
            stamp.versions()
        before = stamp.version("areas")
        stamp.bump("areas")
        assert stamp.version("areas") > before
