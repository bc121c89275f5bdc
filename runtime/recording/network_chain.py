"""A request and where it was redirected to, with the headers that really crossed the network."""

from __future__ import annotations

from dataclasses import dataclass, field

from runtime.recording.network_request import Request
from runtime.recording.timeline import Entry


@dataclass
class Hop:
    request: Request
    entry: Entry | None  # None: left out of the timeline


@dataclass
class Chain:
    hops: list[Hop] = field(default_factory=list)
    sent_headers: list[dict[str, str]] = field(default_factory=list)
    answered_headers: list[dict[str, str]] = field(default_factory=list)

    def take_headers(self) -> list[Hop]:
        """Those that got some. Headers come in the order of the hops, without those that have none."""
        hops = [hop for hop in self.hops if hop.request.has_extra is not False]
        before = [(hop.request.sent_headers, hop.request.answered_headers) for hop in hops]
        for hop, headers in zip(hops, self.sent_headers, strict=False):
            hop.request.sent_headers = headers
        for hop, headers in zip(hops, self.answered_headers, strict=False):
            hop.request.answered_headers = headers
        return [
            hop
            for hop, (sent, answered) in zip(hops, before, strict=True)
            if hop.request.sent_headers is not sent or hop.request.answered_headers is not answered
        ]
