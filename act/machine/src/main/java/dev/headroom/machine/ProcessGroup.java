package dev.headroom.machine;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// A main process with everything it starts, within limits: what a container is, without the image. After its main
/// process ended, another may be started in it. Methods return at once and take effect in the order they are called;
/// answers come on any thread.
public interface ProcessGroup extends AutoCloseable {

    /// Starts the main process.
    ///
    /// @param output the file its output is added to
    void start(Command command, Path output, Observer observer);

    /// Sends SIGTERM to the main process.
    void terminate();

    /// Sends SIGKILL to all its processes.
    void kill();

    /// Runs a command beside the main process. It counts within the limits.
    void run(Command command, Duration timeout, Consumer<Outcome> outcome);

    /// Starts a command beside the main process for somebody who talks with it, within the limits. Waits until it has
    /// started.
    ///
    /// @throws IOException when it cannot be started, with what was expected and what was found
    Process open(Command command) throws IOException;

    /// Changes its limit of CPU, in thousandths of a core; from now on, also of what is started later.
    void limitCpu(long milli);

    /// What it uses; empty when that cannot be told. Reads files.
    Optional<Reading> reading();

    /// Kills what runs in it, and gives it up.
    @Override
    void close();

    /// Told once how the main process began and once how it ended.
    interface Observer {

        void started(long pid);

        /// Everything in the group has ended with it. Comes without [#started] when it could not be started.
        void ended(Ending ending);
    }

    /// How a main process ended.
    sealed interface Ending {

        /// @param exitCode 128 and the signal's number when a signal ended it
        /// @param outOfMemory whether the kernel killed in this group because its memory limit was reached
        record Exited(int exitCode, boolean outOfMemory) implements Ending {}

        /// @param error what was expected and what was found
        record NotStarted(String error) implements Ending {}
    }

    /// What became of a command that was run beside the main process.
    sealed interface Outcome {

        /// @param output the beginning of what it wrote
        record Exited(int exitCode, String output) implements Outcome {}

        record TimedOut() implements Outcome {}

        record NotStarted(String error) implements Outcome {}
    }
}
