"""How well elements are found again on changed pages: `python bench/relocation.py --pairs FILE.jsonl [--json]`.

See docs/benchmarks.md for what the rows mean.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

sys.path[0] = str(Path(__file__).parents[1])  # not the folder of this file, so that `debugging` is found

from debugging.relocation.deciding import Relocation, relocate
from debugging.relocation.elements import Element, is_nested
from debugging.relocation.page import Page


class Pair(NamedTuple):
    site: str
    old: dict[str, Any]
    candidates: list[dict[str, Any]]
    truth: str | None  # path of the element on the new page; None: it was deleted


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--pairs", type=Path, required=True, help="pairs of an old element and a new page, a JSON a line"
    )
    parser.add_argument("--json", action="store_true", help="print the numbers as JSON")
    options = parser.parse_args()
    numbers = measured(list(pairs(options.pairs)))
    print(json.dumps(numbers, indent=2) if options.json else table(numbers))


def pairs(file: Path) -> Iterator[Pair]:
    """`candidates_file` is relative to the file. `hide` names a key of both pages that the matcher must not see."""
    known: tuple[str, list[Any]] = ("", [])
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["candidates_file"] != known[0]:
            known = row["candidates_file"], json.loads((file.parent / row["candidates_file"]).read_text("utf-8"))
        elements = [_without_key(element, row["hide"]) for element in known[1]] if row.get("hide") else known[1]
        yield Pair(row["site"], row["old"], elements, row["gt_xpath"])


def measured(all_pairs: list[Pair]) -> dict[str, float]:
    numbers = dict.fromkeys(
        ("pairs", "deleted", "answered", "correct", "wrong", "right_always", "false_repairs", "deleted_left_alone"), 0
    )
    seconds = 0.0
    candidates = 0
    for pair in all_pairs:
        began = perf_counter()
        found = _relocated(pair.old, pair.candidates)
        seconds += perf_counter() - began
        candidates += len(pair.candidates)
        if pair.truth is None:
            numbers["deleted"] += 1
            numbers["deleted_left_alone"] += found.answer is None
            continue
        numbers["pairs"] += 1
        numbers["right_always"] += _is_right(pair, found.best)
        if found.answer is not None:
            numbers["answered"] += 1
            numbers["correct" if _is_right(pair, found.answer) else "wrong"] += 1
        numbers["false_repairs"] += _relocated(pair.old, _without_truth(pair)).answer is not None
    count = max(1, len(all_pairs))
    return {**numbers, "ms_per_target": seconds / count * 1000, "candidates_per_target": candidates / count}


def _relocated(old: dict[str, Any], candidates: list[dict[str, Any]]) -> Relocation:
    return relocate(Element(old), Page([Element(element) for element in candidates]))


def table(numbers: dict[str, float]) -> str:
    rows = [
        ("targets with an element on the new page", f"{numbers['pairs']}"),
        ("answered, when allowed to refuse", f"{numbers['answered']}"),
        ("… correct / wrong", f"{numbers['correct']} / {numbers['wrong']}"),
        ("correct, always answering", _share(numbers["right_always"], numbers["pairs"])),
        ("false repairs, the true element taken away", f"{numbers['false_repairs']} of {numbers['pairs']}"),
        ("deleted targets left alone", _share(numbers["deleted_left_alone"], numbers["deleted"])),
        ("ms per target", f"{numbers['ms_per_target']:.1f} ({numbers['candidates_per_target']:.0f} candidates)"),
    ]
    return "\n".join(["| | |", "| --- | --- |", *(f"| {name} | {value} |" for name, value in rows)])


def _share(part: float, whole: float) -> str:
    return f"{part} of {whole}" + (f" ({part / whole:.1%})" if whole else "")


def _is_right(pair: Pair, answer: int | None) -> bool:
    """The element itself, or its direct parent or child."""
    if answer is None or pair.truth is None:
        return False
    path = str(pair.candidates[answer]["xpath"])
    return pair.truth in (path, path.rpartition("/")[0]) or path == pair.truth.rpartition("/")[0]


def _without_truth(pair: Pair) -> list[dict[str, Any]]:
    """Nor anything that holds it, or that it holds."""
    truth = Element({"xpath": pair.truth})
    return [element for element in pair.candidates if not is_nested(Element(element), truth)]


def _without_key(element: dict[str, Any], hide: dict[str, str]) -> dict[str, Any]:
    kept = {name: value for name, value in element.items() if value not in (None, "", {})}
    attributes = dict(kept.get("attributes", {}))
    if hide["kind"] == "id":
        attributes = {name: value for name, value in attributes.items() if value.strip("#") != hide["value"]}
        kept = {name: value for name, value in kept.items() if name not in ("id", "name") or value != hide["value"]}
        if hide["value"] in kept.get("idxpath", ""):
            kept["idxpath"] = kept["xpath"]
        if kept.get("href", "").endswith(f"#{hide['value']}"):
            del kept["href"]
    elif attributes.get("href", "").split("#")[0].rpartition("/")[2] == hide["value"]:
        del attributes["href"]
        kept.pop("href", None)
    return {**kept, "attributes": attributes}


if __name__ == "__main__":
    main()
