"""Proposes an edit of the source that could repair a failed workflow, or says why there is none. In doubt, none.

How source is edited depends on its language: one function of `EDITORS` for each ending of files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import Final

from debugging.agent.call_site import site_of
from debugging.diagnosis import Diagnosis
from debugging.evidence import Evidence
from debugging.repair.editing.python import edit_python
from debugging.repair.locating.finding import locate
from debugging.repair.proposal import Located, Proposal, Refusal

Find = Callable[[Evidence], Located]
Editor = Callable[[Evidence, Diagnosis, Mapping[str, str], Find], Proposal | Refusal]

EDITORS: Final[dict[str, Editor]] = {".py": edit_python}


def propose(
    evidence: Evidence, diagnosis: Diagnosis, sources: Mapping[str, str], *, find: Find = locate
) -> Proposal | Refusal:
    """`sources`: the text of each file of the bundle that ran. `find` says where the element is now."""
    site = site_of(evidence)
    if not site:
        return Refusal(reason="It is not known where in the source the run failed.")
    file = site.rpartition(":")[0]
    editor = EDITORS.get(PurePosixPath(file).suffix)
    if editor is None:
        return Refusal(reason=f"{file} is not Python, and other source is not repaired yet.")
    return editor(evidence, diagnosis, sources, find)
