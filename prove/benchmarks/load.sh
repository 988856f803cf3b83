#!/usr/bin/env bash
# How many requests one core of a load generator sends: `headroom load`, wrk, k6 and Locust, turn by turn, against a page
# that costs next to nothing. k6 and Locust are left out by name where they are not installed.
#   prove/benchmarks/load.sh [ROUNDS]
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
rounds=${1:-3}
need wrk wrk
python_with "$work/locust" locust==2.37.5

trap 'kill $(jobs -p) 2>/dev/null || true' EXIT
service "$JAVA_HOME/bin/java" -XX:+UseSerialGC -cp "$root/operate/cli/target/headroom/lib/*" "$here/peers/Page.java" 8103 \
  >"$work/page.log" 2>&1 &
url=http://127.0.0.1:8103/
until_up $url

headroom_load() {
  asker "$headroom" load $url --users 64 --think-time 0s --duration 8s --json 2>/dev/null |
    python3 -c 'import json, sys; end = json.load(sys.stdin); print("headroom load", round(end["completed"] / end["durationSeconds"]))'
}
wrk_load() { asker wrk -t1 -c64 -d8s $url | awk '/Requests\/sec/ {print "wrk", int($2)}'; }
k6_load() {
  URL=$url GOMAXPROCS=1 asker k6 run --quiet --vus 64 --duration 8s "$here/peers/k6.js" 2>/dev/null |
    awk '/http_reqs/ {gsub("/s", "", $3); print "k6", int($3)}'
}
locust_load() { # class
  asker "$work/locust/bin/locust" -f "$here/peers/locustfile.py" "$1" --headless --users 64 --spawn-rate 64 --run-time 8s \
    --host ${url%/} --only-summary 2>&1 | awk '/Aggregated/ && !seen {print "locust '"$1"'", int($(NF - 1)); seen = 1}'
}

for round in $(seq 0 "$rounds"); do
  [ "$round" = 0 ] && echo "warming up" || echo "round $round (requests/s)"
  headroom_load
  wrk_load
  if command -v k6 >/dev/null; then k6_load; else echo "k6 left out: not installed"; fi
  locust_load Quick
  locust_load Usual
done
