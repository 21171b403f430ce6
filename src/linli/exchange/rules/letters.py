"""A mail as it was handed in, read as well as it can be: subject, words, sender, photos, whatever its charset says.

RFC 5322 and MIME as people's programs write them: wrong charsets, raw Chinese headers, HTML only, broken parts,
winmail.dat (MS-OXTNEF). Nothing in it is run, fetched or believed; addresses of senders can be forged.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr
from hashlib import sha256
from html.parser import HTMLParser

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusal import Refusal

MOST_BYTES = 50 * 2**20
MOST_PARTS, MOST_WORDS = 200, 100_000
_BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c]")
_REPLY = re.compile(r"^(?:(?:re|fw|fwd|回复|答复|转发|回覆)\s*[:：]\s*)+", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![0-9])(20[0-9]{6}-[0-9]{4,8})(?![0-9])")
_TAIL = re.compile(
    r"^(?:[-_ ]{3,}\s*(?:original message|原始邮件|转发邮件|forwarded message|回复的原邮件).*|"
    r"on .{4,120}wrote:|在?.{0,80}\d.{0,80}写道[:：]|(?:发件人|from)\s*[:：].{2,200}|>.*)$",
    re.IGNORECASE,
)
_CHARSETS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "unknown-8bit": "gb18030",
    "cp936": "gb18030",
}
TNEF = 0x223E9F78
_TNEF_DATA, _TNEF_TITLE, _TNEF_BODY = 0x6800F, 0x18010, 0x2800C


@dataclass
class Letter:
    """What could be read. tail: what was quoted below; left_out: names of files that are no photos."""

    key: str
    subject: str
    text: str = ""
    tail: str = ""
    name: str = ""
    address: str = ""
    number: str = ""
    photos: list[bytes] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def read_letter(content: bytes) -> Letter:
    """Refuses: mail_too_big (over 50 MB), mail_unreadable (no mail at all)."""
    if len(content) > MOST_BYTES:
        raise Refusal("mail_too_big", _("这封邮件太大了，最多50MB。"), facts={"field": "mails"})
    try:
        mail = message_from_bytes(content, policy=policy.compat32)
        heads = {name.lower() for name in mail.keys()}  # noqa: SIM118  a message is no mapping
    except (ValueError, LookupError, TypeError, RecursionError):
        heads = set()
    if not heads & {"from", "subject", "message-id", "received", "date"}:
        raise Refusal("mail_unreadable", _("这不是一封邮件，请选.eml文件。"), facts={"field": "mails"})
    message_id = _head(mail, "Message-ID").strip("<> ")
    made = Letter(message_id or sha256(content).hexdigest(), _subject(_head(mail, "Subject")))
    name, address = parseaddr(_head(mail, "From"))
    made.name, made.address = _line(name)[:50], address.strip() if "@" in address else ""
    plain, html = _take_parts(mail, made)
    whole = plain if plain.strip() else html
    made.text, made.tail = _cut(whole)
    found = _NUMBER.search(_head(mail, "Subject")) or _NUMBER.search(_head(mail, "In-Reply-To"))
    made.number = found[1] if found else ""
    return made


def _head(mail: Message, name: str) -> str:
    """A header in words, also one whose bytes were written raw."""
    raw = next((value for known, value in mail.raw_items() if known.lower() == name.lower()), None)
    if raw is None:
        return ""
    try:
        pieces = decode_header(str(raw).replace("\r", "").replace("\n", ""))
    except (ValueError, LookupError):
        return _line(str(raw))
    return _line("".join(_piece(piece, charset) for piece, charset in pieces))


def _piece(piece: str | bytes, charset: str | None) -> str:
    if isinstance(piece, str):
        raw = piece.encode("utf-8", "surrogateescape")
        return _words(raw, charset) if any("\udc80" <= ch <= "\udcff" for ch in piece) else piece
    return _words(piece, charset)


def _words(raw: bytes, charset: str | None) -> str:
    """Bytes by the charset that was named, else by the first that fits: UTF-8, then GB 18030, which takes all."""
    named = (charset or "").strip("\"' ").lower()
    for one in (_CHARSETS.get(named, named), "utf-8-sig", "gb18030"):
        try:
            if one:
                return raw.decode(one)
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    return raw.decode("gb18030", "replace")


def _line(text: str) -> str:
    return " ".join(_HIDDEN.sub("", _BAD.sub("", text)).split())


def _subject(text: str) -> str:
    return _REPLY.sub("", text).strip()


def _take_parts(mail: Message, into: Letter) -> tuple[str, str]:
    """Words as plain text and as HTML made plain; photos and the names of everything else go into the letter."""
    plain, html = [], []
    for part in _walk(mail):
        kind, name = part.get_content_type(), _file_name(part)
        raw = part.get_payload(decode=True)
        if not isinstance(raw, bytes) or not raw:
            continue
        if kind == "application/ms-tnef" or name.lower() == "winmail.dat":
            plain.append(_unpack_tnef(raw, into))
        elif kind.startswith("image/"):
            into.photos.append(raw)
        elif name or not kind.startswith("text/"):
            into.left_out.append(name or kind)
        elif kind == "text/html":
            html.append(plain_of_html(_words(raw, part.get_content_charset())))
        else:
            plain.append(_words(raw, part.get_content_charset()))
    return tuple("\n".join(one for one in words if one)[:MOST_WORDS] for words in (plain, html))  # type: ignore[return-value]


def _walk(mail: Message) -> Iterator[Message]:
    """The leaves, as many as a mail may have; a broken tree ends where it breaks."""
    try:
        for at, part in enumerate(mail.walk()):
            if at >= MOST_PARTS:
                return
            if not part.is_multipart():
                yield part
    except (RecursionError, AttributeError):
        return


def _file_name(part: Message) -> str:
    try:
        name = part.get_filename() or ""
    except (ValueError, LookupError, TypeError):
        return "?"
    try:
        return _line("".join(_piece(piece, charset) for piece, charset in decode_header(name)))[:80]
    except (ValueError, LookupError):
        return _line(name)[:80]


class _Plain(HTMLParser):
    """The words of a page, with line ends where a reader sees them."""

    BREAKS = frozenset({"br", "p", "div", "tr", "li", "h1", "h2", "h3", "blockquote", "table"})
    SILENT = frozenset({"script", "style", "head", "title", "template"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in self.SILENT:
            self.silent += 1
        elif tag in self.BREAKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in self.BREAKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.words.append(" ".join(data.split()) if data.strip() else " ")


def plain_of_html(text: str) -> str:
    """HTML as plain words; what is no HTML stays as it is."""
    reader = _Plain()
    try:
        reader.feed(text[: 4 * MOST_WORDS])
        reader.close()
    except (AssertionError, ValueError, RecursionError):
        return re.sub(r"<[^>]*>", " ", text)[:MOST_WORDS]
    return re.sub(r"\n{3,}", "\n\n", re.sub(r" *\n *", "\n", "".join(reader.words))).strip()


def _cut(text: str) -> tuple[str, str]:
    """What the sender wrote, and what was quoted below it."""
    lines = _HIDDEN.sub("", _BAD.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))).split("\n")
    for at, one in enumerate(lines):
        if _TAIL.match(one.strip()) and any(
            line.strip() and not _TAIL.match(line.strip()) for line in lines[:at]
        ):
            return "\n".join(lines[:at]).strip(), "\n".join(lines[at:]).strip()
    return "\n".join(lines).strip(), ""


def _unpack_tnef(raw: bytes, into: Letter) -> str:
    """Photos and words in a winmail.dat; names of the rest. A torn one gives what stands before the tear."""
    if len(raw) < 6 or struct.unpack_from("<I", raw)[0] != TNEF:
        into.left_out.append("winmail.dat")
        return ""
    at, words, data = 6, "", b""
    while at + 9 <= len(raw):
        _level, attribute, length = struct.unpack_from("<BII", raw, at)
        value = raw[at + 9 : at + 9 + length]
        at += 9 + length + 2
        if len(value) < length:
            break
        if attribute == _TNEF_BODY:
            words = _words(value.rstrip(b"\x00"), None)
        elif attribute == _TNEF_DATA:
            data = value
            if data.startswith((b"\xff\xd8\xff", b"\x89PNG", b"GIF8")):
                into.photos.append(data)
        elif attribute == _TNEF_TITLE and data and data not in into.photos:
            into.left_out.append(_line(_words(value.rstrip(b"\x00"), None))[:80])
    return words
