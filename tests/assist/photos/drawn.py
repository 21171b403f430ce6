"""Photos drawn for tests: signs, plates and one public-domain portrait that a library brings along."""

import io
import random
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

SIGNS = (
    ("停水通知", "幸福里小区3号楼", "11月30日8时至17时", "请提前备水"),
    ("消防通道", "禁止停车", "违者拖离", "物业服务中心"),
    ("老街面馆", "营业时间", "早6点到晚9点", "欢迎光临"),
    ("垃圾分类投放点", "厨余垃圾", "可回收物", "定时投放"),
    ("电梯维修中", "暂停使用", "预计两天", "请走楼梯"),
    ("便民服务站", "代收快递", "打印复印", "免费充电"),
    ("井盖破损", "注意安全", "已报修", "请绕行"),
    ("社区公告栏", "居民议事会", "周六上午九点", "党群服务中心"),
)


def font(size: int, *, serif: bool = False) -> ImageFont.FreeTypeFont:
    """Chinese type from the package that papers use."""
    import pylopdf_fonts_zh_cn

    name = "NotoSerifSC-Regular.otf" if serif else "NotoSansSC-Regular.otf"
    return ImageFont.truetype(str(Path(pylopdf_fonts_zh_cn.__file__).parent / name), size)


def sign(words: tuple[str, ...], chance: random.Random) -> Image.Image:
    """Four lines on a board in a grey street."""
    ground = tuple(chance.randint(90, 160) for _ in range(3))
    picture = Image.new("RGB", (1280, 960), ground)
    draw = ImageDraw.Draw(picture)
    paper, ink = chance.choice(
        [("white", "black"), ("#f6e7b0", "#222222"), ("#0b5", "white"), ("#b11", "white")]
    )
    draw.rectangle((140, 120, 1140, 820), fill=paper)
    for at, line in enumerate(words):
        draw.text(
            (200, 170 + 150 * at),
            line,
            font=font(92 if at == 0 else 72, serif=chance.random() < 0.3),
            fill=ink,
        )
    return picture


def plate(number: str, *, tilt: float = 0.0, colour: str = "#1144aa") -> Image.Image:
    """A street with one plate of a car."""
    board = Image.new("RGBA", (560, 150), colour)
    draw = ImageDraw.Draw(board)
    draw.rectangle((6, 6, 553, 143), outline="white", width=4)
    draw.text((24, 14), f"{number[:2]}·{number[2:]}", font=font(96), fill="white")
    picture = Image.effect_noise((1280, 960), 18).convert("RGB")
    turned = board.rotate(tilt, expand=True, resample=Image.Resampling.BICUBIC)
    picture.paste(turned, (360, 400), turned)
    return picture


def portrait(
    size: tuple[int, int] = (1280, 960), at: tuple[int, int] = (380, 200), side: int = 512
) -> Image.Image:
    """A person before a wall: a NASA portrait in the public domain, shipped with scikit-image."""
    import skimage

    face = Image.open(Path(skimage.__file__).parent / "data" / "astronaut.png").convert("RGB")
    picture = Image.new("RGB", size, "#8a8f92")
    picture.paste(face.resize((side, side)), at)
    return picture


FACE = (0.37, 0.10, 0.53, 0.38)
"""Where the face lies in the portrait, in parts of its side: left, top, right, bottom."""


def jpeg(picture: Image.Image, quality: int = 85, **more) -> bytes:
    """As a telephone sends it."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, **more)
    return out.getvalue()


def blurred(picture: Image.Image, radius: float) -> Image.Image:
    """Out of focus."""
    return picture.filter(ImageFilter.GaussianBlur(radius))
