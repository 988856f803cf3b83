package dev.headroom.inference;

import dev.headroom.timeline.Timeline;

/// What every part of a replica measures and tells with.
record Instruments(Timeline timeline, ServiceMetrics metrics, EventLog log) {}
