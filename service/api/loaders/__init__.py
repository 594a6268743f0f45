"""Finding things for many keys at once; every function here takes a session, a view and keys.

`Context.load` gives them their keys in batches, so each costs a constant number of statements.
"""
