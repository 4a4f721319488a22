"""What did a person ask? From the typed query to the engine's query, and why a clause matched."""
