#!/usr/bin/env python3
# ruff: noqa
# fmt: off
"""Score coded events against gold facts (gold_*.jsonl in this folder).

usage: score.py GOLD.jsonl[,GOLD2.jsonl] PREDICTIONS.jsonl [--per-report]

PREDICTIONS: one JSON object a line {"report": {"id": ...}, "events": [...]}, events as in
codebook/CODEBOOK.md. Report ids must be the gold ids (the harness passes them as
`external_id`, `id` or `url`).
Prints slot scores and the strict event F1; the last line is a one-line summary.
"""
import itertools, json, math, re, sys, unicodedata
from datetime import date

FAMILY = {"Battles": "V", "Explosions/Remote violence": "X", "Violence against civilians": "C",
          "Protests": "P", "Riots": "R", "Strategic developments": "S"}
CORE_STRAT = {"Arrests", "Agreement", "Looting/property destruction", "Disrupted weapons use",
              "Non-violent transfer of territory"}

def norm(s):
    s = unicodedata.normalize("NFKC", s or "")
    s = re.sub(r"[\u064B-\u0652\u0670\u0640\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", s)
    s = re.sub("[إأآٱ]", "ا", s).replace("ى", "ي").replace("ة", "ه").replace("ؤ", "و").replace("ئ", "ي")
    s = re.sub(r"[^\w\s]", " ", s.lower())
    words = [w[2:] if w.startswith("ال") and len(w) > 4 else w for w in s.split()]
    return " ".join(words).strip()

def is_core(e):
    if e["event_type"] != "Strategic developments":
        return True
    return e.get("sub_event_type") in CORE_STRAT

def km(a, b):
    if None in (a[0], a[1], b[0], b[1]): return 1e9
    p = math.pi / 180
    h = (math.sin((b[0]-a[0])*p/2)**2 + math.cos(a[0]*p)*math.cos(b[0]*p)*math.sin((b[1]-a[1])*p/2)**2)
    return 12742 * math.asin(min(1, math.sqrt(h)))

def alts(g, key, alt):
    """the gold value and its accepted alternatives."""
    a = g.get(alt)
    return [g.get(key)] + (a if isinstance(a, list) else [a] if alt in g else [])

def place_ok(g, e):
    if g.get("also_place"):
        loc = e.get("location") or {}
        if any(norm(x) in {norm(loc.get(k)) for k in ("name", "name_ar", "name_en")} - {""} for p in g["also_place"]
               for x in (p if isinstance(p, list) else [p]) if isinstance(x, str)): return True
    return _place_ok(g, e) or any(norm(a) in {norm((e.get("location") or {}).get(k)) for k in ("name", "name_ar", "name_en")} - {""}
                                  for a in alts(g, "place_ar", "place_alt")[1:] if a)

def _place_ok(g, e):
    loc = e.get("location") or {}
    if not g.get("place_ar") and g.get("lat") is None:
        return not loc.get("name") and loc.get("lat") is None
    if g.get("lat") is not None and loc.get("lat") is not None:
        limit = {1: 10, 2: 25, 3: 60}.get(g.get("precision") or 1, 10)
        if km((g["lat"], g["lon"]), (loc["lat"], loc["lon"])) <= limit: return True
        return False
    names = {norm(loc.get(k)) for k in ("name", "name_ar", "name_en")} - {""}
    return norm(g.get("place_ar")) in names or norm(g.get("place_en")) in names

def actor_names(a):
    return {norm(a.get(k)) for k in ("mention", "name_ar", "name_en", "actor_id")} - {""}

def same_actor(gold_names, pred):
    gn = {norm(n) for n in gold_names} - {""}
    pn = actor_names(pred)
    if gn & pn: return True
    for a, b in itertools.product(gn, pn):            # one contains the other as whole words
        wa, wb = set(a.split()), set(b.split())
        small, big = (wa, wb) if len(wa) <= len(wb) else (wb, wa)
        if len(small) >= 2 and small <= big: return True
        if len(small) == 1 and len(big) <= 3 and small <= big and len(next(iter(small))) > 3: return True
    return False

def side_counts(golds, preds):
    """hits, number of gold, number of predicted for two lists of actors."""
    left, hits = list(preds), 0
    for g in golds:
        for p in left:
            if same_actor(g, p):
                left.remove(p); hits += 1; break
    return hits, len(golds), len(preds)

def sides(e):
    a = e.get("actors") or []
    return ([x for x in a if str(x.get("side")) == "1"], [x for x in a if str(x.get("side")) == "2"])

