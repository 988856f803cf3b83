package dev.headroom.demo;

import dev.headroom.loadgen.LoadSecond;
import dev.headroom.loadgen.LoadSnapshot;
import dev.headroom.verdicts.Telemetry;
import java.time.Duration;

/// One second of a demo, for whoever shows it.
///
/// @param offset of its end, from the start of the traffic
/// @param telemetry all that was measured until now
public record DemoSecond(Duration offset, Telemetry telemetry, LoadSecond second, LoadSnapshot snapshot) {}
