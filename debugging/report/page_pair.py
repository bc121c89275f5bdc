"""The page before the failing step, beside the page before the same step of the last good run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote
from uuid import UUID

from accounts.models import Team
from debugging.evidence import Evidence, Step
from recordings.models import BrowserSession
from replay.viewing import members_base

USUAL: Final = (1366, 768)


@dataclass(frozen=True)
class PageView:
    """`path` answers the page, to be shown in a sandboxed frame of this size."""

    path: str
    moment: str
    width: int
    height: int


@dataclass(frozen=True)
class PagePair:
    """None on the side where nothing is kept."""

    good: PageView | None
    now: PageView | None


def page_pair(*, team: Team, evidence: Evidence) -> PagePair | None:
    """None when neither page is kept."""
    good, good_step = evidence.good, evidence.good.step if evidence.good else None
    wanted = {id for id in (good.session_id if good else None, evidence.run.session_id) if id is not None}
    kept = BrowserSession.objects.of(team).with_artifacts().filter(pk__in=wanted, artifacts__kind="trace").in_bulk()
    pair = PagePair(
        good=_view(kept.get(good.session_id), good_step) if good else None,
        now=_view(_session(kept, evidence.run.session_id), evidence.failing_step),
    )
    return pair if pair.good or pair.now else None


def _session(kept: dict[UUID, BrowserSession], session_id: UUID | None) -> BrowserSession | None:
    return kept.get(session_id) if session_id else None


def _view(session: BrowserSession | None, step: Step | None) -> PageView | None:
    if session is None or step is None or not step.snapshots:
        return None
    moment = "before" if "before" in step.snapshots else "after"
    path = f"{members_base(session.pk)}/snapshots/{quote(step.key, safe='')}/{moment}"
    width, height = session.viewport_width or USUAL[0], session.viewport_height or USUAL[1]
    return PageView(path=path, moment=moment, width=width, height=height)
