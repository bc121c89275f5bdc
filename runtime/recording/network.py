"""The requests of the pages, their frames and their workers, on the timeline."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, Final

from runtime.cdp import Connection
from runtime.clock import Clock
from runtime.recording.gone import on_gone
from runtime.recording.network_chain import Chain, Hop
from runtime.recording.network_request import Request, request_sent
from runtime.recording.network_words import failure_of
from runtime.recording.pages import Pages
from runtime.recording.timeline import Timeline

OPEN_MOST: Final = 2_000  # requests at once; those that began before are then left open on the timeline
ENDED_MOST: Final = 200  # those that may still get their headers
TOLD_EARLY: Final = frozenset({"document", "eventsource"})  # what they answered matters before they end
OUTLIVES_ITS_PAGE: Final = "ping"


class NetworkEvents:
    """A request is known by its id alone: what a page sends may be answered in the session of its frame or worker."""

    def __init__(self, connection: Connection, pages: Pages, clock: Clock, timeline: Timeline) -> None:
        self._pages, self._clock, self._timeline = pages, clock, timeline
        self._open: OrderedDict[str, Chain] = OrderedDict()
        self._ended: OrderedDict[str, Chain] = OrderedDict()
        connection.on("Network.requestWillBeSent", self._sent)
        connection.on("Network.requestWillBeSentExtraInfo", self._sent_extra)
        connection.on("Network.requestServedFromCache", self._served_from_cache)
        connection.on("Network.responseReceived", self._answered)
        connection.on("Network.responseReceivedExtraInfo", self._answered_extra)
        connection.on("Network.loadingFinished", self._finished)
        connection.on("Network.loadingFailed", self._failed)
        on_gone(connection, self._gone)

    def requests_for(self, loader: str) -> list[Request]:
        """For the document that has this loader, in the order of its redirects; a recent one."""
        chain = self._open.get(loader) or self._ended.get(loader)
        return [hop.request for hop in chain.hops] if chain else []

    def report_open(self) -> None:
        """What is known of the requests that have not ended. To be called once at the end."""
        for chain in self._open.values():
            if chain.hops:
                self._tell(chain.hops[-1])

    def _sent(self, params: dict[str, Any], session: str | None) -> None:
        if params["request"]["url"].startswith("data:"):
            return  # nothing is asked of anybody
        chain = self._chain(params["requestId"])
        if redirect := params.get("redirectResponse"):
            for hop in chain.hops[-1:]:
                hop.request.answer(redirect, has_extra=params.get("redirectHasExtraInfo", False))
                hop.request.end(params["timestamp"], redirect.get("encodedDataLength"))
                self._tell(hop)
        elif chain.hops:
            return  # a worker's script, told in both sessions
        page = self._pages.of(session)
        request = request_sent(
            params,
            session,
            t_ms=min(self._clock.from_wall(params["wallTime"]), self._clock.now_ms()),
            main_frame=page.target_id if page else "",
            redirected_from=chain.hops[-1].request.url if chain.hops else "",
        )
        told = request.beginning(self._timeline.cut)
        chain.hops.append(Hop(request, self._timeline.add("network", told, t_ms=request.t_ms)))

    def _sent_extra(self, params: dict[str, Any], _: str | None) -> None:
        chain = self._chain(params["requestId"])
        chain.sent_headers.append(params["headers"])
        self._take_headers(chain)

    def _answered_extra(self, params: dict[str, Any], _: str | None) -> None:
        chain = self._chain(params["requestId"])
        chain.answered_headers.append(params["headers"])
        self._take_headers(chain)

    def _take_headers(self, chain: Chain) -> None:
        for hop in chain.take_headers():
            if hop.request.ended:
                self._tell(hop)

    def _served_from_cache(self, params: dict[str, Any], _: str | None) -> None:
        if hop := self._last_hop(params):
            hop.request.from_cache = True

    def _answered(self, params: dict[str, Any], _: str | None) -> None:
        if hop := self._last_hop(params):
            hop.request.resource_type = params["type"].lower()
            hop.request.answer(params["response"], has_extra=params.get("hasExtraInfo", False))
            self._open[params["requestId"]].take_headers()
            if hop.request.resource_type in TOLD_EARLY:
                self._tell(hop)

    def _finished(self, params: dict[str, Any], _: str | None) -> None:
        if hop := self._last_hop(params):
            hop.request.end(params["timestamp"], params["encodedDataLength"])
            self._end(params["requestId"], hop)

    def _failed(self, params: dict[str, Any], _: str | None) -> None:
        if hop := self._last_hop(params):
            hop.request.end(params["timestamp"], None)
            hop.request.failure = "" if hop.request.shows_nothing else failure_of(params)
            self._end(params["requestId"], hop)

    def _gone(self, session: str | None, why: str, but: str) -> None:
        gone = [
            (name, chain.hops[-1])
            for name, chain in self._open.items()
            if chain.hops and chain.hops[-1].request.session == session
        ]
        for name, hop in gone:
            request = hop.request
            if request.resource_type != OUTLIVES_ITS_PAGE and not (but and request.loader in {but, ""}):
                request.end(request.sent + max(0, self._clock.now_ms() - request.t_ms) / 1000, None)
                request.failure = f"cancelled: the {why}"
                self._end(name, hop)

    def _end(self, name: str, hop: Hop) -> None:
        self._tell(hop)
        self._ended[name] = self._open.pop(name)
        if len(self._ended) > ENDED_MOST:
            self._ended.popitem(last=False)

    def _tell(self, hop: Hop) -> None:
        if hop.entry:
            self._timeline.again(hop.entry, hop.request.known(self._timeline.cut))

    def _chain(self, name: str) -> Chain:
        """Headers may come before their request, and after its end."""
        if chain := self._open.get(name) or self._ended.get(name):
            return chain
        if len(self._open) >= OPEN_MOST:
            self._open.popitem(last=False)
        return self._open.setdefault(name, Chain())

    def _last_hop(self, params: dict[str, Any]) -> Hop | None:
        chain = self._open.get(params["requestId"])
        return chain.hops[-1] if chain and chain.hops else None
