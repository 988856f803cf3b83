package dev.headroom.node;

import dev.headroom.processes.ContainerStatus;
import dev.headroom.processes.PodStatus;
import dev.headroom.timeline.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks every second how long the logs of all containers are, so that it is known when their lines came: for the
/// present run of each, and the one before.
final class LogTimes {

    private static final Logger LOG = LoggerFactory.getLogger(LogTimes.class);

    private final Timeline timeline;
    private final Map<Path, Runs> known = new HashMap<>();

    /// @param restarts of the container when the present run was seen
    private record Runs(int restarts, LogMarks now, LogMarks before) {

        Runs next(int restarted) {
            return new Runs(restarted, new LogMarks(), now);
        }
    }

    LogTimes(Timeline timeline) {
        this.timeline = timeline;
    }

    /// Looks at the containers that there are, and forgets all others.
    synchronized void look(Collection<PodStatus> pods) {
        var there = new HashSet<Path>();
        for (var pod : pods) {
            for (var container : pod.containers()) {
                there.add(container.log());
                look(container);
            }
        }
        known.keySet().retainAll(there);
    }

    private void look(ContainerStatus container) {
        try {
            var length = Files.size(container.log());
            runs(container).now().seen(timeline.now(), length);
        } catch (NoSuchFileException _) {
            // It has not begun to write.
        } catch (IOException failure) {
            LOG.warn("node: cannot look at {}: {}", container.log(), failure.toString());
        }
    }

    private Runs runs(ContainerStatus container) {
        return known.merge(
                container.log(),
                new Runs(container.restarts(), new LogMarks(), new LogMarks()),
                (runs, _) -> runs.restarts() == container.restarts() ? runs : runs.next(container.restarts()));
    }

    /// @param file the log of the container, or that of the run before
    synchronized LogMarks of(ContainerStatus container, Path file) {
        var runs = runs(container);
        return file.equals(container.log()) ? runs.now() : runs.before();
    }
}
