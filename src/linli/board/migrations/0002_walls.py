"""The wall around figures and decisions, what stays as it was written, and the measures that are counted from the start."""

from typing import Any

from django.db import migrations

from linli.kernel.walls import AppendOnly, Wall


def register(apps: Any, editor: Any) -> None:
    """Every measure of the shipped declarations; complete from the start where no matter lies yet."""
    from linli.board.rules.counts import COUNTS
    from linli.board.rules.measures import presets
    from linli.board.shape import measure_of, measures_of, written

    found = [measure_of(count) for count in COUNTS]
    found += [one for preset in presets().values() for rate in preset.rates for one in measures_of(rate)]
    texts = list(dict.fromkeys(map(written, found)))
    empty = not apps.get_model("matters", "Matter").objects.using(editor.connection.alias).exists()
    measured = apps.get_model("board", "Measured")
    rows = [measured(ordinal=at, written=text, filled=empty) for at, text in enumerate(texts)]
    measured.objects.using(editor.connection.alias).bulk_create(rows)


def forget(apps: Any, editor: Any) -> None:
    """Back to none."""
    apps.get_model("board", "Measured").objects.using(editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [("board", "0001_initial"), ("matters", "0001_initial"), ("kernel", "0002_walls")]
    operations = [
        Wall("board_fact"),
        Wall("board_cell"),
        Wall("board_exclusion"),
        Wall("board_frozen"),
        Wall("board_hint"),
        Wall("board_report"),
        AppendOnly("board_frozen"),
        AppendOnly("board_ratechoice"),
        migrations.RunPython(register, forget),
    ]
