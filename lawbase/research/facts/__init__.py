"""From facts to precedent: what happened, told in a reader's own words, and what the library answers to it."""
