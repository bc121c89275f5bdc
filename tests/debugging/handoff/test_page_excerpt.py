"""Which part of a page's outline is shown."""

from __future__ import annotations

from debugging.agent.page_content import PageContent
from debugging.evidence import Page
from debugging.handoff.outline import Outlined, outline
from debugging.handoff.page_excerpt import excerpt

ROWS = "".join(f"<li><button id=b{number}>Open {number}</button></li>" for number in range(200))
LONG = (
    "<header><h1>Shop</h1></header><nav aria-label=Main><a href=/a>A</a></nav>"
    f"<main><h2>Orders</h2><ul>{ROWS}</ul></main><footer><p>Foot</p></footer>"
)


def lines_of(body: str) -> list[Outlined]:
    return outline(PageContent(Page(html=f"<html><body>{body}</body></html>")))


def shown(body: str, at: str = "", *, most: int = 30, others: set[str] | None = None) -> list[str]:
    lines = lines_of(body)
    node = next((line.node for line in lines if at and line.text.startswith(at)), None)
    return excerpt(lines, node, most=most, mark="here", others=others or set()).splitlines()


def test_a_short_page_is_shown_whole() -> None:
    assert len(shown("<main><p>a</p><button>b</button></main>")) == 4


def test_what_is_around_the_element_and_the_landmarks_of_the_rest() -> None:
    found = shown(LONG, 'button "Open 120"')
    assert '        button "Open 120" #b120   <== here' in found
    told = [line.strip() for line in found]
    for text in ("banner", 'navigation "Main"', 'heading "Orders" [level=2]', "list", "contentinfo"):
        assert text in told
    assert 'button "Open 119" #b119' in told
    assert 'button "Open 121" #b121' in told
    assert 'button "Open 20" #b20' not in told
    assert any(line.endswith("more lines)") for line in told)
    assert len(found) <= 50


def test_a_dialog_is_shown_wherever_it_is() -> None:
    dialog = '<div role="dialog" aria-label="Cookies"><p>We use cookies</p><button>Accept</button></div>'
    told = [line.strip() for line in shown(LONG + dialog, 'button "Open 20"')]
    assert 'dialog "Cookies"' in told
    assert 'button "Accept"' in told


def test_what_differs_is_marked_and_kept() -> None:
    others = {line.text for line in lines_of(LONG)} - {'button "Open 199" #b199'}
    found = shown(LONG, 'button "Open 20"', others=others)
    assert [line.strip() for line in found if line.startswith("*")] == ['*       button "Open 199" #b199']


def test_without_an_element_it_begins_with_the_content() -> None:
    told = [line.strip() for line in shown(LONG, most=10)]
    assert told.index("main") < told.index('button "Open 0" #b0')
    assert not any("here" in line for line in told)
    assert len(told) < 25
