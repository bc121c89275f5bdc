"""Pages of traces in a real browser: they look as the page did, and nothing in them runs or loads."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, Route

from runtime.python_child.task import TRACING
from runtime.tracing.snapshot_css import safe_css
from runtime.tracing.snapshots import TraceSnapshots
from tests.real_browser import launched
from tests.runtime.kept_pages import KeptPages

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

SITE = "http://shop.test"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"><rect width="30" height="20" fill="teal"/></svg>'
FILES = {
    "/": (
        "text/html",
        """<!doctype html><base href="/files/"><link rel="stylesheet" href="a.css"><title>Shop</title>
        <body style="height:2000px"><h1>Hello</h1><img src="p.svg"><form><label>Name<input></label>
        <label><input type="checkbox">Terms</label><label>Notes<textarea></textarea></label>
        <label>Size<select><option>S<option>L</select></label></form><div id="host"></div>
        <iframe src="/frame" style="height:60px"></iframe><button>Go</button><script>
        const root = host.attachShadow({mode: "open"}); root.innerHTML = "<style>p{color:red}</style><p>In shadow</p>"
        const sheet = new CSSStyleSheet(); sheet.replaceSync("h1{letter-spacing:3px}")
        document.adoptedStyleSheets = [sheet]
        document.querySelector("button").onclick = () => {
          document.querySelector("h1").textContent = "Clicked"
          document.styleSheets[0].insertRule("h1{background:gold}")
        }</script>""",
    ),
    "/frame": ("text/html", '<!doctype html><link rel="stylesheet" href="/files/b.css"><input value="old">'),
    "/files/a.css": ("text/css", '@import "b.css"; form{border:2px solid navy;background:url(p.svg)}'),
    "/files/b.css": ("text/css", "body{font-family:sans-serif} input{background:lavender}"),
    "/files/p.svg": ("image/svg+xml", SVG),
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as chromium:
        yield chromium


def answer(route: Route) -> None:
    kind, text = FILES.get(route.request.url.removeprefix(SITE), ("text/plain", ""))
    route.fulfill(content_type=kind, body=text)


def seen(page: Page) -> dict[str, Any]:
    """What somebody sees of the page: looks of its parts, and the state of its fields."""
    seen: dict[str, Any] = page.evaluate("""() => {
        const of = (root, selector, ...names) => [...root.querySelectorAll(selector)].map(element => {
            const box = element.getBoundingClientRect(), style = getComputedStyle(element)
            return [box.x, box.y, box.width, box.height, element.checked, element.value ?? element.innerText,
                    ...names.map(name => style[name].replace(/url\\(.*?\\)/, "url"))]
        })
        const looks = ["color", "fontFamily", "letterSpacing", "backgroundColor", "backgroundImage", "borderTopWidth"]
        return {
            parts: of(document, "h1, img, form, input, textarea, select, iframe, button", ...looks),
            picture: document.querySelector("img").naturalWidth,
            shadow: of(document.querySelector("#host").shadowRoot, "p", "color"), top: scrollY,
        }
    }""")
    seen["frame"] = page.frames[1].locator("input").input_value()
    return seen


def test_a_page_looks_as_it_did(browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(viewport={"width": 900, "height": 600})
    context.route("**", answer)
    context.tracing.start(**TRACING)
    page = context.new_page()
    page.goto(f"{SITE}/")
    page.get_by_label("Name").fill('Ann "A" <b>')
    page.get_by_label("Terms").check()
    page.get_by_label("Notes").fill("two\nlines")
    page.get_by_label("Size").select_option("L")
    page.frame_locator("iframe").locator("input").fill("in frame")
    page.get_by_role("button").click()
    page.evaluate("document.activeElement.blur(); window.scrollTo(0, 150)")
    page.mouse.move(0, 0)
    live, picture = seen(page), page.screenshot()
    page.title()
    context.tracing.stop(path=tmp_path / "trace.zip")
    context.close()

    calls = {call["method"]: call["callId"] for call in before_entries(tmp_path / "trace.zip")}
    with TraceSnapshots(tmp_path / "trace.zip") as snapshots:
        after = snapshots.html(calls["screenshot"], "before")
        clicked = snapshots.html(calls["click"], "before")
    replay = browser.new_page(viewport={"width": 900, "height": 600})
    replay.set_content(after)
    assert seen(replay) == live
    assert replay.screenshot() == picture
    replay.set_content(clicked)
    assert replay.locator("h1").inner_text() == "Hello"
    assert replay.get_by_role("button").evaluate("element => getComputedStyle(element).outlineStyle") == "solid"
    replay.close()


def before_entries(trace: Path) -> list[dict[str, Any]]:
    with zipfile.ZipFile(trace) as archive:
        entries = [json.loads(line) for line in archive.read("trace.trace").splitlines()]
    return [entry for entry in entries if entry["type"] == "before"]


RUN = "top.pwned = 1; fetch('http://evil.test/run')"
EVIL = "http://evil.test/load"
HOSTILE: list[Any] = [
    ["SCRIPT", {}, RUN],
    ["script", {"src": EVIL}],
    ["IMG", {"src": "x", "onerror": RUN, "ONLOAD": RUN}],
    ["IMG", {"src": EVIL, "srcset": f"{EVIL} 2x", "__playwright_current_src__": EVIL, "lowsrc": EVIL}],
    ["A", {"href": f"javascript:{RUN}", "id": "link", "ping": EVIL}, "link"],
    ["svg", {}, ["a", {"xlink:href": f"javascript:{RUN}"}, ["text", {"y": "20"}, "link"]], ["script", {}, RUN],
     ["set", {"attributeName": "onmouseover", "to": RUN}], ["animate", {"attributeName": "href", "values": EVIL}],
     ["use", {"href": EVIL}], ["image", {"href": EVIL}], ["rect", {"fill": f"url({EVIL})"}],
     ["style", {}, f"</style><img src=x onerror=\"{RUN}\">"], ["foreignObject", {}, ["IFRAME", {"src": EVIL}]]],
    ["math", {}, ["mtext", {}, ["TABLE", {}, ["mglyph", {}, ["STYLE", {}, f"<img src=x onerror=\"{RUN}\">"]]]]],
    ["IFRAME", {"src": f"javascript:{RUN}", "srcdoc": f"<script>{RUN}</script>", "sandbox": "allow-scripts"}],
    ["IFRAME", {"src": "/snapshot/inner"}],
    ["OBJECT", {"data": EVIL}], ["EMBED", {"src": EVIL}], ["VIDEO", {"src": EVIL, "poster": EVIL, "autoplay": ""}],
    ["AUDIO", {}, ["SOURCE", {"src": EVIL}]], ["INPUT", {"type": "image", "src": EVIL}],
    ["META", {"http-equiv": "refresh", "content": f"0;url={EVIL}"}], ["BASE", {"href": EVIL}],
    ["LINK", {"rel": "stylesheet", "href": EVIL}], ["LINK", {"rel": "prefetch icon", "href": EVIL}],
    ["STYLE", {}, f"@import '{EVIL}'; body{{background:u\\72l({EVIL})}} </style><script>{RUN}</script>"],
    ["DIV", {"style": f"background:url({EVIL});x:\"></div><script>{RUN}</script>"}, "styled"],
    ["TEXTAREA", {"__playwright_value_": f"</textarea><script>{RUN}</script>"}],
    ["TITLE", {}, f"</title><script>{RUN}</script>"], ["NOSCRIPT", {}, ["IMG", {"src": EVIL}]],
    ["XMP", {}, f"</xmp><script>{RUN}</script>"], ["PLAINTEXT", {}, "x"],
    ["DIV", {"a\"><script>": RUN, "x onload": RUN, "title": f"\"><script>{RUN}</script>"}, f"<script>{RUN}</script>"],
    [f"DIV><script>{RUN}</script", {}, "x"],
    ["FORM", {"action": EVIL}, ["BUTTON", {"formaction": f"javascript:{RUN}", "formmethod": "get"}, "send"]],
    ["template", {"__playwright_style_sheet_": f"</style><script>{RUN}</script>"}],
    ["template", {"shadowrootmode": "open"}, ["SCRIPT", {}, RUN]],
]  # fmt: skip


def refused(page: Page) -> list[str]:
    """The addresses that the page asks for from now on; it gets none of them."""
    asked: list[str] = []

    def refuse(route: Route, request: Request) -> None:
        asked.append(request.url)
        route.abort()

    page.route("**", refuse)
    return asked


def test_nothing_in_a_hostile_page_runs_or_loads(browser: Browser) -> None:
    kept = KeptPages()
    kept.body(*HOSTILE, onload=RUN, doctype="html><script>x</script>")
    kept.body(["SCRIPT", {}, RUN], ["IMG", {"src": EVIL, "onerror": RUN}], "the inner frame", frame="inner")
    page = browser.new_page()
    asked = refused(page)
    page.set_content(kept.html(), wait_until="load")
    for link in page.locator("a").all():
        link.dispatch_event("click")
    page.get_by_role("button", name="send").click()
    page.get_by_text("styled").hover()
    page.evaluate("() => new Promise(done => setTimeout(done, 300))")  # whatever would start late

    assert page.evaluate("window.pwned") is None
    assert [url for url in asked if "evil" in url] == []
    assert page.locator("script, object, embed, base, [onload], [onerror], [http-equiv=refresh]").count() == 0
    assert "the inner frame" in str(page.locator("iframe").last.get_attribute("srcdoc"))
    page.close()


SHEETS = [
    f"a{{background:url({EVIL})}}",
    f"a{{background:u\\72l({EVIL})}}",
    f"a{{background:\\75\\72\\6c({EVIL})}}",
    f"a{{background:\\u\\r\\l({EVIL})}}",
    f"a{{x:url(x'y);background:url({EVIL});y:'}}",
    f"a{{x:\\' ; background:url({EVIL});x: ' }}",
    f"a{{x:'\f;background:url({EVIL});x:'}}",
    f"a{{x:\" url(x) 'url({EVIL})'\n;background:url({EVIL})",
    f"a{{background:image-set('{EVIL}' 1x)}}",
    f"a{{background:-webkit-image-set(url(a.png) 2x, '{EVIL}' 1x)}}",
    f"@import/**/'{EVIL}';",
    f"@\\69mport '{EVIL}';",
    f"@import '{EVIL}",
    f'a{{background:url("{EVIL}',
    f'a{{background:url("x\n);background:url({EVIL})',
    f"a{{--x:url({EVIL});background:var(--x)}}",
    f"/* ' */ a{{background:url({EVIL})}} /* '",
    f"@font-face{{font-family:x;src:url({EVIL})}} a{{font-family:x}}",
    f"a{{cursor:url({EVIL}),auto;list-style:url({EVIL});mask:url({EVIL}#m);border-image:url({EVIL}) 1}}",
    f"a{{background:ur/**/l(x)}} a{{background:url( \\\n{EVIL})}} a{{background:url({EVIL})}}",
]


def asked_for(page: Page, css: str) -> list[str]:
    page.unroute_all()
    asked = refused(page)
    page.set_content(f"<style>{css}</style><a>x</a>", wait_until="load")
    page.evaluate("() => document.fonts.ready.then(() => new Promise(done => requestAnimationFrame(done)))")
    page.screenshot()
    return [url for url in asked if url.startswith(EVIL)]


def test_style_sheets_load_nothing_however_they_are_written(browser: Browser) -> None:
    page = browser.new_page()
    assert [css for css in SHEETS if not asked_for(page, css)] == []  # each of them works
    assert [css for css in SHEETS if asked_for(page, safe_css(css, resolve=lambda address: None))] == []
    page.close()
