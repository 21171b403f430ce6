"""The covered copy: the boxes are coarse, the rest stays, nothing of the origin is left."""

import io

from PIL import Image, ImageChops, ImageStat
from tests.assist.photos import drawn

from linli.assist.photos.cover import BLOCKS, cover


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGB")


def test_a_box_is_covered_and_the_rest_stays():
    noise = Image.effect_noise((800, 600), 90).convert("RGB")
    full, small = cover(drawn.jpeg(noise, 95), [(100, 100, 300, 260)])
    made = opened(full)
    inside = ImageChops.difference(made, noise).crop((100, 100, 300, 260))
    outside = ImageChops.difference(made, noise).crop((400, 300, 700, 500))
    assert ImageStat.Stat(inside).mean[0] > 4 * ImageStat.Stat(outside).mean[0]
    colours = made.crop((110, 110, 140, 140)).convert("L").getextrema()
    assert colours[1] - colours[0] < 30, f"one of at most {BLOCKS} blocks, flat"
    assert max(opened(small).size) == 320


def test_no_metadata_is_left_and_boxes_may_reach_over_the_rim():
    exif = Image.Exif()
    exif[0x010F] = "SecretMaker"
    made = cover(
        drawn.jpeg(drawn.portrait(), exif=exif.tobytes(), comment=b"SecretWords"),
        [(-5, -5, 9000, 20), (5, 5, 5, 5)],
    )
    for content in made:
        assert not Image.open(io.BytesIO(content)).getexif()
        assert b"Secret" not in content


def test_what_is_no_picture_of_ours_gives_none():
    assert cover(b"hello", []) is None
    assert cover(drawn.jpeg(drawn.portrait())[:3000], []) is None
    assert cover(drawn.jpeg(Image.new("RGB", (4000, 3000))), []) is None
