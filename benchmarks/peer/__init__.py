"""Whoosh-Reloaded's own tests over our codec: ``make peer-tests``."""
