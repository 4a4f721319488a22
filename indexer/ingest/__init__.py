"""From files to documents in an index."""
