"""Where are entries stored and found? One protocol (``indexer.core.engine``), several engines."""

from indexer.engines.loading import load_whoosh

load_whoosh()  # before any module below imports it
