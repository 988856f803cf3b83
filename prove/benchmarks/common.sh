# Sourced by the benchmarks: where things are, and how a program is held to one core.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
work=${BENCHMARK_WORK:-$here/target}
mkdir -p "$work"

. "$root/.mvn/find-jdk25"
find_jdk25
"$root/headroom" --version >/dev/null # builds it when needed
headroom=$root/operate/cli/target/headroom/bin/headroom

need() { # program, package
  command -v "$1" >/dev/null && return 0
  echo "benchmark: needs $1: expected it on the PATH, got none; install it (Debian: apt-get install $2) and run this again" >&2
  exit 2
}

# The service under test has core 0 to itself, whoever asks it has core 1.
need taskset util-linux
# Becomes the service, so that who kills the job kills it.
service() { exec taskset -c 0 "$@"; }
asker() { taskset -c 1 "$@"; }

until_up() { # URL
  for _ in $(seq 300); do
    if curl -sf -o /dev/null "$1"; then return 0; fi
    sleep 0.1
  done
  echo "benchmark: $1: expected an answer within 30 s, got none" >&2
  exit 1
}

python_with() { # folder, packages...: a virtual environment, made once
  folder=$1
  shift
  if [ ! -x "$folder/bin/python" ]; then
    python3 -m venv "$folder"
    "$folder/bin/pip" install -q "$@"
  fi
}
