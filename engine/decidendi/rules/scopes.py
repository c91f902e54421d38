"""What the compiler of a rule keeps in mind: what is introduced so far, and where the rule comes from."""

from __future__ import annotations

from dataclasses import dataclass, field

from decidendi.refusal import Place
from decidendi.rules.blocks import RuleBlock
from decidendi.rules.form import Atom, Condition, Rule, Variable
from decidendi.rules.provisions import Provision


@dataclass
class Scope:
    """The variables of one alternative, by name, and where each was introduced."""

    variables: dict[str, Variable] = field(default_factory=dict)
    count: int = 0

    def fresh(self, kind: str) -> Variable:
        """A variable that no word of the rule refers to."""
        self.count += 1
        return Variable(f"_{self.count}", kind)

    def copy(self) -> Scope:
        """The same variables; what is introduced in the copy stays there."""
        return Scope(dict(self.variables), self.count)


@dataclass(frozen=True)
class Origin:
    """Where a rule comes from: its block and provision, the day whose law applies, the conditions around it."""

    block: RuleBlock
    provision: Provision
    day: Variable | None
    context: tuple[Condition, ...]

    def rule(self, identifier: str, head: Atom, body: tuple[Condition, ...], place: Place) -> Rule:
        """A rule of that origin."""
        reading = self.block.reading
        return Rule(
            identifier=identifier,
            provision=self.provision.identifier,
            head=head,
            body=body,
            in_force=self.provision.in_force,
            day=self.day,
            reading=(reading[1], reading[0]) if reading else None,
            only_possible=False,
            text=self.block.text,
            place=place,
        )
