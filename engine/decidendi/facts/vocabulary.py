"""The classes of fact: what can be said of parties, activities and property, and in which words.

Each class states its English sentence once. The sentence is used to write fact sets, to match the conditions
of rules, to explain, and to ask. A class says what silence about it means, and why; the default is that what
is not stated is unknown.

A state that is stated without dates (a citizenship, an interest, a listing) is stated for all the time that the
matter concerns. What someone did, and an office or tenure, has dates that may be unknown.

A class says who could change that it is so: what was done, found or determined is history, a holding is in a
party's power, a listing in an authority's.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Final

from pydantic import BaseModel, ConfigDict

from decidendi.facts.amounts import Share
from decidendi.facts.kinds import CIRCUMSTANCE, COUNTRY, UNKNOWN, Power, PredicateSchema, Silence, Slot
from decidendi.facts.periods import Period, always, unknown_period

PartyName = Annotated[str, Slot("", "party")]
IndividualName = Annotated[str, Slot("", "individual")]
EntityName = Annotated[str, Slot("", "entity")]
ActivityName = Annotated[str, Slot("", "activity")]
PropertyName = Annotated[str, Slot("", "property")]
DealingName = Annotated[str, Slot("", "dealing")]
Time = Annotated[Period, Slot("", "period")]
Word = Annotated[str, Slot("", "text")]
Country = Annotated[str, Slot("", "text", COUNTRY)]
Amount = Annotated[Share, Slot("", "share")]
Remark = str | None
"""A slot that is shown but that no rule looks at."""

YES_NO = ("yes", "no", UNKNOWN)
INVOLVEMENTS = ("responsible", "complicit", "direct", "indirect", "attempted", UNKNOWN)

_PRIVATE = "what no source states may still be so"
_PUBLIC = "it is a public act; a fact set that is silent about it has found none"


class Fact(BaseModel):
    """Something that is so, or is said to be so, of the parties of a matter."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    record: ClassVar[str]
    sentences: ClassVar[tuple[str, ...]]
    subject: ClassVar[str]
    silence: ClassVar[Silence] = Silence.UNKNOWN
    why: ClassVar[str] = _PRIVATE
    functional: ClassVar[bool] = False
    power: ClassVar[Power] = Power.HISTORY
    """Who could change that it is so. What was done, found or determined is history, and so is a citizenship."""


class Citizenship(Fact):
    """A person is or was a citizen of a country."""

    record = "citizenship"
    sentences = (
        "{person} was a citizen of {country} during {during}",
        "{person} was a citizen of {country}",
    )
    subject = "person"

    person: PartyName
    country: Country
    during: Time = always()


class PermanentResidence(Fact):
    """A person is or was admitted for permanent residence in a country."""

    record = "permanent_residence"
    sentences = (
        "{person} was a permanent resident of {country} during {during}",
        "{person} was a permanent resident of {country}",
    )
    subject = "person"

    person: PartyName
    country: Country
    during: Time = always()


class Organized(Fact):
    """An entity is organized under the law of a country."""

    record = "organized"
    sentences = ("{entity} is organized under the law of {country}",)
    subject = "entity"
    functional = True
    power = Power.PARTY

    entity: EntityName
    country: Country


class Presence(Fact):
    """A party is or was physically in a country."""

    record = "presence"
    sentences = ("{party} was in {country} during {during}", "{party} was in {country}")
    subject = "party"
    power = Power.PARTY

    party: PartyName
    country: Country
    during: Time = always()


class Branch(Fact):
    """A party is a branch of an entity: the same legal person, at another place."""

    record = "branch"
    sentences = ("{branch} is a branch of {of}",)
    subject = "branch"
    power = Power.PARTY

    branch: EntityName
    of: EntityName


class Leadership(Fact):
    """A person is or was a leader or official of an entity."""

    record = "leadership"
    sentences = (
        "{person} was a leader or official of {entity} during {tenure}",
        "{person} was a leader or official of {entity}",
    )
    subject = "person"

    person: PartyName
    entity: EntityName
    tenure: Time = unknown_period()
    title: Remark = None


