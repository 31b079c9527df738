"""The API of the workbench over a real store: events, reports, decisions, choices, imports."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from marsad.store import open_store
from marsad.store.queries import list_inputs
from shelves import reports, write_lines
from workbenches import fill_home, open_client


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill_home(tmp_path_factory.mktemp("workbench") / "home")


@pytest.fixture(scope="module")
def coded(home: Path) -> list[str]:
    """Ids of the reports with events."""
    with open_store(home) as store, store.transaction() as connection:
        return [str(row.raw_id) for row in list_inputs(connection, "coded")]


@pytest.fixture
def client(home: Path) -> Iterator[TestClient]:
    with open_client(home) as client:
        yield client
        client.app.app.state.writer.close()  # type: ignore[attr-defined]


def show(client: TestClient, event_id: str) -> Any:
    answer = client.get(f"/api/events/{event_id}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def event_of(client: TestClient, report_id: str) -> str:
    """The first event of a report."""
    return str(client.get(f"/api/reports/{report_id}").json()["events"][0]["event"]["event_id"])


def decide(client: TestClient, action: str, **body: Any) -> Any:
    return client.post("/api/decisions", json={"action": action, **body})


def test_a_report_comes_with_its_events_whose_words_stand_in_its_text(client: TestClient, coded: list[str]) -> None:
    for report_id in coded:
        found = client.get(f"/api/reports/{report_id}").json()
        assert found["report"]["id"] == report_id
        assert found["events"]
        text = found["report"]["text"]
        for row in found["events"]:
            assert all(text[one["start"] : one["end"]] == one["text"] for one in row["event"]["evidence"])
        assert [one["current"] for one in found["codings"]] == [True]
        assert {"received", "coded"} <= {line["action"] for line in found["custody"]}


def test_what_is_not_there_is_said_so(client: TestClient) -> None:
    for path in ("reports/0000", "events/0000", "imports/7", "nothing"):
        answer = client.get(f"/api/{path}")
        assert answer.status_code == 404
        assert "no" in answer.json()["detail"]


def test_accepting_and_undoing_show_the_event_as_it_stands(client: TestClient, coded: list[str]) -> None:
    event_id = event_of(client, coded[0])
    before = show(client, event_id)["reviewed"]
    taken = decide(client, "accept", event=event_id, expected=before["version"], event_hash=before["event_hash"])
    assert taken.status_code == 201
    assert taken.json()["reviewed"]["status"] == "accepted"
    assert taken.json()["decision"]["by"] == "سلمى"
    assert show(client, event_id)["reviewed"]["status"] == "accepted"
    undone = decide(client, "undo").json()
    assert (undone["reviewed"]["status"], undone["reviewed"]["event"]["event_id"]) == ("unreviewed", event_id)


def test_a_decision_that_came_too_late_is_answered_with_what_stands_now(client: TestClient, coded: list[str]) -> None:
    event_id = event_of(client, coded[1])
    seen = show(client, event_id)["reviewed"]["version"]
    assert decide(client, "reject", event=event_id, reason="duplicate", expected=seen).status_code == 201
    late = decide(client, "accept", event=event_id, expected=seen)
    assert late.status_code == 409
    assert late.json()["current"]["status"] == "rejected"
    assert show(client, event_id)["reviewed"]["status"] == "rejected"


def test_selected_words_become_the_value_of_a_field(client: TestClient, coded: list[str]) -> None:
    event_id = event_of(client, coded[2])
    found = show(client, event_id)
    text, event = found["report"]["text"], found["reviewed"]["event"]
    place = next(one for one in event["evidence"] if one["field"] == "location")
    edit = {"field": "location", "start": place["start"], "end": place["end"]}
    taken = decide(client, "edit", event=event_id, edits=[edit])
    assert taken.status_code == 201, taken.text
    kept = taken.json()["reviewed"]
    assert kept["status"] == "edited"
    assert kept["event"]["location"]["name_ar"] == event["location"]["name_ar"]
    assert text[place["start"] : place["end"]] == place["text"]


def test_an_edit_is_shown_before_it_is_taken(client: TestClient, coded: list[str]) -> None:
    texts = {key: client.get(f"/api/reports/{key}").json()["report"]["text"] for key in coded[4:6]}
    report_id = next(key for key, text in texts.items() if "العشارة" in text)
    event_id = event_of(client, report_id)
    before = show(client, event_id)
    start = texts[report_id].index("العشارة")
    edits = [{"field": "location", "start": start, "end": start + len("العشارة")}]
    asked = {"action": "edit", "event": event_id, "expected": before["reviewed"]["version"], "edits": edits}
    draft = client.post("/api/decisions/drafts", json=asked).json()
    assert draft["slots"] == ["location"]
    assert draft["event"]["location"]["name_en"] == "Al-Asharah"
    words = [one["text"] for one in draft["event"]["evidence"] if one["field"] == "location"]
    assert words == ["العشارة"]
    assert show(client, event_id)["reviewed"] == before["reviewed"]  # nothing is written
    taken = client.post("/api/decisions", json=asked).json()["reviewed"]["event"]
    assert taken == draft["event"]


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"edits": []}, 422, "fields.none"), ({"edits": [{"field": "date", "value": "gestern"}]}, 422, "value.date"),
        ({"edits": [{"field": "date", "start": 0, "end": 3}]}, 422, "words.unread"),
        ({"expected": 10**6}, 409, "event.undecided"), ({"event": "none"}, 422, "missing.event"),
    ],
)  # fmt: skip
def test_a_draft_is_refused_as_the_edit_would_be(
    client: TestClient, coded: list[str], change: dict[str, Any], status: int, code: str
) -> None:
    usual = {"edits": [{"field": "date", "value": "2021-03-09"}]}
    asked = {"action": "edit", "event": event_of(client, coded[6]), **usual, **change}
    for path in ("decisions/drafts", "decisions"):
        answer = client.post(f"/api/{path}", json=asked)
        assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text


def test_only_edits_are_drafted(client: TestClient, coded: list[str]) -> None:
    asked = {"action": "accept", "event": event_of(client, coded[5])}
    answer = client.post("/api/decisions/drafts", json=asked)
    assert (answer.status_code, answer.json()["code"]) == (422, "draft.kind")


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        (b"{", 400, "cannot be read"), (b"[]", 400, "no JSON object"), (b'{"action": "dance"}', 400, "dance"),
        (b'{"action": "accept"}', 400, "event"), (b'{"action": "accept", "event": "none"}', 422, "no such event"),
        ('{"action": "reject", "event": "none", "reason": "ملل"}'.encode(), 422, "Choose from"),
    ],
)  # fmt: skip
def test_a_decision_that_cannot_be_taken_says_why(client: TestClient, body: bytes, status: int, words: str) -> None:
    answer = client.post("/api/decisions", content=body)
    assert (answer.status_code, words in answer.json()["detail"]) == (status, True), answer.text


def test_nobody_decides_in_the_name_of_another(client: TestClient, coded: list[str]) -> None:
    taken = decide(client, "comment", event=event_of(client, coded[0]), words="انظروا", by="غيري")
    assert taken.json()["decision"]["by"] == "سلمى"


def test_reasons_have_the_keys_of_the_workbench(client: TestClient) -> None:
    assert [reason["key"] for reason in client.get("/api/reasons").json()] == ["1", "2", "3", "4", "5", "6"]


def test_places_and_actors_are_offered_in_any_spelling(client: TestClient) -> None:
    for words in ("العشارة", "العشاره", "العشار"):
        names = [place["name_ar"] for place in client.get("/api/candidates/places", params={"words": words}).json()]
        assert "العشارة" in names
    for words in ("الفرقة الرابعة", "الفرقه الرابعه", "4th Arm"):
        found = client.get("/api/candidates/actors", params={"words": words}).json()
        assert any("4th" in actor["name_en"] and actor["country"] == "SY" for actor in found)
    assert client.get("/api/candidates/places", params={"words": " "}).json() == []


def test_labels_of_the_map_are_towns_with_coordinates(client: TestClient) -> None:
    for language in ("ar", "en"):
        found = client.get("/api/labels", params={"language": language}).json()
        assert len(found) == 400
        assert all(-180 <= one["lon"] <= 180 and one["name"] for one in found)


def follow(client: TestClient, job: dict[str, Any]) -> dict[str, Any]:
    deadline = time.monotonic() + 60
    while not job["finished"] and time.monotonic() < deadline:
        time.sleep(0.1)
        job = client.get(f"/api/imports/{job['id']}").json()
    assert job["finished"]
    return job


def test_dropped_files_are_previewed_then_added(tmp_path: Path) -> None:
    home = fill_home(tmp_path / "home", 1)
    lines = write_lines(tmp_path / "more.jsonl", reports(5)[1:])
    table = "الرواية\nقُتل مدني برصاص مسلحين مجهولين في بلدة الشحيل أمس.\n".encode()
    with open_client(home) as client:
        kept = client.put("/api/uploads/more.jsonl", content=lines.read_bytes()).json()["upload"]
        named = client.put("/api/uploads/..%5C..%5Cجدول.csv", content=table).json()["upload"]
        assert named.endswith("/جدول.csv")
        first, second = client.post("/api/previews", json={"uploads": [kept, named]}).json()
        assert (first["kind"], first["reports"], len(first["first"])) == ("jsonl", 4, 4)
        assert (second["reports"], second["columns"]) == (0, ["الرواية"])
        order = {"uploads": [kept, named], "tables": [named], "map": {"text": "الرواية"}, "published": "2022-03-02"}
        job = follow(client, client.post("/api/imports", json=order).json())
        assert job["counts"]["new"] == 5, job
        assert not job["problems"]
        counts = {row["name"]: row["counts"]["accepted"] for row in client.get("/api/sources").json()}
        assert sum(counts.values()) == 6
        assert not [path for path in (home / "uploads").rglob("*") if path.is_file()]


@pytest.mark.parametrize("key", ["../../marsad.sqlite", "0123456789abcdef/none.txt", "/etc/passwd", ""])
def test_only_uploads_can_be_looked_at(client: TestClient, key: str) -> None:
    for path in ("previews", "imports"):
        answer = client.post(f"/api/{path}", json={"uploads": [key]})
        assert answer.status_code == 404
        assert "Drop the file again" in answer.json()["detail"]


def test_events_are_listed_by_filter_page_by_page(client: TestClient) -> None:
    whole = client.get("/api/events", params={"limit": 500}).json()
    assert whole["count"] == len(whole["items"]) > 5
    assert whole["next"] is None
    first = client.get("/api/events", params={"limit": 2}).json()
    second = client.get("/api/events", params={"limit": 2, "after": first["next"]}).json()
    ids = [row["event"]["event_id"] for row in whole["items"]]
    assert [row["event"]["event_id"] for row in first["items"] + second["items"]] == ids[:4]
    arrests = client.get("/api/events", params={"sub_event_type": "Arrests"}).json()
    assert {row["event"]["sub_event_type"] for row in arrests["items"]} == {"Arrests"}
    facets = client.get("/api/facets").json()
    assert {one["value"]: one["count"] for one in facets["sub_event_type"]}["Arrests"] == arrests["count"]


def test_points_are_columns_of_the_same_events(client: TestClient) -> None:
    points = client.get("/api/points").json()
    assert len(points["id"]) == client.get("/api/events").json()["count"]
    assert {len(column) for column in points.values()} == {len(points["id"])}
    assert all(day is None or day.startswith("2022-") for day in points["day"])


def test_names_of_units_and_actors_are_told_in_both_languages(client: TestClient) -> None:
    names = client.get("/api/names").json()
    assert names["units"]["Deir ez-Zor"] == "دير الزور"
    assert names["actors"]["national-defence-forces-syria"]["ar"] == "الدفاع الوطني"
    places = {row["name"]: row for row in client.get("/api/places").json()}
    assert (places["العشارة"]["name_en"], places["العشارة"]["admin1"]) == ("Al-Asharah", "Deir ez-Zor")
    shown = {one["value"]: one["names"] for one in client.get("/api/overview").json()["places"]}
    assert shown["العشارة"] == {"ar": "العشارة", "en": "Al-Asharah"}


@pytest.mark.parametrize("query", ["typ=Battles", "since=gestern", "after=x", "order=best", "bbox=1,2"])
def test_a_filter_that_cannot_be_asked_names_the_choices(client: TestClient, query: str) -> None:
    answer = client.get(f"/api/events?{query}")
    assert answer.status_code == 400
    assert answer.json()["detail"].startswith(("filter", "there is no filter"))


@pytest.mark.parametrize(
    ("method", "path", "body", "code", "values"),
    [
        ("GET", "events/none", None, "missing.event", {"id": "none"}),
        ("GET", "events?since=gestern", None, "filter.day", {"field": "since", "value": "gestern"}),
        ("GET", "events?typ=Battles", None, "filter.unknown", {"field": "typ", "value": "Battles"}),
        ("GET", "nothing", None, "missing.address", {"path": "/api/nothing"}),
        ("POST", "decisions", {"action": "accept", "event": "none"}, "missing.event", {"id": "none"}),
        ("POST", "decisions", {"action": "undo", "decision": 10**6}, "decision.missing", {"number": 10**6}),
        ("POST", "decisions", [], "request.unread", {}),
        ("POST", "imports", {"uploads": []}, "import.nothing", {}),
        ("POST", "alerts", {"title": " "}, "view.title", {"most": 120}),
        ("POST", "previews", {"uploads": ["none"]}, "missing.upload", {"source": "none"}),
    ],
)  # fmt: skip
def test_refusals_have_a_code_and_what_goes_into_its_text(
    client: TestClient, method: str, path: str, body: Any, code: str, values: dict[str, object]
) -> None:
    answer = client.request(method, f"/api/{path}", json=body).json()
    assert (answer["code"], answer["values"]) == (code, values), answer


def test_a_late_decision_says_by_its_code_who_came_first(client: TestClient, coded: list[str]) -> None:
    event_id = event_of(client, coded[3])
    seen = show(client, event_id)["reviewed"]["version"]
    assert decide(client, "accept", event=event_id, expected=seen).status_code == 201
    late = decide(client, "reject", event=event_id, reason="duplicate", expected=seen).json()
    assert (late["code"], late["values"]) == ("event.decided", {"by": "سلمى"})


def test_what_is_no_report_has_the_code_of_its_kind(tmp_path: Path) -> None:
    with open_client(fill_home(tmp_path / "home", 1)) as client:
        bad = client.put("/api/uploads/bad.txt", content=bytes(2000)).json()["upload"]
        (found,) = client.post("/api/previews", json={"uploads": [bad]}).json()
        assert found["code"] == "input.binary"
        job = follow(client, client.post("/api/imports", json={"uploads": [bad]}).json())
        assert [one["code"] for one in job["problems"]] == ["input.binary"]


def test_an_incident_comes_with_what_each_report_says(client: TestClient) -> None:
    page = client.get("/api/incidents", params={"limit": 3}).json()
    assert page["count"] >= 3
    behind = client.get("/api/incidents", params={"limit": 3, "after": page["next"]}).json()
    assert not {one["incident_id"] for one in page["items"]} & {one["incident_id"] for one in behind["items"]}
    found = client.get(f"/api/incidents/{page['items'][0]['incident_id']}").json()
    assert [row["event"]["event_id"] for row in found["members"]] == found["incident"]["events"]
    assert client.get("/api/incidents/none").status_code == 404


def test_merging_two_incidents_and_undoing_it(client: TestClient) -> None:
    one, other = client.get("/api/incidents", params={"limit": 2}).json()["items"]
    taken = decide(client, "merge", parts=[one["events"], other["events"]])
    assert taken.status_code == 201, taken.text
    rows = client.get("/api/events", params={"event_id": [one["events"][0], other["events"][0]]}).json()["items"]
    homes = {row["incident_id"] for row in rows}
    client.get("/api/incidents")
    joined = client.get("/api/events", params={"event_id": [one["events"][0], other["events"][0]]}).json()["items"]
    assert len({row["incident_id"] for row in joined}) == 1, homes
    assert decide(client, "undo").status_code == 201
    again = client.get("/api/incidents", params={"limit": 2}).json()["items"]
    assert [one["incident_id"], other["incident_id"]] == [found["incident_id"] for found in again]


def test_the_overview_adds_up(client: TestClient) -> None:
    about = client.get("/api/about").json()
    found = client.get("/api/overview", params={"language": "ar"}).json()
    assert found["events"] == about["counts"]["events"] == client.get("/api/events").json()["count"]
    assert found["reports"] == about["counts"]["reports"] == sum(found["states"].values())
    assert found["killed"]["low"] <= found["killed"]["high"]
    assert found["charts"]["weeks"]["$schema"].startswith("https://vega.github.io/schema/vega-lite/")


def test_actors_come_with_names_and_ties(client: TestClient) -> None:
    rows = client.get("/api/actors").json()
    known = next(row for row in rows if row["actor_id"] == "syrian-democratic-forces" or row["name_en"])
    assert known["name_ar"] != known["actor_id"]
    detail = client.get(f"/api/actors/{known['actor_id']}").json()
    assert detail["events"] == known["events"]
    assert all(tie["against"] + tie["beside"] > 0 for tie in detail["ties"])
    assert client.get("/api/actors/nobody").status_code == 404
    shown = client.get("/api/facets").json()["actor"]
    assert {one["value"]: one["count"] for one in shown}[known["actor_id"]] == known["events"]


def test_places_are_ranked_with_coordinates(client: TestClient) -> None:
    rows = client.get("/api/places").json()
    assert rows == sorted(rows, key=lambda row: -row["events"])
    assert {"العشارة", "هجين"} <= {row["name"] for row in rows if row["lat"] is not None}


def test_closed_lists_are_offered_as_decisions_take_them(client: TestClient, coded: list[str]) -> None:
    event_id = event_of(client, coded[3])
    for field, words in (("event_type", "mob"), ("cause", "revenge"), ("attribution", "witness")):
        value = client.get("/api/choices", params={"field": field, "words": words}).json()[0]["value"]
        taken = decide(client, "edit", event=event_id, edits=[{"field": field, "value": value}])
        assert taken.status_code == 201, taken.text
    assert show(client, event_id)["reviewed"]["event"]["sub_event_type"] == "Mob violence"
    assert client.get("/api/choices", params={"field": "date"}).json() == []


def test_the_queue_is_what_nobody_decided_and_skipping_puts_off(client: TestClient) -> None:
    queue = client.get("/api/queue").json()
    ids = [one["event_id"] for one in queue["items"]]
    assert queue["count"] == len(ids) > 2
    assert [one["urgency"] for one in queue["items"]] == sorted((o["urgency"] for o in queue["items"]), reverse=True)
    assert client.post(f"/api/queue/{ids[0]}/skip").status_code == 204
    assert [one["event_id"] for one in client.get("/api/queue").json()["items"]] == [*ids[1:], ids[0]]
    assert decide(client, "accept", event=ids[1]).status_code == 201
    left = client.get("/api/queue").json()
    assert ids[1] not in [one["event_id"] for one in left["items"]]
    assert left["count"] == queue["count"] - 1


def test_quality_counts_what_people_decided(client: TestClient, coded: list[str]) -> None:
    decide(client, "reject", event=event_of(client, coded[4]), reason="not-an-event")
    found = client.get("/api/quality").json()
    assert found["reviewed"] == sum(one["events"] for one in found["calibration"]) > 0
    assert all(0 <= one["right"] <= one["events"] for one in found["calibration"])
    assert sum(one["events"] for one in found["codings"]) >= found["reviewed"]


@pytest.mark.parametrize(("form", "start"), [("html", b"<!"), ("docx", b"PK"), ("pdf", b"%PDF")])
def test_a_briefing_of_the_last_week_in_every_form(client: TestClient, form: str, start: bytes) -> None:
    answer = client.get(f"/api/briefings/{form}", params={"language": "ar", "period": "month"})
    assert answer.status_code == 200, answer.text
    assert answer.content.lstrip().startswith(start)
    assert "script" not in answer.headers["content-security-policy"].replace("script-src 'self'", "")


def _meant(client: TestClient, written: str) -> set[str]:
    """The places that a name as written stands for."""
    rows = client.get("/api/events", params={"place": written}).json()["items"]
    return {row["event"]["location"]["name_ar"] for row in rows}


def test_a_corrected_place_offers_an_alias_that_is_tried_before_it_is_adopted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every report that tells of البصيرة would change; nothing is written until it is adopted."""
    home = fill_home(tmp_path / "home", 36)
    monkeypatch.setenv("MARSAD_HOME", str(home))  # the user's own lexicons lie there
    with open_client(home) as client:
        row = client.get("/api/events", params={"place": "البصيرة"}).json()["items"][0]
        place = client.get("/api/candidates/places", params={"words": "الميادين"}).json()[0]
        edit = {"field": "location", "value": place}
        taken = decide(client, "edit", event=row["event"]["event_id"], edits=[edit]).json()
        offer = next(one for one in taken["offers"] if one["kind"] == "place")
        assert {choice["scope"] for choice in offer["choices"]} == {"report", "district", "everywhere"}
        alias = next(choice for choice in offer["choices"] if choice["scope"] == "everywhere")
        before = client.get("/api/events", params={"place": "البصيرة"}).json()["count"]
        tried = client.post("/api/aliases/trials", json=alias)
        assert tried.status_code == 200, tried.text
        trial = tried.json()
        assert trial["events"] >= before > 0
        assert len(_meant(client, "البصيرة") - {"الميادين"}) == 1
        assert client.post("/api/aliases", json=alias).status_code == 201
        assert _meant(client, "البصيرة") == {"الميادين"}
        assert client.post("/api/aliases/trials", content=b"{}").status_code == 400
