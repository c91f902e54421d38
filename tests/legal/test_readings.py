"""Each reading of an open term changes the outcome of some matter; none is there for show."""

from __future__ import annotations

import pytest

import decidendi

HEAD = """
title: A matter for the readings
as of: 2021-03-01
"""

READINGS = [
    pytest.param(
        "foreign person",
        "any foreign nationality",
        """
parties: {dual: {individual: A Dual National}}
activities: {abuse: {kind: serious human rights abuse}}
facts:
  - dual was a citizen of IR
  - dual was a citizen of US
  - the conduct of dual in abuse was direct
""",
        ("dual", "1(a)(ii)(A)", "not met", "met"),
        id="a dual national",
    ),
    pytest.param(
        "official",
        "office stated",
        """
parties:
  head: {individual: The Head of a State Company, country: BG}
  company: {government entity: A State Company, country: BG}
activities: {bribe: {kind: corruption}}
complete: [office, agency]
facts:
  - head was a leader or official of company during 2015/2020
  - the conduct of head in bribe was direct
""",
        ("head", "1(a)(ii)(B)(1)", "met", "not met"),
        id="the head of a state company of whom no office is stated",
    ),
    pytest.param(
        "relates to tenure",
        "stated",
        """
parties:
  general: {individual: The General, country: MM}
  army: {government entity: The Army, country: MM}
activities: {clearance: {kind: serious human rights abuse, during: 2017-09}}
complete: [relation, leadership]
facts:
  - general was a leader or official of army during 2011/2021
  - the conduct of army in clearance was direct
""",
        ("general", "1(a)(ii)(C)(1)", "met", "not met"),
        id="a general of whose command only the time is stated",
    ),
    pytest.param(
        "activities described",
        "with its official",
        """
parties:
  chair: {individual: The Chair, country: BG}
  company: {entity: A Private Company, country: BG}
activities: {bribe: {kind: corruption, during: 2018-05}}
complete: [conduct, leadership, member_conduct, membership, part_of, office, agency]
facts:
  - chair was a leader or official of company during 2015/2020
  - the conduct of company in bribe was direct
""",
        ("chair", "1(a)(ii)(C)(1)", "met", "not met"),
        id="the chair of a company that bribed, where no official is stated to take part",
    ),
    pytest.param(
        "members",
        "members only",
        """
parties:
  secretary: {individual: The Secretary, country: CN}
  region: {government entity: The Region, country: CN}
activities: {program: {kind: serious human rights abuse, during: 2018}}
complete: [conduct, leadership, member_conduct, membership, part_of]
facts:
  - secretary was a leader or official of region during 2016/2021
  - the conduct of secretary in program was responsible
""",
        ("secretary", "1(a)(ii)(C)(1)", "met", "not met"),
        id="a secretary who alone acted for the region",
    ),
    pytest.param(
        "who (iii)(A) reaches",
        "foreign persons only",
        """
parties:
  donor: {individual: A Citizen, country: US}
  president: {individual: A Former President, country: GM}
facts:
  - president was determined to meet criterion 1(a)(ii)(A) by OFAC on 2018-03-01
  - donor gave financial support to president during 2019
""",
        ("donor", "1(a)(iii)(A)(2)", "met", "not met"),
        id="a citizen of the United States who pays a blocked person",
    ),
    pytest.param(
        "blocked when",
        "blocked at the time",
        """
parties:
  spouse: {individual: The Spouse, country: GM}
  president: {individual: A Former President, country: GM}
complete: [support]
facts:
  - president was determined to meet criterion 1(a)(ii)(A) by OFAC on 2018-03-01
  - spouse gave financial support to president during 2010/2016
""",
        ("spouse", "1(a)(iii)(A)(2)", "met", "not met"),
        id="support that ended before the block",
    ),
    pytest.param(
        "blocked when",
        "blocked at the time",
        """
parties:
  nominee: {individual: The Nominee, country: GM}
  president: {individual: A Former President, country: GM}
complete: [agency]
facts:
  - president was determined to meet criterion 1(a)(ii)(A) by OFAC on 2018-03-01
  - nominee acted for or on behalf of president during 2010/2016
""",
        ("nominee", "1(a)(iii)(B)", "met", "not met"),
        id="agency that ended before the block",
    ),
    pytest.param(
        "silence about interests",
        "left open",
        """
parties: {owner: {entity: An Owner, country: US}}
property: {villa: {description: a house in Miami, location: US}}
facts:
  - owner had an interest in villa
""",
        ("villa", "", "not blocked", "undetermined"),
        id="a house of which one owner is stated",
    ),
    pytest.param(
        "silence about United States ties",
        "left open",
        """
parties:
  chen: {individual: Chen Quanguo}
  payer: {individual: A Payer, country: DE}
dealings: {payment: {kind: funds, from: payer, to: chen, on: 2021-02-15, in: DE}}
facts:
  - chen was determined to meet criterion 1(a)(ii)(C)(1) by OFAC on 2020-07-09
  - a source finds that chen is a foreign person
""",
        ("payment", "", "not prohibited", "undetermined"),
        id="a German who may also be tied to the United States",
    ),
]


@pytest.fixture(scope="module")
def law():
    rulebook = decidendi.load_rulebook(decidendi.content_directory("rules"))
    return rulebook, decidendi.Reasoner(rulebook.program)


@pytest.mark.parametrize(("of", "reading", "matter", "outcomes"), READINGS)
def test_a_reading_changes_the_outcome_of_a_matter(of: str, reading: str, matter: str, outcomes, law) -> None:
    rulebook, reasoner = law
    subject, provision, by_default, by_reading = outcomes
    facts = decidendi.parse_fact_set(HEAD + matter)
    for readings, outcome in (((), by_default), (((of, reading),), by_reading)):
        result = decidendi.determine(
            facts,
            rulebook=rulebook,
            reasoner=reasoner,
            readings=readings,
            questions=False,
            consider=[subject] if provision else [],
        )
        found = result.of(subject, provision)
        assert found.outcome == outcome, readings
    if by_default in ("met",):
        default = decidendi.determine(facts, rulebook=rulebook, reasoner=reasoner, questions=False, consider=[subject])
        assert of in {item.of for item in default.of(subject, provision).readings}


def test_every_reading_of_the_order_has_such_a_matter(law) -> None:
    rulebook, _ = law
    pages = {page.file for page in rulebook.pages if page.identifier == "/us/eo/13818"}
    others = {(item.of, item.name) for item in rulebook.readings if not item.is_default and item.place.file in pages}
    assert others == {(param.values[0], param.values[1]) for param in READINGS}


def test_each_reading_gives_its_reason(law) -> None:
    rulebook, _ = law
    assert all(len(item.because) > 40 for item in rulebook.readings)
