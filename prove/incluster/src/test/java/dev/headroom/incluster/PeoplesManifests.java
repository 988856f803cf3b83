package dev.headroom.incluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The ten files as people run them, word by word, and what makes a pod of theirs a process: a command in place of its
/// image, and a smaller request, so that they fit on a machine with two cores.
final class PeoplesManifests {

    private static final Path SHARED =
            Path.of(System.getProperty("headroom.root", "../.."), "../shared/data/manifests");

    private static final Path CARRIED = Path.of(
            System.getProperty("headroom.root", "../.."), "prove/incluster/src/test/resources/manifests");

    private PeoplesManifests() {}

    /// The file where it is kept beside the checkout, else the copy of this repository.
    static Path file(String name) {
        var shared = SHARED.resolve(name);
        return (Files.exists(shared) ? shared : CARRIED.resolve(name)).toAbsolutePath().normalize();
    }

    static String text(String name) {
        try {
            return Files.readString(file(name));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// A strategic merge patch that makes the container of a Deployment a process; all pods are replaced at once, so
    /// that nobody waits for one after the other.
    ///
    /// @param environment more of it: items of a YAML list, each with a comma behind it
    /// @param program the class that runs, and its arguments
    static String asProcess(String container, String environment, String... program) {
        var command = new StringBuilder();
        for (var part : program) {
            command.append(", \"").append(part).append('"');
        }
        return """
                spec:
                  strategy: {rollingUpdate: {maxSurge: 100%%, maxUnavailable: 100%%}}
                  template:
                    spec:
                      terminationGracePeriodSeconds: 2
                      initContainers: null
                      containers:
                        - name: %s
                          command: ["%s", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", "%s"%s]
                          env: [%s {name: POD_IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}]
                          resources: {requests: {cpu: 200m, memory: 512Mi}}
                """
                .formatted(
                        container,
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        System.getProperty("java.class.path"),
                        command,
                        environment);
    }
}
