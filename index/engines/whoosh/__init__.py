"""The embedded engine: Whoosh's segments and commits, our own files, postings and ranking.

Files: `storage` (synced, checked), `arrays`, `runs`. Writing: `batch` (documents on their way in),
`inversion`, `building`, `merging`, `writing`, `rebuilding`. What counts: `segment`, `generations`,
`schema`. Reading a segment: `segments`, `lexicon`, `postings`, `pairs`, and `plain` for Whoosh's
own readers. Searching many as one: `words`, `occurrences`, `weighting`, `impacts`, `groups`,
`grouping`, `bits`, `matching`, `phrases`, `visibility`, `ranking`, `facets`, `searching`,
`snapshot`, `engine`.
"""
