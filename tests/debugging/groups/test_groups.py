"""What a failure is to its group, and what people do with groups."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Team, User
from debugging.diagnosis import Diagnosis
from debugging.evidence import Evidence
from debugging.failure_classes import FailureClass
from debugging.groups.services import ignore, note_occurrence, reopen, resolve
from debugging.models import FailureGroup, GroupState, Occurrence
from tests.debugging.groups.labelled_failures import failure
from tests.factories import make_team, make_user

pytestmark = pytest.mark.django_db
NOW = timezone.now()  # when this file was read, long before some of its tests
TOMORROW = 24 * 60  # minutes


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def user(team: Team) -> User:
    return make_user(team)


def occur(team: Team, minutes: float = 0) -> tuple[FailureGroup, Occurrence]:
    evidence, diagnosis = failure()
    return note_occurrence(team=team, evidence=evidence, diagnosis=diagnosis, at=NOW + timedelta(minutes=minutes))


def test_the_first_is_new_and_the_next_ones_again(team: Team) -> None:
    assert occur(team)[1] == Occurrence.NEW
    group, occurrence = occur(team, 5)
    assert occurrence == Occurrence.AGAIN
    assert (group.occurrences, group.first_seen_at, group.last_seen_at) == (2, NOW, NOW + timedelta(minutes=5))


def test_each_team_has_its_own(team: Team) -> None:
    occur(team)
    assert occur(make_team())[1] == Occurrence.NEW


def test_after_it_was_resolved_it_is_back_once(team: Team, user: User) -> None:
    group, _ = occur(team)
    assert resolve(group=group, user=user)
    assert not resolve(group=group, user=user)
    assert occur(team, -5)[1] == Occurrence.AGAIN  # it had failed before
    group, occurrence = occur(team, TOMORROW)
    assert (occurrence, group.state, group.resolved_at) == (Occurrence.BACK, GroupState.OPEN, None)
    assert occur(team, TOMORROW + 1)[1] == Occurrence.AGAIN


def test_ignored_for_good_until_somebody_opens_it(team: Team, user: User) -> None:
    group, _ = occur(team)
    ignore(group=group, user=user)
    assert occur(team, 9999)[1] == Occurrence.IGNORED
    assert reopen(group=group, user=user)
    assert not reopen(group=group, user=user)
    assert occur(team, 9999)[1] == Occurrence.AGAIN


def test_ignored_until_a_moment(team: Team, user: User) -> None:
    group, _ = occur(team)
    ignore(group=group, user=user, until=NOW + timedelta(minutes=10))
    assert [occur(team, minutes)[1] for minutes in (9, 11, 12)] == ["ignored", "back", "again"]


def test_ignored_for_so_many_more(team: Team, user: User) -> None:
    group, _ = occur(team)
    ignore(group=group, user=user, more=2)
    assert [occur(team, minutes)[1] for minutes in (1, 2, 3, 4)] == ["ignored", "ignored", "back", "again"]


def test_the_title_is_that_of_the_newest_diagnosis(team: Team) -> None:
    evidence, diagnosis = failure()
    note_occurrence(team=team, evidence=evidence, diagnosis=diagnosis, at=NOW)
    newer = Diagnosis(failure_class=diagnosis.failure_class, summary="Said better.", confidence=1)
    group, _ = note_occurrence(team=team, evidence=evidence, diagnosis=newer, at=NOW)
    assert str(group) == "Said better."


def test_very_long_texts_fit(team: Team) -> None:
    long = "x" * 9_000
    evidence, _ = failure(selector=f"locator({long!r})", url=f"https://{'a' * 300}.example/{long}")
    diagnosis = Diagnosis(failure_class=FailureClass.ELEMENT_NOT_FOUND, summary=long, confidence=1)
    group, _ = note_occurrence(team=team, evidence=evidence, diagnosis=diagnosis, at=NOW)
    assert Evidence.model_validate(evidence.model_dump()) == evidence
    assert len(group.title) == 500
