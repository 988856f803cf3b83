package dev.headroom.controlplane;

import dev.headroom.certificates.KeyedCertificate;
import dev.headroom.controlplane.Flags.Ports;
import dev.headroom.machine.Machine;
import dev.headroom.programs.LoopbackProgram;
import dev.headroom.programs.LoopbackProgram.Launch;
import dev.headroom.programs.ProgramException;
import dev.headroom.programs.Readiness;
import dev.headroom.timeline.Timeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// A control plane of Kubernetes on loopback: real admission, RBAC, aggregation, garbage collection, scheduling and
/// controllers, without any node.
///
/// Each part can be stopped and started again alone. All end within seconds, and with this JVM however that ends.
public final class ControlPlane implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration GRACE = Duration.ofSeconds(3);
    private static final Duration PAUSE = Duration.ofMillis(50);

    /// When this is there, the first namespaces, roles and accounts are, and pods can be created.
    private static final String LAST_TO_COME = "/api/v1/namespaces/default/serviceaccounts/default";

    private final Pki pki;
    private final Flags flags;
    private final Tokens tokens;
    private final String url;
    private final Map<Part, LoopbackProgram> parts = new EnumMap<>(Part.class);

    private ControlPlane(
            ControlPlanePrograms programs, ControlPlaneSettings settings, Machine machine, Timeline timeline) {
        var folder = settings.folder();
        try {
            Files.createDirectories(folder.resolve("logs"));
            Files.createDirectories(folder.resolve("kubeconfig"));
        } catch (IOException failure) {
            throw new UncheckedIOException(
                    "control plane: expected a folder that can be written, got " + folder, failure);
        }
        var ports = ports(settings);
        this.pki = Pki.in(folder, timeline.now());
        this.flags = new Flags(pki, settings, ports);
        this.url = "https://127.0.0.1:" + ports.of(Part.API_SERVER);
        var users = new ArrayList<>(
                List.of(User.ADMIN, User.part(Part.CONTROLLER_MANAGER), User.part(Part.SCHEDULER)));
        users.addAll(settings.users());
        this.tokens = new Tokens(flags.tokens(), users);
        users.forEach(user -> SecretFile.write(flags.kubeconfig(user.name()), access(user).kubeconfig()));
        for (var part : Part.values()) {
            var command = new ArrayList<>(List.of(programs.path(part).toString()));
            command.addAll(flags.of(part));
            var log = folder.resolve("logs").resolve(part.program() + ".log");
            parts.put(part, new LoopbackProgram(
                    machine, new Launch(part.program(), command, log, readiness(part, ports), GRACE)));
        }
    }

    private static Ports ports(ControlPlaneSettings settings) {
        var parts = new EnumMap<Part, Integer>(Part.class);
        for (var part : Part.values()) {
            parts.put(part, LoopbackProgram.freePort());
        }
        if (settings.port() != 0) {
            parts.put(Part.API_SERVER, settings.port());
        }
        return new Ports(parts, LoopbackProgram.freePort(), LoopbackProgram.freePort());
    }

    private Readiness readiness(Part part, Ports ports) {
        var trust = pki.trust();
        return switch (part) {
            case ETCD -> Readiness.http(ports.etcdHealth(), "/readyz", PATIENCE);
            case API_SERVER -> Readiness.https(ports.of(part), "/readyz", trust, PATIENCE);
            case CONTROLLER_MANAGER, SCHEDULER -> Readiness.https(ports.of(part), "/healthz", trust, PATIENCE);
        };
    }

    /// Starts all parts and returns when pods can be created.
    ///
    /// @param machine runs the programs; it is not closed with the control plane
    /// @throws ProgramException when a part does not start; none is left running
    public static ControlPlane start(
            ControlPlanePrograms programs, ControlPlaneSettings settings, Machine machine, Timeline timeline) {
        var plane = new ControlPlane(programs, settings, machine, timeline);
        try {
            plane.part(Part.ETCD).start();
            plane.part(Part.API_SERVER).start();
            plane.part(Part.CONTROLLER_MANAGER).launch();
            plane.part(Part.SCHEDULER).launch();
            plane.part(Part.CONTROLLER_MANAGER).awaitReady();
            plane.part(Part.SCHEDULER).awaitReady();
            plane.awaitFirstObjects();
            return plane;
        } catch (ProgramException | UncheckedIOException failure) {
            plane.close();
            throw failure;
        }
    }

    private void awaitFirstObjects() {
        var server = part(Part.API_SERVER);
        var token = "Bearer " + access(User.ADMIN).token();
        long rounds = PATIENCE.dividedBy(PAUSE);
        for (long i = 0; i < rounds; i++) {
            if (server.send(server.request(LAST_TO_COME).header("Authorization", token)).statusCode() == 200) {
                return;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        throw new ProgramException("control plane: expected " + LAST_TO_COME + " within " + PATIENCE.toSeconds()
                + " s, but it is not there; see " + part(Part.CONTROLLER_MANAGER).log());
    }

    /// One of its programs, to be stopped and started again: `part(ETCD).stop()`.
    public LoopbackProgram part(Part part) {
        return Optional.ofNullable(parts.get(part)).orElseThrow();
    }

    /// Where the API server is.
    public String url() {
        return url;
    }

    /// How a user reaches it: the administrator, or one of the settings.
    public Access access(User user) {
        var token = tokens.of(user.name())
                .orElseThrow(() -> new IllegalArgumentException(
                        "user " + user.name() + ": expected one that the settings name"));
        return new Access(url, authority(), user.name(), token);
    }

    /// The administrator's file for `kubectl --kubeconfig`.
    public Path kubeconfig() {
        return kubeconfig(User.ADMIN);
    }

    /// A user's file for `kubectl --kubeconfig`.
    public Path kubeconfig(User user) {
        return flags.kubeconfig(user.name());
    }

    /// The certificate that servers and clients of the cluster believe, as PEM.
    public String authority() {
        return pki.authority();
    }

    /// A certificate that the API server believes: of a kubelet, or of a server behind the aggregator.
    ///
    /// @param names DNS names and IP addresses, the first also its common name
    public KeyedCertificate serving(List<String> names) {
        return pki.server(names);
    }

    /// Ends all parts; returns when they are gone.
    @Override
    public void close() {
        // The API server would wait for a while for those who watch it.
        part(Part.CONTROLLER_MANAGER).terminate();
        part(Part.SCHEDULER).terminate();
        part(Part.API_SERVER).terminate();
        parts.values().stream().toList().reversed().forEach(LoopbackProgram::close);
    }
}
