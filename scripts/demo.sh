#!/usr/bin/env bash
# Code the sample reports, show one of them, say where the results are, and open the workbench on them: in a terminal,
# unless CI=true.
set -euo pipefail
cd "$(dirname "$0")/.."
bash scripts/setup.sh run
bash scripts/workbench.sh --quiet-without-node
marsad=.venv/bin/marsad
mkdir -p out
result=out/demo.jsonl
inputs=()
for name in examples/reports.jsonl examples/bulletin.jsonl examples/quneitra-incursion.html; do
  [ -f "$name" ] && inputs+=("$name")
done
[ "${#inputs[@]}" -gt 0 ] || inputs=(tests/gold/texts)

"$marsad" code "${inputs[@]}" --jsonl -o "$result"
if [ -f examples/reports.jsonl ]; then
  echo "One of the sample reports, coded:"
  echo
  sample="$(grep -m 1 '"deir-ez-zor-clash-debt"' examples/reports.jsonl || head -n 1 examples/reports.jsonl)"
  printf '%s\n' "$sample" | "$marsad" code -
fi
reports="$(wc -l <"$result" | tr -d ' ')"
events="$(grep -o '"event_id":"[0-9a-f]*","report_id"' "$result" | wc -l | tr -d ' ')"
echo "$reports sample reports coded into $events events."
echo "The results are in $result, one JSON object a report."
echo "Try a report of your own: .venv/bin/marsad code FILE --published 2021-03-10"
if [ -t 1 ] && [ "${CI:-}" != true ]; then
  echo "The workbench opens in the browser; Ctrl C ends it."
  exec "$marsad" demo
fi
"$marsad" demo --load-only
echo "Open the workbench on them: .venv/bin/marsad demo"
