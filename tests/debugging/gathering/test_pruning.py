"""What is kept of a page's HTML."""

from __future__ import annotations

import pytest
from lxml import html

from debugging.agent.page_content import PageContent
from debugging.evidence import Page
from debugging.gathering.pruning import HTML_MOST, pruned
from debugging.repair.checking.opening import as_opened
from runtime.tracing.snapshot_attributes import TARGET_LOOK


def test_only_what_tells_of_elements_stays() -> None:
    page = pruned(
        "<html><head><title> A\n page </title><style>b{}</style></head><body onload='x()'><!-- c -->"
        "<script>secret()</script><img src='data:image/png;base64,AAAA'><svg><title>Pay</title><path d='M0'/></svg>"
        "<input value='typed'></body></html>"
    )
    assert page.title == "A page"
    for left_out in ("secret", "b{}", "onload", "data:", "path", "<!--"):
        assert left_out not in page.html
    assert 'value="typed"' in page.html
    assert "<title>Pay</title>" in page.html


def test_frames_and_shadow_roots_become_part_of_the_page() -> None:
    page = pruned(
        '<iframe name="pay" srcdoc="<p>inner &lt;b&gt;<iframe srcdoc=&quot;<i>deep</i>&quot;></iframe></p>"></iframe>'
        '<my-box><template shadowrootmode="open"><button>In shadow</button></template></my-box>'
        "<template><p>not shown</p></template>"
    )
    root = html.document_fromstring(page.html)
    assert root.xpath("//div[@data-frame-document='pay']//i/text()") == ["deep"]
    assert root.xpath("//my-box//button/text()") == ["In shadow"]
    assert "not shown" not in page.html


def test_a_frame_in_a_paragraph_keeps_what_is_in_it() -> None:
    page = pruned("<p>Pay: <iframe id='pay' srcdoc='<div><p>Card</p><button>Go</button></div>'></iframe> now</p>")
    [button] = [one for one in PageContent(Page(html=page.html)).elements if one.tag == "button"]
    assert button.frame is not None
    assert button.frame.get("id") == "pay"
    root = html.document_fromstring(as_opened(page.html))
    frame = root.find(".//p/iframe")
    assert frame is not None
    assert "<button>Go</button>" in str(frame.get("srcdoc"))
    assert root.find(".//button") is None


def test_the_target_of_a_step_is_found_again() -> None:
    style = f"color:red;{TARGET_LOOK}"
    page = pruned(f"<table><tr><td>1</td><td><a style='{style}' data-libretto-target=''>Open</a></td></tr></table>")
    found = html.document_fromstring(page.html).find(f".{page.target_xpath.removeprefix('/html')}")
    assert found is not None
    assert (found.text, found.get("style")) == ("Open", "color:red")


def test_what_is_too_much_is_cut() -> None:
    page = pruned("<ul>" + "<li>a line of some length</li>" * 50_000 + "</ul>")
    assert page.is_cut
    assert len(page.html) <= HTML_MOST


@pytest.mark.parametrize(
    "text", ["", "   ", "\0", "<!-- -->", "<", "<![CDATA[", "<?xml version='1.0' encoding='x'?><a/>"]
)
def test_what_is_no_page_gives_none(text: str) -> None:
    assert pruned(text).target_xpath == ""
