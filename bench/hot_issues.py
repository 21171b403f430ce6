"""An own key of hot issues, and how the likeness that groups need was chosen: on some issues, measured on others.

The key is a recipe, not a list: a message is of an issue where its title has the name, and title or text one of the
words; who only mentions a name in passing speaks of something else. Names were taken from what stands in several titles. `python -m bench.hot_issues` prints the sweep.
"""

import itertools
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import fmean

from bench import Figure, at_least, told
from linli.assist import tables
from linli.assist.likeness import groups
from linli.assist.reading import Message

CHOOSING = {
    "mixing plant": ("丽发新城", "搅拌|噪|灰尘|扬尘|污染"),
    "parking sold along": ("伊景园", "车位|捆绑"),
    "lenders": ("58车贷", "."),
    "railway beside homes": ("绿地海外滩", "高铁"),
    "park": ("洪山公园", "."),
    "language school": ("温斯顿", "退"),
    "savings": ("聚利网|聚利人", "."),
    "allowance for graduates": ("人才", "(购房|生活|租房|住房|新政|补助|发放).{0,6}补(贴|助)|补贴"),
}
"""Issues on which the values were chosen: name, and words one of which stands beside it."""
MEASURING = {
    "smoke of night stalls": ("魅力之城", "油烟|夜宵|烧烤|扰民|噪"),
    "old quarter": ("凉塘路", "改造|拆"),
    "forced practice": ("经济学院", "实习|打工"),
    "power line": ("月亮岛路", "高压"),
    "faults of a building": ("五矿万境K9", "质量|裂|漏|缩水|问题|隐患"),
    "parking sold": ("圣力华苑", "车位"),
    "underpass": ("东六路", "下穿"),
    "lending platform": ("余易贷", "."),
    "bus station": ("汽车南站", "建|工程|投入|完工"),
    "park plan": ("泉星公园", "规划|景观"),
    "false advertising": ("绿地城际空间站|地绿城际空间站", "."),
    "fee of a nursery": ("翡翠华庭", "幼儿园"),
}
"""Issues that nothing was chosen on."""
SUPPORT, MIDDLE, RANKS = (0.18, 0.20, 0.22, 0.25, 0.28), (0.22, 0.25, 0.28), (0.35, 0.40, 0.45)
_BLANK = re.compile(r"\s+")


def keyed(said: Sequence[Message], issues: Mapping[str, tuple[str, str]]) -> dict[int, str]:
    """The issue of each message that is of one; what two recipes claim is of none."""
    found: dict[int, str] = {}
    twice: set[int] = set()
    for issue, (name, words) in issues.items():
        for at, one in enumerate(said):
            title, whole = one.title.replace(" ", ""), _BLANK.sub("", one.title + one.text)
            if re.search(name, title) and re.search(words, whole):
                twice |= {at} & found.keys()
                found[at] = issue
    return {at: issue for at, issue in found.items() if at not in twice}


def bcubed(formed: Sequence[Sequence[int]], key: Mapping[int, str]) -> tuple[float, float, float]:
    """Precision, recall and F over the messages of the key (BCubed)."""
    group = {at: set(members) & key.keys() for members in formed for at in members if at in key}
    alike = {at: {other for other in key if key[other] == issue} for at, issue in key.items()}
    both = [(len(group[at] & alike[at]), len(group[at]), len(alike[at])) for at in key]
    precision, recall = fmean(n / there for n, there, _ in both), fmean(n / due for n, _, due in both)
    return precision, recall, 2 * precision * recall / (precision + recall)


def neighbours(likeness: groups.Likeness, key: Mapping[int, str]) -> tuple[float, float]:
    """Precision at five, and mean average precision, for messages whose issue has at least five others."""
    many = [at for at, issue in key.items() if sum(other == issue for other in key.values()) > 5]
    at_five, average = [], []
    for start in range(0, len(many), groups.ROWS):
        some = many[start : start + groups.ROWS]
        for at, scores in zip(some, likeness.of(some), strict=True):
            right = [
                key.get(other) == key[at]
                for other in (-scores).argsort(kind="stable").tolist()
                if other != at
            ]
            at_five.append(sum(right[:5]) / 5)
            seen, hits = 0, []
            for rank, one in enumerate(right, 1):
                seen += one
                hits += [seen / rank] if one else []
            average.append(fmean(hits))
    return fmean(at_five), fmean(average)


def messages(file: Path) -> list[Message]:
    """In the order in which they came."""
    return [row.said for row in sorted(tables.rows(file), key=lambda row: row.at)]


def hot_figures(file: Path) -> Iterable[Figure]:
    """The values in use, on the issues they were chosen on and on the others."""
    said = messages(file)
    formed = groups.grouped(said)
    likeness = groups.Likeness(said)
    for words, issues in (("chosen on", CHOOSING), ("not looked at", MEASURING)):
        key = keyed(said, issues)
        note = f"{len(key)} messages of {len(issues)} issues, {words}"
        precision, recall, both = bcubed(formed, key)
        at_five, average = neighbours(likeness, key)
        yield at_least("hot issues, BCubed F", both, "", 0.85, note)
        yield told("hot issues, BCubed precision", precision, "", note)
        yield told("hot issues, BCubed recall", recall, "", note)
        yield at_least("nearest five of one issue", at_five, "", 0.92, note)
        yield at_least("nearest, mean average precision", average, "", 0.88, note)


def sweep(said: Sequence[Message]) -> Iterator[tuple[float, float, float, float, float]]:
    """Support, middle, ranks; F on the issues to choose by, F on the others."""
    keys = [keyed(said, issues) for issues in (CHOOSING, MEASURING)]
    for support, middle, ranks in itertools.product(SUPPORT, MIDDLE, RANKS):
        formed = groups.grouped(said, support=support, middle=middle, ranks=ranks)
        yield support, middle, ranks, bcubed(formed, keys[0])[2], bcubed(formed, keys[1])[2]


def main(file: Path) -> None:
    """The sweep, best of the chosen issues first."""
    print("support middle ranks  chosen-on  not-looked-at")
    for support, middle, ranks, chosen, other in sorted(sweep(messages(file)), key=lambda row: -row[3]):
        used = " in use" if (support, middle, ranks) == (groups.SUPPORT, groups.MIDDLE, groups.RANKS) else ""
        print(f"{support:.2f}    {middle:.2f}   {ranks:.2f}   {chosen:.3f}      {other:.3f}{used}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
