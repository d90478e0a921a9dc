from .addressee_group import AddresseeGroup
from .beside import Milestone, ReportAction, UnnumberedAsk
from .deadline import Deadline
from .dependency import NPCCDependency
from .facts import Certainty, Precision
from .organisation import Organisation
from .recommendation import Addressee, Note, Recommendation, SubRecommendation, Tie
from .report import Opening, Report, ReportFile

__all__ = [
    "Addressee",
    "AddresseeGroup",
    "Certainty",
    "Deadline",
    "Milestone",
    "NPCCDependency",
    "Note",
    "Opening",
    "Organisation",
    "Precision",
    "Recommendation",
    "Report",
    "ReportAction",
    "ReportFile",
    "SubRecommendation",
    "Tie",
    "UnnumberedAsk",
]
