"""The element moves, or lies outside of the view."""

from __future__ import annotations

from typing import Final

from debugging.failure_classes import FailureClass
from tests.faults.fault import Fault, changed
from tests.faults.shells import freight, insurer, people

_OFFER: Final = freight("Offer", '<div class="offer"><button>Accept offer</button></div>')
_WOBBLES: Final = changed(
    _OFFER,
    "</head>",
    "<style>@keyframes nudge{from{transform:translateX(0)}to{transform:translateX(180px)}}.offer "
    "button{animation:nudge "
    ".7s infinite alternate linear}</style></head>",
)
_HELP: Final = insurer("Hilfe", '<a id="rueckruf" href="#r">Rückruf anfordern</a>')
_OFF: Final = changed(_HELP, "<a id=", '<a style="position:fixed;top:-400px;left:20px" id=')
_SHEET: Final = people("Survey", '<div id="sheet"><button>Start survey</button></div>')
_BELOW: Final = changed(_SHEET, '<div id="sheet">', '<div id="sheet" style="position:fixed;top:1400px">')
_TICKER: Final = freight("News", '<ul class="news"><li><a href="#1">Port strike ends</a></ul>')
_RUNS: Final = changed(
    _TICKER,
    "</main>",
    "<script>let x = 0; const list = document.querySelector('.news'); (function step() { x = (x + 7) % 500; "
    "list.style.marginLeft = x + 'px'; requestAnimationFrame(step) })()</script></main>",
)

FAULTS: Final = (
    Fault(
        name="button_is_nudged",
        expected=FailureClass.ELEMENT_UNSTABLE,
        site={"/offer": _OFFER},
        changes={"/offer": _WOBBLES},
        workflow="""
from libretto import workflow

@workflow("accept-offer")
async def accept_offer(ctx, input):
    await ctx.page.goto(input["site"] + "/offer")
    await ctx.page.get_by_role("button", name="Accept offer").click(timeout=1200)
""",
    ),
    Fault(
        name="link_above_the_page",
        expected=FailureClass.ELEMENT_UNSTABLE,
        site={"/hilfe": _HELP},
        changes={"/hilfe": _OFF},
        workflow="""
from libretto import workflow

@workflow("rueckruf-anfordern", start_url="$site/hilfe")
def rueckruf_anfordern(ctx, input):
    ctx.page.click("a#rueckruf", timeout=1200)
""",
    ),
    Fault(
        name="sheet_below_the_view",
        expected=FailureClass.ELEMENT_UNSTABLE,
        site={"/survey": _SHEET},
        changes={"/survey": _BELOW},
        workflow="""
from libretto import workflow

@workflow("start-survey")
def start_survey(ctx, input):
    ctx.page.goto(input["site"] + "/survey")
    ctx.page.get_by_text("Start survey").click(timeout=1200)
""",
    ),
    Fault(
        name="news_ticker",
        expected=FailureClass.ELEMENT_UNSTABLE,
        site={"/news": _TICKER},
        changes={"/news": _RUNS},
        workflow="""
from libretto import workflow

@workflow("read-news")
async def read_news(ctx, input):
    page = ctx.page
    page.set_default_timeout(1300)
    await page.goto(input["site"] + "/news")
    await page.locator("ul.news a").first.hover()
    await page.locator("ul.news a").first.click()
""",
    ),
)
