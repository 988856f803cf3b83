/// The forecasting service: a real model behind `POST /predict`, with the metrics, probes and limits of the services
/// that Headroom scales. Knows nothing of autoscaling.
@NullMarked
package dev.headroom.inference;

import org.jspecify.annotations.NullMarked;
