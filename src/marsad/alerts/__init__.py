"""Alerts: saved filters that tell of new incidents as a feed, to a webhook and by e-mail (docs/alerts.md)."""

from .definitions import Alert, add_alert, find_alert, list_alerts, remove_alert
from .feeds import list_latest, render_feed
from .mails import Mailer, load_mailer
from .messages import Notice
from .runs import Outcome, Senders, run_alerts
from .views import PAGES, forget_view, rename_view, save_view

__all__ = [
    "PAGES", "Alert", "Mailer", "Notice", "Outcome", "Senders", "add_alert", "find_alert", "forget_view", "list_alerts",
    "list_latest", "load_mailer", "remove_alert", "rename_view", "render_feed", "run_alerts", "save_view",
]  # fmt: skip