class Membership(Fact):
    """A person is or was a member of an entity."""

    record = "membership"
    sentences = ("{person} was a member of {entity} during {during}", "{person} was a member of {entity}")
    subject = "person"

    person: PartyName
    entity: EntityName
    during: Time = unknown_period()


class Office(Fact):
    """A person holds or held a government office, high or low, state enterprises included."""

    record = "office"
    sentences = (
        "{person} held a government office in {body} during {during}",
        "{person} held a government office in {body}",
    )
    subject = "person"

    person: PartyName
    body: PartyName
    during: Time = unknown_period()
    title: Remark = None


class Agency(Fact):
    """A party acted, or purported to act, for or on behalf of another."""

    record = "agency"
    sentences = (
        "{agent} acted for or on behalf of {principal} during {during}, purporting only: {purported}",
        "{agent} acted for or on behalf of {principal} during {during}",
        "{agent} acted for or on behalf of {principal}",
    )
    subject = "agent"

    agent: PartyName
    principal: PartyName
    during: Time = unknown_period()
    purported: Annotated[str, Slot("", "text", YES_NO, "no")] = "no"


class Control(Fact):
    """A party controls or controlled an entity, by whatever means; this says nothing of ownership."""

    record = "control"
    sentences = ("{controller} controlled {entity} during {during}", "{controller} controlled {entity}")
    subject = "entity"
    power = Power.PARTY

    controller: PartyName
    entity: EntityName
    during: Time = always()
    means: Remark = None


class OwnedOrControlled(Fact):
    """A finding that an entity is owned or controlled by a party, which does not say which of the two."""

    record = "owned_or_controlled"
    sentences = (
        "{entity} was owned or controlled by {by} during {during}",
        "{entity} was owned or controlled by {by}",
    )
    subject = "entity"

    entity: EntityName
    by: PartyName
    during: Time = always()


class ForeignPerson(Fact):
    """A finding that a party is a foreign person, for where no country is stated."""

    record = "foreign_person"
    sentences = ("a source finds that {party} is a foreign person",)
    subject = "party"

    party: PartyName


class PartOf(Fact):
    """A body is or was a department, unit or command of another."""

    record = "part_of"
    sentences = ("{part} was part of {whole} during {during}", "{part} was part of {whole}")
    subject = "part"

    part: EntityName
    whole: EntityName
    during: Time = always()


class MemberConduct(Fact):
    """Members of an entity, whom the source does not name, had a part in an activity."""

    record = "member_conduct"
    sentences = (
        "the conduct of members of {entity} in {activity} was {involvement}",
        "members of {entity} took part in {activity}",
    )
    subject = "entity"

    entity: EntityName
    activity: ActivityName
    involvement: Annotated[str, Slot("", "text", INVOLVEMENTS)] = UNKNOWN


class Conduct(Fact):
    """A party had a part in an activity."""

    record = "conduct"
    sentences = (
        "the conduct of {party} in {activity} was {involvement} during {during}",
        "the conduct of {party} in {activity} was {involvement}",
    )
    subject = "party"

    party: PartyName
    activity: ActivityName
    involvement: Annotated[str, Slot("", "text", INVOLVEMENTS)] = UNKNOWN
    during: Time = unknown_period()


class Support(Fact):
    """A party supported, or gave goods or services to, another party."""

    record = "support"
    sentences = (
        "{supporter} gave {means} support to {to} during {during}, attempted only: {attempted}",
        "{supporter} gave {means} support to {to} during {during}",
        "{supporter} gave {means} support to {to}",
    )
    subject = "supporter"

    supporter: PartyName
    to: PartyName
    means: Word = UNKNOWN
    during: Time = unknown_period()
    attempted: Annotated[str, Slot("", "text", YES_NO, "no")] = "no"


