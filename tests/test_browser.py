"""The workbench in a real browser, in both languages: pages, keys, barriers, hostile words, nothing from outside."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from browsers import LANGUAGES, PAGES, Watched, serious_barriers, watching
from hostile_words import PAYLOADS
from shelves import make_home, reports, write_lines
from test_serving import running
from workbenches import add_lines

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")

# Nothing knows the battalion, nor the village.
UNKNOWN = (
    "هاجمت كتيبة النشامى حاجزاً لقوات سوريا الديمقراطية في بلدة هجين شرقي دير الزور، أمس، وقُتل {n} عناصر.\n"
    "وانفجر لغم أرضي بسيارة مدنية، أمس، في بلدة الزكاة بريف حماة الشمالي، ما أدى إلى مقتل {n} مدنيين."
)


@pytest.fixture(scope="module")
def address(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over reports, some of which are hostile in every field."""
    folder = tmp_path_factory.mktemp("browser")
    rows = [*reports(12), *({"id": f"u{n}", "published": "2022-06-06", "text": UNKNOWN.format(n=n)} for n in (3, 4))]
    for number, payload in enumerate(PAYLOADS):
        text = f"{rows[0]['text']} وقال {payload} إن الهجوم {number} وقع ليلاً."
        rows.append({"id": f"x{number}", "published": "2022-05-05", "outlet": payload, "title": payload, "text": text})
    home = make_home(folder / "home")
    add_lines(home, write_lines(folder / "reports.jsonl", rows))
    with running(home, "serve") as address:
        yield address


@pytest.fixture
def watched(browser: playwright.Browser, address: str) -> Iterator[Watched]:
    with watching(browser, address) as found:
        yield found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_opens_without_complaint_and_asks_this_machine_alone(watched: Watched, language: str) -> None:
    for name in PAGES:
        watched.open(f"/{name}", language)
        page = watched.page
        assert page.evaluate("document.documentElement.dir") == ("rtl" if language == "ar" else "ltr")
        assert page.locator("main").inner_text().strip()
        wide = page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        assert wide, f"{name} is wider than the window"
    assert watched.complaints == []
    assert {host for host in watched.hosts if host} == {urlsplit(watched.base).netloc}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_has_a_serious_barrier(watched: Watched, language: str) -> None:
    for name in PAGES:
        watched.open(f"/{name}", language)
        assert serious_barriers(watched.page) == [], name


def test_hostile_words_stay_words_on_every_page(watched: Watched) -> None:
    for name in PAGES:
        watched.open(f"/{name}", "en")
    watched.open("/explore?text=الهجوم", "en")
    for row in watched.page.locator("tbody tr[data-row]").all()[:12]:
        row.click()
    watched.page.locator("aside a[href^='/reports/']").click()
    watched.page.wait_for_selector(".report-text")
    assert watched.page.evaluate("window.__fired") is None
    assert not [one for one in watched.complaints if one.startswith("dialog")]
    assert watched.complaints == []


def event_on_desk(page: playwright.Page) -> str:
    return page.locator(".report-text").inner_text()


def test_review_by_keyboard_alone_accepting_rejecting_and_undoing(watched: Watched) -> None:
    watched.open("/review")
    page = watched.page
    page.wait_for_selector(".report-text")
    first, waiting = event_on_desk(page), page.locator("header .soft").first.inner_text()
    page.keyboard.press("a")
    page.wait_for_function("text => document.querySelector('.report-text')?.innerText !== text", arg=first)
    page.keyboard.press("z")
    page.wait_for_function("text => document.querySelector('.report-text')?.innerText === text", arg=first)
    assert page.locator("header .soft").first.inner_text() == waiting
    page.keyboard.press("x")
    page.wait_for_selector("ol button")
    page.keyboard.press("1")
    page.wait_for_function("text => document.querySelector('.report-text')?.innerText !== text", arg=first)
    page.keyboard.press("Tab")
    assert page.locator(".field.lit").count() == 1
    assert watched.complaints == []


def test_shortcuts_follow_the_key_and_not_the_letter(watched: Watched) -> None:
    """With an Arabic layout the J key types ت: its code is what counts."""
    watched.open("/review", "ar")
    page = watched.page
    page.wait_for_selector(".report-text")
    first = event_on_desk(page)
    page.evaluate("document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'ت', code: 'KeyJ', bubbles: true}))")
    page.wait_for_function("text => document.querySelector('.report-text')?.innerText !== text", arg=first)
    page.locator("#filter-text").focus()
    page.keyboard.type("jax")
    page.wait_for_url("**/review?text=jax")
    assert page.locator("#filter-text").input_value() == "jax"  # none works while somebody types
    assert page.locator("ol button").count() == 0


