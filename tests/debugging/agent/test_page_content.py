from __future__ import annotations

from typing import Any

import pytest

from debugging.agent.page_content import PageContent
from debugging.evidence import Page


def content(body: str, **fields: Any) -> PageContent:
    return PageContent(Page(html=f"<html><head><title>T</title></head><body>{body}</body></html>", **fields))


@pytest.mark.parametrize(
    ("body", "role", "name"),
    [
        ("<button>Pay <b>now</b></button>", "button", "Pay now"),
        ('<input type="submit" value="Go">', "button", "Go"),
        ('<label for="a">Card</label><input id="a">', "textbox", "Card"),
        ("<label>Plan <select></select></label>", "combobox", "Plan"),
        ("<label>Size<select><option>S</option></select></label>", "option", "S"),
        ('<p id="l">Amount</p><input aria-labelledby="l" type="number">', "spinbutton", "Amount"),
        ('<input placeholder="Search">', "textbox", "Search"),
        ('<a href="/" aria-label="Home"></a>', "link", "Home"),
        ('<img alt="Logo">', "img", "Logo"),
        ('<h2 title="x">Total</h2>', "heading", "Total"),
        ('<div role="button" title="Close"></div>', "button", "Close"),
        ("<a>no link</a>", "", ""),
    ],
)
def test_role_and_name(body: str, role: str, name: str) -> None:
    nodes = [
        one for one in content(body).elements if one.tag not in ("b", "html", "head", "title", "body", "label", "p")
    ]
    assert (nodes[-1].role, nodes[-1].name) == (role, name)


def test_what_the_page_did_not_show() -> None:
    page = content(
        '<nav data-libretto-not-shown="all"><button>A</button></nav>'
        '<p data-libretto-not-shown="self"><button>B</button></p><button data-libretto-not-shown="self">C</button>'
    )
    assert [(one.name, one.was_not_shown, one.is_hidden) for one in page.controls] == [
        ("A", True, True),
        ("B", False, False),
        ("C", True, True),
    ]


def test_what_is_hidden() -> None:
    page = content('<div hidden><button>A</button></div><button style="display:none">B</button><button>C</button>')
    assert [one.name for one in page.controls] == ["C"]


def test_frames_are_read_as_they_are_kept_and_as_srcdoc_each_in_its_own_name() -> None:
    inner = "<iframe id='c'></iframe><div data-frame-document=''><a href='/'>In c</a></div>"
    kept = f"<iframe id='a'></iframe><div data-frame-document=''><button>In a</button>{inner}</div><button>Top</button>"
    page = content(f"{kept}<iframe name='b' srcdoc='<a href=x>In b</a>'></iframe>")
    told = [(one.name, one.frames) for one in page.controls]
    assert told == [("In a", ("a",)), ("In c", ("a", "c")), ("Top", ()), ("In b", ("b",))]


def test_the_accessibility_tree_says_what_is_told() -> None:
    page = content("<button>Pay</button><button>Hidden</button>", aria='- button "Pay" [disabled]\n- text: "Sum: 1"\n')
    shown, hidden = page.controls
    assert (page.is_told(shown), page.is_told(hidden)) == (True, False)
    assert "Sum: 1" in page.text


@pytest.mark.parametrize("html", ["", "   ", "\0\0", "<", "<<<>>", "plain text", "<p>" * 3_000, "<table><tr"])
def test_any_text_is_read_as_well_as_it_can_be(html: str) -> None:
    page = PageContent(Page(html=html))
    assert isinstance(page.text, str)
    assert page.password_fields == ()


def test_the_target_of_a_good_run() -> None:
    page = content("<p>x</p><button>Pay</button>", target_xpath="/html/body/button")
    assert page.target is not None
    assert page.target.name == "Pay"
    assert content("<p>x</p>", target_xpath="//*[evil()]").target is None
    assert content("<p>x</p>", target_xpath="/html/body/button").target is None
