"""What a repair says: values of plain data that finding, editing, proving, receipts, API and pages share."""

from __future__ import annotations

import difflib
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

EditKind = Literal[
    "locator",  # the element has another locator now
    "narrowed",  # several match: the one it meant
    "dismissal",  # a banner or modal is closed first, where it is there
    "option",  # the option has another name
    "frame",  # the element is in another frame
    "handle",  # an element handle became a locator
    "address",  # the pattern of wait_for_url
    "download",  # the click is wrapped in expect_download
    "dialog",  # a dialog is answered
    "model",  # proposed by a language model
]
CONTEXT_LINES: Final = 3


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Candidate(_Value):
    """An element of the changed page that could be the one the workflow meant."""

    element: str = Field(description="For people: 'button \"Pay now\"'.")
    xpath: str = Field(description="In the page as it was kept.")
    score: float
    why: dict[str, float] = Field(default={}, description="The ways in which it agrees, and what each counts.")
    taken: bool = False


class Located(_Value):
    """Where the element of the last good run is on the page of the failure, or why that cannot be said."""

    candidates: tuple[Candidate, ...] = Field(default=(), description="The best first.")
    margin: float = Field(default=0.0, description="Of the first to the second, in points of the score.")
    proof: str = Field(default="", description="What decided: 'text', 'place', …; \"\": none was taken.")
    why_not: str = Field(default="", description="A sentence, when none was taken.")
    locator: str = Field(
        default="", description='What finds the taken one and nothing else: \'get_by_role("button", name="Pay")\'.'
    )
    frame: str = Field(default="", description="The frame it is in, as a locator: 'frame_locator(\"#pay\")'.")
    was: str = Field(default="", description="The element of the good run, for people.")

    @property
    def winner(self) -> Candidate | None:
        return next((candidate for candidate in self.candidates if candidate.taken), None)


class FileChange(_Value):
    file: str = Field(description="In the bundle: 'workflows.py'.")
    old: str
    new: str

    @property
    def diff(self) -> str:
        """Unified, as `git apply` and `patch -p1` take it."""
        lines = difflib.unified_diff(
            _lines(self.old),
            _lines(self.new),
            f"a/{self.file}",
            f"b/{self.file}",
            n=CONTEXT_LINES,
        )
        return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _lines(text: str) -> list[str]:
    """With their ends. Only line feeds end lines of a patch, not what else Python takes for an end."""
    *whole, last = text.split("\n")
    return [f"{line}\n" for line in whole] + ([last] if last else [])


class Proposal(_Value):
    """An edit that could repair the workflow. Not yet proved."""

    kind: EditKind
    changes: tuple[FileChange, ...]
    line: int = Field(description="Of the failing call, in the first change's file, before the edit.")
    sentence: str = Field(description="What is changed, for people: one sentence.")
    was_wrong: str = Field(description="What was wrong, for people: one sentence.")
    old_locator: str = ""
    new_locator: str = Field(default="", description="With its frame; what the checks on kept pages look for.")
    located: Located | None = None
    other_uses: tuple[str, ...] = Field(
        default=(), description="Other places with the same locator, not touched: 'workflows.py:40'."
    )
    by: Literal["deterministic", "model"] = "deterministic"
    model: str = Field(default="", description="Its name, when a language model proposed it.")
    model_says: str = Field(default="", description="Why, in the model's own words: one sentence that nobody checked.")

    @property
    def diff(self) -> str:
        return "".join(change.diff for change in self.changes)


class Refusal(_Value):
    """Why there is nothing to propose."""

    reason: str = Field(description="One sentence for people.")
    located: Located | None = None
    final: bool = Field(default=True, description="False: a language model may be asked, the class allows a repair.")


class Check(_Value):
    """One proof that was tried."""

    name: Literal["page", "rerun", "backtest", "bans"]
    outcome: Literal["passed", "failed", "not done"]
    sentence: str = Field(description="What was looked at and seen, or why it was not done.")
    details: tuple[str, ...] = ()


class Round(_Value):
    """An edit that got the workflow further, to the next element that had changed; and what was proved of it."""

    proposal: Proposal
    checks: tuple[Check, ...] = ()
    job_id: str = Field(default="", description="The run of the edited workflow, which got further.")
