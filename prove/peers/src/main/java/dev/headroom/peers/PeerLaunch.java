package dev.headroom.peers;

import dev.headroom.programs.LoopbackProgram.Launch;
import dev.headroom.programs.Readiness;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// How the programs of the Prometheus project are started: they tell at `/-/ready` that they are.
final class PeerLaunch {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration GRACE = Duration.ofSeconds(10);

    private PeerLaunch() {}

    static Launch of(String name, List<String> command, int port, Path folder) {
        var readiness = Readiness.http(port, "/-/ready", PATIENCE);
        return new Launch(name, command, folder.resolve(name + ".log"), readiness, GRACE);
    }
}
