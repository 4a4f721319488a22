"""OpenSearch on this machine, for tests and measurements: one node, or several that are a cluster.

``make opensearch`` and ``make cluster`` run it until interrupted; tests use the fixtures in
``tests/conftest.py``.
"""
