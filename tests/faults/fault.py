"""A seeded fault: a small web site as it was and as it is now, a workflow that ran on the first and fails on the
second, and the class that a diagnosis should give it."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from debugging.failure_classes import FailureClass

HTML: Final = "text/html; charset=utf-8"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """In `body` and `headers`, $site is the site's address, $port its port, $tls the address of the same site with a
    certificate of its own making, and $closed an address where nobody listens."""

    body: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = HTML
    after_seconds: float = 0.0
    cut: bool = False  # the connection ends in the middle of the body
    silent: bool = False  # the connection ends without a word


HANGS: Final = Answer(after_seconds=math.inf)
SILENT: Final = Answer(silent=True)

Page = str | Answer | Sequence["str | Answer"]  # several: one after the other, the last one again and again
Pages = Mapping[str, Page]  # by path without its query; "POST /path" for what is sent


@dataclass(frozen=True, kw_only=True)
class Violence:
    """What happens to a process of the run as soon as a step's title begins so."""

    to: Literal["renderer", "browser", "workflow", "host", "worker"]
    at_step: str


@dataclass(frozen=True, kw_only=True)
class Fault:
    name: str
    expected: FailureClass
    workflow: str  # source of workflows.py
    site: Pages = field(default_factory=dict)  # as it was
    changes: Pages = field(default_factory=dict)  # pages that are others now
    ran_before: bool = True  # there is a good run on `site`
    workflow_before: str = ""  # when it is not the site that changed
    params: Mapping[str, Any] = field(default_factory=dict)
    params_before: Mapping[str, Any] | None = None
    credentials: Mapping[str, str] = field(default_factory=dict)
    spec: Mapping[str, Any] = field(default_factory=dict)  # other fields of the failing run's job spec
    violence: Violence | None = None
    misleading: bool = False  # the exception points at another class
    why: str = ""  # it is of this class, where that needs a word

    @property
    def workflow_name(self) -> str:
        return str(re.findall(r'@workflow\(\s*"([^"]+)"', self.workflow)[0])

    @property
    def site_now(self) -> Pages:
        return {**self.site, **self.changes}


def redirect(to: str, *, status: int = 302, **headers: str) -> Answer:
    return Answer(status=status, headers={"Location": to, **headers})


def json_answer(value: object, *, status: int = 200) -> Answer:
    return Answer(body=json.dumps(value, ensure_ascii=False), status=status, content_type="application/json")


def file_answer(name: str, body: str, *, content_type: str = "text/csv; charset=utf-8", cut: bool = False) -> Answer:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Answer(body=body, headers=headers, content_type=content_type, cut=cut)


def changed(text: str, old: str, new: str) -> str:
    """Like `replace`, but a fault that is none is a mistake."""
    if old not in text:
        raise ValueError(f"{old!r} is not in the page that should change.")
    return text.replace(old, new)
