"""The command line: one module a command, no logic. May import every other package."""