class SupportOfActivity(Fact):
    """A party supported, or gave goods or services in support of, an activity. Written as `support` too."""

    record = "support_of_activity"
    sentences = (
        "{supporter} gave {means} support to what was done in {to} during {during}, attempted only: {attempted}",
        "{supporter} gave {means} support to what was done in {to} during {during}",
        "{supporter} gave {means} support to what was done in {to}",
    )
    subject = "supporter"

    supporter: PartyName
    to: ActivityName
    means: Word = UNKNOWN
    during: Time = unknown_period()
    attempted: Annotated[str, Slot("", "text", YES_NO, "no")] = "no"


class Relation(Fact):
    """A finding that an activity relates to a person's tenure at an entity (denied: that it does not)."""

    record = "relation"
    sentences = ("a source finds that {activity} relates to {person}'s tenure at {entity}",)
    subject = "person"

    activity: ActivityName
    person: PartyName
    entity: EntityName


class BlockingBasis(Fact):
    """A finding that an entity was blocked as a result of activities related to a person's tenure."""

    record = "blocking_basis"
    sentences = ("a source finds that {entity} was blocked as a result of activities related to {person}'s tenure",)
    subject = "person"

    entity: EntityName
    person: PartyName


class Listing(Fact):
    """A party stands or stood on a list."""

    record = "listing"
    sentences = (
        "{party} was listed on {list} under {programme} with the measure {measure} during {during}",
        "{party} was listed on {list} during {during}",
        "{party} was listed on {list}",
    )
    subject = "party"
    silence = Silence.ABSENT
    why = _PUBLIC
    power = Power.AUTHORITY

    party: PartyName
    list: Word
    programme: Word = UNKNOWN
    measure: Word = UNKNOWN
    during: Time = always()


class PropertyListing(Fact):
    """Property that is identified on a list. Written as `listing` too."""

    record = "property_listing"
    sentences = (
        "{property}, as property, was listed on {list} under {programme} with the measure {measure} during {during}",
    )
    subject = "property"
    silence = Silence.ABSENT
    why = _PUBLIC
    power = Power.AUTHORITY

    property: PropertyName
    list: Word
    programme: Word = UNKNOWN
    measure: Word = UNKNOWN
    during: Time = always()


class Determination(Fact):
    """An authority determined that a party meets a criterion."""

    record = "determination"
    sentences = (
        "{party} was determined to meet criterion {criterion} by {authority} on {on}",
        "{party} was determined to meet criterion {criterion} on {on}",
    )
    subject = "party"
    silence = Silence.ABSENT
    why = _PUBLIC

    party: PartyName
    criterion: Word
    authority: Word = "the competent authority"
    on: Time = unknown_period()


class Interest(Fact):
    """A party has an interest, of any nature, in property."""

    record = "interest"
    sentences = (
        "{party} had an interest in {property} during {during}",
        "{party} had an interest in {property}",
    )
    subject = "property"
    power = Power.PARTY

    party: PartyName
    property: PropertyName
    during: Time = always()
    nature: Remark = None


class Possession(Fact):
    """A party possesses or controls property."""

    record = "possession"
    sentences = ("{holder} possessed {property} during {during}", "{holder} possessed {property}")
    subject = "property"
    power = Power.PARTY

    holder: PartyName
    property: PropertyName
    during: Time = always()


class Circumstance(Fact):
    """Something is so of a dealing on which a condition of an exemption or licence turns.

    The circumstances that count are named by the rules that look at them, or by the conditions of a licence, in plain
    words.
    """

    record = "circumstance"
    sentences = ("{dealing} is such that {that}",)
    subject = "dealing"

    dealing: DealingName
    that: Annotated[str, Slot("", "text", CIRCUMSTANCE)]


