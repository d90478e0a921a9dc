from .addressee_group import AddresseeGroup
from .dependency import NPCCDependency
from .organisation import Organisation
from .recommendation import Addressee, Note, Recommendation, SubRecommendation, Tie
from .report import Opening, Report, ReportFile

__all__ = [
    "Addressee",
    "AddresseeGroup",
    "NPCCDependency",
    "Note",
    "Opening",
    "Organisation",
    "Recommendation",
    "Report",
    "ReportFile",
    "SubRecommendation",
    "Tie",
]
