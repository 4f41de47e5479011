"""The model once more, in stock Mesa and plain Python, written from its description (docs/odd.md) alone."""
