"""Tables of matters."""

from .acceptance import NoDispatchText, NotAccepted
from .answering import AnswerText, ClosingPoint, KindInUse
from .ask import Ask, Consultation
from .clock import Clock, StageHours
from .desk_lists import Export, SavedView
from .duties import DutyItem, DutyList, DutyRequest, DutyUse, Responsibility, UrgentWord
from .follow_up import FollowUp, FollowUpLink
from .hints import MaskedCopy, MaskedSpan, PlaceHint, Suggestion
from .imports import ColumnMapping, ImportRow, ImportRun
from .incident import Incident, IncidentEntry, IncidentStep, PlanStep, PlanUnit
from .issues import HotIssue, IssueMatter
from .matter import Category, DayBase, Matter, Remark, Reporter, Supporter
from .observers import Enrolment
from .petition import Accused, Consent
from .photos import PhotoBox, PhotoCopy
from .proposal import Opinion, ProposalAction, Resolution, Topic, Wording
from .question import Answer, Question
from .request import Request
from .slips import Slip, SlipSheet
from .talk import FirmRound, FirmVisit, TalkPoint

__all__ = [
    "Accused",
    "Answer",
    "AnswerText",
    "Ask",
    "Category",
    "Clock",
    "ClosingPoint",
    "ColumnMapping",
    "Consent",
    "Consultation",
    "DayBase",
    "DutyItem",
    "DutyList",
    "DutyRequest",
    "DutyUse",
    "Enrolment",
    "Export",
    "FirmRound",
    "FirmVisit",
    "FollowUp",
    "FollowUpLink",
    "HotIssue",
    "ImportRow",
    "ImportRun",
    "Incident",
    "IncidentEntry",
    "IncidentStep",
    "IssueMatter",
    "KindInUse",
    "MaskedCopy",
    "MaskedSpan",
    "Matter",
    "NoDispatchText",
    "NotAccepted",
    "Opinion",
    "PhotoBox",
    "PhotoCopy",
    "PlaceHint",
    "PlanStep",
    "PlanUnit",
    "ProposalAction",
    "Question",
    "Remark",
    "Reporter",
    "Request",
    "Resolution",
    "Responsibility",
    "SavedView",
    "Slip",
    "SlipSheet",
    "StageHours",
    "Suggestion",
    "Supporter",
    "TalkPoint",
    "Topic",
    "UrgentWord",
    "Wording",
]
