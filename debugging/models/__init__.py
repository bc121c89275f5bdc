"""What is known about failed runs. Django looks for models here; each is in the file of its noun.

Who is told of failures is in debugging/mail/models.py, what was tried in debugging/repair/models.py.
"""

from debugging.mail import models as mail
from debugging.model_agent import models as model_agent
from debugging.models.groups import FailureGroup, FailureGroupQuerySet
from debugging.models.reports import MODEL_IS_ASKED, TRIES_MOST, DebugReport, DebugReportQuerySet
from debugging.models.settings import DebugSettings
from debugging.models.states import Feedback, GroupState, Occurrence, ReportStatus
from debugging.repair import models as repair
from debugging.repair.memory import models as memory

__all__ = [
    "MODEL_IS_ASKED",
    "TRIES_MOST",
    "DebugReport",
    "DebugReportQuerySet",
    "DebugSettings",
    "FailureGroup",
    "FailureGroupQuerySet",
    "Feedback",
    "GroupState",
    "Occurrence",
    "ReportStatus",
    "mail",
    "memory",
    "model_agent",
    "repair",
]
