package dev.headroom.operator;

import dev.headroom.server.HttpSurface;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `/livez`, `/readyz`, and what an operator says of itself at `/api/headroom/v1/operator`.
final class OperatorPages implements HttpSurface.Part {

    private final Supplier<OperatorView> view;

    OperatorPages(Supplier<OperatorView> view) {
        this.view = view;
    }

    @Override
    public void handle(HttpServerRequest request) {
        var response = request.response();
        switch (Objects.requireNonNullElse(request.path(), "/")) {
            case "/livez" -> response.end("ok\n");
            case "/readyz" -> {
                boolean ready = view.get().synced();
                response.setStatusCode(ready ? 200 : 503)
                        .end(ready ? "ok\n" : "the cluster is not known yet\n");
            }
            case "/api/headroom/v1/operator" ->
                response.putHeader("Content-Type", "application/json").end(json(view.get()).toString());
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