def test_selected_words_and_a_digit_set_a_field(watched: Watched) -> None:
    watched.open("/review?place=العشارة")
    page = watched.page
    page.wait_for_selector(".report-text")
    page.keyboard.press("e")
    page.evaluate(
        """() => {
          const node = document.querySelector('.report-text').firstChild
          const at = node.data.indexOf('العشارة')
          const range = new Range()
          range.setStart(node, at)
          range.setEnd(node, at + 'العشارة'.length)
          getSelection().removeAllRanges()
          getSelection().addRange(range)
        }"""
    )
    page.wait_for_timeout(100)
    version = "fetch(`/api/events/${document.querySelector('[data-event]').dataset.event}`).then((one) => one.json())"
    page.keyboard.press("3")
    page.wait_for_selector(".draft ins >> text=Al-Asharah")
    assert serious_barriers(page) == []
    page.keyboard.press("Escape")
    page.wait_for_selector(".draft", state="detached")
    assert page.locator(".editing").count() == 1  # the words are still chosen
    page.keyboard.press("3")
    page.wait_for_selector(".draft button:focus")
    assert page.evaluate(version)["reviewed"]["version"] == 0  # nothing is written before Enter
    page.keyboard.press("Enter")
    page.wait_for_selector("text=edited")
    page.wait_for_selector(".draft", state="detached")
    assert page.evaluate(version)["reviewed"]["version"] > 0
    assert watched.complaints == []


def test_the_filter_is_the_address_and_every_page_keeps_it(watched: Watched) -> None:
    watched.open("/explore")
    page = watched.page
    page.locator("search .types button").nth(1).click()
    page.wait_for_url("**/explore?event_type=*")
    page.locator("nav a[href^='/overview']").click()
    page.wait_for_url("**/overview?event_type=*")
    kept = page.url
    page.goto(kept)
    page.wait_for_load_state("networkidle")
    assert page.locator("search .types button[aria-pressed='true']").count() == 1
    page.go_back()
    assert "event_type" in page.url


def test_the_table_holds_what_the_map_shows(watched: Watched) -> None:
    watched.open("/explore")
    page = watched.page
    page.wait_for_selector(".map[data-ready='true']", timeout=30_000)
    said = page.locator(".count strong").inner_text()
    assert page.locator("tbody tr[data-row]").count() > 5
    assert said.split()[0].isdigit()
    page.locator("tbody tr[data-row]").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    assert page.locator("tr[aria-selected='true']").get_attribute("data-row") == "1"


def test_files_dropped_are_previewed_and_added(watched: Watched, tmp_path: Path) -> None:
    fresh = [{**row, "id": f"new{row['id']}", "text": row["text"] + " وأكد الأهالي ذلك."} for row in reports(3)]
    lines = write_lines(tmp_path / "جديد.jsonl", fresh)
    watched.open("/sources")
    page = watched.page
    page.set_input_files("input[type='file']", str(lines))
    page.wait_for_selector("text=جديد.jsonl")
    page.get_by_role("button", name="Start").click()
    page.wait_for_selector("text=Done", timeout=60_000)
    assert "new: 3" in page.locator("main").inner_text()
    assert watched.complaints == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bars_have_a_row_each(watched: Watched, language: str) -> None:
    for width in (1280, 1366):
        watched.page.set_viewport_size({"width": width, "height": 800})
        watched.open("/overview", language)
        for bar in ("header", "search"):
            box = watched.page.locator(bar).first.bounding_box()
            assert box is not None
            assert box["height"] < 60, (bar, width)


def test_the_page_works_at_twice_the_size(watched: Watched) -> None:
    watched.page.set_viewport_size({"width": 683, "height": 425})
    for name, language in product(PAGES, LANGUAGES):
        watched.open(f"/{name}", language)
        wide = watched.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        assert wide, (name, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_view_is_saved_opened_renamed_and_deleted_by_keyboard(watched: Watched, language: str) -> None:
    watched.open("/explore?event_type=Battles", language)
    page = watched.page
    page.keyboard.press("s")
    page.wait_for_selector("dialog input:focus")
    page.keyboard.type("معارك s")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog", state="detached")
    watched.open("/overview", language)
    page.keyboard.press("Shift+S")
    page.wait_for_selector("dialog a.view:focus")
    page.keyboard.press("F2")
    page.wait_for_selector("dialog form input:focus")
    page.keyboard.press("Control+a")
    page.keyboard.type("معارك الشرق")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog a.view:focus >> text=معارك الشرق")
    assert serious_barriers(page) == []
    page.keyboard.press("Enter")
    page.wait_for_url("**/explore?event_type=Battles")
    assert page.locator("dialog").count() == 0
    watched.open("/overview", language)
    page.keyboard.press("Control+k")
    page.keyboard.type("معارك الشرق")
    page.keyboard.press("Enter")
    page.wait_for_url("**/explore?event_type=Battles")
    watched.open("/overview", language)
    page.locator("main a.view").focus()
    page.keyboard.press("Delete")
    page.wait_for_selector("main a.view", state="detached")
    assert watched.complaints == []


def test_an_unknown_actor_is_linked_by_keyboard_after_a_trial(watched: Watched) -> None:
    watched.open("/actors", "ar")
    page = watched.page
    row = page.locator("tr", has_text="كتيبة النشامى").locator("button.link")
    row.focus()
    page.keyboard.press("l")
    page.wait_for_selector("dialog input[role='combobox']:focus")
    page.keyboard.type("الدفاع الوطني")
    page.wait_for_selector("dialog li[aria-selected='true'] >> text=الدفاع الوطني")
    assert serious_barriers(page) == []
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog form button:focus")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog ul li", timeout=60_000)
    page.wait_for_selector("dialog button.main:focus")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog", state="detached", timeout=60_000)
    row.wait_for(state="detached")
    assert watched.complaints == []


