"""The ten workflows of the workbench by keyboard alone, in both languages; in Arabic with an Arabic layout.

No pointer is used: a press of one fails the test. Where the browser's own file chooser opens, the file is given to it.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus
from zipfile import ZipFile

import pytest

from browsers import LANGUAGES, serious_barriers
from hands import Hands, hands_on
from shelves import make_home, reports, write_lines
from test_serving import running

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")

NEWLY = "event => document.querySelector('[data-event]')?.dataset.event !== event"
AGAIN = "event => document.querySelector('[data-event]')?.dataset.event === event"


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the sample reports are coded, once."""
    home = make_home(tmp_path_factory.mktemp("samples") / "home")
    (home / "demo").mkdir()
    (home / "demo" / "cache").symlink_to((home / "cache").resolve())
    with running(home, "demo"):
        return home


@pytest.fixture(scope="module")
def address(chromium: str, samples: Path, language: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demo, one for each language, as its command opens it."""
    home = tmp_path_factory.mktemp("keyboard") / "home"
    shutil.copytree(samples, home, symlinks=True)
    with running(home, "demo") as address:
        yield address


@pytest.fixture
def hands(browser: playwright.Browser, address: str, language: str) -> Iterator[Hands]:
    with hands_on(browser, address, language) as found:
        yield found


def on_desk(hands: Hands) -> str:
    """The event under review."""
    hands.wait(".report-text")
    return str(hands.page.get_attribute("[data-event]", "data-event"))


def ask(hands: Hands, path: str) -> Any:
    """What the server says now."""
    return hands.page.evaluate("path => fetch(`/api/${path}`).then((answer) => answer.json())", path)


def save(hands: Hands) -> tuple[str, bytes]:
    """Press Enter on a link that saves a file: its name and content."""
    with hands.page.expect_download(timeout=90_000) as download:
        hands.press("Enter")
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def test_1_the_first_run_opens_on_a_map_and_says_how_to_begin(hands: Hands, language: str) -> None:
    page = hands.page
    page.evaluate("language => localStorage.setItem('marsad.language', language)", language)
    page.reload()
    assert page.url.endswith("/explore")
    hands.wait(".map[data-ready='true']")
    page.wait_for_function("() => Number(document.querySelector('.map canvas[data-events]')?.dataset.events) >= 300")
    assert "R" in hands.wait(".welcome")
    hands.press("KeyR")
    hands.wait(".report-text")
    hands.press("KeyG", "KeyO")
    hands.wait(".figures")
    assert page.locator(".welcome").count() == 0  # whoever has begun need not be told
    hands.press("KeyG", "KeyE")
    hands.wait("tbody tr[data-row]")
    hands.walk("tbody tr[data-row]")
    hands.press("Enter", "ArrowDown", "ArrowDown")
    hands.wait("tr[data-row='2'][aria-selected='true']")
    hands.press("Escape")
    hands.wait("aside.drawer", state="detached")
    assert hands.is_on("tr[data-row='2']")


def test_2_files_are_chosen_previewed_and_added(hands: Hands, tmp_path: Path) -> None:
    rows = [{**row, "id": f"n{row['id']}", "text": row["text"] + " وأكد الأهالي ذلك."} for row in reports(3)]
    lines = write_lines(tmp_path / "جديد.jsonl", rows)
    lines.write_text(lines.read_text(encoding="utf-8") + "{\n", encoding="utf-8")
    table = tmp_path / "جدول.csv"
    table.write_text("when,words\n2022-05-01,انفجر لغم أرضي في بلدة هجين أمس وقتل مدني.\n", encoding="utf-8")
    hands.open("/overview")
    hands.press("KeyG", "KeyS")
    hands.wait(".drop")
    with hands.page.expect_file_chooser() as chooser:
        hands.page.wait_for_timeout(300)  # until the browser is told to hand the chooser over
        hands.press("KeyA")
    chooser.value.set_files([lines, table])
    hands.wait("section fieldset select")
    assert "جديد.jsonl" in hands.text()
    assert hands.page.locator(".warn").count() == 1  # the column of the text is to be named
    hands.walk("fieldset select")
    hands.write("words")
    hands.page.keyboard.press("Tab")
    hands.write("when")
    assert serious_barriers(hands.page) == []
    hands.walk("button.main:not(.drop button)")
    hands.press("Enter")
    hands.page.wait_for_function(
        "() => { const bar = document.querySelector('progress'); return bar !== null && bar.value === bar.max }"
    )
    hands.wait("section[aria-live] .chip")
    hands.page.wait_for_function("() => document.querySelector('section[aria-live] li') !== null", timeout=60_000)
    assert "4" in hands.text("section[aria-live] .row")  # three of the lines, one of the table
    assert "جديد.jsonl" in hands.text("section[aria-live] ul")  # the line that is none, by name
    assert ask(hands, "about")["counts"]["reports"] > 200


def test_3_review_accepting_rejecting_putting_off_and_undoing(hands: Hands) -> None:
    page = hands.page
    hands.open("/overview")
    hands.press("KeyR")
    first = on_desk(hands)

    def waiting() -> int:
        return int(ask(hands, "about")["counts"]["queue"])

    before = waiting()
    hands.press("Tab")
    hands.wait(".field.lit")
    hands.press("Tab", "Shift+Tab")
    assert page.locator(".field.lit").count() == 1
    hands.press("KeyA")
    page.wait_for_function(NEWLY, arg=first)
    assert waiting() == before - 1
    hands.press("KeyZ")
    page.wait_for_function(AGAIN, arg=first)
    assert waiting() == before
    hands.press("Shift+KeyZ")
    hands.wait(".notice >> nth=2")
    assert waiting() == before - 1
    assert on_desk(hands) == first
    hands.press("KeyJ")
    page.wait_for_function(NEWLY, arg=first)
    second = on_desk(hands)
    hands.press("KeyX")
    hands.wait("ol button")
    hands.press("Digit1")
    page.wait_for_function(NEWLY, arg=second)
    assert waiting() == before - 2
    third = on_desk(hands)
    hands.press("Space")
    page.wait_for_function(NEWLY, arg=third)
    assert waiting() == before - 2
    hands.press("KeyC")
    hands.wait("form input:focus")
    hands.write("راجع المصدر الثاني")
    hands.press("Enter")
    hands.wait("li >> text=راجع المصدر الثاني")
    hands.press("KeyF")
    hands.wait("form input:focus")
    hands.press("Enter")
    hands.wait("li >> text=⚑")


def test_3_tab_walks_the_fields_and_then_goes_on(hands: Hands) -> None:
    """Nothing holds the keyboard: after the fields come what can be operated, and the bar above before them."""
    hands.open("/review")
    hands.wait(".report-text")
    hands.press(*["Tab"] * 8)
    hands.wait(".field.lit, .side")
    hands.walk(".side button.main", most=40)
    before = on_desk(hands)
    hands.press("Space")  # presses the button, puts nothing off
    hands.page.wait_for_function(NEWLY, arg=before)
    assert hands.is_on("main")
    hands.press("KeyZ")
    hands.page.wait_for_function(AGAIN, arg=before)
    hands.walk("search button", "Shift+Tab", most=40)


def test_4_words_are_chosen_and_a_digit_reads_them_into_a_field(hands: Hands) -> None:
    page = hands.page
    hands.open("/review?text=العشارة")
    hands.wait(".report-text")
    hands.press("KeyE")
    hands.wait(".editing")
    chosen = "() => getSelection().toString()"
    for key in ["ArrowLeft"] * 300 + ["ArrowRight"] * 600:  # from the words that announce the event on, then back
        if page.evaluate(chosen) == "العشارة":
            break
        hands.press(key)
    hands.press("ArrowRight", "ArrowLeft")  # from before: the end is what moves
    assert page.evaluate(chosen) == "العشارة"
    hands.press("Control+Shift+ArrowLeft")
    assert page.evaluate(chosen).startswith("العشارة، ")
    hands.press("Control+Shift+ArrowRight", "Shift+ArrowRight")
    assert page.evaluate(chosen) == "العشار"
    hands.press("Shift+ArrowLeft")
    assert page.evaluate(chosen) == "العشارة"
    hands.press("Digit7")  # another field's, by mistake: what it would say is shown, and left
    hands.wait(".draft button:focus")
    hands.press("Digit3")
    hands.wait(".draft ins >> text=/العشارة|Al-Asharah/")
    assert page.locator(".event .chip >> text=/معدّل|edited/").count() == 0
    hands.press("Enter")
    hands.wait(".event .chip")  # edited
    page.wait_for_function(
        "() => [...document.querySelectorAll('.event q')].some((words) => words.innerText === 'العشارة')"
    )
    # A field without words: the digit, the value, Enter.
    hands.press("Digit2")
    hands.wait(".editor input:focus")
    hands.write("2021-03-10")
    hands.wait(".editor li >> text=2021-03-10")
    hands.press("Enter")
    hands.wait(".editor", state="detached")
    hands.wait(".event >> text=/2021|٢٠٢١/")
    hands.press("KeyZ", "KeyZ")
    hands.wait(".event")


def test_5_copies_are_judged_split_and_restored(hands: Hands) -> None:
    page = hands.page
    hands.open("/overview")
    ask(hands, "incidents?limit=1")  # linked up to now
    hands.press("KeyM")
    hands.wait(".pair")
    assert page.locator("tr:not(.same) td").count()  # the differences stand out
    assert serious_barriers(page) == []
    (pair, *_) = ask(hands, "pairs")["items"]
    one, other = (pair[name]["event"]["event_id"] for name in ("a", "b"))

    def incident(event: str) -> Any:
        ask(hands, "incidents?limit=1")  # what was decided is linked when incidents are asked for
        return ask(hands, f"events/{event}")["incident_id"]

    def together() -> bool:
        return bool(incident(one) == incident(other))

    def at(place: int) -> None:
        """Wait until the page shows a pair by its place."""
        told = "place => document.querySelector('main header .soft')?.innerText.match(/\\d+/)?.[0] === String(place)"
        page.wait_for_function(told, arg=place)

    assert not together()
    at(1)
    hands.press("KeyY")
    at(2)
    assert together()
    hands.press("KeyZ")
    at(1)
    assert not together()
    hands.press("KeyN")
    at(2)
    hands.press("KeyK", "KeyU")
    at(2)
    hands.press("KeyK")
    at(1)
    assert "unsure" in [item["verdict"] for item in ask(hands, "pairs")["items"]]
    hands.press("KeyY")
    at(2)
    assert together()
    hands.open("/duplicates")
    hands.wait(".pair")
    hands.press("KeyI")
    hands.wait("main h1 .dot")
    hands.open(f"/incidents/{incident(one)}")
    hands.wait("tbody input")
    members = page.locator("tbody input").count()
    assert members >= 2
    hands.press("KeyJ", "Space")
    assert page.locator("tbody input:checked").count() == 1
    hands.press("KeyN")
    wait_until(hands, lambda: not together() or len(ask(hands, f"incidents/{incident(one)}")["members"]) < members)
    hands.press("KeyZ")
    wait_until(hands, lambda: together())


def wait_until(hands: Hands, holds: Any, tries: int = 100) -> None:
    """Ask until something holds."""
    for _ in range(tries):
        if holds():
            return
        hands.page.wait_for_timeout(200)
    raise AssertionError("it never came to hold")


def test_6_a_place_is_put_right_and_its_name_taught_after_a_trial(hands: Hands) -> None:
    page = hands.page
    hands.open("/review?admin1=Deir%20ez-Zor")
    hands.wait(".report-text")
    hands.press("KeyL")
    hands.wait(".editor input:focus")
    hands.write("العشارة")
    hands.wait(".editor li >> text=/العشارة|Al-Asharah/")
    hands.wait(".editor svg circle")  # where the candidates lie, with their digits
    assert serious_barriers(page) == []
    hands.press("Digit2")
    hands.wait("section[aria-label*='العشارة'], section[aria-label*='Asharah'] >> visible=true")
    page.wait_for_function("() => document.activeElement?.matches('section.card button')")
    hands.press("Enter")
    hands.wait("section.card p[role='status'] + ul")
    page.wait_for_function("() => document.activeElement?.matches('section.card button.main')")
    hands.press("Enter")
    hands.wait(".notice >> nth=-1")
    page.wait_for_function("() => !document.querySelector('section.card p[role=\"status\"] + ul')", timeout=60_000)
    assert "+" in ask(hands, "about")["lexicons"]  # the alias is of the lexicons now


def test_7_an_unknown_actor_is_tried_taught_or_ignored(hands: Hands) -> None:
    page = hands.page

    def unknown() -> dict[str, Any]:
        return {row["name_ar"]: row["ignored"] for row in ask(hands, "actors") if row["actor_id"] is None}

    hands.open("/overview")
    hands.press("KeyG", "KeyA")
    hands.wait("button.link")
    # Ignored, listed again, ignored.
    hands.press("KeyJ")
    name = page.evaluate("document.activeElement.closest('tr').querySelector('bdi').innerText")
    hands.press("KeyX")
    wait_until(hands, lambda: unknown()[name] is not None)
    named = page.locator("tr:has(button.link) td:first-child bdi")
    wait_until(hands, lambda: name not in named.all_inner_texts())
    hands.press("KeyH")
    hands.wait("tr.soft .chip")
    hands.press("KeyH")
    hands.wait("tr.soft", state="detached")
    hands.press("KeyZ")
    wait_until(hands, lambda: unknown()[name] is None)
    # A new one, with whom it belongs to and the days it is known from.
    hands.wait("tr:has-text('كتيبة النصر') button.link")
    hands.walk("tr:has(bdi) button.link", most=150)
    for _ in range(60):
        if "كتيبة النصر" in page.evaluate("document.activeElement.closest('tr')?.innerText ?? ''"):
            break
        hands.press("KeyJ")
    hands.press("KeyL")
    hands.wait("dialog input[role='combobox']:focus")
    hands.walk("dialog input[type='radio']", "Shift+Tab")
    hands.press("ArrowDown")
    hands.wait("dialog input[lang='ar']")
    hands.walk("dialog input[lang='en']")
    hands.write("An-Nasr Battalion")
    hands.walk("dialog div > button[type='button']")
    hands.press("Enter")
    hands.wait("dialog input[role='combobox']:focus")
    hands.write("الدفاع الوطني")
    hands.wait("dialog li[aria-selected='true'] >> text=/الدفاع الوطني|National Defen/")
    hands.press("Enter")
    hands.wait("dialog .chip")
    hands.walk("dialog input[type='date']")
    hands.write("01012011")
    assert serious_barriers(page) == []
    hands.walk("dialog form button:not([type])")
    hands.press("Enter")
    hands.wait("dialog ul li")
    page.wait_for_function("() => document.activeElement?.matches('dialog button[type=\"button\"].main')")
    hands.press("Enter")
    hands.wait("dialog", state="detached")
    wait_until(hands, lambda: "كتيبة النصر" not in unknown())
    (taught,) = [row for row in ask(hands, "actors") if row["name_ar"] == "كتيبة النصر"]
    detail = ask(hands, f"actors/{taught['actor_id']}")
    assert detail["affiliation"]
    # From the desk of review, O says the same; there it is nobody in particular.
    hands.open("/review?actor=قوة من مكافحة الشغب")
    hands.wait(".report-text")
    hands.press("Digit4", "KeyO")
    hands.wait("dialog input[role='combobox']:focus, .editor input:focus")
    if page.locator("dialog").count() == 0:
        hands.press("Escape", "Digit5", "KeyO")
        hands.wait("dialog input[role='combobox']:focus")
    hands.walk("dialog input[type='radio']", "Shift+Tab")
    hands.press("ArrowUp")
    hands.walk("dialog button.main")
    hands.press("Enter")
    hands.wait("dialog", state="detached")
    assert sum(number is not None for number in unknown().values()) == 1


def test_8_a_briefing_is_written_for_a_month_in_either_language(hands: Hands, language: str) -> None:
    hands.open("/overview?admin1=Aleppo")
    hands.press("KeyB")
    hands.wait("iframe")
    assert "admin1=Aleppo" in hands.page.url
    hands.walk("main select")
    hands.press("ArrowDown")
    hands.page.keyboard.press("Tab")
    assert hands.is_on("main select")
    hands.walk("a[href*='docx']")
    assert "period=month" in hands.page.evaluate("document.activeElement.href")
    name, content = save(hands)
    assert name.endswith(".docx")
    assert "word/document.xml" in ZipFile(io.BytesIO(content)).namelist()
    hands.walk("a[href*='/html']")
    name, content = save(hands)
    assert (name.endswith(".html"), f'lang="{language}"'.encode() in content) == (True, True)


def test_9_what_is_filtered_is_exported_with_what_was_left_out(hands: Hands) -> None:
    page = hands.page
    hands.open("/explore")
    hands.wait("tbody tr[data-row]")
    hands.press("Slash")
    assert hands.is_on("#filter-text")
    hands.write("اشتباكات")
    page.wait_for_url("**/explore?text=*")
    hands.press("Control+KeyE")  # also while somebody types
    hands.wait("fieldset input[type='radio']")
    hands.walk("fieldset input[type='radio']")
    hands.walk("section select")
    hands.press("ArrowDown")
    page.wait_for_function("() => document.querySelector('section strong') !== null")
    said = hands.text("section strong")
    hands.walk("a.download")
    name, content = save(hands)
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert name.endswith(".csv")
    assert str(len(rows) - 1) in said.replace(",", "")
    hands.walk("a[href*='about']")
    _, content = save(hands)
    about = json.loads(content)
    assert "اشتباكات" in unquote_plus(json.dumps(about, ensure_ascii=False))
    hands.walk("fieldset input[type='radio']", "Shift+Tab")
    hands.press("ArrowDown")
    page.wait_for_function("() => !document.querySelector('a.download').href.includes('/acled?')")


def test_10_a_view_is_saved_linked_followed_and_given_as_one_file(hands: Hands, language: str) -> None:
    page = hands.page
    hands.open("/explore?event_type=Battles")
    hands.press("KeyS")
    hands.wait("dialog input:focus")
    hands.write("معارك")
    hands.press("Enter")
    hands.wait("dialog", state="detached")
    hands.press("KeyG", "KeyO")
    hands.wait("main a.view")
    hands.press("Shift+KeyS")
    hands.wait("dialog a.view:focus")
    hands.press("Enter")
    page.wait_for_url("**/explore?event_type=Battles")
    link = page.url
    hands.press("Shift+KeyS")
    hands.wait("dialog a.view:focus")
    hands.walk("dialog a[href$='.rss']")
    feed = page.evaluate("document.activeElement.getAttribute('href')")
    assert page.evaluate("path => fetch(path).then((answer) => answer.text())", feed).startswith("<?xml")
    hands.press("Escape")
    hands.wait("dialog", state="detached")
    page.goto(link)
    hands.wait("search button[aria-pressed='true']")
    hands.press("Control+KeyE")
    hands.wait("fieldset input[type='radio']")
    hands.walk("fieldset input[type='radio']")
    for _ in range(20):
        if hands.is_on("input[value='html']"):
            break
        hands.press("ArrowDown")
    hands.walk("a.download")
    name, content = save(hands)
    assert name.endswith(".html")
    assert b"http" not in content.split(b"<body", 1)[0].replace(b"http-equiv", b"")  # nothing is fetched from elsewhere
    hands.press("Control+KeyK")
    hands.wait("dialog input[role='combobox']:focus")
    hands.write("معارك")
    hands.press("Enter")
    page.wait_for_url("**/explore?event_type=Battles")


def test_the_filter_is_worked_by_keyboard_and_is_the_address(hands: Hands) -> None:
    page = hands.page
    hands.open("/explore")
    hands.wait("tbody tr[data-row]")
    hands.walk("input[type='range']")
    hands.press(*["ArrowUp"] * 3)
    page.wait_for_url("**since=*")
    since = page.url
    hands.open("/overview")
    page.goto(since)
    hands.wait("tbody tr[data-row]")
    assert page.locator("search input[type='date']").first.input_value()
    hands.walk(".facets button")
    hands.press("Enter")
    page.wait_for_url("**actor=*")
    hands.walk("search .drop", "Shift+Tab")
    hands.press("Space")
    page.wait_for_function("() => !location.search.includes('actor=')")
    hands.press("Shift+Slash")
    hands.wait("dialog dl")
    hands.press("Escape")
    hands.wait("dialog", state="detached")
