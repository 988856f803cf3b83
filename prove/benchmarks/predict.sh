#!/usr/bin/env bash
# POST /predict of `headroom inference` against FastAPI + uvicorn + onnxruntime: the same model, the same bodies, the same
# one core, turn by turn. A closed loop of 8 users finds the throughput and its p99.
#   prove/benchmarks/predict.sh [ROUNDS]
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
rounds=${1:-3}

python_with "$work/fastapi" fastapi==0.115.12 'uvicorn[standard]==0.34.2' onnxruntime numpy
model=$root/drive/inference/src/main/resources/dev/headroom/inference/forecaster.onnx

rows=
for minute in $(seq 0 29); do
  rows+="${rows:+,}{\"timestamp\":\"2014-11-03T$(printf %02d $((minute / 2))):$(printf %02d $((minute % 2 * 30))):00\",\"value\":$((15000 + minute * 311 % 4000)).5}"
done
body() { printf '{"history":[%s],"inference_length":%s,"num_samples":%s,"seed":1}' "$rows" "$1" "$2"; }
body 1 1 >"$work/lightest.json"
body 6 5 >"$work/demo.json"

trap 'kill $(jobs -p) 2>/dev/null || true' EXIT
POD_IP=127.0.0.1 PORT=8101 UVICORN_WORKERS=1 READINESS_CHECK_MODEL=1 LOG_LEVEL=error \
  service "$headroom" inference >"$work/headroom.log" 2>&1 &
MODEL=$model service "$work/fastapi/bin/uvicorn" --app-dir "$here/peers" forecast_api:app --port 8102 \
  --log-level error >"$work/fastapi.log" 2>&1 &
until_up http://127.0.0.1:8101/healthz
until_up http://127.0.0.1:8102/docs

measure() { # name, port, body, seconds
  asker "$headroom" load "http://127.0.0.1:$2/predict" --body-file "$work/$3.json" --users 8 --think-time 0s --duration "$4" --json \
    2>/dev/null >"$work/last.json" || true
  python3 - "$1" "$3" "$work/last.json" <<'PY'
import json, sys
end = json.load(open(sys.argv[3]))
rate = end["completed"] / end["durationSeconds"]
print(f"{sys.argv[2]:9} {sys.argv[1]:9} {rate:9.1f} requests/s   p99 {end['latencySeconds']['p99'] * 1000:8.2f} ms   failed {end['failed']}")
PY
}

for body in lightest demo; do
  for round in $(seq 0 "$rounds"); do
    [ "$round" = 0 ] && echo "$body: warming up" || echo "$body: round $round"
    measure headroom 8101 "$body" 8s
    measure fastapi 8102 "$body" 8s
  done
done
