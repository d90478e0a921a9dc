"""Search over what is published, and for those who may read more, over that.

`words` reads what was typed; `kinds` says what can be found and by whom; `index` holds the index beside the tables;
`engines` are the same few statements for SQLite and for PostgreSQL; `finding` asks them; `results` is what a page
shows.
"""
