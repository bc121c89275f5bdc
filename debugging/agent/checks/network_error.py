"""The way to the site: name not resolved, connection refused, certificate, redirect loop."""

from __future__ import annotations

import re
from typing import Final

from debugging.agent.case import Case
from debugging.agent.finding import Finding
from debugging.agent.pointers import claim, to_failing_step, to_navigation, to_request
from debugging.agent.requests_behind import failed_frame, is_its_own, lacks_content, network_failure, unreached_behind
from debugging.agent.sentences import opened_address
from debugging.agent.wording import address, host_of
from debugging.failure_classes import FailureClass

_NET: Final = re.compile(r"net::(ERR_[A-Z0-9_]+)")
_NOT_THE_NETWORK: Final = (  # these are told by others: downloads, dialogs, answers without a body, sign-ins, crashes
    *("ERR_ABORTED", "ERR_HTTP_RESPONSE_CODE_FAILURE", "ERR_INVALID_AUTH_CREDENTIALS"),
    *("ERR_OUT_OF_MEMORY", "ERR_INSUFFICIENT_RESOURCES", "ERR_INVALID_URL", "ERR_FILE_NOT_FOUND"),
)
_WORDS: Final = (
    ("NAME_NOT_RESOLVED", "the name {host} cannot be resolved", "Check the address, and the worker's DNS."),
    ("CONNECTION_REFUSED", "{host} refused the connection", "Is the site up, and the port right?"),
    ("CERT_", "the certificate of {host} is not accepted", "The site has to renew or correct its certificate."),
    ("SSL_", "no secure connection to {host} could be made", "Check the site's TLS, and whether the port speaks it."),
    (
        "TOO_MANY_REDIRECTS",
        "{host} redirects in a circle",
        "Look at the redirects; a cookie or a sign-in may be missing.",
    ),
    ("TIMED_OUT", "{host} did not answer", "Is the site up, and does the worker reach it?"),
    ("EMPTY_RESPONSE", "{host} closed the connection without an answer", "Is the site up? Run it again later."),
    ("CONNECTION_RESET", "{host} broke the connection off", "Is the site up? Run it again later."),
    ("INTERNET_DISCONNECTED", "the worker has no network", "Give the worker a network, then run it again."),
    ("PROXY", "the proxy cannot be used", "Check the worker's proxy settings."),
)
_COULD_NOT: Final = re.compile(
    r"(?:could ?n[o']t|can ?n[o']t|unable to|failed to) (?:be )?(?:load|reach|fetch|connect|get)|network error|offline"
    r"|(?:not|un)(?: be)? ?(?:available|reachable)|no connection|try again",
    re.IGNORECASE,
)
_OWN: Final = re.compile(
    r"(?:.*\b(?:connect ECONNREFUSED|getaddrinfo E\w+|socket hang up|ECONNRESET|ETIMEDOUT)"
    r"|.*\[Errno (?:111|-2|-3|-5|104|110|113)\]|.*Name or service not known|All connection attempts failed)"
)
_REFUSED: Final = re.compile(
    r"connection to server at .{1,200} failed|.{0,200}(?:Connection refused|Max retries exceeded)"
)
_NOT_REACHED: Final = re.compile(r"Navigation to .* is interrupted by another navigation to \"chrome-error:")
_OF_THE_CODE: Final = frozenset({"NameError", "UnboundLocalError", "SyntaxError", "NotImplementedError"})
_OWN_TYPES: Final = frozenset(
    (
        *("ConnectError", "ConnectTimeout", "ConnectionError", "ConnectionRefusedError", "ConnectionResetError"),
        *("gaierror", "SSLError", "URLError", "ClientConnectorError", "ReadError", "RemoteProtocolError"),
        *("RemoteDisconnected", "NewConnectionError", "ProxyError", "ReadTimeout", "PoolTimeout", "MaxRetryError"),
        *("SSLCertVerificationError", "ServerDisconnectedError"),
    )
)


def network_error(case: Case) -> Finding | None:
    if not case.error.is_of_page_script and (found := _NET.match(case.error.headline)):
        return (
            None if found[1] in _NOT_THE_NETWORK else _finding(case, 0.97, found[1], opened_address(case) or case.url)
        )
    if _NOT_REACHED.match(case.error.headline):
        return _finding(case, 0.9, "", opened_address(case) or case.url)
    if _is_of_own_connection(case):
        return _finding(case, 0.9, "", "")
    return _error_page(case) or _in_its_frame(case) or _behind_the_page(case)


def _is_of_own_connection(case: Case) -> bool:
    """Of a call that the workflow made past the browser."""
    if case.error.api.startswith("apirequestcontext"):
        return bool(_OWN.match(case.error.headline))
    failure = case.evidence.failure
    return failure.type in _OWN_TYPES or (not case.error.api and bool(_REFUSED.match(failure.message)))


def _error_page(case: Case) -> Finding | None:
    """The browser shows its own page: an earlier call led to an address that could not be opened."""
    last = next((one for one in reversed(case.evidence.navigations)), None)
    if last is None or case.met_the_element:
        return None
    found = _NET.search(last.error) if last.outcome == "failed" else None
    if found is None or found[1] in _NOT_THE_NETWORK:
        return None
    return _finding(case, 0.94, found[1], last.url)


def _in_its_frame(case: Case) -> Finding | None:
    frame = failed_frame(case)
    name = network_failure(frame) if frame else ""
    return _finding(case, 0.92, name, frame.url) if frame and name else None


def _behind_the_page(case: Case) -> Finding | None:
    """What the page's scripts asked for could not be reached: on its own site, or the page says so."""
    failed = unreached_behind(case)
    name = network_failure(failed[-1]) if failed else ""
    of_the_code = case.evidence.failure.type in _OF_THE_CODE
    if not name or name in _NOT_THE_NETWORK or of_the_code or not lacks_content(case):
        return None
    if not is_its_own(case, failed[-1]) and not _COULD_NOT.search(case.page.text):
        return None  # sites ask many others for what nobody misses
    return _finding(case, 0.8, name, failed[-1].url)


def _finding(case: Case, confidence: float, name: str, url: str) -> Finding:
    host = host_of(url) or "the site"
    fitting = (one for one in _WORDS if name and one[0] in name)
    _, words, advice = next(
        fitting, ("", "{host} could not be reached", "Is the site up, and does the worker reach it?")
    )
    cause = words.format(host=host) + (f" (net::{name})" if name else "")
    failed = [to_navigation(one) for one in case.evidence.navigations if _NET.search(one.error)][-1:]
    failed = failed or [to_request(one) for one in case.documents if one.failure][-1:]
    return Finding(
        failure_class=FailureClass.NETWORK_ERROR,
        confidence=confidence,
        cause=cause,
        why=(
            claim(f"Opening {address(url) or 'the address'} ended without an answer.", *failed, *to_failing_step(case)),
        ),
        advice=advice,
    )
