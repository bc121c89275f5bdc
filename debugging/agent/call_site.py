"""Where in the workflow's source a run failed."""

from __future__ import annotations

import re
from typing import Final

from debugging.evidence import Evidence

_PLACE: Final = re.compile(r"^(\S.*:[0-9]+)(?: in |$)", re.MULTILINE)


def site_of(evidence: Evidence) -> str:
    """'workflows.py:21', or "" when it is not known."""
    step = evidence.failing_step
    if step and step.site:
        return step.site
    return next(iter(_PLACE.findall(evidence.failure.mapped_stack)), "")


def source_line_of(evidence: Evidence) -> str:
    """The line itself, without its indent."""
    site, source = site_of(evidence), evidence.source
    if source is not None and f"{source.file}:{source.line}" == site:
        kept = source.text.splitlines()
        if 0 <= source.line - source.first_line < len(kept):
            return kept[source.line - source.first_line].strip()
    return _below(evidence.failure.mapped_stack.splitlines(), site)


def _below(stack: list[str], site: str) -> str:
    """The line of source below the frame; of the first frame, when none is at that place."""
    places = [number for number, line in enumerate(stack) if line.startswith(f"{site} in ")] or [0]
    return next((line.strip() for line in stack[places[0] :] if line.startswith("    ")), "")
