"""Typed facts, periods, evidence and fact sets. Reads facts/; imports no other package of the engine."""
