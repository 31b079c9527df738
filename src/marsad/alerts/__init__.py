"""Alerts: saved filters that tell of new incidents as a feed, to a webhook and by e-mail (docs/alerts.md)."""

from .definitions import Alert, add_alert, find_alert, list_alerts, remove_alert
from .feeds import list_latest, render_feed
from .mails import Mailer, load_mailer
from .messages import Notice
from .runs import Outcome, Senders, run_alerts

__all__ = [
    "Alert", "Mailer", "Notice", "Outcome", "Senders", "add_alert", "find_alert", "list_alerts", "list_latest",
    "load_mailer", "remove_alert", "render_feed", "run_alerts",
]  # fmt: skip
