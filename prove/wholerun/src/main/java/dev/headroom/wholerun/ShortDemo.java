package dev.headroom.wholerun;

import dev.headroom.demo.Demo;
import dev.headroom.demo.DemoOptions;
import dev.headroom.demo.PredictWork;
import dev.headroom.server.ServerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The demo of `examples/inference` with two replicas to begin with, whose CPU limit is high enough that they are ready
/// in seconds without the caches of an installed Headroom.
public final class ShortDemo {

    private static final DemoOptions.Rates RATES = new DemoOptions.Rates(10, 25);
    private static final DemoOptions.Expected EXPECTED =
            new DemoOptions.Expected(2, Duration.ofSeconds(10), 0.1, 0.01, Duration.ofMinutes(5));

    private ShortDemo() {}

    /// Starts it; the traffic plays when [Demo#play] is called.
    ///
    /// @param folder gets manifests, logs and a launcher
    public static Demo start(Path folder, Duration duration) {
        return start(folder, duration, Form.SCALED_OBJECT);
    }

    /// In which form the autoscaler is written.
    public enum Form {
        SCALED_OBJECT,
        HPA
    }

    /// Starts one whose autoscaler is written in that form.
    public static Demo start(Path folder, Duration duration, Form form) {
        try {
            var server = new ServerConfig(
                    "127.0.0.1",
                    0,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(5),
                    new ServerConfig.Data(folder.resolve("data"), Duration.ofDays(1), 0),
                    folder.resolve("logs"),
                    folder,
                    Map.of("headroom", launcher(folder).toString()),
                    List.of(),
                    Optional.empty(),
                    1);
            return Demo.start(new DemoOptions(
                    server,
                    List.of(manifests(folder, form)),
                    duration,
                    Optional.empty(),
                    RATES,
                    new PredictWork(6, 5),
                    EXPECTED));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Stands for `headroom` in a container's command: a replica from the classes of this build.
    private static Path launcher(Path folder) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        var file = folder.resolve("headroom");
        Files.writeString(file, """
                #!/bin/sh
                exec "%s" -XX:+UseSerialGC -Xmx64m -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED \\
                  --sun-misc-unsafe-memory-access=allow -cp "%s" dev.headroom.inference.InferenceProgram
                """.formatted(java, System.getProperty("java.class.path")));
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path manifests(Path folder, Form form) throws IOException {
        var copies = Files.createDirectories(folder.resolve("manifests"));
        var scaled = examples().resolve("scaledobject.yaml");
        try (var files = Files.list(examples());
                var hpa = Files.list(examples().resolveSibling("inference-hpa"))) {
            var all = form == Form.HPA ? Stream.concat(files.filter(each -> !each.equals(scaled)), hpa) : files;
            for (var file : all.toList()) {
                var text = Files.readString(file)
                        .replace("cpu: 100m", "cpu: 2")
                        .replace("startup-cpu: 250m", "startup-cpu: \"2\"")
                        .replace("failureThreshold: 180", "failureThreshold: 600")
                        .replace("replicas: 3", "replicas: 2")
                        .replace("minReplicaCount: 3", "minReplicaCount: 2")
                        .replace("maxReplicaCount: 12", "maxReplicaCount: 4")
                        .replace("minReplicas: 3", "minReplicas: 2")
                        .replace("maxReplicas: 12", "maxReplicas: 4");
                Files.writeString(copies.resolve(file.getFileName()), text);
            }
        }
        return copies;
    }

    /// The folder `examples/inference` of the checkout that this runs in.
    private static Path examples() {
        for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            var examples = folder.resolve("examples/inference");
            if (Files.isDirectory(examples)) {
                return examples;
            }
        }
        throw new IllegalStateException("no folder examples/inference at or above " + Path.of("").toAbsolutePath());
    }
}
