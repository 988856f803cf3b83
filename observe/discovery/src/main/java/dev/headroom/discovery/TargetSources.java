package dev.headroom.discovery;

import dev.headroom.config.SdConfig;
import dev.headroom.config.SdConfig.Group;
import dev.headroom.timeline.Timeline;
import dev.headroom.timeline.Timeline.Scheduled;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The lists of targets that change while the program runs: files, servers, name servers. Whoever needs one asks for
/// its groups; what two jobs ask for alike is looked up once.
///
/// A list that cannot be read stays what it was, and the log says why.
public final class TargetSources implements AutoCloseable {

    /// Files are looked at this often, whatever `refresh_interval` says: people expect a changed file to count soon.
    private static final Duration FILE_PERIOD = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(TargetSources.class);

    private final Timeline timeline;
    private final HttpClients clients;
    private final Runnable changed;
    private final Map<SdConfig, Running> sources = new LinkedHashMap<>();

    /// One source: looks again, and says what is there if that is not what it was before.
    interface Source {
        /// @throws SourceException when the list cannot be read
        List<Group> groups();
    }

    private static final class Running {
        private final Source source;
        private List<Group> groups = List.of();
        private String trouble = "";
        private Optional<Scheduled> schedule = Optional.empty();

        Running(Source source) {
            this.source = source;
        }
    }

    /// @param changed told when a list is no longer what it was
    public TargetSources(Timeline timeline, HttpClients clients, Runnable changed) {
        this.timeline = timeline;
        this.clients = clients;
        this.changed = changed;
    }

    /// Makes the sources that are looked at those of `wanted`; the ones that need no looking are left out.
    public synchronized void sync(Collection<SdConfig> wanted) {
        var kept = new HashSet<>(wanted);
        sources.entrySet().removeIf(entry -> {
            boolean gone = !kept.contains(entry.getKey());
            if (gone) {
                entry.getValue().schedule.ifPresent(Scheduled::cancel);
            }
            return gone;
        });
        for (var config : kept) {
            if (!sources.containsKey(config)) {
                start(config);
            }
        }
    }

    private void start(SdConfig config) {
        switch (config) {
            case SdConfig.File file -> start(config, new FileSource(file),
                    FILE_PERIOD.compareTo(file.refreshInterval()) < 0 ? FILE_PERIOD : file.refreshInterval());
            case SdConfig.Http http -> start(config, new HttpSource(http, clients), http.refreshInterval());
            case SdConfig.Dns dns -> start(config, new DnsSource(dns, clients.names()), dns.refreshInterval());
            case SdConfig.Static _, SdConfig.Kubernetes _, SdConfig.Unsupported _ -> {}
        }
    }

    private void start(SdConfig config, Source source, Duration period) {
        var running = new Running(source);
        sources.put(config, running);
        var positive = period.isPositive() ? period : FILE_PERIOD;
        running.schedule = Optional.of(timeline.every(Duration.ZERO, positive, () -> look(running)));
    }

    private void look(Running running) {
        List<Group> found;
        try {
            found = running.source.groups();
        } catch (SourceException failure) {
            var trouble = failure.getMessage();
            synchronized (this) {
                if (!running.trouble.equals(trouble)) {
                    LOG.warn("{}; its targets stay as they were", trouble);
                }
                running.trouble = trouble;
            }
            return;
        }
        boolean differs;
        synchronized (this) {
            differs = !found.equals(running.groups);
            running.groups = found;
            running.trouble = "";
        }
        if (differs) {
            changed.run();
        }
    }

    /// The groups that one discovery knows now.
    public synchronized List<Group> groups(SdConfig config) {
        if (config instanceof SdConfig.Static written) {
            return written.groups();
        }
        var running = sources.get(config);
        return running == null ? List.of() : running.groups;
    }

    /// What is wrong with the sources, one line each.
    public synchronized List<String> troubles() {
        return sources.values().stream()
                .map(running -> running.trouble)
                .filter(trouble -> !trouble.isEmpty())
                .toList();
    }

    @Override
    public synchronized void close() {
        sources.values().forEach(running -> running.schedule.ifPresent(Scheduled::cancel));
        sources.clear();
    }
}
