package dev.headroom.peers;

import dev.headroom.machine.LocalMachine;
import dev.headroom.model.Labels;
import dev.headroom.model.Samples;
import dev.headroom.programs.LoopbackProgram;
import dev.headroom.remotewrite.WriteRequest;
import dev.headroom.timeline.Timeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A Prometheus on loopback that takes what is written to it, and scrapes what its configuration says.
public final class RealPrometheus implements AutoCloseable {

    private final LocalMachine machine;
    private final LoopbackProgram process;

    /// @param folder for its data, its configuration and its log
    /// @param features what `--enable-feature` switches on
    public RealPrometheus(Path program, Path folder, List<String> features, Timeline timeline) {
        this(program, folder, features, timeline, "global: {}\n");
    }

    /// @param configuration its `prometheus.yml`
    public RealPrometheus(
            Path program, Path folder, List<String> features, Timeline timeline, String configuration) {
        int port = LoopbackProgram.freePort();
        machine = LocalMachine.open(timeline);
        var command = List.of(
                program.toString(),
                "--config.file=" + written(folder, configuration),
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port,
                "--web.enable-remote-write-receiver",
                "--enable-feature=" + String.join(",", features));
        process = new LoopbackProgram(machine, PeerLaunch.of("prometheus", command, port, folder)).start();
    }

    private static Path written(Path folder, String configuration) {
        try {
            return Files.writeString(folder.resolve("prometheus.yml"), configuration);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Where it is.
    public String url() {
        return process.url();
    }

    /// Writes series over remote_write 1.0.
    public void write(Map<Labels, Samples> series) {
        var answer = process.send(process.request("/api/v1/write")
                .header("Content-Type", "application/x-protobuf")
                .header("Content-Encoding", "snappy")
                .header("X-Prometheus-Remote-Write-Version", "0.1.0")
                .POST(HttpRequest.BodyPublishers.ofByteArray(WriteRequest.packed(series))));
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException("remote write: " + answer.statusCode() + " " + answer.body());
        }
    }

    @Override
    public void close() {
        process.close();
        machine.close();
    }
}
