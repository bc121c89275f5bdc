"""The pages that are measured, and a server for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from bench.server import Handler, serving

_STYLE: Final = """<!doctype html><meta charset="utf-8"><style>
body { margin: 24px; font: 14px/1.5 sans-serif; color: #222; background: #fff }
h1 { font-size: 22px } td, th { padding: 2px 12px; text-align: left; border-bottom: 1px solid #ddd }
p.small { font-size: 11px; color: #666 } input, select, textarea, button { font: inherit; padding: 4px 8px }
label { display: block; margin: 10px 0 } nav a { margin-right: 16px }
.bar { height: 12px; background: #2a6df4; width: 0 } pre { font: 12px/1.4 monospace; background: #f4f4f4; padding: 8px }
</style>"""

# A dashboard: 20 times a second one row of the table, a bar and a line of the log change.
_BUSY: Final = """<title>Busy</title><h1>Orders <span id="count">0</span></h1><div class="bar"></div>
<table></table><pre></pre><script>
const rows = Array.from({length: 14}, (_, row) => {
  const line = document.querySelector("table").insertRow();
  for (let cell = 0; cell < 6; cell++) line.insertCell().textContent = `${row}.${cell} waiting for numbers`;
  return line;
});
const log = [];
let count = 0;
setInterval(() => {
  count++;
  document.getElementById("count").textContent = count;
  document.querySelector(".bar").style.width = `${count * 7 % 1200}px`;
  for (const cell of rows[count % rows.length].cells) cell.textContent = (count * 7919 % 100003 / 7).toFixed(2);
  log.push(`${count} order ${count * 104729 % 99991} packed and sent`);
  document.querySelector("pre").textContent = log.slice(-8).join("\\n");
}, 50);
</script>"""

_FORM: Final = """<title>Form</title><nav><a href="/form">Customer</a><a href="/text">Terms</a></nav>
<h1>New customer</h1><form onsubmit="add(); return false">
<label>Name <input id="name"></label><label>Mail <input id="mail" type="email"></label>
<label>Street <input id="street"></label>
<label>Country <select id="country"><option>Austria<option>France<option>Italy<option>Spain</select></label>
<label><input id="news" type="checkbox"> Tell me the news</label>
<label>Remarks <textarea id="remarks" rows="4" cols="60"></textarea></label><button>Add</button></form>
<table><tr><th>Name<th>Mail<th>Country</table><p id="said"></p><script>
const value = id => document.getElementById(id).value;
function add() {
  const row = document.querySelector("table").insertRow();
  for (const id of ["name", "mail", "country"]) row.insertCell().textContent = value(id);
  document.getElementById("said").textContent = `${document.querySelectorAll("tr").length - 1} added`;
}
</script>"""

_WORDS: Final = "The quick brown fox jumps over the lazy dog, 0123456789 times; nobody knows why (it may be fun). "
_TEXT: Final = (
    f"<title>Text</title><nav><a href='/form'>Customer</a></nav><h1>Terms</h1><p>{_WORDS * 5}</p>"
    f"<p class='small'>{_WORDS * 8}</p><p style='color: #a33'>{_WORDS * 3}</p><pre>{(_WORDS + chr(10)) * 6}</pre>"
    f"<p style='background: #223; color: #ccd; padding: 8px'>{_WORDS * 4}</p>"
)

# A row of black and white squares, and the same inverted below, tell in binary how long the page has been there (ms).
# It is drawn at every frame. Twice a second the console is told the same.
CLOCK_BITS: Final = 20
CLOCK_SQUARE: Final = 32  # pixels, from the left top corner
_CLOCK: Final = f"""<title>Clock</title><style>body {{ margin: 0 }}</style>
<canvas width="{CLOCK_BITS * CLOCK_SQUARE}" height="{2 * CLOCK_SQUARE}"></canvas><script>
const drawing = document.querySelector("canvas").getContext("2d");
const side = {CLOCK_SQUARE};
let told = 0;
function show() {{
  const now = Math.round(performance.now());
  for (let bit = 0; bit < {CLOCK_BITS}; bit++) {{
    const isOn = now >> bit & 1;
    drawing.fillStyle = isOn ? "#fff" : "#000";
    drawing.fillRect(bit * side, 0, side, side);
    drawing.fillStyle = isOn ? "#000" : "#fff";
    drawing.fillRect(bit * side, side, side, side);
  }}
  if (now > told + 500) {{
    told = now;
    console.log(`clock ${{now}}`);
  }}
  requestAnimationFrame(show);
}}
show();
</script>"""

# Drawn at every frame, up to 60 times a second, as every page with a spinner is.
_ANIMATED: Final = f"""<title>Animated</title><style>@keyframes turn {{ to {{ transform: rotate(1turn) }} }}
.spinner {{ width: 40px; height: 40px; border: 6px solid #ddd; border-top-color: #2a6df4; border-radius: 50%;
animation: turn 1s linear infinite }}</style><div class="spinner"></div><h1>Please wait</h1><p>{_WORDS * 3}</p>"""

PAGES: Final = {
    "/busy": _STYLE + _BUSY,
    "/form": _STYLE + _FORM,
    "/text": _STYLE + _TEXT,
    "/clock": _CLOCK,
    "/animated": _STYLE + _ANIMATED,
}


@contextmanager
def web_site() -> Iterator[str]:
    """Its address."""
    with serving(_Pages) as address:
        yield address


class _Pages(Handler):
    def do_GET(self) -> None:
        page = PAGES.get(self.path)
        self.answer("nothing here" if page is None else page, status=404 if page is None else 200)
