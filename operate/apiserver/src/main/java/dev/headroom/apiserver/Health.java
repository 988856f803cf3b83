package dev.headroom.apiserver;

import dev.headroom.metricsapi.ApiAnswer;
import dev.headroom.metricsapi.ApiRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// `/livez`, `/readyz` and `/healthz`: open to everybody, without saying why something is not well.
final class Health {

    private static final Set<String> PATHS = Set.of("/livez", "/readyz", "/healthz");

    private final Map<String, BooleanSupplier> readiness = new LinkedHashMap<>();

    /// @param readiness what must hold before requests are welcome, by name
    Health(Map<String, BooleanSupplier> readiness) {
        this.readiness.put("ping", () -> true);
        this.readiness.putAll(readiness);
    }

    /// Whether a request needs neither a name nor a right. Only these paths, to the letter.
    static boolean isOpen(ApiRequest request) {
        return PATHS.contains(request.path()) && (request.method().equals("GET") || request.method().equals("HEAD"));
    }

    /// Empty when the path is another one.
    Optional<ApiAnswer> answer(ApiRequest request) {
        if (!PATHS.contains(request.path())) {
            return Optional.empty();
        }
        var checks = request.path().equals("/readyz") ? readiness : Map.<String, BooleanSupplier>of("ping", () -> true);
        boolean verbose = List.of(request.query().split("&")).stream()
                .anyMatch(each -> each.equals("verbose") || each.startsWith("verbose="));
        var text = new StringBuilder();
        boolean well = true;
        for (var check : checks.entrySet()) {
            boolean good = check.getValue().getAsBoolean();
            well &= good;
            text.append(good ? "[+]" : "[-]").append(check.getKey());
            text.append(good ? " ok\n" : " failed: reason withheld\n");
        }
        var name = request.path().substring(1);
        if (well) {
            return Optional.of(ApiAnswer.text(200, verbose ? text + name + " check passed\n" : "ok"));
        }
        return Optional.of(ApiAnswer.text(500, text + name + " check failed\n"));
    }
}
