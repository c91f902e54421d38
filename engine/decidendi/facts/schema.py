"""The JSON Schema (draft 2020-12) of fact sets, made from the classes of fact and the attributes of things."""

from __future__ import annotations

from typing import Any

from decidendi.facts.evidence import GRADES
from decidendi.facts.expectations import DUTY_SLOTS, VERDICTS
from decidendi.facts.kinds import CIRCUMSTANCE, COUNTRY
from decidendi.facts.loading import SECTIONS
from decidendi.facts.standing import COMMON_KEYS
from decidendi.facts.thing_entries import PARTY_KINDS, plain_slots
from decidendi.facts.things import ATTRIBUTES
from decidendi.facts.vocabulary import FACT_CLASSES, Fact, slots_of

_TEXT: dict[str, Any] = {"type": ["string", "number", "boolean"]}
_TEXTS: dict[str, Any] = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}
_DAY: dict[str, Any] = {"type": "string", "format": "date"}


def fact_set_schema() -> dict[str, Any]:
    """The schema of a fact set as YAML reads into JSON."""
    record_names = [fact_class.record for fact_class in FACT_CLASSES]
    properties: dict[str, Any] = {
        "title": _TEXT,
        "as of": _DAY,
        "description": _TEXT,
        "question": _TEXT,
        "source": {"$ref": "#/$defs/evidence"},
        "sources": {"type": "object", "additionalProperties": {"$ref": "#/$defs/source"}},
        "facts": {"type": "array", "items": {"$ref": "#/$defs/fact"}},
        "complete": {"anyOf": [_TEXT, {"type": "array", "items": {"enum": _spellings(record_names)}}]},
        "expect": {"type": "array", "items": {"$ref": "#/$defs/expectation"}},
    }
    for section, kind in SECTIONS.items():
        properties[section] = {"type": "object", "additionalProperties": {"$ref": f"#/$defs/{kind}"}}
    definitions = {kind: _thing(kind) for kind in ATTRIBUTES}
    definitions["evidence"] = _evidence()
    definitions["source"] = _source()
    definitions["fact"] = _fact()
    definitions["expectation"] = _expectation()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Decidendi fact set",
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        "$defs": definitions,
    }


def _spellings(names: list[str]) -> list[str]:
    return list(dict.fromkeys(spelling for name in names for spelling in (name, name.replace("_", " "))))


def _common() -> dict[str, Any]:
    values: dict[str, Any] = {
        "source": {"$ref": "#/$defs/evidence"},
        "sources": {"$ref": "#/$defs/evidence"},
        "known from": _DAY,
        "stated": {"enum": ["asserted", "denied"]},
    }
    return {key: values[key] for key in COMMON_KEYS}


def _thing(kind: str) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    required: list[str] = []
    for item in ATTRIBUTES[kind]:
        for word in _spellings(list(item.keys)):
            properties[word] = {"anyOf": [_TEXTS, {"type": "object"}]} if item.field == "amount" else _TEXTS
        if item.required:
            required.append(item.keys[0])
    for word in plain_slots(kind):
        properties[word] = {}
    properties.update(_common())
    schema: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
    if required:
        schema["required"] = required
    if kind == "party":
        properties.update({word: {"type": "string", "minLength": 1} for word in PARTY_KINDS})
        schema["oneOf"] = [{"required": [word]} for word in PARTY_KINDS]
    return schema


def _evidence() -> dict[str, Any]:
    one = {
        "anyOf": [
            {"type": "string"},
            {
                "type": "object",
                "properties": {"grade": {"enum": list(GRADES)}},
                "additionalProperties": _TEXT,
            },
        ]
    }
    return {"anyOf": [*one["anyOf"], {"type": "array", "items": one}]}


def _source() -> dict[str, Any]:
    return {
        "anyOf": [
            {"type": "string"},
            {
                "type": "object",
                "required": ["grade"],
                "additionalProperties": False,
                "properties": {
                    "title": _TEXT,
                    "date": _DAY,
                    "grade": {"enum": list(GRADES)},
                    "author": _TEXT,
                    "by": _TEXT,
                    "address": _TEXT,
                    "url": _TEXT,
                },
            },
        ]
    }


def _fact() -> dict[str, Any]:
    records = {
        spelling: _record(fact_class) for fact_class in FACT_CLASSES for spelling in _spellings([fact_class.record])
    }
    sentence = {"fact": _TEXT, "sentence": _TEXT, "deny": _TEXT}
    return {
        "anyOf": [
            {"type": "string"},
            {"type": "object", "additionalProperties": False, "properties": {**sentence, **records, **_common()}},
        ]
    }


def _record(fact_class: type[Fact]) -> dict[str, Any]:
    members = {slot.name: slot.members for slot in slots_of(fact_class)}
    properties: dict[str, Any] = {}
    for name in fact_class.model_fields:
        known = [member for member in members.get(name, ()) if member not in (*COUNTRY, *CIRCUMSTANCE)]
        one: dict[str, Any] = {"enum": [*known, *([True, False] if "yes" in known else [])]} if known else _TEXT
        for spelling in _spellings([name]):
            properties[spelling] = {"anyOf": [one, {"type": "array", "items": one}]}
    if fact_class.record in ("listing", "property_listing"):
        properties.update(dict.fromkeys(("party", "property", "party or property"), _TEXTS))
    if "share_class" in fact_class.model_fields:
        properties["class"] = _TEXT
    return {"type": "object", "additionalProperties": False, "properties": {**properties, **_common()}}


def _expectation() -> dict[str, Any]:
    duty = dict.fromkeys(DUTY_SLOTS, _TEXT)
    properties: dict[str, Any] = {
        "that": _TEXT,
        "outcome": {"enum": ["holds", "fails", "undetermined"]},
        "response": _TEXT,
        "verdict": {"enum": list(VERDICTS)},
        "reason": _TEXT,
        "duties": {"type": "array", "items": {"type": "object", "additionalProperties": False, "properties": duty}},
    }
    for name in ("resting on", "not resting on", "open questions"):
        properties[name] = _TEXTS
    return {
        "anyOf": [
            {"type": "string"},
            {"type": "object", "required": ["that"], "additionalProperties": False, "properties": properties},
        ]
    }
