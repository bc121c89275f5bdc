"""The page of a step as its site wrote it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from lxml import html

from runtime.tracing.page_source import Box, PageSources
from runtime.tracing.snapshot_attributes import TARGET_ATTRIBUTE
from runtime.tracing.snapshot_index import SnapshotMissing
from tests.runtime.kept_pages import KeptPages

TARGET = "__playwright_target__"
VALUE = "__playwright_value_"


def read(kept: KeptPages, call: str = "c@1", moment: Any = "before", *, filled_in: bool = True) -> html.HtmlElement:
    with PageSources(kept.packed()) as pages:
        return html.document_fromstring(pages.html(call, moment, filled_in=filled_in))


def test_addresses_and_every_attribute_are_as_the_site_wrote_them() -> None:
    kept = KeptPages()
    link = ["A", {"href": "/orders?page=2", "data-x": 'a "b" & <c>', "onclick": ""}, "Next & more"]
    kept.body(["FORM", {"action": "/pay", "method": "post"}, link], ["SCRIPT", {}, "alert(1)"])
    page = read(kept)
    found = page.find(".//a")
    assert dict(found.attrib) == {"href": "/orders?page=2", "data-x": 'a "b" & <c>', "onclick": ""}
    assert found.text == "Next & more"
    assert dict(page.find(".//form").attrib) == {"action": "/pay", "method": "post"}
    assert page.find(".//script") is None


def test_the_element_of_the_call_is_marked_and_its_box_known() -> None:
    kept = KeptPages()
    kept.body(["BUTTON", {}, "Go"])
    kept.page(["HTML", {}, ["BODY", {}, ["BUTTON", {TARGET: ""}, "Go"]]], phase="action")
    box = {"x": 1.5, "y": 2, "width": 30, "height": 10}
    kept.lines.append(json.dumps({"type": "input", "callId": "c@1", "box": box}, separators=(",", ":")))
    kept.lines.append('{"type":"input","callId":"c@2","point":{"x":1,"y":1}}')
    assert read(kept).xpath(f"//*[@{TARGET_ATTRIBUTE}]")[0].text == "Go"
    with PageSources(kept.packed()) as pages:
        assert pages.box("c@1") == Box(1.5, 2, 30, 10)
        assert pages.box("c@2") is None


def test_pages_that_refer_to_earlier_ones_are_whole() -> None:
    kept = KeptPages()
    kept.page(["HTML", {}, ["BODY", {}, ["P", {"id": "one"}, "first"]]])  # text 0, p 1, body 2, html 3
    kept.page(["HTML", {}, ["BODY", {}, [[1, 1]], ["P", {}, "second"]]], phase="after")
    assert [node.text for node in read(kept, moment="after").iter("p")] == ["first", "second"]


def test_parts_that_are_the_same_are_read_once_and_frames_in_them_are_not() -> None:
    kept = KeptPages()
    part = ["DIV", {}, ["P", {}, "same"], ["IFRAME", {"src": "/snapshot/inner"}]]
    kept.page(["HTML", {}, ["BODY", {}, part, ["I", {}, "1"]]], call="c@1")  # text 0, p 1, iframe 2, div 3
    for number in (2, 3):
        refer = [[number - 1, 3]], [[number - 1, 1]]
        kept.page(["HTML", {}, ["BODY", {}, *refer, ["I", {}, str(number)]]], call=f"c@{number}")
        kept.page(["HTML", {}, ["BODY", {}, f"frame {number}"]], call=f"c@{number}", frame="inner")
    with PageSources(kept.packed()) as pages:
        second, third, again = (pages.html(call, "before") for call in ("c@2", "c@3", "c@2"))
    assert second == again
    assert "frame 2" in second
    assert third == second.replace("frame 2", "frame 3").replace("<i>2</i>", "<i>3</i>")


def test_frames_and_shadow_roots_are_inside() -> None:
    kept = KeptPages()
    shadow = ["TEMPLATE", {"__playwright_shadow_root_": "open"}, ["I", {}, "deep"]]
    kept.body(["IFRAME", {"src": "/snapshot/inner", "name": "pay"}], ["DIV", {}, shadow])
    kept.page(["HTML", {}, ["BODY", {}, ["INPUT", {"name": "card", TARGET: ""}]]], frame="inner")
    page = read(kept)
    frame = page.find(".//iframe")
    assert f'<input name="card" {TARGET_ATTRIBUTE}="">' in frame.get("srcdoc")
    assert page.find(".//template").get("shadowrootmode") == "open"


@pytest.mark.parametrize(
    "password",
    [{"type": "password"}, {"type": "text", "name": "user_passwd"}, {"autocomplete": "one-time-code"}],
)
def test_no_password_is_ever_in_it(password: dict[str, str]) -> None:
    kept = KeptPages()
    kept.body(["INPUT", {**password, "value": "hunter2", VALUE: "hunter2"}])
    with PageSources(kept.packed()) as pages:
        assert "hunter2" not in pages.html("c@1", "before")


def test_what_is_in_fields_can_be_left_out() -> None:
    kept = KeptPages()
    kept.body(
        ["INPUT", {"name": "city", "value": "was", VALUE: "Bonn"}],
        ["TEXTAREA", {VALUE: "Dear all"}, "old"],
        ["INPUT", {"type": "checkbox", "value": "7", VALUE: "on", "__playwright_checked_": "true"}],
        ["INPUT", {"type": "submit", "value": "Send", VALUE: "Send"}],
    )
    city, send = read(kept).xpath("//input[@name='city']")[0], read(kept).xpath("//input[@type='submit']")[0]
    assert (city.get("value"), send.get("value")) == ("Bonn", "Send")
    assert read(kept).find(".//textarea").text == "Dear all"
    assert read(kept).xpath("//input[@checked]")[0].get("value") == "7"
    without = read(kept, filled_in=False)
    assert [node.get("value") for node in without.iter("input")] == [None, "7", "Send"]
    assert not without.find(".//textarea").text
    assert without.xpath("//input[@checked]") == []


def test_a_trace_that_somebody_made_up_raises_nothing_else() -> None:
    kept = KeptPages()
    kept.body(["BAD NAME", {"x><y": "1", "ok": 5}, ["P", {"a b": "1"}, "text"]], [[99, 0]])
    kept.lines.append('{"type":"input","callId":["no"],"box":"no"}')
    with PageSources(kept.packed()) as pages, pytest.raises(SnapshotMissing):
        pages.html("c@1", "before")
