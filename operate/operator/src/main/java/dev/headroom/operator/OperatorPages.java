package dev.headroom.operator;

import dev.headroom.api.ApiException;
import dev.headroom.api.Parameters;
import dev.headroom.server.HttpSurface;
import dev.headroom.server.Json;
import io.vertx.core.http.HttpServerRequest;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `/livez`, `/readyz`, and what an operator says of itself under `/api/headroom/v1/`.
///
/// | path | answers |
/// |---|---|
/// | `operator` | mode, who leads, whether it acts, who else does its work, what goes wrong |
/// | `status` | the same as `operator`, autoscalers of a `namespace` or all, their pods, alerts, all that is wrong |
/// | `hpas` | autoscalers as the Kubernetes API has them |
/// | `explain` | one of them in words: [dev.headroom.server.Explanations], or what is served for it |
/// | `refusals` | why objects are not decided on |
/// | `shadow` | the report of a shadow |
final class OperatorPages implements HttpSurface.Part {

    private static final String PREFIX = "/api/headroom/v1/";

    private final Operator operator;

    OperatorPages(Operator operator) {
        this.operator = operator;
    }

    @Override
    public void handle(HttpServerRequest request) {
        var response = request.response();
        switch (Objects.requireNonNullElse(request.path(), "/")) {
            case "/livez" -> response.end("ok\n");
            case "/readyz" -> {
                boolean ready = operator.view().synced();
                response.setStatusCode(ready ? 200 : 503)
                        .end(ready ? "ok\n" : "the cluster is not known yet\n");
            }
            case PREFIX + "operator" -> Json.answer(request, json(operator.view()));
            case PREFIX + "shadow" -> operator.shadow()
                    .ifPresentOrElse(
                            report -> Json.answer(request, report.json()),
                            () -> Json.refuse(request, 404, "only --mode shadow has this report"));
            case PREFIX + "hpas" -> later(request, operator.reads()::hpas);
            case PREFIX + "refusals" -> Json.answer(request, operator.reads().refusals());
            case PREFIX + "status" -> later(request, () -> status(parameters(request).text("namespace")));
            case PREFIX + "explain" -> later(request, () -> operator.reads().explain(parameters(request)));
            case String path when path.startsWith("/api/v1/") -> Json.refuse(
                    request, 404, "this operator scrapes nothing (--config.file), so there is nothing to ask it");
            case String other -> Json.refuse(request, 404, "no such path: " + other);
        }
    }

    /// Answers on a thread of its own: it may take time.
    private static void later(HttpServerRequest request, Supplier<Map<String, Object>> answer) {
        Thread.ofVirtual().name("headroom-pages").start(() -> {
            try {
                Json.answer(request, answer.get());
            } catch (ApiException wrong) {
                Json.refuse(request, wrong.status(), String.valueOf(wrong.getMessage()));
            }
        });
    }

    private static Parameters parameters(HttpServerRequest request) {
        return Parameters.of("", Objects.requireNonNullElse(request.query(), ""));
    }

    private Map<String, Object> status(String namespace) {
        var view = operator.view();
        var status = new LinkedHashMap<>(operator.reads().status(namespace));
        var self = json(view);
        self.remove("troubles");
        status.put("operator", self);
        operator.shadow().ifPresent(report -> status.put("shadow", report.json().path("autoscalers")));
        return status;
    }

    private static ObjectNode json(OperatorView view) {
        var node = JsonNodeFactory.instance
                .objectNode()
                .put("mode", view.mode().name().toLowerCase(Locale.ROOT))
                .put("identity", view.identity())
                .put("synced", view.synced())
                .put("acting", view.acting())
                .put("leader", view.leader())
                .put("scrapes", view.scrapes());
        view.rival().ifPresent(each -> node.put("rival", each));
        var troubles = node.putArray("troubles");
        view.troubles().forEach(troubles::add);
        return node;
    }
}
