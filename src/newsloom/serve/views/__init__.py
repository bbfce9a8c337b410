"""One module a page: what it reads from the store and hands to its template."""
