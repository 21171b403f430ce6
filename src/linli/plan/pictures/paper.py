"""A sheet of SVG: shapes and words at metres, scaled to the page. Colours are never the only sign."""

from html import escape

# Okabe and Ito's colours for people who see colours differently, in two strengths
INKS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#6b5b95", "#8a8d00")
PAPER, INK, GREY, PALE = "#ffffff", "#1f2933", "#7b8794", "#e4e7eb"
FONT = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei',sans-serif"


def ink(i: int) -> str:
    """The i-th colour, going round."""
    return INKS[i % len(INKS)]


class Sheet:
    """Collects shapes; lengths in pixels."""

    def __init__(self, width: float, height: float, title: str):
        self.width, self.height, self.title = width, height, title
        self.parts: list[str] = []

    def add(self, name: str, words: str | None = None, /, **values: object) -> None:
        """One element; underscores in names become hyphens."""
        inside = " ".join(
            f'{k.rstrip("_").replace("_", "-")}="{escape(_said(v))}"' for k, v in values.items()
        )
        self.parts.append(
            f"<{name} {inside}/>" if words is None else f"<{name} {inside}>{escape(words)}</{name}>"
        )

    def words(self, x: float, y: float, words: str, size: float = 13, **values: object) -> None:
        """A line of words."""
        self.add("text", words, x=x, y=y, font_size=size, **{"fill": INK, **values})

    def line(self, points: list[tuple[float, float]], **values: object) -> None:
        """A way through points."""
        said = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self.add("polyline", points=said, **{"fill": "none", "stroke": INK, "stroke_width": 1.5, **values})

    def dot(self, x: float, y: float, r: float, **values: object) -> None:
        """A round mark."""
        self.add("circle", cx=x, cy=y, r=r, **values)

    def box(self, x: float, y: float, width: float, height: float, **values: object) -> None:
        """A rectangle."""
        self.add("rect", x=x, y=y, width=width, height=height, **values)

    def svg(self) -> str:
        """The whole picture."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width:g} {self.height:g}" '
            f'width="{self.width:g}" height="{self.height:g}" role="img" font-family="{FONT}">'
            f"<title>{escape(self.title)}</title>"
            f'<rect width="100%" height="100%" fill="{PAPER}"/>' + "".join(self.parts) + "</svg>\n"
        )


def _said(value: object) -> str:
    return f"{value:.1f}" if isinstance(value, float) else str(value)


class Frame:
    """Metres to pixels inside a rectangle of the sheet, north up, one scale both ways."""

    def __init__(self, places: list[tuple[float, float]], x: float, y: float, width: float, height: float):
        xs, ys = [p[0] for p in places] or [0.0], [p[1] for p in places] or [0.0]
        wide, high = max(xs) - min(xs) or 1.0, max(ys) - min(ys) or 1.0
        self.scale = min(width / wide, height / high)
        self.left = x + (width - wide * self.scale) / 2 - min(xs) * self.scale
        self.bottom = y + (height + high * self.scale) / 2 + min(ys) * self.scale

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Pixels of a place."""
        return self.left + x * self.scale, self.bottom - y * self.scale

    def metres(self, width: float) -> tuple[float, float]:
        """A round length in metres that fits, and its pixels."""
        length = 1.0
        for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000):
            if step * self.scale <= width:
                length = float(step)
        return length, length * self.scale


def ruler(sheet: Sheet, frame: Frame, x: float, y: float) -> None:
    """The scale of a map."""
    length, wide = frame.metres(120)
    sheet.line([(x, y - 4), (x, y), (x + wide, y), (x + wide, y - 4)], stroke=GREY)
    sheet.words(x + wide + 6, y, f"{length:g} 米", 11, fill=GREY)
