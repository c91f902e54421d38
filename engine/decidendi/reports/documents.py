"""The kinds of document that templates write; each is a model of its own and names its family of templates."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from decidendi.reports.comparison import ComparisonMemo
from decidendi.reports.designation import DesignationAnalysis
from decidendi.reports.model import FactRow, Memo
from decidendi.reports.portfolio import Portfolio
from decidendi.reports.summary import Summary
from decidendi.reports.worksheet import Worksheet

Document = Memo | Worksheet | Summary | DesignationAnalysis | Portfolio | ComparisonMemo


def stated_in(made: Document) -> tuple[FactRow, ...]:
    """The facts that the steps of a document cite by number."""
    # A comparison and a portfolio number no facts: their steps stand in the memo of each matter.
    return () if isinstance(made, Portfolio | ComparisonMemo) else made.facts


DOCUMENTS: Final[Mapping[str, type[Document]]] = MappingProxyType(
    {kind.template: kind for kind in (Memo, Worksheet, Summary, DesignationAnalysis, Portfolio, ComparisonMemo)}
)
"""The model of each family: `memo` for `memo.md.jinja`, `memo.html.jinja` and `memo.typ`."""
