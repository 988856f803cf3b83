"""Trains the forecaster that ships with the inference service, and measures it.

Usage: /usr/bin/python3 train.py            (Debian: apt-get install python3-torch python3-onnx; about two minutes)
Reads nyc-taxi.csv.gz beside it; writes the model into ../src/main/resources and its error to standard output.
The seed is fixed: a second run on the same machine writes the same file.
"""

import csv
import datetime
import gzip
import math
import pathlib

import numpy
import torch
from torch import nn

HERE = pathlib.Path(__file__).parent
MODEL = HERE / "../src/main/resources/dev/headroom/inference/forecaster.onnx"
CONTEXT = 32  # values the model looks back on
SHORTEST = 8  # fewest of them that are real; older places are empty (0, and 0 in the mask)
HORIZON = 12  # steps that are measured: six hours
DAY = 48  # rows of the series per day
QUANTILES = [0.02, 0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9, 0.98]
TEST_FROM = datetime.datetime(2014, 11, 1)  # trained on July to October, measured on November to January
CHANNELS = 64


class Forecaster(nn.Module):
    """Quantiles of the next normalised value, from the last CONTEXT ones and the calendar of the values they lead to."""

    def __init__(self):
        super().__init__()
        self.from_series = nn.Conv1d(2, CHANNELS, 1)
        self.from_calendar = nn.Conv1d(4, CHANNELS, 1)
        self.dilated = nn.ModuleList(nn.Conv1d(CHANNELS, CHANNELS, 3, dilation=d) for d in (1, 2, 4, 8))
        self.mixed = nn.ModuleList(nn.Conv1d(CHANNELS, CHANNELS, 1) for _ in range(4))
        self.head = nn.Sequential(nn.Linear(2 * CHANNELS, 192), nn.ReLU(), nn.Linear(192, len(QUANTILES)))

    def forward(self, series, calendar):
        """series: [paths, 2 (value, mask), 32]; calendar: [1 or paths, 4, 32]; answer: [paths, 9], ascending."""
        x = self.from_series(series) + self.from_calendar(calendar)
        for dilated, mixed in zip(self.dilated, self.mixed):
            y = torch.relu(dilated(x))
            x = x[:, :, -y.shape[2]:] + torch.relu(mixed(y))
        raw = self.head(x.flatten(1))
        lowest, steps = raw[:, :1], nn.functional.softplus(raw[:, 1:])
        # Not cumsum: a product with a triangle of ones runs on every runtime.
        triangle = torch.triu(torch.ones(len(QUANTILES) - 1, len(QUANTILES) - 1))
        return torch.cat([lowest, lowest + steps @ triangle], 1)


def calendar_of(times):
    """Day and week as two circles each: [4, times]."""
    day = numpy.array([(t.hour * 3600 + t.minute * 60 + t.second) / 86400 for t in times])
    week = (numpy.array([t.weekday() for t in times]) + day) / 7
    turn = 2 * math.pi
    return numpy.stack([numpy.sin(turn * day), numpy.cos(turn * day), numpy.sin(turn * week), numpy.cos(turn * week)])


def batch_of(values, calendar, ends, generator, vary):
    """Windows that end before row `ends`, normalised by what a forecast that began up to HORIZON rows ago had seen."""
    series = numpy.zeros((len(ends), 2, CONTEXT), numpy.float32)
    future = numpy.zeros((len(ends), 4, CONTEXT), numpy.float32)
    target = numpy.zeros((len(ends), 1), numpy.float32)
    for i, end in enumerate(ends):
        ago = generator.integers(0, HORIZON) if vary else 0
        known = generator.integers(SHORTEST, CONTEXT + 1) if vary else CONTEXT
        seen = values[end - ago - known:end - ago]
        mean, deviation = seen.mean(), seen.std()
        real = min(CONTEXT, known + ago)
        series[i, 0, CONTEXT - real:] = (values[end - real:end] - mean) / deviation
        series[i, 1, CONTEXT - real:] = 1
        future[i] = calendar[:, end - CONTEXT + 1:end + 1]
        target[i] = (values[end] - mean) / deviation
    return torch.from_numpy(series), torch.from_numpy(future), torch.from_numpy(target)


def pinball(predicted, target):
    quantiles = torch.tensor(QUANTILES)
    error = target - predicted
    return torch.maximum(quantiles * error, (quantiles - 1) * error).mean()


