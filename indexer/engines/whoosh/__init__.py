"""The embedded engine: a Whoosh index in one folder."""
