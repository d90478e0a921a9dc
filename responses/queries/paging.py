"""A page of a long list: its keys in order, by an index alone, and then its own rows."""


def rows_of_page(page, rows, key="pk"):
    """Let `page`, which holds values of `key`, hold the `rows` that have them, in the same order.

    Whole rows take several times as long to put in order as their keys.
    """
    by_key = {
        getattr(row, key): row for row in rows.filter(**{f"{key}__in": list(page.object_list)})
    }
    page.object_list = [by_key[value] for value in page.object_list if value in by_key]
    return page
