"""Packed traces made by hand, as Playwright lays them out."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass, field
from typing import Any

from runtime.tracing.snapshots import TraceSnapshots

ADDRESS = "https://shop.example/list/"


@dataclass
class KeptPages:
    lines: list[str] = field(default_factory=list)
    network: list[str] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)

    def page(self, html: Any, *, call: str = "c@1", phase: str = "before", frame: str = "main", **more: Any) -> None:
        snapshot = {
            "callId": call,
            "phase": phase,
            "pageId": "page@1",
            "frameId": frame,
            "frameUrl": ADDRESS,
            "doctype": "html",
            "html": html,
            "timestamp": 100,
            "resourceOverrides": [],
            **more,
            "isMainFrame": frame == "main",
        }
        self.lines.append(json.dumps({"type": "frame-snapshot", "snapshot": snapshot}, separators=(",", ":")))

    def body(self, *nodes: Any, **more: Any) -> None:
        self.page(["HTML", {}, ["HEAD"], ["BODY", {}, *nodes]], **more)

    def answer(self, address: str, content: bytes = b"", *, ending: str = "png", time: float = 50, **more: Any) -> str:
        """Keeps what was at an address; gives its name."""
        name = f"{hashlib.sha1(content, usedforsecurity=False).hexdigest()}.{ending}"
        self.files[f"resources/{name}"] = content
        response = {"status": 200, "content": {"_file": f"resources/{name}"}, **more}
        snapshot = {"request": {"url": address, "method": "GET"}, "response": response, "_monotonicTime": time}
        self.network.append(json.dumps({"type": "resource-snapshot", "snapshot": {**snapshot, "_frameref": "main"}}))
        return name

    def packed(self) -> io.BytesIO:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("trace.trace", "".join(f"{line}\n" for line in self.lines))
            archive.writestr("trace.network", "".join(f"{line}\n" for line in self.network))
            for name, content in self.files.items():
                archive.writestr(name, content)
        return file

    def html(self, call: str = "c@1", moment: Any = "before") -> str:
        with TraceSnapshots(self.packed()) as snapshots:
            return snapshots.html(call, moment, resource_url=lambda name: f"/kept/{name}")
