"""Pages of a long list of answers, without putting the whole of it in order."""

from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import accumulate

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet

from .cache import Kept


def page_of(rows, number, per_page):
    """The page of `rows` of this number, put in order by their keys alone: whole rows take several times as long."""
    return fetched(Paginator(rows.values_list("pk", flat=True), per_page).get_page(number), rows)


def fetched(page, rows):
    """`page` with the rows themselves, where it had their keys."""
    by_key = {row.pk: row for row in rows.filter(pk__in=list(page.object_list))}
    page.object_list = [by_key[key] for key in page.object_list if key in by_key]
    return page


class Listed(Paginator):
    """Pages of the keys of `rows` of `standing`, in any order."""

    def __init__(self, rows, in_order, per_page):
        """`in_order(rows)` puts rows in the order of the list."""
        super().__init__(in_order(rows).values_list("pk", flat=True), per_page)
        self.rows, self.in_order, self.kept = rows, in_order, Kept()

    @cached_property
    def count(self):
        return self.kept(QuerySet.count, self.rows)

    def page(self, number):
        page = super().page(number)
        page.object_list = self.kept(list, page.object_list)
        return page


class ByReport(Listed):
    """The same, newest report first: of a page the answers to its own reports alone are put in order."""

    @cached_property
    def by_report(self):
        return self.kept(_by_report, self.rows)

    @cached_property
    def count(self):
        return sum(count for _, count in self.by_report)

    def page(self, number):
        page = Paginator.page(self, number)
        reports, before = self._reports_of(page)
        rows = self.in_order(self.rows.filter(recommendation__report__in=reports)).values_list("pk", flat=True)
        page.object_list = list(rows[page.start_index() - 1 - before : page.end_index() - before]) if reports else []
        return page

    def _reports_of(self, page):
        """The reports that have answers on `page`, and how many answers stand before theirs."""
        ends = list(accumulate(count for _, count in self.by_report))
        first, last = bisect_right(ends, page.start_index() - 1), bisect_left(ends, page.end_index())
        return [report for report, _ in self.by_report[first : last + 1]], ends[first - 1] if first else 0


def _by_report(rows):
    """The key of each report and how many of `rows` it has, newest first."""
    counted = rows.values_list("recommendation__report").annotate(Count("pk"))
    return list(counted.order_by("-recommendation__report__published_on", "recommendation__report__slug"))
