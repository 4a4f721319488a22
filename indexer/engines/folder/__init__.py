"""The folder of an index: commit, lock, verify, copy."""
