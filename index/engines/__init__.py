"""Search engines, one a package; each keeps the contract in `index.engine`."""
