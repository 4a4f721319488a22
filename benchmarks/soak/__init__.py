"""Trying to lose an index, at length: ``make soak``. ``make test`` runs each of these briefly."""
