"use strict";
// The map: outlines and points on a canvas, Mercator, moved by mouse, touch and keys. Nothing is asked of any server.
function makeMap(canvas, outlines, onPick) {
  const RADIUS = 4, MOST = 14, REACH = 6, LARGEST = 4000, SMALLEST = 1.5;
  const colours = { line: "--line", paper: "--paper", mark: "--mark" };
  let points = [], labels = [], chosen = null, scale = 8, middle = [38, toY(34)];

  function toY(lat) {
    const bounded = Math.max(-85, Math.min(85, lat));
    return Math.log(Math.tan(Math.PI / 4 + bounded * Math.PI / 360)) * 180 / Math.PI;
  }

  const lines = (packed) => packed.map((steps) => {
    let x = steps[0], y = steps[1];
    const line = [[x / outlines.unit, toY(y / outlines.unit)]];
    for (let i = 2; i < steps.length; i += 2) {
      x += steps[i];
      y += steps[i + 1];
      line.push([x / outlines.unit, toY(y / outlines.unit)]);
    }
    return line;
  });
  const plain = lines(outlines.lines), disputed = lines(outlines.disputed);

  const place = (x, y) => [
    canvas.clientWidth / 2 + (x - middle[0]) * scale, canvas.clientHeight / 2 - (y - middle[1]) * scale,
  ];

  function stroke(pen, paths, dashes) {
    pen.setLineDash(dashes);
    pen.beginPath();
    for (const path of paths) {
      path.forEach(([x, y], i) => pen[i ? "lineTo" : "moveTo"](...place(x, y)));
    }
    pen.stroke();
  }

  function draw() {
    const ratio = window.devicePixelRatio || 1, style = getComputedStyle(document.documentElement);
    canvas.width = canvas.clientWidth * ratio;
    canvas.height = canvas.clientHeight * ratio;
    const pen = canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.fillStyle = style.getPropertyValue(colours.paper);
    pen.fillRect(0, 0, canvas.clientWidth, canvas.clientHeight);
    pen.strokeStyle = style.getPropertyValue(colours.line);
    pen.lineWidth = 1;
    stroke(pen, plain, []);
    stroke(pen, disputed, [3, 3]);
    pen.setLineDash([]);
    name(pen, style.getPropertyValue(colours.line));
    for (const point of points) {
      const [x, y] = place(point.x, point.y);
      pen.beginPath();
      pen.arc(x, y, size(point), 0, 2 * Math.PI);
      pen.globalAlpha = 0.75;
      pen.fillStyle = point.colour;
      pen.fill();
      pen.globalAlpha = 1;
      pen.lineWidth = point.row === chosen ? 3 : 0.5;
      pen.strokeStyle = style.getPropertyValue(point.row === chosen ? colours.mark : colours.paper);
      pen.stroke();
    }
  }

  function name(pen, colour) {
    pen.font = "12px system-ui, sans-serif";
    pen.textAlign = "center";
    pen.fillStyle = colour;
    for (const { lat, lon, text } of labels) pen.fillText(text, ...place(lon, toY(lat)));
  }

  const size = (point) => Math.min(MOST, RADIUS + Math.sqrt(point.weight));

  let waiting = false;
  function redraw() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; draw(); });
  }

  function zoom(factor, at) {
    const before = at || [canvas.clientWidth / 2, canvas.clientHeight / 2];
    const next = Math.max(SMALLEST, Math.min(LARGEST, scale * factor));
    middle = [
      middle[0] + (before[0] - canvas.clientWidth / 2) * (1 / scale - 1 / next),
      middle[1] - (before[1] - canvas.clientHeight / 2) * (1 / scale - 1 / next),
    ];
    scale = next;
    redraw();
  }

  function fit() {
    if (!points.length) return redraw();
    let west = Infinity, south = Infinity, east = -Infinity, north = -Infinity;
    for (const { x, y } of points) {
      west = Math.min(west, x); east = Math.max(east, x); south = Math.min(south, y); north = Math.max(north, y);
    }
    middle = [(west + east) / 2, (south + north) / 2];
    const room = 0.85;
    scale = Math.min(
      canvas.clientWidth * room / Math.max(east - west, 0.5), canvas.clientHeight * room / Math.max(north - south, 0.5),
    );
    redraw();
  }

  function nearest(x, y) {
    let best = null, least = Infinity;
    for (const point of points) {
      const [px, py] = place(point.x, point.y);
      const away = Math.hypot(px - x, py - y) - size(point);
      if (away <= Math.min(REACH, least)) { best = point; least = away; }
    }
    return best;
  }

  let held = null, moved = false;
  canvas.addEventListener("pointerdown", (event) => {
    held = [event.offsetX, event.offsetY];
    moved = false;
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!held) return;
    const dx = event.offsetX - held[0], dy = event.offsetY - held[1];
    if (!moved && Math.hypot(dx, dy) < 3) return;
    moved = true;
    middle = [middle[0] - dx / scale, middle[1] + dy / scale];
    held = [event.offsetX, event.offsetY];
    redraw();
  });
  canvas.addEventListener("pointerup", (event) => {
    held = null;
    const point = moved ? null : nearest(event.offsetX, event.offsetY);
    if (point) onPick(point.row);
  });
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoom(event.deltaY < 0 ? 1.25 : 0.8, [event.offsetX, event.offsetY]);
  }, { passive: false });
  canvas.addEventListener("keydown", (event) => {
    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (steps) {
      middle = [middle[0] + steps[0] * 60 / scale, middle[1] + steps[1] * 60 / scale];
      redraw();
    } else if (event.key === "+" || event.key === "=") zoom(1.25);
    else if (event.key === "-") zoom(0.8);
    else return;
    event.preventDefault();
  });
  window.addEventListener("resize", redraw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);

  return {
    name(found) {
      labels = found;
      redraw();
    },
    show(found) {
      points = found.map((point) => ({ ...point, y: toY(point.lat), x: point.lon }));
      points.sort((a, b) => b.weight - a.weight); // the small ones on top
      redraw();
    },
    choose(row, move) {
      chosen = row;
      const point = points.find((one) => one.row === row);
      if (point && move) middle = [point.x, point.y];
      redraw();
    },
    nearer: () => zoom(1.5), farther: () => zoom(1 / 1.5), fit,
  };
}
