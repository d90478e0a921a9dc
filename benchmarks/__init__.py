"""Each page against its floor: an empty signed-in page, and the page's rows by a bare cursor, in one run."""
