"""From Markdown to a checked rulebook of typed rules. Reads rules/; imports only facts."""
