from .dependency import NPCCDependency
from .organisation import AddresseeGroup, Organisation
from .report import Addressee, Note, Opening, Recommendation, Report, ReportFile, SubRecommendation, Tie

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
