package dev.headroom.machine;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A way to keep processes together and within limits.
interface Confinement extends AutoCloseable {

    LimitEnforcement enforcement();

    /// A place for one group.
    ///
    /// @param marker an entry of the environment that only its processes have, as `NAME=VALUE`
    /// @throws java.io.UncheckedIOException when the place cannot be made
    Enclosure enclose(String name, Limits limits, String marker);

    /// The folders of control groups in which everything is to be killed when Headroom is gone.
    List<Path> folders();

    /// Removes what it made; the enclosures are gone already.
    @Override
    void close();

    /// A place for the processes of one group.
    interface Enclosure {

        /// The command that becomes `argv`, inside, before the first instruction of its program.
        List<String> entering(List<String> argv);

        /// The main process is this one now; -1 when there is none.
        void entered(long pid);

        /// Changes the limit of CPU, in thousandths of a core, where one is enforced.
        void limitCpu(long milli);

        Optional<Reading> reading();

        /// How often the kernel killed in here because of the memory limit.
        long outOfMemoryKills();

        /// Sends SIGKILL to everything inside.
        ///
        /// @return whether anything was
        boolean kill();

        void remove();
    }
}
