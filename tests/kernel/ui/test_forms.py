"""Controls that work without script, and what a form answers when something is missing."""

from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from linli.kernel.ui.forms import ChipChecks, ChipRadio, Form, PhotosField, Renderer
from linli.kernel.ui.parts import Column, Table


class Sample(Form):
    default_renderer = Renderer

    name = forms.CharField(label="姓名", max_length=4)
    kind = forms.ChoiceField(
        label="类型", choices=[("a", "甲"), ("b", "乙")], widget=ChipRadio(icons={"a": "lamp"}), initial="b"
    )
    tags = forms.MultipleChoiceField(
        label="标记", choices=[("x", "一"), ("y", "二")], widget=ChipChecks, required=False
    )
    count = forms.IntegerField(label="几个", min_value=1, required=False)
    on = forms.DateField(label="哪天", required=False)
    own = forms.CharField(label="原因", error_messages={"required": "原因要写。"})
    photos = PhotosField(label="照片", help_text="最多3张")


def picture(name: str = "p.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"\xff\xd8\xff", content_type="image/jpeg")


def files(*pictures: SimpleUploadedFile) -> MultiValueDict[str, Any]:
    return MultiValueDict({"photos": list(pictures)})


def test_the_framework_never_speaks_for_us() -> None:
    form = Sample({"name": "五个字太长", "kind": "z", "count": "many", "on": "昨天", "own": ""})
    assert form.errors["name"] == ["最多4个字，现在是5个，请缩短一些。"]
    assert form.errors["kind"] == ["没有这个选项，请重新选。"]
    assert form.errors["count"] == ["这里要填数字。"]
    assert form.errors["on"] == ["日期要写成2026-11-25这样。"]
    assert form.errors["own"] == ["原因要写。"]
    assert Sample({"count": "0"}).errors["count"] == ["不能小于1。"]
    empty = Sample({})
    assert (empty.errors["name"], empty.errors["kind"]) == (["请填写姓名。"], ["请选择类型。"])


def test_chips_are_real_inputs() -> None:
    html = str(Sample()["kind"])
    assert html.count('type="radio"') == 2
    assert 'value="b"' in html
    assert "checked" in html.split('value="b"')[1].split(">")[0]
    assert '<label class="chip" for="id_kind_0"><svg' in html
    assert '<label class="chip" for="id_kind_1">乙' in html
    assert str(Sample()["tags"]).count('type="checkbox"') == 2


def test_three_photo_inputs_the_first_for_the_camera() -> None:
    html = str(Sample()["photos"])
    assert html.count('type="file"') == 3
    assert html.count('name="photos"') == 3
    assert html.count("capture=") == 1
    assert Sample().is_multipart()


@pytest.mark.parametrize("many", [0, 1, 3])
def test_photos_come_as_a_list(many: int) -> None:
    form = Sample({"name": "王", "kind": "a", "own": "有"}, files(*[picture() for _ in range(many)]))
    assert form.is_valid(), form.errors
    assert len(form.cleaned_data["photos"]) == many


def test_too_many_photos_and_a_missing_one() -> None:
    form = Sample({"name": "王", "kind": "a", "own": "有"}, files(*[picture() for _ in range(4)]))
    assert form.errors["photos"] == ["最多3张照片。"]
    with pytest.raises(forms.ValidationError, match="请拍一张照片"):
        PhotosField(required=True).clean([])


def test_a_bad_field_is_described_by_its_hint_and_its_error() -> None:
    html = Sample({"photos": ""}).render()
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_name_error"' in html
    assert 'aria-describedby="id_photos_helptext"' in html
    assert 'href="#id_kind_0"' in html
    assert 'href="#id_name"' in html
    assert "还有3处要改" in html
    assert '<a href="#id_name">请填写姓名。</a>' in html
    assert '<a href="#id_own">原因要写。</a>' in html
    numbered = Sample({"count": "many"}).render()
    assert '<a href="#id_count">几个：这里要填数字。</a>' in numbered


def test_a_plain_table_wants_a_cell_for_every_column() -> None:
    with pytest.raises(ValueError, match="zip"):
        [list(line) for line in Table("表", [Column("甲")], [["1", "2"]]).lines]
