"""Trials of an index on servers: the same answers as the embedded index, and none of them lost when
nodes and writers are killed. ``python -m benchmarks.soak.cluster --help``."""
