"""Mails as people's programs write them: whatever is wrong with one, its words and photos come out, or a plain no."""

import base64
import struct
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.exchange.rules.letters import MOST_BYTES, TNEF, plain_of_html, read_letter
from linli.kernel.refusal import Refusal

JPEG = b"\xff\xd8\xff\xe0" + b"0" * 40


def raw(body: bytes, *heads: bytes) -> bytes:
    return b"\r\n".join([b"From: a@example.org", b"Message-ID: <1@example.org>", *heads, b"", body])


def test_a_plain_mail():
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Message-ID"] = (
        "周小红 <zhou@example.org>",
        "回复：RE: 楼道灯不亮",
        "<x.1@example.org>",
    )
    mail.set_content("三楼灯不亮。\n请看看。")
    mail.add_attachment(JPEG, maintype="image", subtype="jpeg", filename="灯.jpg")
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="合同.pdf")
    letter = read_letter(bytes(mail))
    assert (letter.key, letter.subject, letter.name, letter.address) == (
        "x.1@example.org",
        "楼道灯不亮",
        "周小红",
        "zhou@example.org",
    )
    assert letter.text == "三楼灯不亮。\n请看看。"
    assert (letter.photos, letter.left_out) == ([JPEG], ["合同.pdf"])


TEXT = "楼道的灯不亮，请来看看。"


@pytest.mark.parametrize(
    ("charset", "encoding", "raw_words"),
    [
        ("gb18030", "8bit", TEXT.encode("gb18030")),
        ("gb2312", "8bit", "镕基路灯不亮，㐀".encode("gb18030")),
        ("gbk", "base64", base64.b64encode(TEXT.encode("gbk"))),
        ("utf-8", "quoted-printable", "".join(f"={byte:02X}" for byte in TEXT.encode()).encode()),
        ("utf-8", "8bit", TEXT.encode("gb18030")),
        ("x-unknown", "8bit", TEXT.encode()),
        ("us-ascii", "8bit", TEXT.encode("gb18030")),
        ("unknown-8bit", "8bit", TEXT.encode("gb18030")),
        ("utf-8", "base64", base64.b64encode(b"\xef\xbb\xbf" + TEXT.encode())),
        ("utf-16", "base64", base64.b64encode(TEXT.encode("utf-16"))),
    ],
)
def test_charsets_that_are_true_and_that_are_not(charset, encoding, raw_words):
    kind = f"Content-Type: text/plain; charset={charset}".encode()
    letter = read_letter(raw(raw_words, kind, f"Content-Transfer-Encoding: {encoding}".encode()))
    assert "灯不亮" in letter.text


@pytest.mark.parametrize(
    "head",
    [
        "=?gb2312?B?" + base64.b64encode("路灯不亮".encode("gb2312")).decode() + "?=",
        "=?utf-8?q?" + "".join(f"={byte:02X}" for byte in "路灯不亮".encode()) + "?=",
        "=?gb2312?B?"
        + base64.b64encode("路灯".encode("gb2312")).decode()
        + "?=\r\n =?utf-8?B?"
        + base64.b64encode("不亮".encode()).decode()
        + "?=",
    ],
)
def test_subjects_in_their_codes(head):
    assert read_letter(raw(b"x", b"Subject: " + head.encode())).subject == "路灯不亮"


@pytest.mark.parametrize("charset", ["gb18030", "utf-8"])
def test_a_subject_whose_bytes_stand_there_raw(charset):
    assert read_letter(raw(b"x", b"Subject: " + "路灯不亮".encode(charset))).subject == "路灯不亮"


def test_only_html_is_made_plain_and_nothing_of_it_is_run():
    html = "<html><head><title>t</title><style>p{color:red}</style></head><body><p>灯&nbsp;不亮</p><script>alert(1)</script><div>在<b>三</b>楼&lt;东&gt;<br>谢谢<img src=x onerror=y></div></body>"
    letter = read_letter(raw(html.encode(), b"Content-Type: text/html; charset=utf-8"))
    assert [one for one in letter.text.split("\n") if one] == ["灯 不亮", "在三楼<东>", "谢谢"]
    assert "alert" not in letter.text


