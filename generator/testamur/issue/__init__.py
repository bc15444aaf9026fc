"""Record to draft, draft to signed document. Pure: no clock, no disk, no chance of its own."""
