"""Mails become matters by the one intake: once, sealed, with their photos; replies go to what they answer."""

from email.message import EmailMessage

import pytest
from tests.matters.reports import picture

from linli.exchange.commands.mail import record_mail, take_letter
from linli.exchange.imports import mail as importer
from linli.exchange.models import MailRow
from linli.kernel.models import StoredFile
from linli.kernel.scope import SYSTEM, scope
from linli.matters.models import Matter, Remark, Reporter

pytestmark = pytest.mark.django_db


def mail(text="灯不亮。", subject="路灯", key="1", photos=0) -> bytes:
    made = EmailMessage()
    made["From"], made["Subject"], made["Message-ID"] = (
        "周小红 <zhou@example.org>",
        subject,
        f"<{key}@example.org>",
    )
    made.set_content(text)
    for n in range(photos):
        made.add_attachment(
            picture(colour=f"#{n}{n}{n}").read(), maintype="image", subtype="jpeg", filename=f"{n}.jpg"
        )
    return bytes(made)


@pytest.fixture
def take(cast, now):
    def act(content, who="he", **more):
        asked = {
            "actor": cast.actor(who),
            "now": now,
            "area_id": cast.areas["street"],
            "kind": "hotline",
            **more,
        }
        return take_letter(content, "a/b/灯.eml", **asked)

    return act


def test_a_mail_is_a_matter_with_a_sealed_sender(take):
    name, result, _code, _why, pk = take(mail(photos=4))
    assert (name, result) == ("灯.eml", "opened")
    with scope(SYSTEM):
        matter, reporter = Matter.objects.get(pk=pk), Reporter.objects.get(matter_id=pk)
        assert (matter.title, matter.source, matter.photos) == ("路灯", "mail", 3)
        assert matter.text == "灯不亮。\n（没收进的附件：照片）"
        assert (reporter.open_field("name"), reporter.open_field("email")) == ("周小红", "zhou@example.org")
        assert (reporter.name_mark, reporter.email_mark) == ("周**", "z***@example.org")
        assert StoredFile.objects.filter(subject="matter", subject_id=pk).count() == 3


def test_the_same_mail_again_adds_nothing_whoever_hands_it_in(take, cast):
    take(mail())
    for again in (take(mail()), take(mail(photos=1)), take(mail(text="改过")), take(mail(), who="guo")):
        assert again[1] == "duplicate"
    with scope(SYSTEM):
        assert Matter.objects.count() == 1


def test_a_reply_goes_to_the_matter_it_names(take, cast):
    pk = take(mail())[4]
    with scope(SYSTEM):
        number = Matter.objects.get(pk=pk).number
    reply = mail("还是不亮。\n\n-----原始邮件-----\n灯", subject=f"回复：{number}", key="2")
    assert take(reply)[1:] == ("added", "", "", pk)
    with scope(SYSTEM):
        said = Remark.objects.filter(matter_id=pk).latest("id")
        assert said.text == "邮件补充，来自z***@example.org：\n还是不亮。"
        assert not said.public
    # A number of another street's opens a new matter there instead: nothing is told of the other.
    foreign = take(mail("灯", subject=number, key="3"), who="song", area_id=cast.areas["other_street"])
    assert foreign[1] == "opened"


def test_what_was_quoted_is_kept_for_staff(take):
    pk = take(mail("不亮。\n\n-----原始邮件-----\n原来的话"))[4]
    with scope(SYSTEM):
        assert Matter.objects.get(pk=pk).text == "不亮。"
        assert "原来的话" in Remark.objects.get(matter_id=pk).text


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"no mail", "mail_unreadable"),
        (mail(text=""), "opened"),
        (mail(text="", subject=""), "text_missing"),
        (b"From: x@y\r\n" + b"a" * (51 * 2**20), "mail_too_big"),
    ],
)
def test_what_cannot_be_taken_says_why(take, content, code):
    _name, result, refused, why, _pk = take(content)
    assert (refused or result) == code
    assert bool(why) == bool(refused)


def test_a_long_mail_is_cut_and_the_rest_kept(take):
    pk = take(mail("长" * 3000))[4]
    with scope(SYSTEM):
        assert len(Matter.objects.get(pk=pk).text) == 1900
        assert Remark.objects.get(matter_id=pk).text.endswith("长" * 1000)


def test_wrong_area_and_no_permission(take, cast, now):
    assert take(mail(), area_id=cast.areas["other_street"])[2] == "kind_not_yours"
    from linli.kernel.refusal import Refusal

    with pytest.raises(Refusal, match="not_allowed"):
        record_mail(
            actor=cast.actor("chen"),
            now=now,
            area_id=cast.areas["grid3"],
            rows=[("a", "opened", "", "", None)],
        )


def test_the_command_line(tmp_path, cast, now):
    file = tmp_path / "灯.eml"
    file.write_bytes(mail(key="cli"))
    said = []
    asked = {"actor": cast.actor("he"), "now": now, "say": said.append}
    importer.run(file, dry_run=True, **asked)
    importer.run(file, dry_run=False, area="990101001000", **asked)
    importer.run(file, dry_run=False, **asked)
    assert [one.partition(": ")[2] for one in said] == ["新登记", "新登记", "以前收过"]
    with scope(SYSTEM):
        assert MailRow.objects.count() == 2
