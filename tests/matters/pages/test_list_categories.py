"""诉求类别: the tree, and a table that adds what is missing."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import town
from tests.matters.desk import queries_of, text_of

from linli.matters.models import Category
from linli.matters.queries import chips

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/categories/"
TAXONOMY = Path(__file__).resolve().parents[4] / "shared" / "data" / "messages" / "taxonomy.csv"


@pytest.fixture
def xi(client, clock):
    return town.sign_in(client, "xi")


def table(client, content, **more):
    content = content.encode() if isinstance(content, str) else content
    return client.post(ADDRESS, {"file": SimpleUploadedFile("t.csv", content)}, **more)


def test_a_table_grows_the_tree_and_leaves_what_is_there(xi, cast):
    before = Category.objects.count()
    answer = table(
        xi,
        "一级分类,二级分类,三级分类\n城乡建设,市政,路灯\n城乡建设,市政,井盖\n城乡建设,绿化\n噪声,施工\n",
        follow=True,
    )
    assert "新增6个类别。" in answer.content.decode()
    assert Category.objects.count() == before + 6
    lamp = Category.objects.get(name="路灯")
    assert (lamp.code, lamp.parent.name, lamp.parent.parent.name, lamp.chip) == (
        "01.01.01",
        "市政",
        "城乡建设",
        False,
    )
    assert Category.objects.get(name="施工").parent.code == "noise", "a known name is met, not doubled"
    assert len(chips()) == 8, "residents choose from the same as before"
    again = table(xi, "城乡建设,市政,路灯\n")
    assert again.status_code == 422
    assert "表里的类别都已经有了。" in again.content.decode()


def test_rows_without_sense_are_named_and_the_others_taken(xi, cast):
    page = table(xi, "一级,二级\n新类,\n,没有上级\n" + "长" * 21 + ",x\n新类,子类\n").content.decode()
    text = text_of(page)
    assert "新增2个类别，2行没有用上" in text
    assert "第3行：中间有一级空着。" in text
    assert "第4行：名称最多20个字" in text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xff\xfe\x00\x00\x81", "文件读不出来"),
        (b"", "这个文件是空的"),
        (b"\n\n,,\n", "文件里没有类别。"),
        (b"x" * 1_000_001, "文件最大1MB。"),
        (b'"torn', "文件读不出来"),
        ("\n".join(f"a{n}" for n in range(5_002)).encode(), "最多5000行"),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(xi, cast, content, sentence):
    answer = table(xi, content)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_the_page_asks_the_same_however_many_there_are(xi, cast):
    few = queries_of(xi, ADDRESS)
    table(xi, "\n".join(f"类{a},子{b}" for a in range(20) for b in range(5)))
    xi.get(ADDRESS)
    assert queries_of(xi, ADDRESS) == few


@pytest.mark.skipif(not TAXONOMY.is_file(), reason="the board's tree is not beside this checkout")
def test_a_real_three_level_tree_comes_in_whole(xi, cast):
    content = TAXONOMY.read_bytes()
    answer = table(xi, content, follow=True)
    assert answer.status_code == 200
    top = Category.objects.filter(parent=None, code__regex=r"^[0-9]+$")
    assert top.count() == 15
    assert Category.objects.filter(parent__in=top).count() >= 100


@pytest.mark.parametrize("name", ["li", "he", "an", "shen"])
def test_only_the_system_administrator(client, cast, name):
    assert town.sign_in(client, name).get(ADDRESS).status_code == 403
