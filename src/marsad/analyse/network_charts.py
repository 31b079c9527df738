"""Charts of the actor network: who against whom as a grid, and one actor amid those it meets."""

from __future__ import annotations

from .charts import BELOW, WIDTH, Spec, chart, empty, label
from .layouts import place_nodes
from .networks import Edge, Network
from .tables import Language, word

_ACTORS = 15


def chart_dyads(network: Network, language: Language, most: int = _ACTORS) -> Spec:
    """The busiest actors against each other; a grid reads better than lines once there are many."""
    title = word("dyads_title", language)
    against = [edge for edge in network.edges if edge.relation == "against"]
    names = {node.actor.key: label(node.actor, language) for node in network.nodes}
    busy = [key for key in names if any(key in (edge.one, edge.other) for edge in against)][:most]
    if not busy:
        return empty(title, language)
    order = [names[key] for key in busy]
    values = [
        {"one": names[a], "other": names[b], "events": edge.events, "killed": edge.killed.best}
        for edge in against
        for a, b in ((edge.one, edge.other), (edge.other, edge.one))
        if a in busy and b in busy
    ]
    grid = {"type": "nominal", "title": None}
    across = {"field": "other", "sort": order[::-1] if language == "ar" else order}
    encoding: Spec = {
        "y": {"field": "one", "sort": order, **grid},
        "x": {**across, **grid, "axis": {"labelAngle": -45 if language == "en" else 45, "orient": "bottom"}},
    }
    colour = {"field": "events", "type": "quantitative", "title": word("events", language), "scale": {"type": "sqrt"}}
    top = max(edge.events for edge in against)
    return chart(
        title,
        word("dyads_note", language, shown=len(busy), total=len(network.nodes)),
        language,
        {
            "data": {"values": values},
            "encoding": encoding,
            "layer": [
                {"mark": {"type": "rect", "tooltip": True}, "encoding": {"color": colour}},
                {
                    "mark": {"type": "text", "fontSize": 10},
                    "encoding": {
                        "text": {"field": "events"},
                        "color": {
                            "condition": {"test": f"datum.events > {top / 3}", "value": "#fff"},
                            "value": "#1b1f24",
                        },
                    },
                },
            ],
            "width": {"step": 34},
            "height": {"step": 26},
        },
    )


def chart_ego(ego: Network, language: Language) -> Spec:
    """An actor in the middle, its neighbours around, lines as wide as the events they share."""
    names = {node.actor.key: label(node.actor, language) for node in ego.nodes}
    title = word("ego_title", language, actor=names.get(ego.ego or "", ego.ego or ""))
    if not ego.edges:
        return empty(title, language)
    keys = list(names)
    position = {key: at for at, key in enumerate(keys)}
    ties = [(position[edge.one], position[edge.other]) for edge in ego.edges]
    points = place_nodes(len(keys), ties, position.get(ego.ego or ""))
    nodes = [
        {
            "name": names[node.actor.key],
            "events": node.events,
            "x": float(x),
            "y": float(y),
            "ego": node.actor.key == ego.ego,
        }
        for node, (x, y) in zip(ego.nodes, points.round(4), strict=True)
    ]
    lines = [
        {"x": nodes[a]["x"], "y": nodes[a]["y"], "x2": nodes[b]["x"], "y2": nodes[b]["y"], **_facts(edge, language)}
        for edge, (a, b) in zip(ego.edges, ties, strict=True)
    ]
    return chart(title, word("ego_note", language, left_out=ego.left_out), language, _drawing(nodes, lines, language))


def _facts(edge: Edge, language: Language) -> dict[str, object]:
    return {"events": edge.events, "relation": word(edge.relation, language), "killed": edge.killed.best}


def _drawing(nodes: list[dict[str, object]], lines: list[dict[str, object]], language: Language) -> Spec:
    axis = {"type": "quantitative", "axis": None, "scale": {"domain": [-1.25, 1.25]}}
    ends: Spec = {"x": {"field": "x", **axis}, "y": {"field": "y", **axis}}
    relations = [word(relation, language) for relation in ("against", "with")]
    rule: Spec = {
        "data": {"values": lines},
        "mark": {"type": "rule", "opacity": 0.45, "color": "#5b6570", "tooltip": True},
        "encoding": {
            **ends,
            "x2": {"field": "x2"},
            "y2": {"field": "y2"},
            "strokeWidth": {
                "field": "events",
                "type": "quantitative",
                "scale": {"type": "sqrt", "range": [0.5, 8]},
                "legend": None,
            },
            "strokeDash": {
                "field": "relation",
                "type": "nominal",
                "scale": {"domain": relations, "range": [[1, 0], [4, 3]]},
                "title": None,
                "legend": BELOW,
            },
        },
    }
    colour = {"condition": {"test": "datum.ego", "value": "#b4530a"}, "value": "#1f5fa8"}
    size = {"field": "events", "type": "quantitative", "scale": {"type": "sqrt", "range": [30, 900]}, "legend": None}
    circles = {
        "mark": {"type": "circle", "opacity": 0.9, "tooltip": True},
        "encoding": {**ends, "size": size, "color": colour},
    }
    texts = {
        "mark": {"type": "text", "dy": -14, "fontSize": 11, "stroke": "#fff", "strokeWidth": 3, "strokeOpacity": 0.9},
        "encoding": {**ends, "text": {"field": "name"}},
    }
    plain = {"mark": {"type": "text", "dy": -14, "fontSize": 11}, "encoding": {**ends, "text": {"field": "name"}}}
    above = [{"data": {"values": nodes}, **layer} for layer in (circles, texts, plain)]
    return {"layer": [rule, *above], "width": WIDTH, "height": WIDTH}
