"""From a rulebook and facts to conclusions with proofs. Imports only rules and facts; reads no files."""
