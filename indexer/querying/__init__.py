"""What did a person ask? From what was typed to what an engine is asked, and why it matched."""
