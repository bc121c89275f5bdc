"""A page of a trace as HTML: put together from its differences, with its state and files, and harmless."""

from __future__ import annotations

import io
import json
import re
import time
import zipfile
from typing import Any

import pytest

from runtime.tracing.snapshot_index import SnapshotMissing
from runtime.tracing.snapshots import TraceSnapshots
from tests.runtime.kept_pages import ADDRESS, KeptPages

PNG = b"\x89PNG\r\n\x1a\npicture"


@pytest.fixture
def kept() -> KeptPages:
    return KeptPages()


def body(html: str) -> str:
    match = re.search("<body[^>]*>(.*)</body>", html, re.DOTALL)
    assert match is not None, html
    return match[1]


def test_a_page_is_put_together_from_earlier_ones(kept: KeptPages) -> None:
    kept.body(["P", {"class": "a"}, "one"], ["P", {}, "two"], call="c@1")
    kept.body([[1, 2]], ["P", {}, [[1, 3]], " & more"], call="c@2")  # children first: HEAD, "one", P, "two", P, BODY
    kept.page([[1, 6]], call="c@3")

    assert body(kept.html("c@1")) == '<p class="a">one</p><p>two</p>'
    assert body(kept.html("c@2")) == '<p class="a">one</p><p>two &amp; more</p>'


def test_each_frame_counts_its_own_pages(kept: KeptPages) -> None:
    kept.body("first", ["IFRAME", {"src": "/snapshot/inner", "sandbox": "allow-scripts"}], call="c@1")
    kept.body("inside 1", call="c@1", frame="inner")
    kept.page([[1, 4]], call="c@2")
    kept.page([[1, 2]], call="c@2", frame="inner")

    for call in ("c@1", "c@2"):
        html = kept.html(call)
        assert "inside 1" in html
        assert "srcdoc=" in html
        assert 'sandbox=""' in html


def test_before_is_the_moment_of_the_action_when_it_was_kept(kept: KeptPages) -> None:
    kept.body("waiting", phase="before")
    kept.body(["BUTTON", {"__playwright_target__": "", "style": "color:red"}, "Go"], phase="action")
    kept.body("done", phase="after")

    assert 'style="color:red;outline:' in kept.html()
    assert body(kept.html(moment="after")) == "done"


def test_the_state_of_form_fields_is_in_the_html(kept: KeptPages) -> None:
    kept.body(
        ["INPUT", {"__playwright_value_": 'Ann "A"', "value": "old"}],
        ["INPUT", {"__playwright_value_": "on", "__playwright_checked_": "true", "type": "checkbox", "value": "x"}],
        ["INPUT", {"__playwright_value_": "on", "__playwright_checked_": "false", "type": "radio", "checked": ""}],
        ["INPUT", {"__playwright_value_": "C:\\fakepath\\x", "type": "file"}],
        ["INPUT", {"__playwright_value_": "secret", "type": "Password"}],
        ["TEXTAREA", {"__playwright_value_": "a\n<b>"}, "old"],
        ["SELECT", {}, ["OPTION", {"__playwright_selected_": "true"}, "b"]],
    )

    assert body(kept.html()) == (
        '<input value="Ann &quot;A&quot;"><input type="checkbox" value="x" checked=""><input type="radio">'
        '<input type="file"><input type="Password" value="••••••••"><textarea>\na\n&lt;b&gt;</textarea>'
        '<select><option selected="">b</option></select>'
    )


def test_shadow_roots_and_adopted_style_sheets_are_declared(kept: KeptPages) -> None:
    sheet = ["template", {"__playwright_style_sheet_": "p { color: red }"}]
    kept.body(["DIV", {}, ["template", {"__playwright_shadow_root_": "open"}, ["P", {}, "in"], sheet], "out"])

    assert body(kept.html()) == (
        '<div><template shadowrootmode="open"><p>in</p><style>p { color: red }</style></template>out</div>'
    )


def test_files_are_those_of_the_pages_time_and_the_rest_is_not_loaded(kept: KeptPages) -> None:
    old = kept.answer(f"{ADDRESS}a.png", PNG, time=50)
    kept.answer(f"{ADDRESS}a.png", PNG + b"new", time=150)
    moved = kept.answer("https://cdn.example/b.png", PNG + b"b")
    kept.answer(f"{ADDRESS}b.png", time=50, status=302, redirectURL="https://cdn.example/b.png")
    kept.body(
        ["IMG", {"__playwright_current_src__": f"{ADDRESS}a.png", "src": "x.png", "srcset": "a.png 2x, c.png 1x"}],
        ["IMG", {"src": "b.png#x"}],
        ["IMG", {"src": "https://elsewhere.example/c.png"}],
        ["IMG", {"src": "data:image/gif;base64,R0lG"}],
        ["A", {"href": "https://elsewhere.example/"}, "link"],
    )

    assert body(kept.html()) == (
        f'<img src="/kept/{old}" srcset="/kept/{old} 2x"><img src="/kept/{moved}"><img>'
        '<img src="data:image/gif;base64,R0lG"><a href="#">link</a>'
    )


def test_style_sheets_are_inside_with_what_they_import(kept: KeptPages) -> None:
    picture = kept.answer("https://shop.example/css/bg.png", PNG)
    kept.answer("https://shop.example/css/b.css", b"b { background: url('bg.png') }", ending="css")
    kept.answer("https://shop.example/css/a.css", b"@import 'b.css' print; a { color: red }", ending="css")
    kept.page(
        ["HTML", {}, ["HEAD", {}, ["BASE", {"href": "https://shop.example/"}],
                      ["LINK", {"rel": "stylesheet", "href": "css/a.css", "media": "screen"}]], ["BODY"]]
    )  # fmt: skip

    css = f'@media print {{\nb {{ background: url("/kept/{picture}") }}\n}} a {{ color: red }}'
    assert f'<style media="screen">{css}</style>' in kept.html()


