from __future__ import annotations

from uuid import UUID

from debugging.agent.diagnosing import diagnose
from debugging.evidence import Step
from tests.debugging.agent.making import done, good, navigation, not_found, page

PAY = 'get_by_role("button", name="Pay")'


def test_the_first_step_on_another_page_comes_first_though_later_ones_failed() -> None:
    def steps(cart: str) -> tuple[Step, ...]:
        return (
            done("page.goto", title="Go to https://shop.example/", t_ms=100, line=10, url="https://shop.example/"),
            done("locator.click", 'get_by_text("Cart")', t_ms=500, line=11, url=cart),
            done("locator.click", 'get_by_text("Next")', t_ms=900, line=12, url=cart),
        )

    now = page("<h1>New terms</h1>", url="https://shop.example/terms", title="Terms")
    found = diagnose(
        not_found(
            PAY,
            page=now,
            steps=steps("https://shop.example/terms/77"),
            good=good("<h1>Cart</h1><button>Pay</button>", title="Cart", steps=steps("https://shop.example/cart/12")),
        )
    )
    first = found.changed[0]
    assert "https://shop.example/terms/77" in first.text
    assert [pointer.job_id for pointer in first.pointers] == ["", str(UUID(int=9))]
    assert any('"Terms"' in claim.text for claim in found.changed)


def test_numbers_and_ids_in_addresses_are_no_change() -> None:
    before = good("<h1>Order</h1><button>Pay</button>", url="https://shop.example/orders/12", title="Checkout")
    now = page("<h1>Order</h1>", url="https://shop.example/orders/13")
    assert diagnose(not_found(PAY, page=now, good=before)).changed == ()


def test_another_answer_and_another_version_are_told() -> None:
    before = good("<h1>Checkout</h1>", navigations=(navigation(status=200),), same_deployment=False)
    found = diagnose(
        not_found(PAY, page=page("<h1>Checkout</h1>", status=500), navigations=(navigation(status=500),), good=before)
    )
    told = [claim.text for claim in found.changed]
    assert "answered with 500, before with 200." in told[0]
    assert "another version" in told[-1]


def test_a_step_that_took_far_longer() -> None:
    slow = done("locator.click", 'get_by_text("Next")', t_ms=1_000, end_ms=9_000, line=12)
    before = good(
        "<h1>x</h1>", steps=(done("locator.click", 'get_by_text("Next")', t_ms=1_000, end_ms=1_200, line=12),)
    )
    found = diagnose(not_found(PAY, page=page("<h1>x</h1>"), steps=(slow,), good=before))
    assert "took 8.0 s, before 0.2 s" in found.changed[0].text


def test_without_a_good_run_nothing_is_said() -> None:
    assert diagnose(not_found(PAY, page=page("<h1>x</h1>"))).changed == ()


def test_a_call_that_began_just_before_its_page_came_is_not_on_another_page() -> None:
    cart = "https://shop.example/cart"
    early = done("locator.fill", 'get_by_label("Name")', t_ms=999, end_ms=1_100, url="https://shop.example/")
    late = early.model_copy(update={"t_ms": 1_005, "url": cart})
    visits = (navigation("https://shop.example/", t_ms=500), navigation(cart, t_ms=1_000))
    before = good("<h1>x</h1>", steps=(early,), navigations=visits, url=cart)
    found = diagnose(not_found(PAY, page=page("<h1>x</h1>", url=cart), steps=(late,), navigations=visits, good=before))
    assert found.changed == ()
