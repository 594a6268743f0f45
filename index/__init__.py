"""A search library that understands Vietnamese; it knows nothing of the service that uses it."""
