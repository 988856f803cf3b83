#!/usr/bin/env bash
# What the path from a metrics page to an autoscaler costs: KEDA's operator and metrics server with a current Prometheus,
# and Headroom in adapter mode, side by side before two real control planes. Builds what is missing by name (KEDA takes
# ten minutes once).
#   prove/benchmarks/stock.sh [MINUTES]
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
need go golang
need kubectl kubernetes-client
cd "$root"
exec ./mvnw -q -Pcluster -pl :incluster -am verify -Dtest=StockBenchmark -Dsurefire.failIfNoSpecifiedTests=false \
  -Dstock.minutes="${1:-10}"
