"""Counts, networks, unusual weeks and hot spots of incidents, as tables and as Vega-Lite charts."""

from .anomalies import Anomalies, Week, find_anomalies
from .charts import Spec
from .count_charts import chart_counts, chart_ranking
from .counts import Count, Counts, count, fill, rank
from .happenings import GROUPS, Figure, Named
from .hotspots import Hotspots, Spot, find_hotspots
from .network_charts import chart_dyads, chart_ego
from .networks import Edge, Network, Node, draw_network, ego_of
from .periods import KINDS
from .renderings import PICTURES, font_folders, render
from .spot_charts import chart_hotspots
from .tables import Language
from .week_charts import chart_anomalies

__all__ = [
    "GROUPS",
    "KINDS",
    "PICTURES",
    "Anomalies",
    "Count",
    "Counts",
    "Edge",
    "Figure",
    "Hotspots",
    "Language",
    "Named",
    "Network",
    "Node",
    "Spec",
    "Spot",
    "Week",
    "chart_anomalies",
    "chart_counts",
    "chart_dyads",
    "chart_ego",
    "chart_hotspots",
    "chart_ranking",
    "count",
    "draw_network",
    "ego_of",
    "fill",
    "find_anomalies",
    "find_hotspots",
    "font_folders",
    "rank",
    "render",
]
