"""A process that knows nothing but Whoosh: it opens a folder and answers the queries it is given.

Reads a list of pickled Whoosh queries from its input, and writes for each the ids that it found,
best first. See test_plain_whoosh.
"""

import json
import pickle
import sys

from whoosh.index import open_dir


def main() -> None:
    searcher = open_dir(sys.argv[1]).searcher()
    queries = pickle.load(sys.stdin.buffer)
    hits = [searcher.search(one, limit=None) for one in queries]
    print(json.dumps([[hit["id"].decode() for hit in found] for found in hits]))


if __name__ == "__main__":
    main()
