"""The guard of the workbench: token, hosts, other sites, headers, sizes; and which files it gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from marsad.web import Serving, create_app
from marsad.web.guards import COOKIE, POLICY

TOKEN = "t0ken-of-this-run"


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    return TestClient(
        create_app(Serving(tmp_path, TOKEN, 8642, "tester")), "http://127.0.0.1:8642", follow_redirects=False
    )


def test_the_first_visit_turns_the_token_into_a_cookie_that_scripts_cannot_read(client: TestClient) -> None:
    answer = client.get(f"/?token={TOKEN}&since=2021-03-01")
    assert (answer.status_code, answer.headers["location"]) == (303, "/?since=2021-03-01")
    elsewhere = client.get(f"/explore?token={TOKEN}")
    assert (elsewhere.status_code, elsewhere.headers["location"]) == (303, "/explore")
    assert client.get(f"http://127.0.0.1:8642//evil.example?token={TOKEN}").status_code != 303  # leads nowhere else
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert client.get("/api/openapi.json").status_code == 200


@pytest.mark.parametrize("path", ["/", "/api/openapi.json", "/explore", "/?token=wrong", "/?token=", "/basemap.json"])
def test_nothing_is_given_without_the_token(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 401
    assert "address that the command printed" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("headers", "query"),
    [({"Authorization": f"Bearer {TOKEN}"}, ""), ({}, f"?token={TOKEN}"), ({}, f"?key={TOKEN}&email=a@b.c")],
)
def test_programs_show_the_token_in_a_header_or_a_parameter(
    client: TestClient, headers: dict[str, str], query: str
) -> None:
    assert client.get(f"/api/openapi.json{query}", headers=headers).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:9", "127.0.0.1.evil.example:8642", "", "LOCALHOST.:8642"])
def test_a_host_that_is_not_this_machine_is_refused(client: TestClient, host: str) -> None:
    answer = client.get("/api/openapi.json", headers={"Host": host, "Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 421


@pytest.mark.parametrize(
    "headers", [{}, {"X-Marsad": "1", "Sec-Fetch-Site": "cross-site"}, {"X-Marsad": "1", "Sec-Fetch-Site": "same-site"}]
)
def test_another_site_cannot_write_with_the_cookie(client: TestClient, headers: dict[str, str]) -> None:
    client.cookies.set(COOKIE, TOKEN)
    assert client.post("/api/nothing", headers=headers).status_code == 403


def test_the_workbench_itself_may_write(client: TestClient) -> None:
    client.cookies.set(COOKIE, TOKEN)
    answer = client.post("/api/nothing", headers={"X-Marsad": "1", "Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 405  # let through, and there is no such thing


def test_every_answer_forbids_what_is_not_ours(client: TestClient) -> None:
    for answer in (client.get("/"), client.get(f"/?token={TOKEN}"), client.get(f"/api/openapi.json?token={TOKEN}")):
        assert answer.headers["content-security-policy"] == POLICY
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
    assert "unsafe" not in POLICY
    assert answer.headers["cache-control"] == "no-store"


def test_a_body_beyond_the_limit_is_refused_before_it_is_read(client: TestClient) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Length": str(10**12)}
    assert client.post("/api/nothing", headers=headers).status_code == 413
    headers["Content-Length"] = "-1"
    assert client.post("/api/nothing", headers=headers).status_code == 413


@pytest.mark.parametrize("path", ["/../applications.py", "/%2e%2e/applications.py", "/assets/..%2f..%2fguards.py"])
def test_no_file_outside_the_front_end_is_given(client: TestClient, path: str) -> None:
    answer = client.get(path, headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 404
    assert "import" not in answer.text


def test_pages_of_the_workbench_are_one_page_and_unknown_files_are_none(client: TestClient) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    pages = [client.get(path, headers=headers) for path in ("/", "/explore", "/incidents/abc")]
    assert {page.status_code for page in pages} == {200}
    assert len({page.text for page in pages}) == 1
    assert client.get("/missing.js", headers=headers).status_code == 404
    assert client.get("/api/missing", headers=headers).status_code == 404


def test_the_base_map_says_what_is_disputed(client: TestClient) -> None:
    found = client.get("/basemap.json", headers={"Authorization": f"Bearer {TOKEN}"}).json()
    kinds = {feature["properties"]["kind"] for feature in found["features"]}
    assert kinds == {"land", "border", "admin1", "disputed"}
