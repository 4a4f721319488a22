"""The values of an index, and the interface between a search and the engine that answers it."""
