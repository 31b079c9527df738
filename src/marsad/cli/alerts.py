"""``marsad alert``: saved filters that tell of new incidents, as a feed, to a webhook, by e-mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal
from urllib.parse import urlsplit

import typer

from ..folders import data_home
from ..model import Filter
from .endings import UNREADABLE, put, say, say_waiting
from .filters import takes_filter

if TYPE_CHECKING:
    from ..alerts import Alert, Outcome

app = typer.Typer(help="Saved filters that tell of new incidents: feed, webhook, e-mail.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="Name of the alert: a to z, 0 to 9, - and _.")]


@app.command()
@takes_filter
def add(
    wanted: Filter,
    name: Name,
    webhook: Annotated[str | None, typer.Option(metavar="URL", help="Send JSON to this public address.")] = None,
    mail: Annotated[list[str] | None, typer.Option(metavar="ADDRESS", help="Send e-mail to this address.")] = None,
    lang: Annotated[Literal["en", "ar"], typer.Option(help="Language: en or ar.")] = "ar",
    existing: Annotated[bool, typer.Option("--existing", help="Also tell of what fits already.")] = False,
) -> None:
    """Keep an alert; it is a feed at once, and sends what is new when `marsad alert run` runs."""
    from ..alerts import Alert, add_alert
    from ..incidents import update_incidents
    from ..store import open_store

    alert = Alert(name, wanted.format(), lang, webhook, tuple(dict.fromkeys(mail or ()))).check()
    with open_store(data_home(), write=True, on_wait=say_waiting) as store:
        update_incidents(store)
        add_alert(store, alert, existing=existing)
    put(f"{_tell(alert)}\n")
    say(f"marsad: send what is new, now and from time to time: marsad alert run {name}")


@app.command("list")
def list_(json: Annotated[bool, typer.Option("--json", help="As one JSON array.")] = False) -> None:
    """List the alerts."""
    import msgspec

    from ..alerts import list_alerts
    from ..store import open_store

    with open_store(data_home()) as store, store.transaction() as connection:
        kept = list_alerts(connection)
    if json:
        put(msgspec.json.encode(kept).decode() + "\n")
        return
    lines = [_tell(one) for one in kept]
    put("\n".join(lines or ["There is no alert. Add one: marsad alert add NAME --type Battles"]) + "\n")


@app.command()
def remove(name: Name) -> None:
    """Forget an alert, and what it had still to send."""
    from ..alerts import remove_alert
    from ..store import open_store

    with open_store(data_home(), write=True, on_wait=say_waiting) as store:
        remove_alert(store, name)
    put(f"{name} removed\n")


@app.command()
def run(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME...]", help="Alerts; else all of them.")] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Also send what may have arrived when a run was cut off.")
    ] = False,
) -> None:
    """Send what is new since the last run, each incident once. What could not be sent is tried by the next run."""
    from ..alerts import Senders, load_mailer, run_alerts
    from ..fetch import posts

    home = data_home()
    senders = Senders(load_mailer(home), posts.Poster())
    outcomes = run_alerts(home, names or [], senders, again=again, on_wait=say_waiting)
    for one in outcomes:
        _report(one)
    if not outcomes:
        put("Nothing new.\n")
    if any(one.state != "sent" for one in outcomes):
        raise typer.Exit(UNREADABLE)


def _report(one: Outcome) -> None:
    told = f"{one.alert}: {one.incidents} incidents by {one.channel}"
    if one.state == "sent":
        put(f"{told}: sent\n")
    elif one.state == "due":
        say(f"marsad: {told}: not sent: {one.reason}. The next run tries again; docs/alerts.md says how it is set up.")
    else:
        say(f"marsad: {told}: may have arrived or not: {one.reason}. Ask, then send it: marsad alert run --again")


def _tell(alert: Alert) -> str:
    """An alert in a line; of a webhook only the host, since the rest may be a secret."""
    from ..present.screens import safe

    ways = [f"/api/alerts/{alert.name}.rss", *([str(urlsplit(alert.webhook).hostname)] if alert.webhook else [])]
    called = f"{alert.name} «{safe(alert.title)}»" if alert.title else alert.name
    return f"{called}  {alert.language}  {alert.filter or 'everything'}  {', '.join([*ways, *alert.mails])}"
