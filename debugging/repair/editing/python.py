"""Which edits of Python source a failure's class allows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from debugging.diagnosis import Diagnosis
from debugging.evidence import Evidence
from debugging.failure_classes import FailureClass as Class
from debugging.repair.editing.asked import SURE, AnotherCall, Asked, Forbidden, Kind
from debugging.repair.editing.bans import banned
from debugging.repair.editing.bundle import Bundle
from debugging.repair.editing.kinds.address import address
from debugging.repair.editing.kinds.dialog import dialog
from debugging.repair.editing.kinds.dismissal import dismissal
from debugging.repair.editing.kinds.download import download
from debugging.repair.editing.kinds.handle import handle
from debugging.repair.editing.kinds.locator import another_control, frame, locator, narrowed
from debugging.repair.editing.kinds.option import option
from debugging.repair.editing.splices import CannotEdit
from debugging.repair.proposal import Located, Proposal, Refusal

ALLOWED: Final[dict[Class, tuple[Kind, ...]]] = {
    Class.ELEMENT_NOT_FOUND: (locator,),
    Class.WRONG_CONTROL: (another_control,),
    Class.SEVERAL_MATCH: (narrowed,),
    Class.FRAME_MOVED: (frame,),
    Class.ELEMENT_COVERED: (dismissal,),
    Class.OPTION_MISSING: (option,),
    Class.ELEMENT_DETACHED: (handle,),
    Class.WAIT_TIMEOUT: (address, locator),
    Class.DOWNLOAD_FAILED: (download,),
    Class.UNEXPECTED_DIALOG: (dialog,),
}
OPEN: Final = frozenset(  # no edit of ours, but one may exist
    {Class.INVALID_SELECTOR, Class.ELEMENT_HIDDEN, Class.ELEMENT_DISABLED, Class.ELEMENT_UNSTABLE, Class.SCRIPT_ERROR}
)
WHY_NOT: Final[dict[Class, str]] = {
    Class.ENVIRONMENT: "The machine or its setup has to be put right; the workflow's source is not the cause.",
    Class.CRASH: "A browser or process crashed; the workflow's source is not the cause.",
    Class.PAGE_CLOSED: "A page or browser was closed; which one should stay open is for a person to say.",
    Class.NETWORK_ERROR: "The site could not be reached; the workflow's source is not the cause.",
    Class.NAVIGATION_TIMEOUT: "The site did not answer in time; waiting longer is no repair.",
    Class.BOT_WALL: "The site asks whether this is a person; a workflow is never made to get around that.",
    Class.LOGIN_REQUIRED: "The site asks for a sign-in; how a workflow signs in is never changed.",
    Class.HTTP_ERROR: "The site answered with an error page; the workflow's source is not the cause.",
    Class.VALUE_DIFFERS: "A value is another one than expected; what a workflow expects and reads is never changed.",
    Class.ELEMENT_DISABLED: "The element is there and cannot be used yet; what is missing is for a person to say.",
    Class.ELEMENT_HIDDEN: "The element is there and hidden; what shows it is for a person to say.",
    Class.ELEMENT_UNSTABLE: "The element is there and moves or lies out of view; its locator is right.",
    Class.INVALID_SELECTOR: "The selector cannot be parsed; what it should be is for its author to say.",
    Class.SCRIPT_ERROR: "The workflow's own code raised an error.",
    Class.UNKNOWN: "It is not known why the run failed.",
}
NO_WAY: Final = "Nothing is known that would repair this."


def edit_python(
    evidence: Evidence, diagnosis: Diagnosis, sources: Mapping[str, str], find: Callable[[Evidence], Located]
) -> Proposal | Refusal:
    failure_class = diagnosis.failure_class
    kinds = ALLOWED.get(failure_class, ())
    if not kinds:
        return Refusal(reason=WHY_NOT.get(failure_class, NO_WAY), final=failure_class not in OPEN)
    if diagnosis.confidence < SURE:
        return Refusal(reason="It is not sure enough what made the run fail.")
    asked = Asked(evidence, diagnosis, Bundle(sources), find)
    refused: list[CannotEdit] = []
    for kind in kinds:
        try:
            proposal = kind(asked)
        except CannotEdit as error:
            refused.append(error)
            continue
        breaches = banned(proposal.changes, evidence, asked.bundle)
        if not breaches:
            return proposal
        refused.append(CannotEdit(breaches[0]))
    final = any(isinstance(error, Forbidden) for error in refused)
    told = next((error for error in refused if not isinstance(error, AnotherCall)), refused[-1])
    return Refusal(reason=str(told), located=_looked_for(asked), final=final)


def _looked_for(asked: Asked) -> Located | None:
    """None when nothing was looked for."""
    return asked.__dict__.get("located")
