"""What no edit may do: read from the two texts, whoever wrote the new one."""

from __future__ import annotations

from textwrap import dedent

import pytest

from debugging.repair.editing.bans import banned
from debugging.repair.proposal import FileChange
from tests.debugging.repair.editing.making import failed

OLD = dedent(
    '''
    import os
    from playwright.sync_api import expect
    from libretto import workflow

    USER = "ann"


    @workflow("pay", credentials=["card"])
    def pay(ctx, input):
        """Pays."""
        page = ctx.page
        page.set_default_timeout(5_000)
        page.goto(input["site"] + "/pay")
        page.get_by_label("User").fill(USER)
        page.get_by_label("Card").fill(ctx.credentials["card"])
        total = page.locator("#total")
        # the button at the bottom
        page.locator("#pay").click(timeout=1_200)
        expect(total).to_have_text("10.00")
        if page.url.endswith("/declined"):
            raise ValueError("declined")
        assert page.title() == "Paid"
        for row in page.get_by_role("row").all():
            print(row.inner_text())
        return {"total": total.inner_text(), "home": os.environ.get("HOME")}


    def far_away(page):
        page.locator("#help").click()
    '''
).lstrip()
CLICK = '    page.locator("#pay").click(timeout=1_200)\n'
NEW_CLICK = '    page.get_by_role("button", name="Pay now").click(timeout=1_200)\n'


def said(new: str, file: str = "workflows.py", old: str = OLD) -> tuple[str, ...]:
    evidence = failed({"workflows.py": OLD}, "#pay", 'locator("#pay")')
    return banned([FileChange(file=file, old=old, new=new)], evidence)


def test_another_locator_is_allowed() -> None:
    assert said(OLD.replace(CLICK, NEW_CLICK)) == ()
    assert said(OLD.replace(CLICK, '    page.click("#pay-now", timeout=1_200)\n')) == ()
    inside = '    page.get_by_role("form").filter(has_text="Card").get_by_text("Pay").click(timeout=1_200)\n'
    assert said(OLD.replace(CLICK, inside)) == ()


