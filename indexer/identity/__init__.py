"""What a document, a clause and an office are called, and the keys that mean the same."""