class Holding(Fact):
    """A party owns a share of an entity, directly."""

    record = "holding"
    sentences = (
        "{owner} held {share} of the {basis} of {entity} in {share_class} during {during}",
        "{owner} held {share} of the {basis} of {entity} during {during}",
        "{owner} held {share} of {entity} during {during}",
        "{owner} held {share} of the {basis} of {entity} in {share_class}",
        "{owner} held {share} of the {basis} of {entity}",
        "{owner} held {share} of {entity}",
    )
    subject = "entity"
    silence = Silence.ABSENT
    why = "a remainder that nobody discloses is a matter of a named reading, not of silence about one holder"
    power = Power.PARTY

    owner: PartyName
    entity: EntityName
    share: Amount
    basis: Annotated[str, Slot("", "text", (), "equity")] = "equity"
    share_class: Annotated[str, Slot("", "text", (), "shares")] = "shares"
    during: Time = always()


class CompleteHoldings(Fact):
    """A finding that the holdings stated of an entity are all there are: together they make up the whole."""

    record = "complete_holdings"
    sentences = ("the holdings stated of {entity} are all there are",)
    subject = "entity"
    silence = Silence.ABSENT
    why = "a table of owners is complete only where a source says so"

    entity: EntityName


class NomineeHolding(Fact):
    """A party holds the shares of an entity in name only; they belong to another."""

    record = "nominee"
    sentences = (
        "{nominee} held shares of {entity} as nominee for {beneficiary} during {during}",
        "{nominee} held shares of {entity} as nominee for {beneficiary}",
    )
    subject = "entity"
    silence = Silence.ABSENT
    why = "a holder is taken for the owner unless a source finds otherwise"
    power = Power.PARTY

    nominee: PartyName
    beneficiary: PartyName
    entity: EntityName
    during: Time = always()


class Divestment(Fact):
    """A party sold its share of an entity."""

    record = "divestment"
    sentences = (
        "{seller} sold {share} of {entity} to {buyer} on {on}, "
        "outside United States jurisdiction: {outside_united_states_jurisdiction}, genuine: {genuine}",
        "{seller} sold {share} of {entity} to {buyer} on {on}",
        "{seller} sold {share} of {entity} on {on}",
    )
    subject = "seller"
    silence = Silence.ABSENT
    why = "a sale that nobody states is not relied on"
    power = Power.PARTY

    seller: PartyName
    buyer: PartyName = UNKNOWN
    entity: EntityName
    share: Amount
    on: Time = unknown_period()
    outside_united_states_jurisdiction: Annotated[str, Slot("", "text", YES_NO)] = UNKNOWN
    genuine: Annotated[str, Slot("", "text", YES_NO)] = UNKNOWN


FACT_CLASSES: Final[tuple[type[Fact], ...]] = (
    Citizenship,
    PermanentResidence,
    Organized,
    Presence,
    Branch,
    Leadership,
    Membership,
    Office,
    Agency,
    Control,
    OwnedOrControlled,
    ForeignPerson,
    PartOf,
    MemberConduct,
    Conduct,
    Support,
    SupportOfActivity,
    Relation,
    BlockingBasis,
    Listing,
    PropertyListing,
    Determination,
    Interest,
    Possession,
    Circumstance,
    Holding,
    CompleteHoldings,
    Divestment,
)


def slots_of(fact_class: type[Fact]) -> tuple[Slot, ...]:
    """The slots of a class that rules can look at, in order; remarks are left out."""
    slots = []
    for name, field in fact_class.model_fields.items():
        for mark in field.metadata:
            if isinstance(mark, Slot):
                slots.append(Slot(name, mark.kind, mark.members, mark.usual))
    return tuple(slots)


def schema_of(fact_class: type[Fact]) -> PredicateSchema:
    """The schema of a class, as rules see it."""
    return PredicateSchema(
        name=fact_class.record,
        slots=slots_of(fact_class),
        sentences=fact_class.sentences,
        silence=fact_class.silence,
        why=fact_class.why,
        subject=fact_class.subject,
        functional=fact_class.functional,
        power=fact_class.power,
        single=fact_class.functional,
    )
