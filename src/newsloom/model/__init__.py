"""Plain frozen types, ids, canonical URLs and errors. No I/O."""
