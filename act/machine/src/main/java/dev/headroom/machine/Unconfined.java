package dev.headroom.machine;

import dev.headroom.machine.LimitEnforcement.Means;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// No limits at all: groups are only kept together.
///
/// @param why nothing better can be had
record Unconfined(String why) implements Confinement {

    @Override
    public LimitEnforcement enforcement() {
        return new LimitEnforcement(new Means.None(why), new Means.None(why));
    }

    @Override
    public List<Path> folders() {
        return List.of();
    }

    @Override
    public Enclosure enclose(String name, Limits limits, String marker) {
        return new Open(new MarkedProcesses(marker));
    }

    @Override
    public void close() {
        // Nothing was made.
    }

    private record Open(MarkedProcesses processes) implements Enclosure {

        @Override
        public List<String> entering(List<String> argv) {
            return argv;
        }

        @Override
        public void entered(long pid) {
            processes.main(pid);
        }

        @Override
        public void limitCpu(long milli) {
            // Nothing is enforced.
        }

        @Override
        public Optional<Reading> reading() {
            return processes.reading();
        }

        @Override
        public long outOfMemoryKills() {
            return 0;
        }

        @Override
        public boolean kill() {
            return processes.kill();
        }

        @Override
        public void remove() {
            // Nothing was made.
        }
    }
}
