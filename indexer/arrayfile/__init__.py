"""Arrays in a file: written once, memory-mapped, checked; nothing here knows of search."""
