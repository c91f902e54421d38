"""From determinations to memos and pictures. Reads reports/; decides nothing."""
