"""The endpoints. Each reads through the rooms' `reading` and `search.service`, as the pages do."""
