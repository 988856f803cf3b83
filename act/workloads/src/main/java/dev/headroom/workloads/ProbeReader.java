package dev.headroom.workloads;

import dev.headroom.manifests.Field;
import dev.headroom.workloads.ContainerSpec.Port;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// Reads the probes and hooks of one container, with the defaults and bounds of the Kubernetes API.
final class ProbeReader {

    private static final Set<String> HANDLERS = Set.of("httpGet", "tcpSocket", "exec");
    private static final Set<String> PROBE_FIELDS = Set.of(
            "httpGet", "tcpSocket", "exec", "grpc", "initialDelaySeconds", "periodSeconds", "timeoutSeconds",
            "successThreshold", "failureThreshold", "terminationGracePeriodSeconds");

    private final List<Port> ports;
    private final Consumer<String> warnings;

    ProbeReader(List<Port> ports, Consumer<String> warnings) {
        this.ports = ports;
        this.warnings = warnings;
    }

    Probe probe(Field field, ProbeType type) {
        field.unknown(PROBE_FIELDS).forEach(warnings);
        int successThreshold = atLeast(field.at("successThreshold"), 1, 1);
        if (type != ProbeType.READINESS && successThreshold != 1) {
            throw field.at("successThreshold").wrong("1 for a " + type.word() + " probe", "" + successThreshold);
        }
        var timing = new ProbeTiming(
                Duration.ofSeconds(atLeast(field.at("initialDelaySeconds"), 0, 0)),
                Duration.ofSeconds(atLeast(field.at("periodSeconds"), 10, 1)),
                successThreshold,
                atLeast(field.at("failureThreshold"), 3, 1));
        var timeout = Duration.ofSeconds(atLeast(field.at("timeoutSeconds"), 1, 1));
        var grace = field.at("terminationGracePeriodSeconds").optionalInteger().map(Duration::ofSeconds);
        return new Probe(handler(field, HANDLERS), timing, timeout, grace);
    }

    Handler hook(Field field) {
        field.unknown(Set.of("httpGet", "tcpSocket", "exec", "sleep")).forEach(warnings);
        return handler(field, Set.of("httpGet", "exec", "sleep"));
    }

    private Handler handler(Field field, Set<String> allowed) {
        var given = allowed.stream().filter(name -> !field.at(name).isMissing()).sorted().toList();
        if (given.size() != 1) {
            throw field.wrong("one of " + String.join(", ", allowed.stream().sorted().toList()),
                    given.isEmpty() ? "none of them" : String.join(" and ", given));
        }
        var body = field.at(given.getFirst());
        return switch (given.getFirst()) {
            case "httpGet" -> httpGet(body);
            case "tcpSocket" -> {
                body.unknown(Set.of("host", "port")).forEach(warnings);
                yield new Handler.TcpSocket(body.at("host").optionalText(), port(body.at("port")));
            }
            case "exec" -> {
                body.unknown(Set.of("command")).forEach(warnings);
                var command = ContainerReader.texts(body.at("command"));
                if (command.isEmpty()) {
                    throw body.at("command").wrong("a list with at least the program", "nothing");
                }
                yield new Handler.Exec(command);
            }
            default -> new Handler.Sleep(Duration.ofSeconds(atLeast(body.at("seconds"), 0, 0)));
        };
    }

    private Handler httpGet(Field body) {
        body.unknown(Set.of("host", "httpHeaders", "path", "port", "scheme")).forEach(warnings);
        var headers = new HashMap<String, String>();
        for (var header : body.at("httpHeaders").items()) {
            headers.put(header.at("name").text(), header.at("value").text(""));
        }
        var path = body.at("path").text("/");
        return new Handler.HttpGet(
                body.at("scheme").oneOf(Set.of("HTTP", "HTTPS"), "HTTP").equals("HTTPS"),
                body.at("host").optionalText(),
                port(body.at("port")),
                path.startsWith("/") ? path : "/" + path,
                headers);
    }

    private int port(Field field) {
        var text = field.text();
        if (text.chars().allMatch(Character::isDigit)) {
            return ContainerReader.portNumber(field);
        }
        return ports.stream()
                .filter(port -> port.name().equals(text))
                .findFirst()
                .orElseThrow(() ->
                        field.wrong("a number or the name of one of the container's ports", '"' + text + '"'))
                .containerPort();
    }

    private static int atLeast(Field field, int fallback, int min) {
        int value = field.integer(fallback);
        if (value < min) {
            throw field.wrong("at least " + min, Integer.toString(value));
        }
        return value;
    }
}
