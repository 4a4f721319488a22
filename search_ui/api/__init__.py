"""The JSON API under ``/api/v1``: see ``routes`` for the table, ``models`` for the answers."""