BANNED = {
    "assertion removed": ('    expect(total).to_have_text("10.00")\n', "", "assertion"),
    "assertion weakened": ('to_have_text("10.00")', 'to_have_text("")', "assertion"),
    "assertion on another element": ("expect(total)", 'expect(page.locator("#sum"))', "assertion"),
    "assert changed": ('page.title() == "Paid"', "True", "assertion"),
    "what an assertion looks at": ('page.locator("#total")', 'page.locator("#sum")', "assertion"),
    "error not raised": ('        raise ValueError("declined")\n', "        pass\n", "error that the workflow raises"),
    "try": (CLICK, f"    try:\n    {CLICK}    except Exception:\n        pass\n", "catches"),
    "suppress": (CLICK, f"    with contextlib.suppress(Exception):\n    {CLICK}", "catches"),
    "timeout raised": ("timeout=1_200", "timeout=60_000", "how long"),
    "timeout removed": (".click(timeout=1_200)", ".click()", "how long"),
    "default timeout": ("set_default_timeout(5_000)", "set_default_timeout(90_000)", "how long"),
    "sleep": (CLICK, f"    page.wait_for_timeout(5_000)\n{CLICK}", "how long"),
    "another wait": (CLICK, f'    page.wait_for_load_state("networkidle")\n{CLICK}', "wait"),
    "import": ("import os\n", "import os\nimport time\n", "imported"),
    "local import": (CLICK, f"    import subprocess\n{CLICK}", "imported"),
    "call removed": ('    page.get_by_label("User").fill(USER)\n', "", "removes a call (fill)"),
    "action removed": (CLICK, "    pass\n", "removes a call (click)"),
    "another action": (".click(timeout", ".dblclick(timeout", "removes a call (click)"),
    "click added": (CLICK, f'    page.locator("#agree").click()\n{CLICK}', "adds a call (click)"),
    "guarded click without a cover": (
        CLICK,
        f'    if page.locator("#x").is_visible():\n        page.locator("#x").click()\n{CLICK}',
        "adds a call",
    ),
    "other value": ('"User").fill(USER)', '"User").fill("bob")', "what a call is given"),
    "other constant": ('USER = "ann"', 'USER = "bob"', ""),
    "credentials": ('ctx.credentials["card"]', 'ctx.credentials["other"]', "what a call is given"),
    "credentials read": (CLICK, f'    print(ctx.credentials["card"])\n{CLICK}', "credentials"),
    "params": ('input["site"] + "/pay"', 'input["other"] + "/pay"', "what a call is given"),
    "decorator": ('"pay", credentials=["card"]', '"pay", credentials=["card", "admin"]', "function"),
    "network": (CLICK, f'    page.request.get("https://elsewhere.example")\n{CLICK}', "files or the network"),
    "other page": (CLICK, f'    page.goto("https://elsewhere.example")\n{CLICK}', "files or the network"),
    "file": (CLICK, f'    open("/etc/passwd").read()\n{CLICK}', "files or the network"),
    "force": ("timeout=1_200", "timeout=1_200, force=True", "force"),
    "first": ('page.locator("#pay").click', 'page.locator("button").first.click', "place among others"),
    "nth": ('page.locator("#pay").click', 'page.locator("button").nth(0).click', "place among others"),
    "nth in css": ('"#pay"', '"button:nth-child(2)"', "place in the page"),
    "path": ('"#pay"', '"xpath=/html/body/button"', "place in the page"),
    "eval": (CLICK, f'    eval("1")\n{CLICK}', "made up at run time"),
    "getattr": (CLICK, '    getattr(page.locator("#pay"), "click")()\n', "made up at run time"),
    "script in the page": (CLICK, f'    page.evaluate("document.forms[0].submit()")\n{CLICK}', "made up at run time"),
    "dispatch": (CLICK, f'    page.locator("#pay").dispatch_event("click")\n{CLICK}', "adds a call"),
    "loop": (CLICK, f"    for _ in range(9):\n    {CLICK}", "loop"),
    "condition": (CLICK, f"    if False:\n    {CLICK}", ""),
    "result": ('{"total": total.inner_text()', '{"total": "10.00"', "returns"),
    "comment removed": ("    # the button at the bottom\n", "", "comment"),
    "far away": ('"#help"', '"#helpdesk"', "far from the call"),
    "syntax": (CLICK, "    page.locator(\n", "valid Python"),
    "dialog that nobody saw": (
        CLICK,
        f'    page.once("dialog", lambda dialog: dialog.accept())\n{CLICK}',
        "adds a call",
    ),
    "new function": ("def far_away", "def other():\n    pass\n\n\ndef far_away", "function"),
    "code in a locator": ('page.locator("#pay")', 'page.locator(open("/etc/passwd").read())', "inside of a locator"),
    "code in a selector": (CLICK, '    page.click(str(eval("1")), timeout=1_200)\n', "inside of a locator"),
    "a secret in a locator": ('page.locator("#pay")', 'page.get_by_text(ctx.credentials["card"])', "credentials"),
    "another order": (
        CLICK + '    expect(total).to_have_text("10.00")\n',
        '    expect(total).to_have_text("10.00")\n' + CLICK,
        "assertion",
    ),
    "under a condition": (
        '    expect(total).to_have_text("10.00")\n    if page.url.endswith("/declined"):\n',
        '    if page.url.endswith("/declined"):\n        expect(total).to_have_text("10.00")\n',
        "assertion",
    ),
    "nothing": ("", "", ""),
}


@pytest.mark.parametrize("name", BANNED)
def test_banned(name: str) -> None:
    old, new, words = BANNED[name]
    assert not old or OLD.count(old) == 1
    edited = OLD.replace(old, new) if old else OLD
    found = said(edited) if edited != OLD else banned([], failed({"workflows.py": OLD}, "#pay", 'locator("#pay")'))
    assert any(words in one for one in found), found
    assert all(one.endswith(".") or ": " in one for one in found)


@pytest.mark.parametrize("file", ["/etc/x.py", "../x.py", "a/../../x.py", "requirements.txt", "", "a\\b.py"])
def test_files_that_are_none_of_ours(file: str) -> None:
    assert said(OLD.replace(CLICK, NEW_CLICK), file=file)


def test_new_files() -> None:
    assert said("print(1)\n", file="other.py", old="") == ("other.py is a new file.",)


def test_an_await_that_is_left_out() -> None:
    old = "async def pay(page):\n    await page.locator('#pay').click()\n"
    new = "async def pay(page):\n    page.locator('#pay').click()\n"
    evidence = failed({"workflows.py": old}, "#pay", 'locator("#pay")')
    assert banned([FileChange(file="workflows.py", old=old, new=new)], evidence)


def test_many_statements() -> None:
    lines = "".join(f'    page.locator("#a{number}").click()\n' for number in range(6))
    old = f"def pay(page):\n{lines}"
    found = banned(
        [FileChange(file="workflows.py", old=old, new=old.replace("#a", "#b"))],
        failed({"workflows.py": old}, "#a0", 'locator("#a0")'),
    )
    assert found == ("It changes many statements; a repair is an edit at one place.",)
