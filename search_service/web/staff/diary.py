"""The search diary as a page: what is searched for, in vain, slowly, and which hits are opened."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from flask import render_template, request

from search_service.article import VIETNAM
from search_service.store.diary import TOLD, Diary, Order
from search_service.web import recording
from search_service.web.context import settings, store
from search_service.web.i18n import marked
from search_service.web.staff.access import room

blueprint = room("diary", __name__)

SPANS: Final = (7, 30, 90)
"""Days that may be looked back."""

LISTED: Final = 100

ORDERS: Final = {
    Order.FREQUENT: marked("Thường tìm"),
    Order.EMPTY: marked("Không thấy bài nào"),
    Order.SLOW: marked("Chậm nhất"),
}


def today() -> date:
    """Return the day that it is where the newspaper is."""
    return datetime.now(VIETNAM).date()


@blueprint.get("/diary")
def show() -> str:
    """Show the queries of the last days."""
    chosen = request.args.get("order", Order.FREQUENT)
    order = Order(chosen) if chosen in set(Order) else Order.FREQUENT
    days = request.args.get("days", SPANS[0], type=int)
    days = days if days in SPANS else SPANS[0]
    since = today() - timedelta(days=days - 1)
    recording.write_now()
    kept = Diary(store(), days=settings().diary_days)
    return render_template(
        "staff/diary.html",
        lines=kept.lines(order, since=since, size=LISTED),
        totals=kept.totals(since=since),
        orders=ORDERS,
        order=order,
        spans=[span for span in SPANS if span <= max(settings().diary_days, SPANS[0])],
        days=days,
        least=TOLD,
        kept=settings().diary_days,
    )
