"""Names that nothing knows, over the API: where they stand, linked to what is known or new, after a trial."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from marsad.batch.reports import forget_coder
from marsad.custody import verify
from marsad.gazetteer import load_gazetteer
from marsad.lexicon.checks import check_lexicons
from marsad.lexicon.tables import lexicons_folder
from marsad.store import open_store
from shelves import make_home, write_lines
from workbenches import add_lines, open_client

NDF = "national-defence-forces-syria"
ACTOR = "هاجمت {name} حاجزاً لقوات سوريا الديمقراطية في بلدة هجين شرقي دير الزور، أمس، وقُتل {n} عناصر."
PLACE = "انفجر لغم أرضي بسيارة مدنية، أمس، في بلدة الزكاة بريف حماة الشمالي، ما أدى إلى مقتل {n} مدنيين."
TEXTS = [*(ACTOR.format(name="كتيبة النشامى", n=n) for n in (3, 4)), *(PLACE.format(n=n) for n in (5, 6))]
NEW_ACTOR = {"type": "actor", "name_ar": "كتيبة النشـامى", "kind": "rebel", "country": "SY", "parent": NDF}
NEW_PLACE = {
    "type": "place", "name_ar": "الزكاة", "name_en": "Az-Zakat", "kind": "village", "country": "SY", "admin1": "Hama",
    "lat": 35.4, "lon": 36.6,
}  # fmt: skip


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A server over reports with unknown names; what is taught is forgotten after the test."""
    home = make_home(tmp_path / "home")
    monkeypatch.setenv("MARSAD_HOME", str(home))
    forget_coder()
    rows = [
        {"id": f"r{n}", "published": f"2022-03-1{n}", "title": f"تقرير {n}", "text": text}
        for n, text in enumerate(TEXTS)
    ]
    add_lines(home, write_lines(tmp_path / "reports.jsonl", rows))
    with open_client(home) as client:
        yield client
        client.app.app.state.writer.close()  # type: ignore[attr-defined]
    monkeypatch.undo()
    forget_coder()


def find(client: TestClient, kind: str, name: str) -> Any:
    return client.get("/api/mentions", params={"kind": kind, "name": name}).json()


def unknown(client: TestClient, kind: str) -> dict[str, int]:
    """Names that the page lists as unknown, with their events."""
    if kind == "actor":
        return {row["name_ar"]: row["events"] for row in client.get("/api/actors").json() if row["actor_id"] is None}
    return {row["name"]: row["events"] for row in client.get("/api/places").json() if not row["known"]}


def teach(client: TestClient, **asked: Any) -> tuple[Any, Any]:
    """Try, then adopt; what the trial and the adoption said."""
    tried = client.post("/api/aliases/trials", json=asked)
    assert tried.status_code == 200, tried.text
    done = client.post("/api/aliases", json=asked)
    assert done.status_code == 201, done.text
    return tried.json(), done.json()


def test_an_unknown_name_tells_where_it_stands(client: TestClient) -> None:
    found = find(client, "actor", "كتيبة النشامى")
    assert (found["events"], found["wordings"][0]) == (2, "كتيبة النشامى")
    assert "SY/Deir ez-Zor" in found["areas"]
    assert {one["title"] for one in found["reports"]} == {"تقرير 0", "تقرير 1"}
    assert find(client, "place", "الزكاة")["areas"] == ["SY/Hama"]
    for known in ("قوات سوريا الديمقراطية", "لا أحد"):
        assert find(client, "actor", known)["events"] == 0


def test_an_unknown_actor_is_linked_to_one_of_the_registry(client: TestClient) -> None:
    assert unknown(client, "actor")["كتيبة النشامى"] == 2
    asked = {"kind": "actor", "wording": "كتيبة النشامى", "target": NDF, "until": "2022-03-10"}
    trial, _ = teach(client, **asked)
    assert (trial["events"], trial["reports"]) == (1, 1)
    assert unknown(client, "actor")["كتيبة النشامى"] == 1  # the other report is of a later day
    assert NDF in {row["actor_id"] for row in client.get("/api/actors").json()}


def test_a_new_actor_is_known_where_it_was_taught_and_to_the_check(client: TestClient) -> None:
    (report, _) = find(client, "actor", "كتيبة النشامى")["reports"]
    asked = {"kind": "actor", "wording": "كتيبة النشامى", "scope": "report", "area": report["id"], "new": NEW_ACTOR}
    trial, done = teach(client, **asked)
    assert (trial["events"], done["recoded"]) == (1, 1)
    assert unknown(client, "actor")["كتيبة النشامى"] == 1  # the name alone means nothing elsewhere
    detail = client.get(f"/api/actors/{done['target']}").json()
    assert (detail["name_ar"], detail["kind"], detail["events"]) == ("كتيبة النشامى", "rebel", 1)
    assert [one["to"] for one in detail["affiliation"]] == [NDF]
    teach(client, **{**asked, "scope": "everywhere", "area": ""})
    assert "كتيبة النشامى" not in unknown(client, "actor")
    assert [one for one in check_lexicons(lexicons_folder()) if one.path.startswith("user/")] == []


