"""Content as lines of JSON: how they are read, checked, matched with what is there, and written."""
