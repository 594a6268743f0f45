"""Running operations: compiled once, answered as the specification says, at a tenth of the time."""
