"""The prompt that lets a coding agent with the local repository fix a failed workflow."""

from __future__ import annotations

from debugging.diagnosis import Diagnosis
from debugging.evidence import Evidence


def handoff_prompt(evidence: Evidence, diagnosis: Diagnosis) -> str:
    return f"# Fix the workflow `{evidence.run.workflow}`\n\n{diagnosis.summary}\n"