@pytest.mark.parametrize(
    "tail",
    [
        "-----原始邮件-----\n发件人: 街道\n您好", "------------------ 原始邮件 ------------------\n灯", "-----Original Message-----\nx",
        "On Mon, 2 Nov 2026 at 10:00, Street wrote:\n> x", "在 2026年11月2日，街道 写道：\n> 灯", "> 您反映的灯\n> 已收到",
        "发件人：街道\n发送时间：2026年11月2日\n灯",
    ],
)  # fmt: skip
def test_quoted_tails_are_cut_and_kept(tail):
    letter = read_letter(raw(f"还是不亮。\n\n{tail}".encode(), b"Content-Type: text/plain; charset=utf-8"))
    assert letter.text == "还是不亮。"
    assert letter.tail == tail


def test_a_mail_that_only_forwards_is_whole():
    letter = read_letter(raw("> 灯不亮\n> 三楼".encode(), b"Content-Type: text/plain; charset=utf-8"))
    assert letter.text == "> 灯不亮\n> 三楼"


def test_the_number_in_a_subject():
    assert read_letter(raw(b"x", "Subject: 回复：20261125-0007 灯".encode())).number == "20261125-0007"
    assert read_letter(raw(b"x", b"Subject: call 120261125-00071")).number == ""


def _attribute(kind: int, value: bytes) -> bytes:
    return struct.pack("<BII", 2, kind, len(value)) + value + struct.pack("<H", sum(value) % 65536)


def test_winmail_dat_gives_words_and_photos():
    tnef = (
        struct.pack("<IH", TNEF, 1) + _attribute(0x2800C, "灯不亮".encode("gb18030") + b"\x00") + _attribute(0x6800F, JPEG)
        + _attribute(0x18010, b"a.jpg\x00") + _attribute(0x6800F, b"%PDF") + _attribute(0x18010, b"b.pdf\x00")
    )  # fmt: skip
    heads = (b"Content-Type: application/ms-tnef; name=winmail.dat", b"Content-Transfer-Encoding: base64")
    letter = read_letter(raw(base64.b64encode(tnef), *heads))
    assert (letter.text, letter.photos, letter.left_out) == ("灯不亮", [JPEG], ["b.pdf"])
    for cut in range(len(tnef)):
        read_letter(raw(base64.b64encode(tnef[:cut]), *heads))


BROKEN = [
    raw(b"--x\r\nContent-Type: text/plain\r\n\r\nabc", b"Content-Type: multipart/mixed; boundary=y"),
    raw(b"abc", b"Content-Type: multipart/mixed"),
    raw(
        b"!!!not base64!!!", b"Content-Transfer-Encoding: base64", b"Content-Type: text/plain; charset=utf-8"
    ),
    raw(b"abc", b'Content-Type: text/plain; charset="\x00"'),
    raw(b"abc", b"Content-Type: ;;;;"),
    raw(b"abc", b"Subject: =?utf-8?B?####?="),
    raw(b"abc", b"Subject: =?none?Q?=FF?="),
    raw(b"=ZZ=", b"Content-Transfer-Encoding: quoted-printable"),
    raw(b"\x00\x01\x02" * 10),
    b"From: a@b\r\n" * 3000,
    raw(
        b"".join(b"--x\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" for _ in range(400)),
        b"Content-Type: multipart/mixed; boundary=x",
    ),
    raw(
        b"x",
        b"Content-Disposition: attachment; filename*=utf-8''%E7%81%AF.exe",
        b"Content-Type: application/x-msdownload",
    ),
]


@pytest.mark.parametrize("content", BROKEN)
def test_a_broken_mail_is_read_as_far_as_it_goes(content):
    letter = read_letter(content)
    assert "\x00" not in letter.text + letter.subject + letter.name


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04" * 50, b"%PDF-1.7\n1 0 obj"])
def test_what_is_no_mail_is_refused(content):
    with pytest.raises(Refusal, match="mail_unreadable"):
        read_letter(content)


def test_the_largest_and_one_above():
    assert read_letter(raw(b"a" * (MOST_BYTES - 200))).text
    with pytest.raises(Refusal, match="mail_too_big"):
        read_letter(b"a" * (MOST_BYTES + 1))


@given(st.binary(max_size=400))
def test_any_bytes_behind_a_header(body):
    letter = read_letter(b"From: a@example.org\r\nContent-Type: text/plain; charset=gb2312\r\n\r\n" + body)
    letter.text.encode()


@given(st.text(max_size=200))
def test_any_page(text):
    plain_of_html(text)
    plain_of_html(f"<p>{text}</p><script>{text}")
