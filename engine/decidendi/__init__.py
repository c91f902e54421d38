"""Decidendi: the facts of a matter and the law as text that runs, and what follows.

>>> import decidendi
>>> rulebook = decidendi.load_rulebook(decidendi.content_directory("rules"))
>>> facts = decidendi.parse_fact_set('''
... title: A person of whom little is known
... as of: 2020-07-09
... parties: {huo: {individual: Huo Liujun}}
... ''')
>>> decidendi.determine(facts, rulebook=rulebook).of("huo").outcome
'not blocked'
"""

from __future__ import annotations

from decidendi.content import content_directory
from decidendi.determinations.determine import determine
from decidendi.determinations.model import Determination, Determinations, ProofNode, Question, Receipt
from decidendi.facts.fact_set import FactSet
from decidendi.facts.loading import load_fact_set, parse_fact_set
from decidendi.reasoning.agreement import Disagreement, Reasoner
from decidendi.refusal import Problem, Refusal
from decidendi.rules.compiled import load_kept_rulebook
from decidendi.rules.rulebook import Rulebook, load_rulebook

__all__ = [
    "Determination",
    "Determinations",
    "Disagreement",
    "FactSet",
    "Problem",
    "ProofNode",
    "Question",
    "Reasoner",
    "Receipt",
    "Refusal",
    "Rulebook",
    "content_directory",
    "determine",
    "load_fact_set",
    "load_kept_rulebook",
    "load_rulebook",
    "parse_fact_set",
]
