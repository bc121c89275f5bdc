"""Asks a language model for an edit where the server found none: if the team wants that, and may still spend on it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Final

from django.conf import settings
from django.db import connection
from django.utils import timezone

from debugging.model_agent.budget import reserve, settle
from debugging.model_agent.configuration import Model, ModelRefused, model_of
from debugging.model_agent.conversation import Asked, Question, put
from debugging.model_agent.fencing import Fence
from debugging.model_agent.looking import Looking
from debugging.model_agent.models import ModelPurpose, ModelUse
from debugging.repair.case import RepairCase
from debugging.repair.checking.page import check_page
from debugging.repair.model_backed.allowed import may_be_asked
from debugging.repair.model_backed.answer import SaidEdit
from debugging.repair.model_backed.holding import Holding
from debugging.repair.model_backed.instructions import instructions
from debugging.repair.model_backed.question import question_text
from debugging.repair.models import Repair
from debugging.repair.proposal import Proposal, Refusal
from debugging.repair.proving import captured_page

AT_ONCE: Final = 1  # beside the reports for which models are asked: the workers that wait for models write those, too
BEAT_SECONDS: Final = 20.0
WAITS_MOST: Final = timedelta(minutes=5)  # for its turn
NOT_USED: Final = "A language model was asked for an edit, and gave none that holds."
NOT_ASKED: Final = "No language model was asked for an edit."
NO_TURN: Final = f"{NOT_ASKED} Others were being asked all the time."


class NotYet(Exception):
    """So many questions are being asked that this one waits for its turn."""


@dataclass(frozen=True)
class Second:
    """What is proposed after a model was asked, or was not; `note` says so, and what it cost."""

    found: Proposal | Refusal
    note: str = ""


def second_try(repair: Repair, case: RepairCase, refusal: Refusal) -> Second:
    """Takes as long as the model does. Raises NotYet."""
    try:
        model = model_of(repair.report)
        if model is None or not may_be_asked(case, refusal):
            return Second(refusal)
        if _are_many_asked():
            if repair.created_at > timezone.now() - WAITS_MOST:
                raise NotYet
            return Second(refusal, NO_TURN)
        use = reserve(repair.report, model, ModelPurpose.REPAIR)
    except ModelRefused as why:
        return Second(refusal, f"{NOT_ASKED} {why}")
    with _beating(repair):
        asked = _asked(model, case, refusal)
    settle(use, asked)
    if asked.answer is None:
        return Second(refusal, f"{NOT_USED} {asked.problem} {asked.bill(str(model))}")
    return Second(asked.answer, asked.bill(str(model)))


def _asked(model: Model, case: RepairCase, refusal: Refusal) -> Asked[Proposal]:
    fence = Fence()
    on_page = partial(check_page, case.evidence, html=captured_page(case))  # read now: answers come in other threads
    holding = Holding(case, refusal, str(model), on_page)
    question = Question(
        what="an edit",
        answer=SaidEdit,
        instructions=instructions(fence),
        prompt=question_text(case, refusal, fence),
        looking=Looking(case.evidence, fence),
        use=holding.proposal,
    )
    return put(model, question)


def _are_many_asked() -> bool:
    since = timezone.now() - timedelta(seconds=settings.MODEL_SECONDS + 60)
    repairs = ModelUse.objects.filter(purpose=ModelPurpose.REPAIR).under_way().since(since)
    return bool(repairs.count() >= AT_ONCE)


@contextmanager
def _beating(repair: Repair) -> Iterator[None]:
    """Nobody takes it for lost meanwhile: a model may take longer than workers are silent."""
    ended = threading.Event()

    def beat() -> None:
        while not ended.wait(BEAT_SECONDS):
            repair.beat()
        connection.close()

    thread = threading.Thread(target=beat, name="repair-beat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
