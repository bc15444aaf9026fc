// In the place of what a library brings along and nothing here uses.
export {};
