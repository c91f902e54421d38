"""From conclusions to determinations, questions and comparisons. Imports reasoning, rules, facts."""
