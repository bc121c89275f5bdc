"""Requests by POST that only ask."""

from __future__ import annotations

import json

import pytest

from debugging.repair.checking.asking import only_asks, without_asking
from debugging.repair.checking.requests_sent import SentRequest
from runtime.tracing.posted_bodies import Posted, posted_bodies
from tests.runtime.kept_pages import KeptPages

API = "https://shop.example/graphql"
QUERY = json.dumps({"operationName": "Rows", "query": "query Rows($id: ID) { rows(id: $id) { name } }"})
MUTATION = json.dumps({"query": "mutation Pay { pay { ok } }"})


@pytest.mark.parametrize(
    "text",
    [
        "query Rows { rows { name } }",
        "{ rows }",
        "fragment F on Row { name } query { rows { ...F } }",
        '# no mutation\nquery { find(text: "a mutation {") { name } }',
        "query mutations { rows }",
    ],
)
def test_queries_ask(text: str) -> None:
    assert only_asks(json.dumps({"query": text}))
    assert only_asks(json.dumps([{"query": text}, {"query": "{ more }"}]))


@pytest.mark.parametrize(
    "body",
    [
        MUTATION,
        json.dumps({"query": "query A { a } mutation B { b }", "operationName": "A"}),
        json.dumps({"query": "subscription { rows }"}),
        json.dumps([{"query": "{ a }"}, {"query": "mutation { b }"}]),
        json.dumps({"query": 'query { a(text: "unfinished) } mutation { b }'}),
        json.dumps({"extensions": {"persistedQuery": {"sha256Hash": "1"}}}),  # only its digest
        json.dumps({"query": "shoes"}),  # a search of somebody's own
        json.dumps({"query": ["{ a }"]}),
        "[]",
        "query=%7Ba%7D",
        "",
        None,
        "[" * 100_000,
    ],
)
def test_everything_else_may_do_more(body: str | None) -> None:
    assert not only_asks(body)


def sent(url: str = API, method: str = "POST") -> SentRequest:
    return SentRequest(1, method, url, "fetch", 200)


def test_an_address_to_which_only_queries_went_is_harmless() -> None:
    other = sent("https://shop.example/pay")
    assert without_asking([sent(), sent(), other], [Posted("POST", API, QUERY)] * 2) == [other]


def test_one_that_is_not_known_to_ask_makes_all_doubtful() -> None:
    assert len(without_asking([sent(), sent()], [Posted("POST", API, QUERY)])) == 2
    assert len(without_asking([sent(), sent()], [Posted("POST", API, QUERY)] * 2 + [Posted("POST", API, None)])) == 2
    assert len(without_asking([sent(), sent()], [Posted("POST", API, QUERY), Posted("POST", API, MUTATION)])) == 2
    assert without_asking([sent(method="PUT")], [Posted("POST", API, QUERY)]) != []


def test_what_is_secret_in_an_address_does_not_matter() -> None:
    told = sent(f"{API}?api_key=[hidden]")
    assert without_asking([told], [Posted("POST", f"{API}?api_key=123#x", QUERY)]) == []


def test_bodies_are_read_from_the_trace() -> None:
    kept = KeptPages()
    name = kept.answer("https://shop.example/x", QUERY.encode(), ending="txt")
    kept.network.clear()

    def line(method: str, **data: object) -> str:
        return json.dumps({"snapshot": {"request": {"method": method, "url": API, "postData": data or None}}})

    kept.network += [line("POST", text="", _file=f"resources/{name}"), line("GET"), line("PUT", text="a=1")]
    kept.network += [line("POST", _file="resources/../../etc/passwd"), line("DELETE"), "no json", '{"snapshot": []}']
    assert posted_bodies(kept.packed()) == [
        Posted("POST", API, QUERY),
        Posted("PUT", API, "a=1"),
        Posted("POST", API, None),
        Posted("DELETE", API, None),
    ]
