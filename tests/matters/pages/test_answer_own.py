"""解决了吗: the reporter's word closes the matter or has it done again."""

from uuid import uuid4

import pytest
from tests import town
from tests.matters.reports import answered, matter, reported

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(client, cast, clock, zhou):
    town.sign_in(client, "zhou")
    return answered(cast, reported(cast, zhou, clock.at), clock.move(hours=1))


def say(client, one, **said):
    return client.post(f"/matters/{one.number}/answer/", {"command_id": str(uuid4()), **said}, follow=True)


def test_solved_closes(client, asked):
    page = say(client, asked, verdict="solved", satisfaction="good", text="师傅很快。").content.decode()
    assert "谢谢您。这件事办结了。" in page
    assert "办好了" in page
    closed = matter(asked.pk)
    assert (closed.outcome, closed.stage) == ("solved", "closed")


@pytest.mark.parametrize("verdict", ["unsolved", "partly"])
def test_not_solved_is_done_again(client, asked, verdict):
    assert "我们接着办" in say(client, asked, verdict=verdict).content.decode()
    again = matter(asked.pk)
    assert (again.stage, again.redos) == ("redoing", 1)


def test_twice_is_once(client, asked):
    form_id = str(uuid4())
    for _twice in range(2):
        assert say(client, asked, command_id=form_id, verdict="unsolved").status_code == 200
    assert matter(asked.pk).redos == 1


@pytest.mark.parametrize("said", [{}, {"verdict": "maybe"}, {"verdict": "solved", "satisfaction": "so_so"}])
def test_what_is_no_answer_is_asked_again(client, asked, said):
    page = say(client, asked, text="写了一半", **said)
    assert page.status_code == 422
    assert "写了一半" in page.content.decode()
    assert matter(asked.pk).stage == "fixed"


def test_too_early_says_so(client, cast, clock, zhou):
    town.sign_in(client, "zhou")
    page = say(client, reported(cast, zhou, clock.at), verdict="solved")
    assert page.status_code == 422
    assert "还没到回访环节" in page.content.decode()