def actor_score(g, e):
    g1, g2 = g.get("side1") or [], g.get("side2") or []
    p1, p2 = sides(e)
    def tot(x1, x2):
        a, b = side_counts(g1, x1), side_counts(g2, x2)
        return tuple(i + j for i, j in zip(a, b))
    straight = tot(p1, p2)
    if g["event_type"] == "Battles":                 # two-sided: order is not scored
        swapped = tot(p2, p1)
        return max(straight, swapped, key=lambda t: t[0])
    return straight

def date_ok(g, e):
    return any(_date_ok({**g, "date": d, "date_precision": "day" if i and d else g.get("date_precision")}, e) for i, d in enumerate(alts(g, "date", "date_alt")))

def _date_ok(g, e):
    d = (e.get("date") or None)
    if g.get("date") is None: return d is None
    if d is None: return False
    if (g.get("date_precision") or "day") == "day": return d[:10] == g["date"][:10]
    if g["date_precision"] == "month": return d[:7] == g["date"][:7]
    if g["date_precision"] == "year": return d[:4] == g["date"][:4]
    try: return abs((date.fromisoformat(d[:10]) - date.fromisoformat(g["date"][:10])).days) <= 4
    except ValueError: return False

def type_ok(g, e):
    return e.get("event_type") in alts(g, "event_type", "type_alt") + [t for t, _ in g.get("also_ok") or []]

def sub_ok(g, e):
    return e.get("sub_event_type") in alts(g, "sub_event_type", "sub_alt") + [x for _, x in g.get("also_ok") or []] or (
        "type_alt" in g and e.get("event_type") in alts(g, "event_type", "type_alt")[1:])

def fam_ok(g, e):
    if type_ok(g, e): return 1.0
    pair = {FAMILY.get(g["event_type"]), FAMILY.get(e.get("event_type"))}
    return 0.5 if pair in ({"V", "X"}, {"V", "C"}, {"X", "C"}, {"P", "R"}) else 0.0

def weight(g, e):
    f = fam_ok(g, e)
    if not f: return 0
    h, ng, np_ = actor_score(g, e)
    act = h / max(ng, np_, 1)
    w = 2*f + sub_ok(g, e) + 2*place_ok(g, e) + date_ok(g, e) + 2*act
    support = place_ok(g, e) or act > 0 or (date_ok(g, e) and f == 1 and g.get("date"))
    return w if support else 0

def match(golds, preds):
    pairs = sorted(((weight(g, e), i, j) for i, g in enumerate(golds) for j, e in enumerate(preds)), reverse=True)
    ui, uj, out = set(), set(), []
    for w, i, j in pairs:                             # greedy is enough at this size
        if w <= 0: break
        if i in ui or j in uj: continue
        ui.add(i); uj.add(j); out.append((i, j))
    return out

def cas(items, outcome):
    """(low, best) summed over groups of that outcome, None where absent."""
    xs = [c for c in items or [] if c.get("outcome") == outcome]
    if not xs: return None
    bests = [c.get("best") for c in xs]
    return sum(b for b in bests if b is not None) if any(b is not None for b in bests) else "vague"

def prf(tp, ng, np_):
    p = tp / np_ if np_ else 0.0; r = tp / ng if ng else 0.0
    return p, r, (2*p*r/(p+r) if p + r else 0.0)

