"""Small bars: nothing draws nothing, one draws something, the most fills the height."""

from linli.matters.rules.bars import HEIGHT, LEAST, bars_of


def test_bars():
    drawn = bars_of([0, 1, 100])
    assert [one.height for one in drawn.bars] == [0, LEAST, HEIGHT]
    assert all(one.y + one.height == HEIGHT for one in drawn.bars)
    assert drawn.most == 100
    assert drawn.width == 14
    assert bars_of([]).bars == ()
    assert bars_of([0, 0]).most == 0
