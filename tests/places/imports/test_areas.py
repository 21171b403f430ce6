"""Areas and divisions from the command line."""

from pathlib import Path

import pytest

from linli.kernel.scope import SYSTEM
from linli.places.imports import areas, divisions
from linli.places.models import Area

pytestmark = pytest.mark.django_db
DIVISIONS = Path(__file__).resolve().parents[4] / "shared" / "data" / "divisions.csv"


def test_it_says_what_it_does_and_which_rows_it_cannot_take(cast, now, tmp_path):
    file = tmp_path / "buildings.csv"
    file.write_text(
        "code,name,units\n99010100100100300009,槐荫里9号楼,2\n990101001009001,没有社区,\n", encoding="utf-8"
    )
    said = []
    areas.run(file, actor=SYSTEM, now=now, dry_run=True, say=said.append)
    assert not Area.objects.filter(name="槐荫里9号楼").exists()
    assert said[0] == "共2行：新增1，改动0，原样0，跳过0，有问题1。"
    assert said[1].startswith("第3行 parent：")
    areas.run(file, actor=SYSTEM, now=now, dry_run=False, say=said.append)
    assert said[-1] == "新增1处，改动0处，0处原样，2个单元，1行没有写入。"
    assert Area.objects.filter(name="槐荫里9号楼").exists()


@pytest.mark.skipif(not DIVISIONS.is_file(), reason="the divisions file is not beside this checkout")
def test_divisions_below_a_code(now, db):
    said = []
    divisions.run(DIVISIONS, actor=SYSTEM, now=now, dry_run=False, say=said.append, below="150303000000")
    found = Area.objects.filter(code__startswith="150303")
    assert found.count() > 20
    assert not found.filter(local=True).exists()
    assert said[-1].startswith(f"新增{found.count()}处")
