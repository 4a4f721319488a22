"""Where are the clauses of this text? From a healed view of it to pieces with addresses."""
