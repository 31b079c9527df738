"""Alerts: what is new is told once, to whom it was asked, without private people, whatever happens in between."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import msgspec
import pytest

from conftest import Run
from marsad.alerts import Alert, Mailer, Outcome, Senders, add_alert, load_mailer, rename_view, run_alerts, save_view
from marsad.alerts import runs as alert_runs
from marsad.errors import AlertError
from marsad.fetch.posts import Poster
from marsad.model import Event, Filter, Person
from marsad.store import open_store
from marsad.store.alerts import DeliveryRow, list_deliveries, load_alerts
from marsad.store.incident_selections import list_incident_records
from marsad.store.queries import iter_values
from shelves import make_home, read_otherwise, reports, write_lines
from sinks import HookSink, MailSink, make_certificate
from workbenches import TOKEN, add_lines, open_client

HERE = Poster(allow=lambda address: True)
DESK = "desk@example.org"
PERSON = "خالد الحمدان"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return make_home(tmp_path / "home")


@pytest.fixture
def hook() -> Iterator[HookSink]:
    sink = HookSink()
    yield sink
    sink.server.shutdown()


@pytest.fixture
def post() -> Iterator[MailSink]:
    sink = MailSink()
    yield sink
    sink.server.shutdown()


def grow(home: Path, first: int, last: int) -> None:
    """Reports number ``first`` to ``last`` come in."""
    add_lines(home, write_lines(home.parent / f"{first}.jsonl", reports(last)[first:]))


def keep(home: Path, alert: Alert, *, existing: bool = False) -> None:
    with open_store(home, write=True) as store:
        add_alert(store, alert, existing=existing)


def hooked(hook: HookSink, name: str = "all", **fields: Any) -> Alert:
    return Alert(name, webhook=f"http://127.0.0.1:{hook.port}/in?secret=s3cret", **fields)


def mailer_of(sink: MailSink) -> Mailer:
    return Mailer("127.0.0.1", sink.port, "none", "Marsad <marsad@example.org>")


def told_of(hook: HookSink) -> list[str]:
    """The ids of the incidents that came, in order."""
    return [one["incident"]["incident_id"] for _, body in hook.got for one in body["incidents"]]


def waiting(home: Path, name: str = "all") -> list[DeliveryRow]:
    with open_store(home) as store, store.transaction() as connection:
        return list_deliveries(connection, name)


def states(outcomes: list[Outcome]) -> list[str]:
    return [one.state for one in outcomes]


def test_only_what_is_new_and_fits_is_sent_and_once(home: Path, hook: HookSink) -> None:
    grow(home, 0, 8)
    keep(home, hooked(hook, filter="event_type=Battles"))
    assert run_alerts(home, [], Senders(poster=HERE)) == []
    grow(home, 8, 16)
    assert states(run_alerts(home, [], Senders(poster=HERE))) == ["sent"]
    assert run_alerts(home, [], Senders(poster=HERE)) == []
    ((headers, body),) = hook.got
    assert body["count"] == len(body["incidents"]) > 0
    assert {one["incident"]["event_type"] for one in body["incidents"]} == {"Battles"}
    assert (headers["idempotency-key"], headers["content-type"]) == (body["delivery"], "application/json")
    with open_store(home) as store, store.transaction() as connection:
        now = {row[1] for row in _incidents(connection, "Battles")}
    assert set(told_of(hook)) < now


def _incidents(connection: Any, kind: str) -> list[tuple[str, str, str]]:
    return list_incident_records(connection, Filter(event_type=(kind,)))


def test_a_second_report_of_a_known_incident_is_nothing_new(home: Path, hook: HookSink) -> None:
    rows = reports(3)
    add_lines(home, write_lines(home.parent / "one.jsonl", rows))
    keep(home, hooked(hook), existing=True)
    run_alerts(home, [], Senders(poster=HERE))
    second = "قتل 5 عناصر من الدفاع الوطني في هجوم شنه مسلحون مجهولون على حاجز لهم قرب بلدة هجين فجر اليوم."
    again = {**rows[2], "id": "again", "outlet": "صحيفة أخرى", "text": second}
    add_lines(home, write_lines(home.parent / "two.jsonl", [again]))
    with open_store(home) as store, store.transaction() as connection:
        members = [json.loads(record)["events"] for _, _, record in _incidents(connection, "Battles")]
    assert any(len(events) > 1 for events in members)
    assert run_alerts(home, [], Senders(poster=HERE)) == []


def test_mail_is_told_in_the_language_to_each_address(home: Path, post: MailSink) -> None:
    keep(home, Alert("arabic", language="ar", mails=(DESK, "night@example.org")))
    keep(home, Alert("english", language="en", mails=(DESK,)))
    grow(home, 0, 4)
    assert states(run_alerts(home, [], Senders(mailer_of(post)))) == ["sent"] * 3
    arabic = [mail for mail in post.got if "مرصد" in mail["subject"]]
    assert sorted(mail["to"] for mail in arabic) == [DESK, "night@example.org"]
    assert len({mail["message-id"] for mail in post.got}) == 3
    page = _part(arabic[0], "html")
    assert 'dir="rtl"' in page
    assert "قتلى" in _part(arabic[0], "plain").replace("القتلى", "قتلى")
    english = next(mail for mail in post.got if "new incidents" in mail["subject"])
    assert "killed" in _part(english, "plain")
    assert "marsad alert remove english" in _part(english, "plain")


def _part(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def test_what_is_not_taken_is_tried_again(home: Path, hook: HookSink, post: MailSink) -> None:
    keep(home, hooked(hook, mails=(DESK,)))
    grow(home, 0, 4)
    hook.status, post.answer = 503, b"451 later"
    senders = Senders(mailer_of(post), HERE)
    first = run_alerts(home, [], senders)
    assert states(first) == ["due", "due"]
    assert {one.reason for one in first} == {"the server answered 503", "the server answered 451"}
    hook.status, post.answer = 200, b"250 taken"
    assert states(run_alerts(home, [], senders)) == ["sent", "sent"]
    assert hook.got[0][1]["delivery"] == hook.got[1][1]["delivery"]
    assert len(post.got) == 1
    assert (run_alerts(home, [], senders), waiting(home)) == ([], [])


def test_mail_waits_until_a_server_is_configured(home: Path, post: MailSink) -> None:
    keep(home, Alert("all", mails=(DESK,)))
    grow(home, 0, 4)
    assert states(run_alerts(home, [], Senders())) == ["due"]
    assert states(run_alerts(home, [], Senders(mailer_of(post)))) == ["sent"]


def test_what_may_have_arrived_is_not_sent_twice_unasked(home: Path, post: MailSink) -> None:
    keep(home, Alert("all", mails=(DESK,)))
    grow(home, 0, 4)
    post.hang_up = True  # takes the message and never says so
    senders = Senders(mailer_of(post))
    assert states(run_alerts(home, [], senders)) == ["in doubt"]
    post.hang_up = False
    assert states(run_alerts(home, [], senders)) == ["in doubt"]
    assert len(post.got) == 1
    assert states(run_alerts(home, [], senders, again=True)) == ["sent"]
    assert post.got[0]["message-id"] == post.got[1]["message-id"]
    assert waiting(home) == []


def test_a_server_that_takes_the_message_and_then_breaks_off_has_it(home: Path, post: MailSink) -> None:
    keep(home, Alert("all", mails=(DESK,)))
    grow(home, 0, 4)
    post.goodbye = b"421 closing"
    assert states(run_alerts(home, [], Senders(mailer_of(post)))) == ["sent"]


_RUN = (
    "import sys; from pathlib import Path\n"
    "from marsad.alerts import Senders, run_alerts; from marsad.fetch.posts import Poster\n"
    "run_alerts(Path(sys.argv[1]), [], Senders(poster=Poster(allow=lambda address: True)))"
)


def test_a_run_that_is_killed_while_it_sends_does_not_send_twice(home: Path, hook: HookSink) -> None:
    keep(home, hooked(hook))
    grow(home, 0, 4)
    with subprocess.Popen([sys.executable, "-c", _RUN, home], env=os.environ | _PATH) as process:
        hook.before = process.kill
        assert process.wait(60) != 0
    hook.before = lambda: None
    assert len(hook.got) == 1
    assert states(run_alerts(home, [], Senders(poster=HERE))) == ["in doubt"]
    grow(home, 4, 8)
    assert sorted(states(run_alerts(home, [], Senders(poster=HERE)))) == ["in doubt", "sent"]
    assert len(told_of(hook)) == len(set(told_of(hook)))


_PATH = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


@pytest.mark.parametrize("step", ["note_told", "add_deliveries", "read_notices", "claim_delivery"])
def test_a_run_that_dies_before_it_sends_loses_nothing(
    home: Path, hook: HookSink, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(home, hooked(hook))
    grow(home, 0, 4)

    def die(*given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(alert_runs if step == "read_notices" else alert_runs.rows, step, die)
        with pytest.raises(KeyboardInterrupt):
            run_alerts(home, [], Senders(poster=HERE))
    assert hook.got == []
    assert states(run_alerts(home, [], Senders(poster=HERE))) == ["sent"]
    assert len(hook.got) == 1


def test_only_public_addresses_are_asked(home: Path, hook: HookSink) -> None:
    keep(home, hooked(hook))
    grow(home, 0, 4)
    (outcome,) = run_alerts(home, [], Senders())
    assert (outcome.state, "public internet" in outcome.reason, hook.got) == ("due", True, [])
    hook.status = 302
    assert states(run_alerts(home, [], Senders(poster=HERE))) == ["due"]
    assert len(hook.got) == 1  # nobody is followed elsewhere


def test_private_people_are_withheld(
    home: Path, hook: HookSink, post: MailSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    def name_somebody(events: list[Event]) -> list[Event]:
        for event in events:
            event.actors[-1] = msgspec.structs.replace(
                event.actors[-1], name_ar=f"الشاب {PERSON}", persons=[Person(PERSON, None, False)]
            )
        return events

    keep(home, hooked(hook, mails=(DESK,)))
    read_otherwise(monkeypatch, "others", name_somebody)
    grow(home, 0, 4)
    run_alerts(home, [], Senders(mailer_of(post), HERE))
    with open_store(home) as store, store.transaction() as connection:
        assert PERSON in "".join(record for _, _, record in _incidents(connection, "Battles"))
        log = [f"{line['action']} {line['detail']}" for line in iter_values(connection, "custody")]
    assert hook.got and post.got
    sent = json.dumps(hook.got, ensure_ascii=False) + post.got[0].as_string() + _part(post.got[0], "plain")
    assert PERSON not in sent and PERSON.split()[0] not in sent
    lines = [line for line in log if line.startswith("alert")]
    assert [line.split("{")[0].strip() for line in lines] == ["alert added", "alerted", "alerted"]
    assert "secret" not in "".join(lines) and DESK not in "".join(lines)


def test_the_filter_is_in_the_log_as_a_commitment(home: Path) -> None:
    keep(home, Alert("named", filter=f"actor={PERSON}"))
    with open_store(home) as store, store.transaction() as connection:
        line = next(one for one in iter_values(connection, "custody") if one["action"] == "alert added")
        assert (PERSON in line["detail"], "filter" in line["private"]) == (False, True)
        assert list(load_alerts(connection)) == ["named"]


# -- mail.toml ---------------------------------------------------------------------------------------------


def configure(home: Path, **settings: Any) -> None:
    lines = [f"{name} = {json.dumps(value)}" for name, value in {"from": "m@example.org", **settings}.items()]
    (home / "mail.toml").write_text("\n".join(lines), encoding="utf-8")


def test_mail_goes_encrypted_with_the_password_of_a_private_file(home: Path) -> None:
    sink = MailSink(make_certificate(home / "ca.pem"))
    configure(home, host="127.0.0.1", port=sink.port, user="marsad", password_file="secret", ca_file="ca.pem")
    (home / "secret").write_text("right\n", encoding="utf-8")
    (home / "secret").chmod(0o644)
    with pytest.raises(AlertError, match="chmod 600"):
        load_mailer(home, {})
    (home / "secret").chmod(0o600)
    mailer = load_mailer(home, {})
    assert mailer is not None and "right" not in repr(mailer)
    keep(home, Alert("all", mails=(DESK,)))
    grow(home, 0, 4)
    wrong = load_mailer(home, {"MARSAD_SMTP_PASSWORD": "wrong"})
    (outcome,) = run_alerts(home, [], Senders(wrong))
    assert (outcome.state, outcome.reason) == ("due", "the server refused the login (535)")
    assert states(run_alerts(home, [], Senders(mailer))) == ["sent"]
    assert (sink.logins, len(sink.got)) == (["\0marsad\0wrong", "\0marsad\0right"], 1)


def test_a_server_without_encryption_gets_nothing(home: Path, post: MailSink) -> None:
    configure(home, host="127.0.0.1", port=post.port, user="marsad")
    mailer = load_mailer(home, {"MARSAD_SMTP_PASSWORD": "right"})
    assert mailer is not None
    refusal = mailer.send(EmailMessage())
    assert refusal is not None and "STARTTLS" in refusal.reason and not refusal.doubtful
    assert (post.got, post.logins) == ([], [])


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"host": "mail.example.org", "security": "none"}, "starttls"), ({"host": 5}, "host"), ({}, "host"),
        ({"host": "mail.example.org", "security": "maybe"}, "choose from"),
        ({"host": "mail.example.org", "user": "marsad"}, "MARSAD_SMTP_PASSWORD"),
        ({"host": "mail.example.org", "pasword": "x"}, "pasword"),
    ],
)  # fmt: skip
def test_a_mail_file_that_cannot_be_used_says_why(home: Path, settings: dict[str, Any], words: str) -> None:
    assert load_mailer(home, {}) is None
    configure(home, **settings)
    with pytest.raises(AlertError, match=words):
        load_mailer(home, {})


# -- command and feed --------------------------------------------------------------------------------------


def test_the_command_keeps_lists_runs_and_removes(
    home: Path, hook: HookSink, marsad: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MARSAD_HOME", str(home))
    monkeypatch.setattr("marsad.fetch.posts.Poster", lambda: HERE)
    address = f"http://127.0.0.1:{hook.port}/?secret=s3cret"
    added = marsad("alert", "add", "battles", "--type", "Battles", "--webhook", address, "--lang", "en")
    assert (added.code, "s3cret" in added.text) == (0, False)
    assert marsad("alert", "add", "battles").code == 1
    assert "/api/alerts/battles.rss" in marsad("alert", "list").text
    assert json.loads(marsad("alert", "list", "--json").text)[0]["filter"] == "event_type=Battles"
    assert marsad("alert", "run").text == "Nothing new.\n"
    grow(home, 0, 8)
    hook.status = 500
    failed = marsad("alert", "run", "battles")
    assert (failed.code, "answered 500" in failed.err) == (1, True)
    hook.status = 200
    assert "sent" in marsad("alert", "run").text
    assert marsad("alert", "remove", "battles").code == 0
    assert "battles" in marsad("alert", "run", "battles").err
    assert marsad("verify").code == 0


@pytest.mark.parametrize(
    "options", [["UPPER"], ["x", "--webhook", "ftp://example.org"], ["x", "--mail", "a b@example.org"],
                ["x", "--mail", "a@example.org\nBcc: b@example.org"], ["x", "--filter", "colour=red"]],
)  # fmt: skip
def test_an_alert_that_cannot_be_kept_says_why(
    options: list[str], home: Path, marsad: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MARSAD_HOME", str(home))
    ended = marsad("alert", "add", *options)
    assert ended.code in (1, 2)
    assert ended.err


def test_the_feed_holds_what_fits_the_latest_first(home: Path) -> None:
    grow(home, 0, 12)
    keep(home, Alert("battles", filter="event_type=Battles", language="ar"))
    with open_client(home) as client:
        listed = client.get("/api/alerts").json()
        client.cookies.clear()
        assert client.get(listed[0]["feed"]).status_code == 401
        answer = client.get(listed[0]["feed"], params={"token": TOKEN})
        assert client.get("/api/alerts/none.rss", params={"token": TOKEN}).status_code == 404
        channel = ElementTree.fromstring(answer.content).find("channel")
        assert answer.headers["content-type"] == "application/rss+xml"
        assert channel is not None
        items = channel.findall("item")
        page = client.get("/api/incidents", params={"token": TOKEN, "event_type": "Battles"}).json()["items"]
    assert {item.findtext("guid") for item in items} == {one["incident_id"] for one in page}
    days = [str(item.findtext("title"))[1:11] for item in items]
    assert days == sorted(days, reverse=True)
    assert all("في" in str(item.findtext("description")) for item in items)
    assert all(item.findtext("pubDate") for item in items)


# -- views of the workbench --------------------------------------------------------------------------------


def view(**fields: Any) -> dict[str, Any]:
    return {"title": "معارك دير الزور", "page": "explore", "filter": "event_type=Battles", "language": "ar", **fields}


def test_a_view_is_saved_renamed_and_deleted(home: Path) -> None:
    grow(home, 0, 12)
    with open_client(home) as client:
        saved = client.post("/api/alerts", json=view()).json()
        assert {name: saved[name] for name in view()} == view()
        assert not saved["sent"]
        listed = client.get("/api/alerts")
        assert (listed.json(), "etag" in listed.headers) == ([saved], False)
        feed = ElementTree.fromstring(client.get(saved["feed"]).content)
        assert feed.findtext("channel/title") == "مرصد · معارك دير الزور"
        renamed = client.put(f"/api/alerts/{saved['name']}", json={"title": " معارك  الفرات "}).json()
        assert renamed == {**saved, "title": "معارك الفرات"}
        assert client.delete(f"/api/alerts/{saved['name']}").status_code == 204
        assert client.get("/api/alerts").json() == []
        assert client.delete(f"/api/alerts/{saved['name']}").status_code == 404
        assert client.put("/api/alerts/none", json={"title": "x"}).status_code == 404


def test_a_view_without_a_title_of_its_own_is_not_saved(home: Path) -> None:
    with open_client(home) as client:
        first = client.post("/api/alerts", json=view()).json()
        for wrong in (view(), view(title=" "), view(title="x" * 121), view(title="x", page="nowhere")):
            assert client.post("/api/alerts", json=wrong).status_code == 422
        assert client.post("/api/alerts", json=view(title="x", filter="colour=red")).status_code == 400
        assert client.post("/api/alerts", content=b"{}").status_code == 400
        client.post("/api/alerts", json=view(title="arrests"))
        assert client.put("/api/alerts/arrests", json={"title": "معارك دير الزور"}).status_code == 422
        assert [one["name"] for one in client.get("/api/alerts").json()] == ["arrests", first["name"]]


def test_an_alert_of_the_command_is_a_view_that_only_the_command_removes_when_it_is_sent(home: Path) -> None:
    keep(home, Alert("desk", filter="event_type=Battles", mails=(DESK,)))
    with open_client(home) as client:
        (listed,) = client.get("/api/alerts").json()
        assert (listed["title"], listed["sent"], DESK in str(listed)) == ("desk", True, False)
        refused = client.delete("/api/alerts/desk")
        assert (refused.status_code, "marsad alert remove desk" in refused.json()["detail"]) == (422, True)


def test_a_title_that_was_given_away_is_free_again_under_another_name(home: Path) -> None:
    with open_store(home, write=True) as store:
        for title, name in (("battles", "battles"), ("battles", "battles-2")):
            saved = save_view(store, title, "explore", "", "en")
            assert saved.name == name
            rename_view(store, saved.name, f"{name} of old")


def test_what_is_sent_nowhere_notes_nothing_and_is_sent_by_no_run(home: Path) -> None:
    grow(home, 0, 4)
    with open_store(home, write=True) as store:
        save_view(store, "all", "overview", "", "en")
    assert run_alerts(home, [], Senders()) == []
    with open_store(home) as store, store.transaction() as connection:
        assert list(connection.exec_driver_sql("select * from alert_event")) == []
