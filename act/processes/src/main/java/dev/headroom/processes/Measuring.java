package dev.headroom.processes;

import dev.headroom.machine.ProcessGroup;
import dev.headroom.machine.Reading;
import dev.headroom.timeline.Timeline.Scheduled;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads what the containers of all pods use, every `usagePeriod`, and keeps their logs below their limit. Files are
/// read away from the loop.
final class Measuring {

    private static final Logger LOG = LoggerFactory.getLogger(Measuring.class);

    private final Node node;
    private final Supplier<List<LivePod>> pods;
    private final Runnable measured;
    private final Scheduled schedule;
    private boolean busy;

    /// Begins to measure. Called on the loop, as are both functions.
    ///
    /// @param measured told after each round
    Measuring(Node node, Supplier<List<LivePod>> pods, Runnable measured) {
        this.node = node;
        this.pods = pods;
        this.measured = measured;
        var period = node.settings().kubelet().usagePeriod();
        this.schedule = node.agenda().every(period, period, this::measure);
    }

    void end() {
        schedule.cancel();
    }

    private record Measured(LiveContainer container, Reading reading) {}

    private record Measurable(LiveContainer container, Optional<ProcessGroup> group, ContainerLog log) {}

    private void measure() {
        if (busy) {
            return;
        }
        busy = true;
        var all = new ArrayList<Measurable>();
        for (var pod : pods.get()) {
            pod.all().forEach(container -> all.add(new Measurable(
                    container, container.measurable(), new ContainerLog(container.status().log()))));
        }
        node.background().execute(() -> {
            var readings = new ArrayList<Measured>();
            all.forEach(each -> {
                each.group().flatMap(ProcessGroup::reading)
                        .ifPresent(reading -> readings.add(new Measured(each.container(), reading)));
                trim(each.log());
            });
            node.agenda().execute(() -> {
                busy = false;
                var now = node.agenda().now();
                readings.forEach(each -> each.container().measured(now, each.reading()));
                measured.run();
            });
        });
    }

    private void trim(ContainerLog log) {
        try {
            log.trim(node.settings().kubelet().maxLogBytes());
        } catch (IOException failure) {
            LOG.warn("cannot keep {} below its limit: {}", log.file(), failure.toString());
        }
    }
}
