"""Which differences bring an outcome, by the outcomes under sets of them."""

from __future__ import annotations

from decidendi.determinations.comparing import OutcomeDiffering, Outcomes, caused

QUESTION = ("dealing", "payment-1", "")


def causes(numbers: tuple[int, ...], outcomes: dict[frozenset[int], str]) -> OutcomeDiffering:
    """The causes where the largest set of those given that is within some differences decides."""

    def answered(chosen: frozenset[int]) -> Outcomes:
        within = max((one for one in outcomes if one <= chosen), key=len)
        return lambda question: outcomes[within]

    return caused(QUESTION, numbers, answered, "payment-1")


def test_of_several_that_each_suffice_all_are_alone_none_is_needed_and_one_is_together() -> None:
    found = causes((1, 2, 3), {frozenset(): "permitted", frozenset({1}): "prohibited", frozenset({3}): "prohibited"})
    assert (found.alone, found.needed, found.together) == ((1, 3), (), (1,))


def test_a_difference_that_brings_a_third_outcome_is_not_alone_and_cannot_be_spared() -> None:
    found = causes(
        (1, 2, 3),
        {frozenset(): "prohibited", frozenset({1}): "undetermined", frozenset({1, 2}): "permitted"},
    )
    assert (found.first, found.second) == ("prohibited", "permitted")
    assert found.alone == ()
    assert found.needed == (1, 2)
    assert found.together == (1, 2)


def test_what_is_needed_is_so_even_where_without_it_a_third_outcome_comes() -> None:
    found = causes((1, 2), {frozenset(): "a", frozenset({1}): "b", frozenset({2}): "b", frozenset({1, 2}): "c"})
    assert (found.alone, found.needed, found.together) == ((), (1, 2), (1, 2))
