"""Rules of the Vietnamese language as pure functions, one rule a file; no search engine here."""
