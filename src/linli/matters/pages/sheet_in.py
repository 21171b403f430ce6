"""A table handed in on an administrator's page: read at once, its rows given to whoever knows what they mean."""

from pathlib import Path
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy

from linli.kernel import sheets
from linli.kernel.forms import CommandForm
from linli.kernel.refusal import Refusal

from ..rules.duty_rows import Cells, read_heads

MOST_ROWS = 5_000


class TableForm(CommandForm):
    """A file."""

    file = forms.FileField(
        label=gettext_lazy("文件"),
        help_text=gettext_lazy("Excel（.xlsx）或CSV，第一行写列名。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )

    def rows(self, known: dict[str, tuple[str, ...]]) -> list[Cells]:
        """The rows under their heads, blank ones left out. Refuses what reading refuses, heads_missing, too_many_rows."""
        upload: UploadedFile[Any] = self.cleaned_data["file"]
        found = sheets.unpack(Path(upload.temporary_file_path()), self.given_id)  # type: ignore[attr-defined]
        lines = list(sheets.lines(found.uid))
        sheets.remove(found.uid)
        if len(lines) > MOST_ROWS:
            raise Refusal("too_many_rows", gettext_lazy("最多5000行，请分成几份。"), facts={"field": "file"})
        heads = read_heads(lines[0].cells, known)
        return [
            heads.cells(line.row, line.cells)
            for line in lines[1:]
            if any(cell.strip() for cell in line.cells)
        ]
