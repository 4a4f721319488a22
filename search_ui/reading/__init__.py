"""How is a document read in a browser? A sheet at a time, beside its contents."""
