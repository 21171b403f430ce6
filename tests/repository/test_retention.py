"""Every column that can hold words about people says how long they stay; a new column is a decision."""

from django.apps import apps
from django.db import models

from linli.site import keeping

IMPERSONAL = {
    # what places, organisations and rules are called
    "matters_category.code", "matters_category.icon", "matters_category.name", "matters_category.pinyin",
    "matters_nodispatchtext.text", "matters_columnmapping.name", "matters_dutyitem.basis", "matters_dutyitem.gives",
    "matters_dutyitem.group", "matters_dutyitem.money", "matters_dutyitem.name", "matters_dutyitem.people",
    "matters_dutyitem.unit", "matters_dutylist.basis", "matters_responsibility.basis", "matters_urgentword.source",
    "matters_urgentword.word", "people_apitoken.name", "people_organisation.name", "people_organisation.phone",
    "people_organisation.pinyin", "people_organisation.short", "places_area.code", "places_area.name", "places_area.path",
    "places_area.pinyin", "places_area.short", "places_area.source_crs", "kernel_day.name", "kernel_daynotice.source",
    "matters_answertext.text", "matters_answertext.title", "matters_talkpoint.name", "matters_talkpoint.place",
    "matters_talkpoint.times",
    "exchange_subscription.name", "exchange_subscription.address", "matters_question.code", "matters_question.hint",
    "matters_question.text",
    # codes, kinds, spans and states
    "matters_answertext.kind", "matters_answertext.stage", "matters_closingpoint.point", "matters_kindinuse.kind",
    "board_ratechoice.label", "board_ratechoice.source", "board_frozen.label",
    # codes, kinds, spans and states
    "board_cell.key", "board_exclusion.number", "board_fact.excluded", "board_fact.kind", "board_fact.order_type",
    "board_fact.outcome", "board_fact.satisfaction", "board_fact.source", "board_fact.verdict", "board_hint.key",
    "board_measured.written", "board_ratechoice.preset",
    "matters_clock.span", "matters_clock.stage", "matters_importrow.code", "matters_importrow.result",
    "matters_ask.span", "matters_planstep.text",
    "matters_matter.holder_role", "matters_matter.kind", "matters_matter.number", "matters_matter.origin",
    "matters_matter.stage", "matters_maskedspan.rule", "matters_suggestion.chosen", "matters_suggestion.version",
    "matters_stagehours.kind", "matters_stagehours.source", "matters_stagehours.span",
    "matters_request.approver_role", "matters_request.asked_role", "matters_request.given_span", "matters_request.span", "matters_request.stage",
    "matters_request.to_role", "matters_request.within", "matters_clock.longer", "matters_matter.first_role",
    "matters_stagehours.stage", "people_account.language", "people_sight.by_role", "kernel_cursor.name",
    "kernel_event.actor_kind", "kernel_event.code", "kernel_event.door", "kernel_event.subject", "exchange_delivery.subject",
    "exchange_delivery.type", "exchange_mailrow.code", "kernel_notice.key",
    "matters_savedview.role", "matters_slip.number", "kernel_reacted.reaction", "kernel_stamp.name", "kernel_storedfile.mime", "kernel_storedfile.purpose",
    # digests of what is not kept, and faults of machines
    "exchange_subscription.secret", "kernel_event.body_hash", "kernel_seal.digest", "kernel_seal.marks", "kernel_storedfile.claim", "kernel_storedfile.sha256",
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
