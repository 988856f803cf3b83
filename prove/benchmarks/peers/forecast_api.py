"""The forecasting service as people write it in Python: FastAPI, uvicorn, onnxruntime, numpy.

The same model, the same body, the same sampling of paths as `headroom inference`, so that the two can be compared.
    MODEL=forecaster.onnx uvicorn forecast_api:app --port 8002
"""

import os
from datetime import datetime, timedelta, timezone

import numpy as np
import onnxruntime
from fastapi import FastAPI
from pydantic import BaseModel

CONTEXT = 32
MODEL_QUANTILES = np.array([0.02, 0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9, 0.98])
QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95]

options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1
options.inter_op_num_threads = 1
session = onnxruntime.InferenceSession(os.environ["MODEL"], options, providers=["CPUExecutionProvider"])
app = FastAPI()


class Row(BaseModel):
    timestamp: datetime
    value: float


class Request(BaseModel):
    history: list[Row]
    inference_length: int = 12
    num_samples: int = 20
    seed: int = 0


def calendar(last, step, index):
    times = [(last + step * (index + 2 - CONTEXT + i)).replace(tzinfo=timezone.utc).timestamp() for i in range(CONTEXT)]
    days = np.array(times) / 86400
    weeks = (days + 3) / 7
    day = 2 * np.pi * (days - np.floor(days))
    week = 2 * np.pi * (weeks - np.floor(weeks))
    return np.stack([np.sin(day), np.cos(day), np.sin(week), np.cos(week)])[None].astype(np.float32)


@app.post("/predict")
def predict(request: Request):
    values = np.array([row.value for row in request.history])[-CONTEXT:]
    mean, deviation = values.mean(), values.std()
    scaled = (values - mean) / deviation if deviation > 0 else np.zeros_like(values)
    paths = request.num_samples
    window = np.zeros((paths, 2, CONTEXT), dtype=np.float32)
    window[:, 0, CONTEXT - len(scaled):] = scaled
    window[:, 1, CONTEXT - len(scaled):] = 1
    last = request.history[-1].timestamp
    step = last - request.history[-2].timestamp if len(request.history) > 1 else timedelta(minutes=30)
    random = np.random.default_rng(request.seed)
    forecast = []
    for index in range(request.inference_length):
        (quantiles,) = session.run(["quantiles"], {"series": window, "calendar": calendar(last, step, index)})
        chances = (random.permutation(paths) + 0.5) / paths
        drawn = np.array([np.interp(chances[i], MODEL_QUANTILES, quantiles[i]) for i in range(paths)])
        window = np.roll(window, -1, axis=2)
        window[:, 0, -1] = drawn
        window[:, 1, -1] = 1
        found = np.quantile(mean + deviation * drawn, QUANTILES)
        forecast.append({
            "timestamp": (last + step * (index + 1)).isoformat(),
            **{f"p{int(q * 100)}": float(value) for q, value in zip(QUANTILES, found)},
        })
    return {"forecast": forecast}
