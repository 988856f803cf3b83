#!/usr/bin/env bash
# What observing costs: a current Prometheus and Headroom scrape the same targets every second, side by side, and answer
# the same queries. CPU and memory per million samples, bytes of a sample on disk, latency of queries.
#   prove/benchmarks/observe.sh [SECONDS [TARGETS [SERIES]]]
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
seconds=${1:-300} targets=${2:-20} series=${3:-10000}
need go golang
need python3 python3
prometheus=$work/prometheus
(cd "$root/prove/peers/go/prometheus" && go build -ldflags='-s -w' -o "$prometheus" github.com/prometheus/prometheus/cmd/prometheus)

run=$work/observe
rm -rf "$run"
mkdir -p "$run"
first=9600
{
  echo 'global: {scrape_interval: 1s, scrape_timeout: 1s}'
  echo 'scrape_configs:'
  echo '- job_name: inference'
  echo '  static_configs:'
  echo "  - targets: [$(seq -s, -f "'127.0.0.1:%.0f'" $first $((first + targets - 1)))]"
} >"$run/prometheus.yml"

trap 'kill $(jobs -p) 2>/dev/null || true' EXIT
"$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx512m "$here/peers/Pages.java" $first "$targets" "$series" >"$run/pages.log" 2>&1 &
until_up http://127.0.0.1:$first/metrics

"$prometheus" --config.file="$run/prometheus.yml" --storage.tsdb.path="$run/prometheus" --web.listen-address=127.0.0.1:9591 \
  >"$run/prometheus.log" 2>&1 &
theirs=$!
(cd "$run" && exec "$headroom" up --config.file prometheus.yml --data "$run/headroom" --logs "$run/logs" --listen 127.0.0.1:9592 \
  --scrape-interval 15s) >"$run/headroom.log" 2>&1 &
ours=$!
until_up http://127.0.0.1:9591/-/ready
until_up http://127.0.0.1:9592/-/ready

python3 "$here/peers/observe.py" "$seconds" "$run" "Prometheus=$theirs=http://127.0.0.1:9591" "Headroom=$ours=http://127.0.0.1:9592"
