"""The seam between what is asked and where it is kept, and the values that cross it."""
