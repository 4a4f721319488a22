"""Evaluate queries over the posting lists of one snapshot."""
