"""The fixed words that reach a memo from elsewhere in the engine, as messages for the catalogues.

Outcomes, responses, states, grades, how far a text was checked, kinds of party, and the cautions and questions that the
engine words itself. A template gives them to the filters `worded`, `caution`, `question` and `reading`.
"""

from __future__ import annotations

from typing import Final

from decidendi.determinations.cautions import COMPLETE, MET_BLOCKS_NOBODY, NO_LISTING, NO_LISTING_NO_OWNER, NOT_ASKED
from decidendi.determinations.matrix import BELOW, DEPARTING, IDLE, IDLE_ONE, ON_CRITERION, OPEN, READINGS_CHOSEN
from decidendi.determinations.questions import ANY_RECORD
from decidendi.facts.evidence import GRADES
from decidendi.rules.provisions import NUMBERS, STATUSES
from decidendi.rules.regime import TESTS

OUTCOMES: Final = (
    "prohibited",
    "undetermined",
    "authorized",
    "exempt",
    "not prohibited",
    "blocked",
    "not blocked",
    "met",
    "not met",
)
RESPONSES: Final = ("block", "reject", "none")
STATES: Final = ("holds", "fails", "met", "failed", "unknown")
APPLIES: Final = {"holds": "yes", "undetermined": "perhaps", "fails": "no"}
"""Whether an exemption or a licence applies."""

MET_ALONE: Final = {
    "prohibited": "its conditions are met, and the dealing is prohibited all the same",
    "undetermined": "its conditions are met, but whether that is enough is undetermined",
    "not prohibited": "its conditions are met",
}
"""The same where its conditions are met and the outcome does not rest on it."""

SECTIONS: Final = ("Tenures", "Activities", "Listings and determinations", "Blockings", "Holdings", "Dealings")
"""Those of a timeline, in their order."""

NOT_THROUGH_OWNERSHIP: Final = "not blocked through ownership"
NOT_IN_THIS_WAY: Final = "not blocked in this way"
"""What an ownership chart says of parties that the test does not reach: in its legend, and in the room of a box."""

PICTURED: Final = ("so", "unknown", "not so")
"""Whether a step of a proof holds, as its picture says it."""

PARTIES: Final = ("individual", "entity", "government entity", "party")

CAUTIONS: Final = (
    MET_BLOCKS_NOBODY,
    NO_LISTING,
    NO_LISTING_NO_OWNER,
    COMPLETE,
    f"{NOT_ASKED}; did you mean %(nearest)s",
    NOT_ASKED,
)
OWNERSHIP_TESTS: Final = tuple(TESTS.values())
LEFT_OUT: Final = (DEPARTING, OPEN, IDLE, IDLE_ONE, BELOW)
SETTLED_BY: Final = (ANY_RECORD,)
CROSSED: Final = (READINGS_CHOSEN, ON_CRITERION)
"""What tables of readings and unknowns say in the engine's words."""

QUESTION: Final = ("Is it so that %(statement)s?",)
AS_STATED: Final = "the facts as stated"
"""What a side of a comparison is called that nothing is supposed of."""

FURTHER: Final = "and %(count)s more"
"""How many further lines a difference has."""

AND_MORE: Final = "%(names)s and %(count)s more"
RANGE: Final = ("%(first)s to %(last)s",)
READ_AS: Final = ("%(of)s read as %(reading)s",)
BY_RULE: Final = "%(provision)s, rule at %(rule)s."
BY_FACT: Final = "Fact %(number)s: %(sources)s."
ON_GRADE: Final = "On %(grade)s."
UNSOURCED: Final = "no source stated"
"""What a note to a step says that it rests on."""

UNSETTLED: Final = "No fact and no rule settles it."
READ_OFF: Final = "Read off the facts and the days stated; no rule and no source of its own."
"""What is said of a step that rests on neither rule nor fact nor source."""


def applies(state: str, outcome: str) -> str:
    """Whether an exemption or a licence applies to a dealing, in words that say no more than its outcome.

    >>> applies("holds", "authorized"), applies("holds", "prohibited")
    ('yes', 'its conditions are met, and the dealing is prohibited all the same')
    """
    return MET_ALONE.get(outcome, APPLIES[state]) if state == "holds" else APPLIES[state]


WORDS: Final = tuple(
    dict.fromkeys(
        (
            *OUTCOMES,
            *RESPONSES,
            *STATES,
            *APPLIES.values(),
            *MET_ALONE.values(),
            *SECTIONS,
            *PICTURED,
            NOT_THROUGH_OWNERSHIP,
            NOT_IN_THIS_WAY,
            *PARTIES,
            *GRADES,
            *STATUSES,
            *(f"section number {how}" for how in NUMBERS[1:]),
            *CAUTIONS,
            *OWNERSHIP_TESTS,
            *LEFT_OUT,
            *SETTLED_BY,
            *CROSSED,
            *QUESTION,
            AS_STATED,
            FURTHER,
            AND_MORE,
            *RANGE,
            *READ_AS,
            BY_RULE,
            BY_FACT,
            ON_GRADE,
            UNSOURCED,
            UNSETTLED,
            READ_OFF,
        )
    )
)
"""All of them: messages that stand in no template."""
