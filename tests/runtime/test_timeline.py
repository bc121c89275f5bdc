from __future__ import annotations

from libretto.protocol import TimelineData
from runtime.clock import Clock
from runtime.masking import Masker
from runtime.recording.network_words import timing
from runtime.recording.timeline import Timeline


def told(masker: Masker | None = None) -> tuple[Timeline, list[TimelineData]]:
    events: list[TimelineData] = []
    return Timeline(Clock(), lambda _, __, data: events.append(data), masker or Masker(())), events


def test_an_event_is_told_again_under_its_id() -> None:
    timeline, events = told()
    timeline.add("dialog", {"title": "Alert"}, open_as="it")
    timeline.change("it", {"message": "hello"})
    timeline.end("it", remark=" (accepted)", changes={"answer": "accepted"})
    timeline.end("it", remark=" (again)")
    assert [event["id"] for event in events] == ["dialog-1"] * 3
    assert [event["outcome"] for event in events] == ["open", "open", "ok"]
    assert (events[-1]["title"], events[-1]["message"]) == ("Alert (accepted)", "hello")
    assert events[-1]["end_ms"] >= 0


def test_what_is_left_out_is_counted_in_one_event() -> None:
    timeline, events = told()
    for number in range(600):
        timeline.add("download", {"title": str(number)})
    timeline.report_left_out()
    kept = [event for event in events if event["id"] != "download-left-out"]
    assert len(kept) in {500, 501}  # one more when this takes long
    assert events[-1]["id"] == "download-left-out"
    assert events[-1]["title"] == f"{600 - len(kept)} more downloads were left out"


def test_no_half_credential_is_left_where_a_text_is_cut() -> None:
    timeline, events = told(Masker(["hunter2hunter2"]))
    timeline.add("page_error", {"title": "x" * 290 + " hunter2hunter2", "url": "data:," + "y" * 86 + "hunter2hunter2"})
    assert "hunter" not in str(events)
    assert len(events[0]["title"]) <= 320
    assert len(events[0]["url"]) <= 120


def test_phases_of_a_request() -> None:
    known = {
        "requestTime": 10.005,
        **dict.fromkeys(("dnsStart", "dnsEnd", "sslStart", "sslEnd"), -1.0),
        **{"connectStart": 1.0, "connectEnd": 3.0, "sendStart": 3.0, "sendEnd": 3.5, "receiveHeadersEnd": 20.0},
    }
    assert timing(known, 10.0, 10.030) == {"queued": 6.0, "connect": 2.0, "send": 0.5, "wait": 16.5, "receive": 5.0}
    with_tls = known | {"dnsStart": 0.5, "dnsEnd": 1.0, "sslStart": 2.0, "sslEnd": 3.0}
    assert timing(with_tls, 10.0, 0.0) == {
        **{"queued": 5.5, "dns": 0.5, "connect": 1.0, "tls": 1.0, "send": 0.5, "wait": 16.5}
    }
    assert timing(None, 10.0, 10.5) == {"receive": 500.0}