def test_a_new_place_is_found_again_and_means_nothing_where_it_was_not_taught(client: TestClient) -> None:
    first, second = find(client, "place", "الزكاة")["reports"]
    asked = {"kind": "place", "wording": "الزكاة", "scope": "report", "area": first["id"], "new": NEW_PLACE}
    trial, done = teach(client, **asked)
    assert trial["events"] == done["recoded"] == 1
    assert unknown(client, "place") == {"الزكاة": 1}
    assert load_gazetteer().lookup("الزكاة") == ()
    (offered, *_) = client.get("/api/candidates/places", params={"words": "الزكا"}).json()
    assert (offered["gazetteer_id"], offered["name_en"], offered["lat"]) == (done["target"], "Az-Zakat", 35.4)
    alias = {"kind": "place", "wording": "الزكاة", "scope": "report", "area": second["id"], "target": done["target"]}
    teach(client, **alias)
    assert unknown(client, "place") == {}
    assert [one for one in check_lexicons(lexicons_folder()) if one.path.startswith("user/")] == []


@pytest.mark.parametrize(
    ("kind", "new", "words"),
    [
        ("actor", {**NEW_ACTOR, "kind": "navy"}, "Use one of"), ("actor", {**NEW_ACTOR, "name_ar": "ـ "}, "empty"),
        ("actor", {**NEW_ACTOR, "parent": "nobody"}, "registry"), ("actor", NEW_PLACE, "same kind"),
        ("place", {**NEW_PLACE, "lat": 95}, "degrees"), ("place", {**NEW_PLACE, "country": "syria"}, "two-letter"),
        ("place", {**NEW_PLACE, "country": ""}, "two-letter"), ("actor", None, "Give both"),
        ("place", {**NEW_PLACE, "name_en": "a\nb"}, "plain text"),
    ],
)  # fmt: skip
def test_what_cannot_be_added_says_why_and_writes_nothing(client: TestClient, kind: str, new: Any, words: str) -> None:
    asked = {"kind": kind, "wording": "كتيبة النشامى", "new": new}
    for path in ("aliases/trials", "aliases"):
        answer = client.post(f"/api/{path}", json=asked)
        assert (answer.status_code, words in answer.json()["detail"]) == (400, True), answer.text
    assert not list((Path(client.get("/api/about").json()["home"]) / "lexicons").rglob("*.*"))


def ignored(client: TestClient, kind: str) -> list[str]:
    """Names of the page that nobody need say the meaning of."""
    rows = client.get(f"/api/{kind}s").json()
    return [row["name_ar" if kind == "actor" else "name"] for row in rows if row["ignored"] is not None]


def test_a_name_is_ignored_in_the_log_and_listed_again_by_an_undo(client: TestClient) -> None:
    assert (ignored(client, "actor"), find(client, "actor", "كتيبة النشامى")["ignored"]) == ([], None)
    asked = {"action": "ignore", "kind": "actor", "name": "كتيبة النشامي"}  # however it is spelled
    done = client.post("/api/decisions", json=asked)
    assert done.status_code == 201, done.text
    number = done.json()["decision"]["number"]
    assert (ignored(client, "actor"), ignored(client, "place")) == (["كتيبة النشامى"], [])
    assert find(client, "actor", "كتيبة النشامى")["ignored"] == number
    assert unknown(client, "actor")["كتيبة النشامى"] == 2  # events keep it
    again = client.post("/api/decisions", json=asked)
    assert (again.status_code, "already" in again.json()["detail"]) == (422, True)
    assert client.post("/api/decisions", json={"action": "undo", "decision": number}).status_code == 201
    assert ignored(client, "actor") == []
    assert client.post("/api/decisions", json={"action": "redo"}).status_code == 201
    assert ignored(client, "actor") == ["كتيبة النشامى"]
    with open_store(Path(client.get("/api/about").json()["home"])) as store:
        assert [*verify(store)] == []


@pytest.mark.parametrize("wrong", [{"name": " ـ "}, {"kind": "weapon"}, {"name": 3}, {"name": "س", "event": "x"}])
def test_what_cannot_be_ignored_is_refused(client: TestClient, wrong: dict[str, Any]) -> None:
    answer = client.post("/api/decisions", json={"action": "ignore", "kind": "place", "name": "الزكاة", **wrong})
    assert answer.status_code in (400, 422)
    assert ignored(client, "place") == []
