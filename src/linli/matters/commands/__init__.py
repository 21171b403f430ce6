"""The only writers of matters, one function per verb."""

from .acceptance import not_dispatch, object_no_dispatch, review_no_dispatch, set_no_dispatch_text
from .accusing import name_accused, renew_accused
from .agency import end_agency, name_agent, report_back, use_right
from .ask_lapse import sweep_asks
from .asking import answer_follow_up, answer_own, follow_up, make_follow_up_link
from .asks import (
    answer_ask,
    ask_unit,
    call_consultation,
    conclude_consultation,
    extend_ask,
    remind_unit,
    withdraw_ask,
)
from .calling import see_caller
from .categories import edit_category, import_categories, merge_category, retire_category
from .claim import claim_matters
from .clocks import recompute_clocks, set_limit
from .deciding import (
    answer_supervision,
    decide_request,
    end_pause,
    end_supervision,
    withdraw_request,
)
from .duties import DutyWords, ask_outside_duty, decide_outside_duty, publish_duties
from .exports import ask_export, export_made, fetch_export
from .incidents import add_plan_step, add_plan_unit, log_incident, retire_plan_row, tick_step
from .intake import open_matter
from .issues import (
    ask_grouping,
    group_issues,
    group_job,
    mark_issue,
    merge_issues,
    name_issue,
    part_issues,
    put_in,
    take_out,
)
from .joining import join_caller
from .kinds_in_use import use_kind
from .lapse import sweep, sweep_all
from .learning import choose_version, use_version_job
from .merging import merge, unmerge
from .observers import ask_to_observe, decide_observer, leave_observing, pause_observing
from .order_run import resume_imports, work_through
from .orders import import_orders, receive_orders
from .photo_covers import cover_photo, see_photo
from .photo_reading import keep_photo, read_photos_job, resume_photos
from .place_hints import hint_place, read_place_job, refuse_places, take_place
from .presets import choose_preset
from .proposals import (
    add_opinion,
    decide_proposal,
    distil,
    finish_proposal,
    link_action,
    open_action,
    publish_topic,
    say_opinion,
)
from .questions import edit_question, retire_question
from .requests import appeal, ask_extension, ask_pause, ask_return, supervise
from .responsibility import DutyRow, end_responsibility, import_responsibilities, set_responsibility
from .sights import reporter_field, see_reporter
from .slips import lose_slip, print_slips
from .splitting import split
from .steps import assign, hand_up, move_matter, send_down, undo
from .talking import close_talk_point, edit_talk_point, set_firm_round, visit_firm
from .texts import keep_text, retire_text
from .transcribing import transcribe
from .understanding import change_mask, hidden_by_rules, public_form, sort_matter, understand, understand_job
from .urgency import add_urgent_word, end_urgent_word, set_urgency
from .views import drop_view, save_view
from .words import choose_follow_up, note, supplement, support, urge, withdraw

__all__ = [
    "DutyRow",
    "DutyWords",
    "add_opinion",
    "add_plan_step",
    "add_plan_unit",
    "add_urgent_word",
    "answer_ask",
    "answer_follow_up",
    "answer_own",
    "answer_supervision",
    "appeal",
    "ask_export",
    "ask_extension",
    "ask_grouping",
    "ask_outside_duty",
    "ask_pause",
    "ask_return",
    "ask_to_observe",
    "ask_unit",
    "assign",
    "call_consultation",
    "change_mask",
    "choose_follow_up",
    "choose_preset",
    "choose_version",
    "claim_matters",
    "close_talk_point",
    "conclude_consultation",
    "cover_photo",
    "decide_observer",
    "decide_outside_duty",
    "decide_proposal",
    "decide_request",
    "distil",
    "drop_view",
    "edit_category",
    "edit_question",
    "edit_talk_point",
    "end_agency",
    "end_pause",
    "end_responsibility",
    "end_supervision",
    "end_urgent_word",
    "export_made",
    "extend_ask",
    "fetch_export",
    "finish_proposal",
    "follow_up",
    "group_issues",
    "group_job",
    "hand_up",
    "hidden_by_rules",
    "hint_place",
    "import_categories",
    "import_orders",
    "import_responsibilities",
    "join_caller",
    "keep_photo",
    "keep_text",
    "leave_observing",
    "link_action",
    "log_incident",
    "lose_slip",
    "make_follow_up_link",
    "mark_issue",
    "merge",
    "merge_category",
    "merge_issues",
    "move_matter",
    "name_accused",
    "name_agent",
    "name_issue",
    "not_dispatch",
    "note",
    "object_no_dispatch",
    "open_action",
    "open_matter",
    "part_issues",
    "pause_observing",
    "print_slips",
    "public_form",
    "publish_duties",
    "publish_topic",
    "put_in",
    "read_photos_job",
    "read_place_job",
    "receive_orders",
    "recompute_clocks",
    "refuse_places",
    "remind_unit",
    "renew_accused",
    "report_back",
    "reporter_field",
    "resume_imports",
    "resume_photos",
    "retire_category",
    "retire_plan_row",
    "retire_question",
    "retire_text",
    "review_no_dispatch",
    "save_view",
    "say_opinion",
    "see_caller",
    "see_photo",
    "see_reporter",
    "send_down",
    "set_firm_round",
    "set_limit",
    "set_no_dispatch_text",
    "set_responsibility",
    "set_urgency",
    "sort_matter",
    "split",
    "supervise",
    "supplement",
    "support",
    "sweep",
    "sweep_all",
    "sweep_asks",
    "take_out",
    "take_place",
    "tick_step",
    "transcribe",
    "understand",
    "understand_job",
    "undo",
    "unmerge",
    "urge",
    "use_kind",
    "use_right",
    "use_version_job",
    "visit_firm",
    "withdraw",
    "withdraw_ask",
    "withdraw_request",
    "work_through",
]