def test_an_unknown_place_becomes_a_new_one(watched: Watched) -> None:
    watched.open("/places", "en")
    page = watched.page
    page.locator("tr", has_text="الزكاة").locator("button.link").click()
    page.locator("dialog").get_by_label("A new place").check()
    page.locator("dialog input[role='combobox']").fill("كفر زيتا")
    page.wait_for_selector("dialog li[aria-selected='true'] >> text=Kafr Zita")
    page.keyboard.press("Enter")
    page.locator("dialog").get_by_label("English name").fill("Az-Zakat")
    page.locator("dialog").get_by_label("Degrees north").fill("35.4")
    page.locator("dialog").get_by_label("Where it means that").select_option(index=1)
    assert serious_barriers(page) == []
    page.get_by_role("button", name="Try it").click()
    page.wait_for_selector("text=2 events in 2 reports", timeout=60_000)
    page.get_by_role("button", name="Adopt").click()
    page.wait_for_selector("dialog", state="detached", timeout=60_000)
    page.wait_for_selector("section:first-of-type td >> text=Az-Zakat")
    assert watched.complaints == []


@pytest.mark.parametrize(
    ("language", "said"), [("ar", "⁨أمس⁩ ليس يوماً. اكتبه هكذا"), ("en", "⁨أمس⁩ is no day. Write it as")]
)
def test_what_the_server_says_is_said_in_the_language_chosen(watched: Watched, language: str, said: str) -> None:
    watched.open("/explore?since=أمس", language)
    watched.page.wait_for_selector(f".notice[data-tone='bad'] >> text={said}")


@pytest.mark.parametrize(("language", "told"), [("ar", "المكان معروف تقريباً"), ("en", "place known only roughly")])
def test_the_map_says_what_its_dots_mean_and_hides_no_event(watched: Watched, language: str, told: str) -> None:
    watched.open("/explore", language)
    page = watched.page
    page.wait_for_selector(".map[data-ready='true'] canvas[data-events]", timeout=30_000)
    legend = page.locator(".map ul")
    assert told in legend.inner_text()
    assert legend.locator("li").count() == 9  # six types, a ring with its count, a vague place, a movement
    drawn = "() => Number(document.querySelector('.map canvas[data-events]').dataset.events)"
    asked = page.evaluate("fetch('/api/points').then((answer) => answer.json())")
    placed = sum(lon is not None for lon in asked["lon"])
    page.wait_for_function(f"count => ({drawn})() === count", arg=placed)
    assert watched.complaints == []


def cells(watched: Watched, path: str, language: str, column: int) -> list[str]:
    """The words of a column of the first table on a page."""
    watched.open(path, language)
    watched.page.wait_for_selector("main section tbody tr")
    return watched.page.locator(f"main section >> nth=0 >> tbody td:nth-child({column})").all_inner_texts()


def test_places_and_actors_are_named_in_the_language_chosen(watched: Watched) -> None:
    assert "العشارة" in cells(watched, "/places", "ar", 1)
    assert "Al-Asharah" in cells(watched, "/places", "en", 1)
    assert any(one.endswith("دير الزور، سوريا") for one in cells(watched, "/places", "ar", 2))
    assert any(one.endswith("Deir ez-Zor, Syria") for one in cells(watched, "/places", "en", 2))
    assert "سوريا" in cells(watched, "/actors", "ar", 3)
    assert "Syria" in cells(watched, "/actors", "en", 3)
    watched.open("/overview", "en")
    watched.page.wait_for_selector("main a[href*='place='] >> text=Al-Asharah")
    watched.page.locator("main a[href*='actor=']").first.click()
    watched.page.wait_for_selector("search .chip .drop")
    named = watched.page.locator("search .chip:has(.drop) bdi").inner_text()
    assert named != watched.page.evaluate("new URLSearchParams(location.search).get('actor')")


def test_a_server_that_is_gone_is_said_so(watched: Watched) -> None:
    watched.open("/overview", "ar")
    watched.page.route("**/api/**", lambda route: route.abort())
    watched.page.locator("nav a[href^='/quality']").click()
    watched.page.wait_for_selector(".notice >> text=الخادم لا يجيب")
