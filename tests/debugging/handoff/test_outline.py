"""Pages as roles and names."""

from __future__ import annotations

import pytest

from debugging.agent.page_content import PageContent
from debugging.evidence import Page
from debugging.gathering.pruning import pruned
from debugging.handoff.outline import outline


def told(body: str, *, aria: str = "") -> list[str]:
    page = PageContent(Page(html=f"<html><body>{body}</body></html>", aria=aria))
    return [f"{'  ' * line.depth}{line.text}" for line in outline(page)]


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("<button id=go class=b>Go <b>on</b></button>", ['button "Go on" #go']),
        ("<label>City<input name=city></label>", ['textbox "City" name="city"']),
        ("<label for=c>City</label><input id=c>", ['textbox "City" #c']),
        ("<label>Shown to all</label>", ['text "Shown to all"']),
        ('<input type=password aria-label="PIN">', ['textbox "PIN" [password]']),
        ('<input type=hidden name=csrf value="x">', []),
        ("<h2>Total</h2>", ['heading "Total" [level=2]']),
        ('<a href="/orders?page=2">Orders</a>', ['link "Orders"']),
        ("<nav aria-label=Main><a href=/>Home</a></nav>", ['navigation "Main"', '  link "Home"']),
        ("<div><span>a</span> <span>b</span></div>", ['text "a"', 'text "b"']),
        ("<p>one<br>two</p>", ["paragraph", '  text "one" text "two"']),
        ("<ul><li>x<li>y</ul>", ["list", "  listitem", '    text "x"', "  listitem", '    text "y"']),
        ("<button disabled aria-expanded=true>Go</button>", ['button "Go" [disabled] [expanded]']),
        ('<button data-testid="pay">Go</button>', ['button "Go" data-testid="pay"']),
        ("<div hidden><p>no</p><button>Later</button></div>", ['button "Later" [hidden]']),
        ("<script>x()</script><style>y</style><template>z</template>", []),
        ('<div role="dialog" aria-label="Cookies"><button>OK</button></div>', ['dialog "Cookies"', '  button "OK"']),
        ("<header>h</header><footer>f</footer>", ["banner", '  text "h"', "contentinfo", '  text "f"']),
    ],
)
def test_elements(body: str, lines: list[str]) -> None:
    assert told(body) == lines


def test_a_list_is_told_with_its_options_and_not_named_by_them() -> None:
    body = "<label>Region<select name=r><option>Asia<option selected>Europe</select></label>"
    assert told(body) == ['combobox "Region" name="r"', '  option "Asia"', '  option "Europe" [selected]']


def test_what_a_style_sheet_hides_is_known_from_the_accessibility_tree() -> None:
    body = "<button>Pay</button><button>Other</button>"
    assert told(body, aria='- button "Pay"\n') == ['button "Pay"', 'button "Other" [hidden]']
    texts = "<p>Seen by all</p><p class=tip>Not yet</p>"
    assert [line for line in told(texts, aria='- text: "Seen by all"\n') if "text" in line] == ['  text "Seen by all"']


def test_a_frame_is_a_part_of_its_page() -> None:
    html = '<p>a</p><iframe name="card" srcdoc="&lt;button&gt;Pay&lt;/button&gt;"></iframe><p>b</p>'
    lines = told(pruned(f"<html><body>{html}</body></html>").html)
    assert [line for line in lines if "card" in line or "Pay" in line] == [
        'iframe "card" name="card"',
        '  button "Pay"',
    ]


def test_names_are_short_and_on_one_line() -> None:
    [line] = told(f"<button>{'a' * 500}\n# x</button>")
    assert len(line) < 100
    assert "\n" not in line


def test_any_text_is_a_page() -> None:
    for text in ("", "\0", "<", "<<<>>>", "<div>" * 5000, "<table><tr>" * 300, "\ud800"):
        assert isinstance(told(text), list)
