"""The embedded engine: Whoosh's segments and commits, with postings as arrays and our own ranking.

From the bottom: `storage` (files that survive a power cut and show damage), `postings` and `codec`
(what a segment holds), `schema`, `writing` and `merging` (how segments come to be), `generations`
(which ones count), `segments`, `matching` and `ranking` (searching them), `engine`.
"""
