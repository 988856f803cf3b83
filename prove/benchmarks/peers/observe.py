"""Lets servers scrape for a while, then asks them: observe.py SECONDS FOLDER NAME=PID=URL..."""

import json
import os
import subprocess
import sys
import time
import urllib.parse
import urllib.request

BUCKET = "http_request_duration_seconds_bucket"
INSTANCE = 'instance="127.0.0.1:9600"'
P95 = f'histogram_quantile(0.95, sum by (le) (rate({BUCKET}{{endpoint="/predict",{INSTANCE}}}[1m])))'
QUERIES = {
    "p95, instant": ("query", {"query": P95}),
    "p95, range": ("query_range", {"query": P95, "range": 3600, "step": 15}),
    "sum by (route)": ("query", {"query": f"sum by (route) (rate({BUCKET}[1m]))"}),
    "regex selector": ("query", {"query": f'count({BUCKET}{{route=~".*/1[0-9]*7"}})'}),
    "label values": ("label/route/values", {}),
}
ROUNDS = 15


class Server:
    def __init__(self, text):
        self.name, self.pid, self.url = text.split("=", 2)

    def ask(self, path, parameters):
        url = f"{self.url}/api/v1/{path}?{urllib.parse.urlencode(parameters)}"
        with urllib.request.urlopen(url, timeout=120) as answer:
            return answer.read()

    def number(self, query):
        result = json.loads(self.ask("query", {"query": query}))["data"]["result"]
        return float(result[0]["value"][1]) if result else 0.0

    def cpu(self):
        """Seconds of the process and its ended children."""
        with open(f"/proc/{self.pid}/stat", encoding="ascii") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self):
        with open(f"/proc/{self.pid}/status", encoding="ascii") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("VmRSS")) / 1024

    def samples(self):
        return self.number('sum(sum_over_time(scrape_samples_scraped{job="inference"}[2h]))')

    def disk(self, folder):
        path = os.path.join(folder, self.name.lower())
        return int(subprocess.run(["du", "-sb", path], capture_output=True, check=True).stdout.split()[0])


def timed(server, path, parameters):
    asked = dict(parameters)
    if "range" in asked:
        end = time.time()
        asked.update(start=end - asked.pop("range"), end=end)
    begin = time.perf_counter()
    server.ask(path, asked)
    return (time.perf_counter() - begin) * 1000


def main():
    seconds, folder = int(sys.argv[1]), sys.argv[2]
    servers = [Server(text) for text in sys.argv[3:]]
    time.sleep(10)
    before = {server.name: (server.cpu(), time.time()) for server in servers}
    peak = {server.name: 0.0 for server in servers}
    end = time.time() + seconds
    while time.time() < end:
        time.sleep(1)
        for server in servers:
            peak[server.name] = max(peak[server.name], server.memory())
    used = {server.name: server.cpu() - before[server.name][0] for server in servers}
    for server in servers:
        stored = server.samples()
        million = stored * seconds / (seconds + 10) / 1e6
        print(f"{server.name}: {stored / 1e6:.1f} M samples; {used[server.name] / million:.2f} CPU s a million,"
              f" {peak[server.name]:.0f} MiB at most, {server.disk(folder) / stored:.2f} bytes a sample on disk")
    for name, (path, parameters) in QUERIES.items():
        took = {server.name: [] for server in servers}
        for turn in range(ROUNDS + 3):
            for server in servers:
                time_ms = timed(server, path, parameters)
                if turn >= 3:
                    took[server.name].append(time_ms)
        line = [f"{server.name} p50 {sorted(took[server.name])[ROUNDS // 2]:.1f} ms p99 {max(took[server.name]):.1f} ms"
                for server in servers]
        print(f"{name}: " + ", ".join(line))


main()