def main():
    args = [a for a in sys.argv[1:] if not a.startswith("--")]
    gold = {}
    for f in args[0].split(","):
        for line in open(f, encoding="utf-8"):
            if line.strip():
                r = json.loads(line); gold[r["id"]] = r
    pred = {}
    for line in open(args[1], encoding="utf-8"):
        if not line.strip(): continue
        o = json.loads(line); rep = o.get("report") or {}
        for key in (rep.get("external_id"), rep.get("id"), rep.get("url"), o.get("id")):
            if key in gold: pred[key] = o; break
    c = dict(core=[0, 0, 0], act=[0, 0, 0], all=[0, 0, 0], strict=[0, 0, 0], actors=[0, 0, 0])
    slot = {k: [0, 0] for k in ("type", "sub", "date", "place", "killed", "wounded", "factuality", "background", "cause", "attribution")}
    quiet, alarms, badspan, nspan, missing = 0, 0, 0, 0, 0
    for rid, g in sorted(gold.items()):
        o = pred.get(rid)
        if o is None: missing += 1
        preds = (o or {}).get("events") or []
        text = ((o or {}).get("report") or {}).get("text") or ""
        for e in preds:
            for ev in e.get("evidence") or []:
                nspan += 1
                badspan += text[ev["start"]:ev["end"]] != ev["text"]
        golds = g["events"]
        if not golds:
            quiet += 1; alarms += bool([e for e in preds if is_core(e)])
        m = match(golds, preds)
        mi, mj = {i for i, _ in m}, {j for _, j in m}
        for kind, keep in (("core", is_core), ("act", lambda e: not is_core(e)), ("all", lambda e: True)):
            c[kind][0] += sum(1 for i, j in m if keep(golds[i]))
            c[kind][1] += sum(1 for i, x in enumerate(golds) if keep(x) and (i in mi or not x.get("optional")))
            c[kind][2] += sum(1 for j, e in enumerate(preds) if (keep(golds[[i for i, jj in m if jj == j][0]]) if j in mj else keep(e)))
        line = []
        for i, j in m:
            ge, e = golds[i], preds[j]
            h, ng, np_ = actor_score(ge, e)
            c["actors"][0] += h; c["actors"][1] += ng; c["actors"][2] += np_
            t, s = type_ok(ge, e), sub_ok(ge, e)
            d, p = date_ok(ge, e), place_ok(ge, e)
            for k, ok in (("type", t), ("sub", s), ("date", d), ("place", p)):
                slot[k][0] += ok; slot[k][1] += 1
            for k in ("killed", "wounded"):
                gv = cas(ge.get("casualties"), k)
                if gv is not None:
                    slot[k][1] += 1; slot[k][0] += gv == cas(e.get("casualties"), k)
            for k, gk in (("factuality", ge.get("factuality")), ("background", ge.get("background"))):
                if gk is not None:
                    slot[k][1] += 1; slot[k][0] += (gk == e.get(k)) or (k == "factuality" and {gk, e.get(k)} == {"asserted", "reported"})
            if ge.get("cause_category"):
                slot["cause"][1] += 1; slot["cause"][0] += ge["cause_category"] == ((e.get("cause") or {}).get("category"))
            if ge.get("attribution_kind"):
                slot["attribution"][1] += 1; slot["attribution"][0] += ge["attribution_kind"] == ((e.get("attribution") or {}).get("kind"))
            strict = t and d and p and h == ng and h == np_
            if is_core(ge): c["strict"][0] += strict
            line.append(f"{ge['id']}~{'T' if t else 't'}{'S' if s else 's'}{'D' if d else 'd'}{'P' if p else 'p'}{h}/{ng}/{np_}")
        for i, x in enumerate(golds):
            if i not in mi and not x.get("optional"): c["actors"][1] += len(x.get("side1") or []) + len(x.get("side2") or [])
        for j, e in enumerate(preds):
            if j not in mj: c["actors"][2] += sum(map(len, sides(e)))
        c["strict"][1] += sum(1 for i, x in enumerate(golds) if is_core(x) and (i in mi or not x.get("optional"))); c["strict"][2] += sum(1 for x in preds if is_core(x))
        if "--per-report" in sys.argv:
            miss = [x["id"] + ":" + (x.get("sub_event_type") or "") for i, x in enumerate(golds) if i not in mi]
            extra = [f"{e.get('sub_event_type')}@{(e.get('location') or {}).get('name')}" for j, e in enumerate(preds) if j not in mj]
            print(rid, "hit", " ".join(line), "| missed", miss, "| extra", extra)
    print(f"reports {len(gold)} (no output for {missing})")
    for k in ("core", "act", "all", "strict", "actors"):
        p, r, f = prf(*c[k]); print(f"{k:7s} P {p:.3f} R {r:.3f} F1 {f:.3f}   (hits {c[k][0]}, gold {c[k][1]}, predicted {c[k][2]})")
    for k, (a, b) in slot.items():
        print(f"{k:12s} {a}/{b} = {a/b:.3f}" if b else f"{k:12s} n/a")
    print(f"no-event reports with a false core event: {alarms}/{quiet}; bad evidence spans: {badspan}/{nspan}")
    g = lambda k: prf(*c[k])[2]
    s = lambda k: slot[k][0] / slot[k][1] if slot[k][1] else 0
    print(f"core F1 {g('core'):.3f} strict F1 {g('strict'):.3f} activity F1 {g('act'):.3f} actors F1 {g('actors'):.3f} "
          f"date {s('date'):.3f} place {s('place'):.3f} killed {s('killed'):.3f} false alarms {alarms}/{quiet}")

main()
