package dev.headroom.peers;

import dev.headroom.machine.LocalMachine;
import dev.headroom.programs.LoopbackProgram;
import dev.headroom.timeline.Timeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The real Alertmanager, which Debian calls `prometheus-alertmanager`, on loopback and by itself.
public final class RealAlertmanager implements AutoCloseable {

    private final LocalMachine machine;
    private final LoopbackProgram process;
    private final int port;

    /// Where the program is on this machine.
    public static Optional<Path> program() {
        return Stream.of("/usr/bin/prometheus-alertmanager", "/usr/bin/alertmanager", "/usr/local/bin/alertmanager")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// @param folder for its data, its configuration and its log
    public RealAlertmanager(Path program, Path folder, Timeline timeline) {
        port = LoopbackProgram.freePort();
        machine = LocalMachine.open(timeline);
        var command = List.of(
                program.toString(),
                "--config.file=" + configuration(folder),
                "--storage.path=" + folder.resolve("alertmanager"),
                "--web.listen-address=127.0.0.1:" + port,
                "--cluster.listen-address=");
        process = new LoopbackProgram(machine, PeerLaunch.of("alertmanager", command, port, folder)).start();
    }

    private static Path configuration(Path folder) {
        try {
            return Files.writeString(
                    folder.resolve("alertmanager.yml"), "route: {receiver: nobody}\nreceivers: [{name: nobody}]\n");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public int port() {
        return port;
    }

    /// The alerts that it knows, as its API prints them.
    public String alerts() {
        return process.send(process.request("/api/v2/alerts")).body().strip();
    }

    @Override
    public void close() {
        process.close();
        machine.close();
    }
}
