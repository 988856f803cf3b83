package dev.headroom.operator;

import dev.headroom.server.HttpSurface;
import dev.headroom.server.Json;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Objects;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `/livez`, `/readyz`, and what an operator says of itself at `/api/headroom/v1/operator`.
final class OperatorPages implements HttpSurface.Part {

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
            case "/api/headroom/v1/operator" ->
                response.putHeader("Content-Type", "application/json").end(json(operator.view()).toString());
            case "/api/headroom/v1/shadow" -> operator.shadow()
                    .ifPresentOrElse(
                            report -> response.putHeader("Content-Type", "application/json")
                                    .end(report.json().toString()),
                            () -> response.setStatusCode(404).end("only --mode shadow has this report\n"));
            case "/api/headroom/v1/hpas" -> Json.answer(request, operator.hpas());
            case "/api/headroom/v1/refusals" -> Json.answer(request, operator.refusals());
            case String other -> response.setStatusCode(404).end("no such path: " + other + "\n");
        }
    }

    private static ObjectNode json(OperatorView view) {
        var node = JsonNodeFactory.instance
                .objectNode()
                .put("mode", view.mode().name().toLowerCase(Locale.ROOT))
                .put("synced", view.synced())
                .put("acting", view.acting())
                .put("leader", view.leader());
        view.rival().ifPresent(each -> node.put("rival", each));
        var troubles = node.putArray("troubles");
        view.troubles().forEach(troubles::add);
        return node;
    }
}
