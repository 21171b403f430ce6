"""Every column that can hold words about people says how long they stay; a new column is a decision."""

from django.apps import apps
from django.db import models

from linli.site import keeping

IMPERSONAL = {
    # what places, organisations and rules are called
    "matters_category.code", "matters_category.icon", "matters_category.name", "matters_category.pinyin",
    "matters_columnmapping.name", "people_apitoken.name", "people_organisation.name", "people_organisation.phone",
    "people_organisation.pinyin", "people_organisation.short", "places_area.code", "places_area.name", "places_area.path",
    "places_area.pinyin", "places_area.short", "places_area.source_crs", "kernel_day.name", "kernel_daynotice.source",
    # codes, kinds, spans and states
    "matters_clock.span", "matters_clock.stage", "matters_importrow.code", "matters_importrow.result",
    "matters_matter.holder_role", "matters_matter.kind", "matters_matter.number", "matters_matter.origin",
    "matters_matter.stage", "matters_stagehours.kind", "matters_stagehours.source", "matters_stagehours.span",
    "matters_stagehours.stage", "people_account.language", "people_sight.by_role", "kernel_cursor.name",
    "kernel_event.actor_kind", "kernel_event.code", "kernel_event.door", "kernel_event.subject", "kernel_notice.key",
    "kernel_reacted.reaction", "kernel_stamp.name", "kernel_storedfile.mime", "kernel_storedfile.purpose",
    # digests of what is not kept, and faults of machines
    "kernel_event.body_hash", "kernel_seal.digest", "kernel_seal.marks", "kernel_storedfile.claim", "kernel_storedfile.sha256",
    "kernel_reacted.fault", "matters_importrun.fault", "matters_importrun.file_digest", "people_apitoken.digest",
}  # fmt: skip


def columns() -> set[str]:
    """Free text and bytes of our tables; paths of areas name a place, choices are codes."""
    return {
        f"{model._meta.db_table}.{field.column}"
        for model in apps.get_models()
        if model.__module__.startswith("linli.")
        for field in model._meta.local_fields
        if isinstance(field, models.TextField | models.CharField | models.BinaryField)
        and not field.choices
        and field.column != "area_path"
    }


def test_every_column_is_declared_once():
    declared = [column for one in keeping.ALL for column in one.columns]
    assert len(declared) == len(set(declared))
    assert not IMPERSONAL & set(declared)
    assert columns() == IMPERSONAL | set(declared)
    assert all(str(one.until) for one in keeping.ALL)
