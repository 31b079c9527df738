// The page: filters, table, detail and language; every value becomes text, never markup.
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const facts = read("facts"), rows = read("rows"), find = (id) => document.getElementById(id);
  const column = Object.fromEntries(facts.columns.map((name, i) => [name, i]));
  const value = (row, name) => row[column[name]];
  const PAGE = 100;
  const SHOWN = ["date", "sub_event_type", "place", "side_1", "side_2", "killed_best", "origins"];
  let language = "ar", shown = rows, order = ["date", 1], at = 0, chosen = null;

  const words = () => facts.words[language];
  const word = (name) => words()[name] ?? name;
  const make = (name, text, attributes = {}) => {
    const element = document.createElement(name);
    if (text !== undefined) element.textContent = text;
    for (const [key, set] of Object.entries(attributes)) element.setAttribute(key, set);
    return element;
  };
  const number = (count) => count.toLocaleString(language === "ar" ? "ar-u-nu-latn" : "en");

  // The value of a column as it is read: names in the reader's language, the others where there is none.
  function tell(row, name) {
    const told = value(row, name);
    if (name === "place" || name === "side_1" || name === "side_2") {
      const arabic = value(row, `${name}_ar`);
      return (language === "ar" ? arabic || told : told || arabic) || "";
    }
    if (name === "killed_best" || name === "wounded_best") return tellToll(row, name.split("_")[0]);
    if (typeof told === "boolean") return word(told ? "yes" : "no");
    return told === null || told === undefined ? "" : facts.terms.includes(name) ? word(told) : String(told);
  }

  function tellToll(row, outcome) {
    const [low, best, high] = ["low", "best", "high"].map((part) => value(row, `${outcome}_${part}`));
    if (low === null) return "";
    if (best === null) return `≥ ${low}`;
    return low === best && (high === null || high === best) ? String(best) : `${best} (${low}–${high ?? "…"})`;
  }

  const map = makeMap(find("map"), read("outlines"), (row) => choose(row, false));

  function choose(row, move) {
    chosen = row;
    const list = make("dl");
    for (const name of facts.columns) {
      const told = tell(row, name);
      if (!told || name.endsWith("_ar") || /_(low|high)$/.test(name)) continue;
      const cell = make("dd");
      cell.append(make("bdi", told, { dir: "auto" }));
      list.append(make("dt", word(name)), cell);
    }
    find("detail").replaceChildren(list);
    const place = shown.indexOf(row);
    if (place >= 0) at = Math.floor(place / PAGE);
    drawTable();
    map.choose(row, move);
  }

  function filter() {
    const text = find("search").value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const type = find("type").value, since = find("since").value, until = find("until").value;
    shown = rows.filter((row) => {
      const day = value(row, "date"), last = value(row, "date_end") || day;
      if (type && value(row, "event_type") !== type) return false;
      if ((since && (!day || last < since)) || (until && (!day || day > until))) return false;
      const all = text.length ? row.join(" ").toLowerCase() : "";
      return text.every((one) => all.includes(one));
    });
    sort();
    at = 0;
    draw();
  }

  function sort() {
    const [name, way] = order;
    const key = (row) => name === "killed_best" ? value(row, name) ?? value(row, "killed_low") : value(row, name);
    const compare = new Intl.Collator(language, { numeric: true }).compare;
    shown = [...shown].sort((a, b) => {
      const [x, y] = [key(a), key(b)];
      if (x === null || y === null) return (x === null) - (y === null);
      return way * (typeof x === "number" ? x - y : compare(x, y));
    });
  }

  function draw() {
    const placed = shown.filter((row) => value(row, "latitude") !== null);
    find("count").textContent = word("counted")
      .replace("{shown}", number(shown.length)).replace("{all}", number(rows.length))
      .replace("{unplaced}", number(shown.length - placed.length))
      .replace("{undated}", number(shown.filter((row) => value(row, "date") === null).length));
    map.show(placed.map((row) => ({
      row, lat: value(row, "latitude"), lon: value(row, "longitude"), colour: facts.colours[value(row, "event_type")],
      weight: value(row, "killed_best") ?? value(row, "killed_low") ?? 0,
    })));
    drawTable();
  }

  function drawTable() {
    const head = document.querySelector("thead tr"), body = document.querySelector("tbody");
    head.replaceChildren(...SHOWN.map((name) => {
      const cell = make("th", undefined, { scope: "col" });
      const mark = order[0] === name ? (order[1] > 0 ? " ▲" : " ▼") : "";
      const button = make("button", word(name) + mark, { type: "button" });
      button.addEventListener("click", () => {
        order = [name, order[0] === name ? -order[1] : 1];
        sort();
        drawTable();
      });
      cell.append(button);
      return cell;
    }));
    body.replaceChildren(...shown.slice(at * PAGE, (at + 1) * PAGE).map((row) => {
      const line = make("tr", undefined, { tabindex: "0", "aria-selected": String(row === chosen) });
      for (const name of SHOWN) {
        const cell = make("td");
        cell.append(make("bdi", tell(row, name), { dir: "auto" }));
        line.append(cell);
      }
      line.addEventListener("click", () => choose(row, true));
      line.addEventListener("keydown", (event) => { if (event.key === "Enter") choose(row, true); });
      return line;
    }));
    const pages = Math.max(1, Math.ceil(shown.length / PAGE));
    find("page").textContent = `${number(at + 1)} / ${number(pages)}`;
    find("before").disabled = at === 0;
    find("after").disabled = at + 1 >= pages;
  }

  function speak() {
    document.documentElement.lang = language;
    document.documentElement.dir = language === "ar" ? "rtl" : "ltr";
    document.title = word("title");
    for (const element of document.querySelectorAll("[data-word]")) element.textContent = word(element.dataset.word);
    for (const element of document.querySelectorAll("[data-label]")) {
      element.setAttribute("aria-label", word(element.dataset.label));
      element.title = word(element.dataset.label);
    }
    find("map").setAttribute("aria-label", word("map"));
    map.name(facts.labels.map(([lat, lon, arabic, english]) => ({ lat, lon, text: language === "ar" ? arabic : english })));
    const other = find("language");
    [other.textContent, other.lang, other.dir] = language === "ar" ? ["English", "en", "ltr"] : ["العربية", "ar", "rtl"];
    const type = find("type"), kept = type.value;
    type.replaceChildren(make("option", word("every"), { value: "" }));
    find("legend").replaceChildren();
    for (const [name, colour] of Object.entries(facts.colours)) {
      type.append(make("option", word(name), { value: name }));
      const line = make("li"), spot = make("span", "", { class: "spot" });
      spot.style.background = colour;
      line.append(spot, make("span", word(name), { dir: "auto" }));
      find("legend").append(line);
    }
    type.value = kept;
    find("about").replaceChildren(...facts.about.flatMap(([name, told]) => {
      const cell = make("dd");
      cell.append(make("bdi", told, { dir: "auto" }));
      return [make("dt", word(name)), cell];
    }));
    if (chosen) choose(chosen, false);
    draw();
  }

  find("language").addEventListener("click", () => { language = language === "ar" ? "en" : "ar"; speak(); });
  find("filters").addEventListener("input", filter);
  find("filters").addEventListener("submit", (event) => event.preventDefault());
  find("filters").addEventListener("reset", () => setTimeout(filter));
  find("before").addEventListener("click", () => { at -= 1; drawTable(); });
  find("after").addEventListener("click", () => { at += 1; drawTable(); });
  find("nearer").addEventListener("click", map.nearer);
  find("farther").addEventListener("click", map.farther);
  find("whole").addEventListener("click", map.fit);
  sort();
  speak();
  map.fit();
})();
