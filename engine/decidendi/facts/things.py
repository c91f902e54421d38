"""The things a matter names: parties, activities, property, dealings and licences, and what is said of each.

Every thing has a name in the fact set and attributes. Each attribute has its English sentence, as a class of
fact has; rules match it in the same way.
"""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel, ConfigDict

from decidendi.facts.amounts import Money
from decidendi.facts.kinds import CIRCUMSTANCE, COUNTRY, Power, PredicateSchema, Silence, Slot
from decidendi.facts.periods import Period

_AUTHOR = "who describes a dealing states its roles in full, and writes `unknown` for one that is not known"
_PRIVATE = "what no source states may still be so"
_OWN_TERMS = "a licence says what it authorizes; what it does not say it does not authorize"


class Thing(BaseModel):
    """Something that a fact set names."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    name: str


class Party(Thing):
    """An individual, an entity or a government entity. `kind` is one of these three, or `party` if unknown."""

    kind: str
    title: str
    aka: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    business: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()


class Activity(Thing):
    """Something that parties did, such as an abuse."""

    kind: tuple[str, ...] = ()
    form: tuple[str, ...] = ()
    during: Period | None = None
    place: tuple[str, ...] = ()
    description: str = ""


class Property(Thing):
    """Something that can be owned or held."""

    description: str = ""
    kind: tuple[str, ...] = ()
    location: tuple[str, ...] = ()
    held_by: tuple[str, ...] = ()
    in_the_name_of: tuple[str, ...] = ()


class Dealing(Thing):
    """A transaction, done or proposed, whole or a step of another."""

    kind: tuple[str, ...] = ()
    origin: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    for_the_benefit_of: tuple[str, ...] = ()
    through: tuple[str, ...] = ()
    signed_by: tuple[str, ...] = ()
    negotiated_with: tuple[str, ...] = ()
    property: tuple[str, ...] = ()
    into_account: tuple[str, ...] = ()
    funds_from: tuple[str, ...] = ()
    paid_by: tuple[str, ...] = ()
    amount: Money | None = None
    on: Period | None = None
    agreed_on: Period | None = None
    country: tuple[str, ...] = ()
    purpose: tuple[str, ...] = ()
    form: tuple[str, ...] = ()
    stage: tuple[str, ...] = ()
    for_official_business_of: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    description: str = ""


class License(Thing):
    """A licence, general or specific."""

    kind: tuple[str, ...] = ()
    number: str = ""
    issued_by: tuple[str, ...] = ()
    during: Period | None = None
    authorizes: tuple[str, ...] = ()
    authorizes_dealing: tuple[str, ...] = ()
    authorizes_party: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()


class Attribute(BaseModel):
    """How one attribute of a thing is written in a fact set, and the schema of its predicate.

    `field` is the field of the model, `keys` the words that may stand for it in a fact set, `schema_` the
    predicate. `required` attributes must be written.
    """

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    field: str
    keys: tuple[str, ...]
    predicate: PredicateSchema
    required: bool = False


def _attribute(
    thing: str,
    field: str,
    kind: str,
    sentence: str,
    *,
    keys: tuple[str, ...] = (),
    silence: Silence = Silence.ABSENT,
    unnamed_silence: Silence = Silence.ABSENT,
    why: str = _AUTHOR,
    required: bool = False,
    country: bool = False,
    power: Power = Power.HISTORY,
    single: bool = False,
    members: tuple[str, ...] = (),
) -> Attribute:
    words = keys or (field.replace("_", " "),)
    slot = Slot("value", kind, COUNTRY if country else members)
    schema = PredicateSchema(
        name=f"{thing}_{field}",
        slots=(Slot(thing, thing), slot),
        sentences=(sentence,),
        silence=silence,
        why=why,
        subject=thing,
        functional=True,
        unnamed_silence=unnamed_silence,
        power=power,
        single=single,
    )
    return Attribute(field=field, keys=words, predicate=schema, required=required)


KNOWN_AS: Final = _attribute(
    "party",
    "aka",
    "text",
    "{party} is known as {value}",
    why="whoever describes a matter gives each party its name and the names that it also goes by",
)
"""A name that a party goes by; its own name is one, whatever section of a fact set says it."""

PARTY_ATTRIBUTES: Final = (
    KNOWN_AS,
    _attribute(
        "party",
        "country",
        "text",
        "{party} belongs to {value}",
        why="a country that is not stated is asked for through citizenship and organization",
        country=True,
    ),
    _attribute(
        "party",
        "business",
        "text",
        "{party} is in the business of {value}",
        silence=Silence.UNKNOWN,
        why=_PRIVATE,
    ),
)

ACTIVITY_ATTRIBUTES: Final = (
    _attribute("activity", "kind", "text", "{activity} is of kind {value}", silence=Silence.UNKNOWN, why=_PRIVATE),
    _attribute("activity", "form", "text", "{activity} has the form {value}", silence=Silence.UNKNOWN, why=_PRIVATE),
    _attribute(
        "activity",
        "during",
        "period",
        "{activity} took place during {value}",
        silence=Silence.UNKNOWN,
        why=_PRIVATE,
    ),
    _attribute(
        "activity",
        "place",
        "text",
        "{activity} took place in {value}",
        silence=Silence.UNKNOWN,
        why=_PRIVATE,
        country=True,
    ),
)

PROPERTY_ATTRIBUTES: Final = (
    _attribute(
        "property",
        "location",
        "text",
        "{property} is located in {value}",
        silence=Silence.UNKNOWN,
        why=_PRIVATE,
        country=True,
        power=Power.PARTY,
        single=True,
    ),
    _attribute(
        "property",
        "held_by",
        "party",
        "{property} is held by {value}",
        unnamed_silence=Silence.UNKNOWN,
        power=Power.PARTY,
        single=True,
    ),
    _attribute("property", "kind", "text", "{property} is property of kind {value}"),
    _attribute("property", "in_the_name_of", "party", "{property} is in the name of {value}", power=Power.PARTY),
)

DEALING_ATTRIBUTES: Final = (
    _attribute("dealing", "kind", "text", "{dealing} is of kind {value}", required=True, single=True),
    _attribute(
        "dealing", "origin", "party", "{dealing} is from {value}", keys=("from",), power=Power.PARTY, single=True
    ),
    _attribute("dealing", "to", "party", "{dealing} is to {value}", power=Power.PARTY, single=True),
    _attribute("dealing", "for_the_benefit_of", "party", "{dealing} is for the benefit of {value}", power=Power.PARTY),
    _attribute("dealing", "through", "party", "{dealing} goes through {value}", power=Power.PARTY),
    _attribute("dealing", "signed_by", "party", "{dealing} is signed by {value}", power=Power.PARTY),
    _attribute("dealing", "negotiated_with", "party", "{dealing} is negotiated with {value}", power=Power.PARTY),
    _attribute("dealing", "property", "property", "{dealing} involves {value}", power=Power.PARTY),
    _attribute("dealing", "into_account", "property", "{dealing} credits {value}", power=Power.PARTY),
    _attribute(
        "dealing",
        "funds_from",
        "text",
        "the funds of {dealing} originate in {value}",
        silence=Silence.UNKNOWN,
        why="funds originate somewhere; where, is a fact like any other",
        country=True,
        power=Power.PARTY,
    ),
    _attribute("dealing", "paid_by", "party", "{dealing} is paid for by {value}", power=Power.PARTY),
    _attribute("dealing", "amount", "amount", "{dealing} amounts to {value}", power=Power.PARTY, single=True),
    _attribute(
        "dealing", "on", "period", "{dealing} takes place on {value}", required=True, power=Power.PARTY, single=True
    ),
    _attribute("dealing", "agreed_on", "period", "{dealing} was agreed on {value}", single=True),
    _attribute(
        "dealing",
        "country",
        "text",
        "{dealing} takes place in {value}",
        keys=("in",),
        silence=Silence.UNKNOWN,
        why="a dealing takes place somewhere; where, is a fact like any other",
        country=True,
        power=Power.PARTY,
        single=True,
    ),
    _attribute("dealing", "purpose", "text", "{dealing} has the purpose of {value}"),
    _attribute("dealing", "form", "text", "{dealing} has the form {value}"),
    _attribute("dealing", "stage", "text", "{dealing} has come to the stage of {value}"),
    _attribute("dealing", "for_official_business_of", "text", "{dealing} is for the official business of {value}"),
    _attribute("dealing", "steps", "dealing", "{dealing} has the step {value}"),
)

LICENSE_ATTRIBUTES: Final = (
    _attribute("license", "kind", "text", "{license} is a license of kind {value}", why=_OWN_TERMS, single=True),
    _attribute(
        "license",
        "issued_by",
        "text",
        "{license} was issued by {value}",
        why=_OWN_TERMS,
        power=Power.AUTHORITY,
        single=True,
    ),
    _attribute(
        "license",
        "during",
        "period",
        "{license} is in force during {value}",
        why=_OWN_TERMS,
        power=Power.AUTHORITY,
        single=True,
    ),
    _attribute("license", "authorizes", "text", "{license} authorizes {value}", why=_OWN_TERMS, power=Power.AUTHORITY),
    _attribute(
        "license",
        "authorizes_dealing",
        "dealing",
        "{license} authorizes {value}",
        why=_OWN_TERMS,
        power=Power.AUTHORITY,
    ),
    _attribute(
        "license",
        "authorizes_party",
        "party",
        "{license} authorizes dealings with {value}",
        why=_OWN_TERMS,
        power=Power.AUTHORITY,
    ),
    _attribute(
        "license",
        "conditions",
        "text",
        "{license} is subject to the condition {value}",
        why=_OWN_TERMS,
        power=Power.AUTHORITY,
        members=CIRCUMSTANCE,
    ),
)

ATTRIBUTES: Final[dict[str, tuple[Attribute, ...]]] = {
    "party": PARTY_ATTRIBUTES,
    "activity": ACTIVITY_ATTRIBUTES,
    "property": PROPERTY_ATTRIBUTES,
    "dealing": DEALING_ATTRIBUTES,
    "license": LICENSE_ATTRIBUTES,
}

THING_CLASSES: Final[dict[str, type[Thing]]] = {
    "party": Party,
    "activity": Activity,
    "property": Property,
    "dealing": Dealing,
    "license": License,
}
