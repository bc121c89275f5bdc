"""A workflow that was written against an old release of a page, and what is true of the new one."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from bench.repair_packages import Page

Kind = Literal[
    "repairable",  # the element is there, the locator does not find it any more
    "removed",  # it is not there any more: nothing may be touched
    "reading",  # the failing call reads: refusing is right, another value is wrong
]
STEP_MS: Final = 4_000  # instead of Playwright's 30 seconds, so that failing takes less long
ENTRY_POINT: Final = "workflows.py"
ASYNC: Final = '''"""Written against {package}."""

from libretto import workflow


@workflow("{name}", rerun="safe")
async def run(ctx, input):
    page = ctx.page
    page.set_default_timeout({timeout})
    page.set_default_navigation_timeout(60_000)
    await page.goto(input["site"] + "/{file}")
{steps}
'''


@dataclass(frozen=True, kw_only=True)
class Case:
    name: str
    kind: Kind
    old: Page
    new: Page
    steps: str  # of the workflow, after the page was opened; indented at will
    truth: tuple[str, ...] = ()  # elements of the new page, as CSS or 'CSS >> whole text': these are touched, no others
    known_by: str  # how the truth is known, not by our code
    told: Mapping[str, Any] | None = None  # what the workflow must return on the new page; None: anything
    change: str = ""  # JavaScript that changes the new page, for what the releases do not do themselves
    is_sync: bool = False
    files: tuple[tuple[str, str], ...] = ()  # beside the workflow's: name and text

    def bundle(self) -> dict[str, str]:
        text = ASYNC.format(
            package=self.old.package,
            name=self.name,
            timeout=STEP_MS,
            file=self.old.file,
            steps=textwrap.indent(textwrap.dedent(self.steps).strip("\n"), "    "),
        )
        if self.is_sync:
            text = text.replace("async def", "def").replace("await ", "")
        return {ENTRY_POINT: text, **dict(self.files)}
