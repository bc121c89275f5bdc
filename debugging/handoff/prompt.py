"""The prompt that lets a coding agent with the local repository fix a failed workflow.

Markdown, at most TOKENS_MOST tokens, the most useful first: task and place, diagnosis, suggested change, failing call,
error, how to fix and verify, the page before and now, what else happened, where to fetch more. What is too much is made
shorter from the end (debugging/handoff/parts.py): first what else happened, then the pages, until both are gone; then
the params, the error, the source, the suggestion and the claims of the diagnosis, down to a few lines each.
"""

from __future__ import annotations

from typing import Final

from debugging.agent.case import Case
from debugging.diagnosis import Diagnosis
from debugging.evidence import Evidence
from debugging.handoff.commands import fix_part, more
from debugging.handoff.failing_call import error_part, language_of, source_part
from debugging.handoff.happenings import happenings_part
from debugging.handoff.more_links import TOKENS_MOST, HandoffLinks, with_links
from debugging.handoff.opening import diagnosis_part, suggestion_part, task, where
from debugging.handoff.pages import pages_part
from debugging.handoff.parts import fitted, part

FOR_LINKS: Final = 900  # tokens, kept free for links that are added when the prompt is read


def handoff_prompt(evidence: Evidence, diagnosis: Diagnosis, *, links: HandoffLinks | None = None) -> str:
    """`links` can also be added to a prompt that was stored without: see `with_links`."""
    case = Case(evidence)
    parts = (
        part(task(case, diagnosis)),
        part(where(case)),
        diagnosis_part(diagnosis),
        suggestion_part(diagnosis, language_of(case)),
        source_part(case),
        error_part(case),
        fix_part(evidence, diagnosis.failure_class),
        pages_part(case, diagnosis),
        happenings_part(case),
        part(more(evidence)),
    )
    prompt = fitted(parts, most=TOKENS_MOST - FOR_LINKS)
    return with_links(prompt, links) if links else prompt
