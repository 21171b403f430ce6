"""Categories of any depth by a table, merged for the future with their codes kept."""

import csv
from pathlib import Path

import pytest
from tests.matters.reports import matter
from tests.town import CATEGORIES

from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import edit_category, import_categories, merge_category, open_matter
from linli.matters.models import Category
from linli.matters.queries import branches
from linli.matters.rules.category_rows import read_categories

pytestmark = pytest.mark.django_db

TAXONOMY = Path(__file__).resolve().parents[4] / "shared" / "data" / "messages" / "taxonomy.csv"


@pytest.mark.skipif(not TAXONOMY.exists(), reason="the table of a real office is not here")
def test_a_real_tree_of_three_levels_comes_in_whole(cast, now):
    content = TAXONOMY.read_bytes()
    read = read_categories(content)
    assert read.faults == ()
    import_categories(actor=cast.actor("xi"), now=now, rows=read.rows)
    known = {code for code, *_rest in CATEGORIES}
    with scope(SYSTEM):
        depths = [branch.depth for branch in branches() if branch.code not in known]
    table = list(csv.reader(content.decode("utf-8-sig").splitlines()))[1:]
    ways = [{tuple(row[:depth]) for row in table if all(row[:depth])} for depth in (1, 2, 3)]
    assert [depths.count(depth) for depth in (0, 1, 2)] == [len(one) for one in ways]
    assert [len({way[-1] for way in one}) for one in ways] == [15, 103, 390], (
        "names; some stand below several"
    )
    with pytest.raises(Refusal, match="nothing_changed"):
        import_categories(actor=cast.actor("xi"), now=now, rows=read.rows)


def test_a_way_of_nine_levels_is_taken_in(cast, now):
    row = tuple(f"第{n}级" for n in range(9))
    import_categories(actor=cast.actor("xi"), now=now, rows=[row])
    with scope(SYSTEM):
        assert max(branch.depth for branch in branches()) == 8


def test_an_old_code_means_what_took_its_place_and_matters_keep_theirs(cast, now):
    xi, zhou = cast.actor("xi"), cast.actor("zhou")
    asked = {
        "actor": zhou,
        "now": now,
        "kind": "snapshot",
        "text": "灯不亮",
        "area_id": cast.areas["building2"],
    }
    before = matter(open_matter(**asked, category="light").subject_id)
    edit_category(actor=xi, now=now, code="lamps", name="照明")
    merge_category(actor=xi, now=now, code="light", into="lamps")
    after = matter(open_matter(**asked, category="light").subject_id)
    with scope(SYSTEM):
        codes = dict(Category.objects.values_list("pk", "code"))
    assert (codes[before.category_id], codes[after.category_id]) == ("light", "lamps")
    edit_category(actor=xi, now=now, code="glow", name="亮化")
    merge_category(actor=xi, now=now, code="lamps", into="glow")
    assert codes.get(matter(open_matter(**asked, category="light").subject_id).category_id, "glow") == "glow"


@pytest.mark.parametrize(
    ("code", "into", "refusal"),
    [("light", "nothing", "into_unknown"), ("light", "light", "into_itself"), ("nothing", "light", "category_unknown")],
)  # fmt: skip
def test_what_cannot_be_merged(cast, now, code, into, refusal):
    with pytest.raises(Refusal, match=refusal):
        merge_category(actor=cast.actor("xi"), now=now, code=code, into=into)


def test_one_with_others_below_is_not_merged(cast, now):
    xi = cast.actor("xi")
    edit_category(actor=xi, now=now, code="light.stair", name="楼道灯", parent="light")
    with pytest.raises(Refusal, match="has_below"):
        merge_category(actor=xi, now=now, code="light", into="other")
