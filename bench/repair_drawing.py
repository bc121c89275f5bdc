"""Cases drawn by chance: nobody chooses the pages, the elements or the locators, nor says what is true.

The truth is what both releases' authors say: an element that has the same id in both, there once, or the only link to
the same file. A workflow of one step uses it by a locator of an ordinary kind that does not name that key; those
whose locators still find something on the new page are no cases. Some of the elements are taken away there.
"""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

from playwright.async_api import Error, Locator, Page, async_playwright

from bench.repair_case import Case
from bench.repair_locators import Written, locators_of, step
from bench.repair_packages import Page as Released
from bench.repair_packages import pages_of_both
from bench.repair_site import staged
from runtime.chromium import find_chromium

KEYED: Final = Path(__file__).with_name("repair_keys.js").read_text(encoding="utf-8")
OF_ONE_PAIR_MOST: Final = 3
LINKS_MOST: Final = 1  # of these: every page has a menu
REMOVED_OF: Final = 4  # one in so many
LOOKED_AT_MOST: Final = 15  # elements of a pair
PATIENCE_MS: Final = 1_000
LINK: Final = " link to "  # in what is said of how the truth is known
Keyed = dict[str, Any]  # of repair_keys.js


def drawn(releases: Sequence[tuple[str, str]], count: int, seed: int, kept: Path) -> list[Case]:
    """Cases of pages of these pairs of packages, the same for the same seed."""
    return asyncio.run(_drawn(releases, count, random.Random(seed), kept))  # noqa: S311


async def _drawn(releases: Sequence[tuple[str, str]], count: int, chance: random.Random, kept: Path) -> list[Case]:
    pairs = [pair for old, new in releases for pair in pages_of_both(old, new, kept)]
    chance.shuffle(pairs)
    cases: list[Case] = []
    used: set[tuple[str, str, str]] = set()  # the menu of a template is on all its pages
    async with _tabs() as tabs:
        for old, new in pairs:
            if len(cases) >= count:
                break
            found = await _cases_of(tabs, old, new, chance, kept)
            fresh = [case for case in found if _menu_key(case) not in used]
            links = [case for case in fresh if LINK in case.known_by][:LINKS_MOST]
            others = [case for case in fresh if LINK not in case.known_by][: OF_ONE_PAIR_MOST - len(links)]
            used |= {_menu_key(case) for case in (*links, *others)}
            cases += [*links, *others]
    return cases[:count]


def _menu_key(case: Case) -> tuple[str, str, str]:
    return case.old.package, case.new.package, case.known_by


class Tabs(NamedTuple):
    old: Page
    new: Page


@asynccontextmanager
async def _tabs() -> AsyncIterator[Tabs]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_chromium())
        tabs = Tabs(await browser.new_page(), await browser.new_page())
        for page in tabs:
            page.set_default_timeout(PATIENCE_MS)
        yield tabs
        await browser.close()


async def _cases_of(tabs: Tabs, old: Released, new: Released, chance: random.Random, kept: Path) -> list[Case]:
    blank = Case(name="drawing", kind="repairable", old=old, new=new, steps="", known_by="")
    with staged([blank], kept) as (address, stages):
        site = f"{address}/{blank.name}/{old.file}"
        before = await _keyed(tabs.old, site)
        stages[blank.name].release = "new"
        after = {one["key"]: one for one in await _keyed(tabs.new, site)}
        shared = [(one, after[one["key"]]) for one in before if one["key"] in after]
        chance.shuffle(shared)
        cases: list[Case] = []
        for was, now in shared[:LOOKED_AT_MOST]:
            ways = [way for way in await _working(tabs.old, was) if await way.on(tabs.new).count() != 1]
            if ways and await _is_usable(tabs.new.locator(now["css"])):
                cases.append(_case(old, new, now, chance.choice(ways), chance))
    return cases


async def _keyed(page: Page, site: str) -> list[Keyed]:
    try:
        await page.goto(site, wait_until="load", timeout=15_000)
        found: list[Keyed] = await page.evaluate(KEYED)
    except Error:  # a page that does not load is not drawn
        return []
    return found


async def _working(page: Page, keyed: Keyed) -> list[Written]:
    """The locators that find this element alone, without its key; none when a workflow could not use it."""
    element = page.locator(keyed["css"])
    ways = locators_of(keyed, await element.aria_snapshot())
    working = [way for way in ways if not _names(way, keyed["key"]) and await _finds(way.on(page), keyed["css"])]
    return working if working and await _is_usable(element) else []


def _names(way: Written, key: str) -> bool:
    return key.rsplit(" ", maxsplit=1)[-1] in way.text


async def _finds(locator: Locator, css: str) -> bool:
    try:
        return await locator.count() == 1 and bool(await locator.evaluate("(one, css) => !!one.closest(css)", css))
    except Error:
        return False


async def _is_usable(locator: Locator) -> bool:
    try:
        await locator.click(trial=True)
    except Error:
        return False
    return True


def _case(old: Released, new: Released, now: Keyed, way: Written, chance: random.Random) -> Case:
    is_removed = not chance.randrange(REMOVED_OF)
    name = re.sub(r"[^a-z0-9]+", "-", f"{old.package} {new.package} {old.file} {now['key']}".lower()).strip("-")
    return Case(
        name=name,
        kind="removed" if is_removed else "repairable",
        old=old,
        new=new,
        steps=step(way, now),
        truth=() if is_removed else (now["css"],),
        known_by=f"both releases have one {now['key']}",
        change=f"document.querySelector({now['css']!r}).remove()" if is_removed else "",
    )
