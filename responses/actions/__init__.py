"""Every write to an answer: one transaction, the row locked, the rule asked again, one Event."""

from .dependencies import reopen_dependency, settle, withdraw_dependency
from .drafts import cite, edit_citation, remove_citation, restore_draft, save_draft, save_drafts
from .elsewhere import (
    check_elsewhere,
    record_elsewhere,
    record_look,
    remove_elsewhere,
    why_not_record,
)
from .evidence import (
    add_files,
    add_thing,
    cite_held,
    cite_in_answers,
    describe_files,
    edit_evidence,
    keep_pending,
    record_scan,
    replace_evidence,
    restore_evidence,
    scan,
    show_evidence,
    withdraw_evidence,
)
from .publishing import publish, unpublish
from .register import add_reference, asked_by, open_report, record_published_answer
from .reviews import claim, comment, leave_note
from .steps import take_step

__all__ = [
    "add_files",
    "add_reference",
    "add_thing",
    "asked_by",
    "check_elsewhere",
    "cite",
    "cite_held",
    "cite_in_answers",
    "claim",
    "comment",
    "describe_files",
    "edit_citation",
    "edit_evidence",
    "keep_pending",
    "leave_note",
    "open_report",
    "publish",
    "record_elsewhere",
    "record_look",
    "record_published_answer",
    "record_scan",
    "remove_citation",
    "remove_elsewhere",
    "reopen_dependency",
    "replace_evidence",
    "restore_draft",
    "restore_evidence",
    "save_draft",
    "save_drafts",
    "scan",
    "settle",
    "show_evidence",
    "take_step",
    "unpublish",
    "why_not_record",
    "withdraw_dependency",
    "withdraw_evidence",
]
