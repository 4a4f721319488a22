"""An index on servers, in OpenSearch: sharding, replication and failover are theirs.

``kind`` opens and makes indexes, ``engine`` is the seam's ``Engine``, ``reading`` one generation of
an index, ``writer`` what changes it and ``commit`` how that becomes visible. docs/SCALE.md says
when to use it and docs/decisions/0016-opensearch.md why it is as it is.
"""
