"""What it costs to take secrets out of the lines of a log: `python bench/redaction.py`. Needs and keeps nothing."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

sys.path[0] = str(Path(__file__).parents[1])  # not the folder of this file, so that `runtime` is found

from runtime.log_lines import storable_line
from runtime.masking import Masker
from runtime.redaction.shapes import StreamShapes
from runtime.redaction.spans import Span

LINES: Final = 20_000  # of each kind
KINDS: Final = {
    "a counter": "row 17 of 20000",
    "a sentence": "06:29:27.533 Order 12345 of customer 991 read: 3 items, total $1,534.00",
    "a request": "INFO:root:GET https://shop.test/orders/12345?page=2&sort=newest 200 in 153 ms",
    "JSON with an id and a path": '{"event":"saved","id":"3f2a7c1e-9b1d-4c55-8a3e-2f6b7c8d9e0f","at":"/home/x/a.py"}',
    "words that may name a secret": "the token expired, keyboard passed key",
    "a secret": '{"user":"jo","password":"hunter2"}',
    "64 kB of base64": "iVBORw0KGgoAAAANSUhEUgAA" * 2_730,
}


class NoShapes(StreamShapes):
    def spans(self, line: str) -> list[Span]:  # type: ignore[override]
        return []


def main() -> None:
    print(f"{'lines per second':<30}{'without':>12}{'with':>12}{'µs a line':>12}")
    for kind, line in KINDS.items():
        count = LINES if len(line) < 1_000 else 100
        before, after = _per_second(line, NoShapes, count), _per_second(line, StreamShapes, count)
        print(f"{kind:<30}{before:>12,.0f}{after:>12,.0f}{1e6 / after - 1e6 / before:>12.1f}")


def _per_second(line: str, shapes: Callable[[], StreamShapes], count: int) -> float:
    """Of processor time, the best of three: others use the machine too."""
    data, masker = line.encode(), Masker(["hunter2-secret"])
    return max(_once(data, masker, shapes(), count) for _ in range(3))


def _once(data: bytes, masker: Masker, shapes: StreamShapes, count: int) -> float:
    began = time.process_time()
    for _ in range(count):
        storable_line(data, length=len(data), most_bytes=65_536, masker=masker, shapes=shapes)
    return count / (time.process_time() - began)


if __name__ == "__main__":
    main()
