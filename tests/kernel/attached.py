"""Small recordings and documents made by hand, one of each kind that is taken."""

import io
import struct
import zipfile
import zlib

import pypdfium2
import xlsxwriter


def wav(seconds=1.0, rate=8000, extra=b"") -> bytes:
    sound = b"\x01\x02" * int(rate * seconds)
    fmt = b"fmt " + struct.pack("<IHHIIHH", 16, 1, 1, rate, rate * 2, 2, 16)
    body = b"WAVE" + fmt + extra + b"data" + struct.pack("<I", len(sound)) + sound
    return b"RIFF" + struct.pack("<I", len(body)) + body


def mp3(frames=50, before=b"") -> bytes:
    # MPEG 1 layer III, 128 kbit/s, 44100 Hz: 417 bytes a frame
    return before + (b"\xff\xfb\x90\x00" + bytes(413)) * frames


def id3(text: bytes) -> bytes:
    size = len(text)
    return (
        b"ID3\x04\x00\x00" + bytes((size >> 21 & 127, size >> 14 & 127, size >> 7 & 127, size & 127)) + text
    )


def amr(frames=50) -> bytes:
    return b"#!AMR\n" + (b"\x3c" + bytes(31)) * frames


def ogg(seconds=2.0, first=b"OpusHead\x01\x01\x38\x01\x80\xbb\x00\x00\x00\x00\x00") -> bytes:
    def page(granule, seq, body, kind):
        table = bytes([255] * (len(body) // 255) + [len(body) % 255])
        return (
            b"OggS\x00"
            + bytes([kind])
            + struct.pack("<qIII", granule, 7, seq, 0)
            + bytes([len(table)])
            + table
            + body
        )

    return (
        page(0, 0, first, 2)
        + page(0, 1, b"OpusTags" + bytes(20), 0)
        + page(int(seconds * 48000) + 312, 2, bytes(400), 4)
    )


def box(name: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", 8 + len(body)) + name + body


def m4a(seconds=3, kinds=(b"soun",), told=b"+39.6051+106.8052/") -> bytes:
    mvhd = box(b"mvhd", bytes(12), struct.pack(">II", 1000, seconds * 1000), bytes(80))
    traks = [box(b"trak", box(b"mdia", box(b"hdlr", bytes(8), kind, bytes(13)))) for kind in kinds]
    udta = box(b"udta", box(b"\xa9xyz", told))
    return (
        box(b"ftyp", b"M4A \x00\x00\x00\x00M4A isom")
        + box(b"moov", mvhd, *traks, udta)
        + box(b"mdat", bytes(500))
    )


def element(code: int, body: bytes, size: bytes | None = None) -> bytes:
    name = code.to_bytes((code.bit_length() + 7) // 8, "big")
    return name + (size or (0x10000000 | len(body)).to_bytes(4, "big")) + body


def webm(kind=2, milliseconds=2500, unknown=True) -> bytes:
    head = element(0x1A45DFA3, element(0x4282, b"webm"))
    tracks = element(0x1654AE6B, element(0xAE, element(0x83, bytes([kind])) + element(0x86, b"A_OPUS")))
    info = element(0x1549A966, element(0x2AD7B1, (1_000_000).to_bytes(3, "big")))
    block = element(0xA3, b"\x81\x00\x00\x80" + bytes(40))
    cluster = element(0x1F43B675, element(0xE7, milliseconds.to_bytes(3, "big")) + block)
    size = b"\x01" + b"\xff" * 7 if unknown else None
    return head + element(0x18538067, info + tracks + cluster, size)


def pdf(pages=2) -> bytes:
    made = pypdfium2.PdfDocument.new()
    for _page in range(pages):
        made.new_page(200, 300)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def packed_pdf(pages=3) -> bytes:
    """A PDF whose page objects lie in a compressed object stream, as office programs write them."""
    body = b" ".join(b"<< /Type /Page /Parent 1 0 R >>" for _page in range(pages))
    stream = zlib.compress(body)
    head = b"<< /Type /ObjStm /N %d /First 8 /Filter /FlateDecode /Length %d >>\nstream\n" % (
        pages,
        len(stream),
    )
    return b"%PDF-1.7\n4 0 obj\n" + head + stream + b"\nendstream\nendobj\nstartxref\n9\n%%EOF\n"


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def docx(types=f"{WORD}.main+xml", **more: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", f'<Types><Override ContentType="{types}"/></Types>')
        packed.writestr("word/document.xml", "<w:document/>")
        for name, content in more.items():
            packed.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def xlsx() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    book.add_worksheet().write_string(0, 0, "表")
    book.close()
    return out.getvalue()
