"""Keeps what was noticed of a good run. A page that several calls were made on is kept once, with the newest one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from accounts.models import Team
from debugging.repair.memory.facts import looks_otherwise
from debugging.repair.memory.models import ElementFingerprint
from debugging.repair.memory.noticing import Noticed

KEPT_MOST: Final = 400  # of one workflow
Key = tuple[str, str, int]
_SEEN_AGAIN: Final = (
    *("locator", "element", "page_url", "page_html", "page_digest", "job_id", "deployment_id"),
    *("times_seen", "last_seen_at", "drifted_at"),
)


@dataclass(frozen=True, kw_only=True)
class Seen:
    """In which run, and when it ended."""

    team: Team
    workflow_name: str
    job_id: UUID
    deployment_id: UUID
    at: datetime


def keep(found: Sequence[Noticed], seen: Seen) -> None:
    """In a transaction that nobody else shares a workflow's memory with. An older run changes nothing."""
    of_workflow = ElementFingerprint.objects.of(seen.team).filter(workflow_name=seen.workflow_name)
    rows = {_key(row): row for row in of_workflow}
    before = {row.pk: row.page_html for row in rows.values()}
    pages = {row.page_digest: row.page_html for row in rows.values() if row.page_html}
    touched: list[ElementFingerprint] = []
    for one in found:
        row = rows.setdefault((one.site, one.call, one.pass_number), _new(one, seen))
        if row.pk is None or row.last_seen_at < seen.at:
            _see(row, one, seen)
            touched.append(row)
            pages[one.digest] = one.page
    newest = sorted(rows.values(), key=lambda row: (row.last_seen_at, row.pk is None, row.pk or 0), reverse=True)
    kept, forgotten = newest[:KEPT_MOST], newest[KEPT_MOST:]
    _put_pages(kept, pages)
    of_workflow.filter(pk__in=[row.pk for row in forgotten if row.pk]).delete()
    ElementFingerprint.objects.bulk_create([row for row in kept if row.pk is None])
    changed = [row for row in kept if row.pk and (row in touched or row.page_html != before[row.pk])]
    ElementFingerprint.objects.bulk_update(changed, _SEEN_AGAIN, batch_size=50)


def _key(row: ElementFingerprint) -> Key:
    return row.site, row.call, row.pass_number


def _new(one: Noticed, seen: Seen) -> ElementFingerprint:
    return ElementFingerprint(
        team=seen.team,
        workflow_name=seen.workflow_name,
        site=one.site,
        call=one.call,
        pass_number=one.pass_number,
        element=one.element,
        times_seen=0,
        first_seen_at=seen.at,
        last_seen_at=seen.at,
    )


def _see(row: ElementFingerprint, one: Noticed, seen: Seen) -> None:
    if looks_otherwise(row.element, one.element):
        row.drifted_at = seen.at
    row.locator, row.element = one.locator, one.element
    row.page_url, row.page_digest = one.url, one.digest
    row.job_id, row.deployment_id = seen.job_id, seen.deployment_id
    row.times_seen += 1
    row.last_seen_at = seen.at


def _put_pages(newest_first: Sequence[ElementFingerprint], pages: Mapping[str, str]) -> None:
    """With the newest, because pages expire by when their row was last seen."""
    put: set[str] = set()
    for row in newest_first:
        row.page_html = "" if row.page_digest in put else pages.get(row.page_digest, "")
        put.add(row.page_digest)