def train(model, values, calendar, generator, steps=3000, size=256):
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 4e-3, total_steps=steps)
    first, last = CONTEXT + HORIZON, len(values)
    for step in range(steps):
        series, future, target = batch_of(values, calendar, generator.integers(first, last, size), generator, True)
        # Sampled paths are rougher than history: noise on the values makes the model sturdy against its own samples.
        series[:, 0] += 0.05 * torch.randn(size, CONTEXT) * series[:, 1]
        loss = pinball(model(series, future), target)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        if step % 500 == 499:
            print(f"step {step + 1}: pinball loss {loss.item():.4f}")


def sampled(quantiles, chance):
    """The value at each chance, between the quantiles by straight lines; beyond the outermost ones, those."""
    return numpy.array([numpy.interp(u, QUANTILES, row) for u, row in zip(chance, quantiles)], numpy.float32)


def forecast(model, values, calendar, end, generator, paths=100):
    """Sampled paths of the HORIZON rows from row `end` on: [paths, HORIZON]."""
    mean, deviation = values[end - CONTEXT:end].mean(), values[end - CONTEXT:end].std()
    series = numpy.ones((paths, 2, CONTEXT), numpy.float32)
    series[:, 0] = (values[end - CONTEXT:end] - mean) / deviation
    answer = numpy.zeros((paths, HORIZON), numpy.float32)
    for step in range(HORIZON):
        future = calendar[None, :, end + step - CONTEXT + 1:end + step + 1].astype(numpy.float32)
        with torch.no_grad():
            quantiles = model(torch.from_numpy(series), torch.from_numpy(future)).numpy()
        answer[:, step] = sampled(quantiles, generator.random(paths))
        series[:, 0, :-1] = series[:, 0, 1:]
        series[:, 0, -1] = answer[:, step]
    return answer * deviation + mean


def measure(model, values, calendar, first, generator):
    """Mean absolute errors over HORIZON steps from every 7th row of the test months, and the share inside 10..90 %."""
    model_error, day_error, week_error, last_error, inside = [], [], [], [], []
    for end in range(first, len(values) - HORIZON, 7):
        truth = values[end:end + HORIZON]
        paths = forecast(model, values, calendar, end, generator)
        model_error.append(numpy.abs(numpy.median(paths, 0) - truth).mean())
        day_error.append(numpy.abs(values[end - DAY:end - DAY + HORIZON] - truth).mean())
        week_error.append(numpy.abs(values[end - 7 * DAY:end - 7 * DAY + HORIZON] - truth).mean())
        last_error.append(numpy.abs(values[end - 1] - truth).mean())
        low, high = numpy.quantile(paths, [0.1, 0.9], 0)
        inside.append(((low <= truth) & (truth <= high)).mean())
    print(f"{len(model_error)} forecasts of {HORIZON} steps, mean absolute error in trips per half hour:")
    print(f"  the model, median of 100 paths   {numpy.mean(model_error):7.0f}")
    print(f"  the same time last week          {numpy.mean(week_error):7.0f}")
    print(f"  the same time yesterday          {numpy.mean(day_error):7.0f}")
    print(f"  the last value                   {numpy.mean(last_error):7.0f}")
    print(f"  truth between the model's 10 % and 90 %: {numpy.mean(inside):.0%}")


def main():
    torch.set_num_threads(2)
    torch.manual_seed(7)
    torch.use_deterministic_algorithms(True)
    generator = numpy.random.default_rng(7)
    with gzip.open(HERE / "nyc-taxi.csv.gz", "rt") as file:
        rows = [(datetime.datetime.fromisoformat(r["timestamp"]), float(r["value"])) for r in csv.DictReader(file)]
    values = numpy.array([value for _, value in rows])
    calendar = calendar_of([time for time, _ in rows])
    first = next(i for i, (time, _) in enumerate(rows) if time >= TEST_FROM)

    model = Forecaster()
    print(f"{sum(p.numel() for p in model.parameters())} parameters, {first} rows to learn from")
    train(model, values[:first], calendar[:, :first], generator)
    model.eval()
    torch.onnx.export(
        model,
        (torch.zeros(2, 2, CONTEXT), torch.zeros(1, 4, CONTEXT)),
        str(MODEL),
        opset_version=14,
        input_names=["series", "calendar"],
        output_names=["quantiles"],
        dynamic_axes={"series": {0: "paths"}, "quantiles": {0: "paths"}})
    print(f"wrote {MODEL.stat().st_size} bytes")
    measure(model, values, calendar, first, generator)


if __name__ == "__main__":
    main()