def test_a_style_sheet_that_scripts_changed_is_as_they_left_it(kept: KeptPages) -> None:
    kept.answer(f"{ADDRESS}a.css", b"a { color: red }", ending="css")
    changed = kept.answer("https://unused.example/", b"a { color: blue }", ending="css")
    link = ["HTML", {}, ["HEAD", {}, ["LINK", {"rel": "stylesheet", "href": "a.css"}]], ["BODY"]]
    kept.page(link, call="c@0")
    kept.page([[1, 3]], call="c@1", resourceOverrides=[{"url": f"{ADDRESS}a.css", "file": f"resources/{changed}"}])
    kept.page([[2, 3]], call="c@2", resourceOverrides=[{"url": f"{ADDRESS}a.css", "ref": 1}])

    assert ["blue" in kept.html(call) for call in ("c@0", "c@1", "c@2")] == [False, True, True]


def test_pictures_can_be_in_the_document(kept: KeptPages) -> None:
    kept.answer(f"{ADDRESS}a.png", PNG)
    kept.body(["IMG", {"src": "a.png"}])

    with TraceSnapshots(kept.packed()) as snapshots:
        assert 'src="data:image/png;base64,iVBOR' in snapshots.html("c@1", "before")


def test_only_pictures_and_fonts_are_given_away(kept: KeptPages) -> None:
    png = kept.answer("https://x.example/1", PNG, ending="html")
    html = kept.answer("https://x.example/2", b"<script>alert(1)</script>", ending="png")
    svg = kept.answer("https://x.example/3", b"<svg/>", ending="svg")
    with TraceSnapshots(kept.packed()) as snapshots:
        assert snapshots.resource(png) == (PNG, "image/png")
        assert snapshots.resource(svg) == (b"<svg/>", "image/svg+xml")
        assert [snapshots.resource(name) for name in (html, "../trace.trace", "", "0" * 40 + ".png")] == [None] * 4


@pytest.mark.parametrize(
    "node",
    [
        [[0, 1]],  # itself
        [[0, 4]],
        [[1, 0]],
        [[-1, 0]],
        [["x"]],
        [[None, 0]],
        [[0, 1e9]],
    ],
)
def test_references_that_lead_nowhere_are_refused(kept: KeptPages, node: Any) -> None:
    kept.body(["DIV", {}, node])
    with pytest.raises(SnapshotMissing):
        kept.html()


def test_a_page_that_multiplies_itself_is_refused_soon(kept: KeptPages) -> None:
    kept.page(["P", {}, "x" * 100])
    for _ in range(40):
        kept.page(["DIV", {}, *[[[1, 1]]] * 100])
    kept.page([[1, 0]], call="c@2")

    started = time.monotonic()
    with pytest.raises(SnapshotMissing):
        kept.html("c@2")
    assert time.monotonic() - started < 10


def test_what_is_not_as_it_should_be_is_left_out(kept: KeptPages) -> None:
    kept.body(
        "a",
        None,
        5,
        [],
        [None],
        ["P x", {}, "no"],
        ["P", "text"],
        ["P", None, "c"],
        ["P", {"class": 5, "a b": "x"}, {}],
    )
    kept.lines[0] = (
        kept.lines[0]
        .replace('"timestamp":100', '"timestamp":1' + "0" * 400)
        .replace(
            '"resourceOverrides":[]', '"resourceOverrides":[5,{"url":7,"file":{}},{"url":"x","file":"../trace.trace"}]'
        )
    )
    kept.network += ["{", "5", '{"snapshot":[]}', '{"snapshot":{"request":{"url":5},"response":{"content":[]}}}']

    assert body(kept.html()) == "a<p></p><p>c</p><p></p>"


def test_deep_pages_are_shown_or_refused(kept: KeptPages) -> None:
    deep: Any = "x"
    for _ in range(400):
        deep = ["DIV", {}, deep]
    kept.body(deep)
    assert kept.html().count("<div>") == 400

    kept.lines = [kept.lines[0].replace('"x"', "[" * 100_000 + "]" * 100_000)]
    with pytest.raises(SnapshotMissing):
        kept.html()


def test_a_broken_archive_is_refused() -> None:
    with pytest.raises(SnapshotMissing):
        TraceSnapshots(io.BytesIO(b"PK\x05\x06 no"))
    empty = io.BytesIO()
    with zipfile.ZipFile(empty, "w"):
        pass
    with TraceSnapshots(empty) as snapshots, pytest.raises(SnapshotMissing):
        snapshots.html("c@1", "before")


def test_an_archive_that_unpacks_without_end_is_read_to_a_limit(
    kept: KeptPages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("runtime.tracing.snapshot_archive._TRACE_BYTES", 10_000)
    kept.body("first")
    kept.lines.append(" " * 20_000)
    kept.body("second", call="c@2")

    assert body(kept.html()) == "first"
    with pytest.raises(SnapshotMissing):
        kept.html("c@2")


def test_half_a_surrogate_pair_does_not_hinder(kept: KeptPages) -> None:
    kept.body("a\ud800b\0")
    assert json.dumps(kept.html()).encode()
    assert body(kept.html()) == "a\ufffdb\ufffd"
