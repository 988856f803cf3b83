package dev.headroom.server;

import dev.headroom.dashboard.DashboardFiles;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Objects;

/// `/`: the files of the page.
final class DashboardPart implements HttpSurface.Part {

    private final DashboardFiles files = new DashboardFiles();

    @Override
    public void handle(HttpServerRequest request) {
        var response = request.response();
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            response.setStatusCode(405).putHeader("Allow", "GET, HEAD").end();
            return;
        }
        var path = Objects.requireNonNullElse(request.path(), "/");
        files.asset(path).ifPresentOrElse(
                asset -> {
                    asset.headers().forEach(response::putHeader);
                    if (asset.isHeldBy(request.getHeader("If-None-Match"))) {
                        response.setStatusCode(304).end();
                    } else {
                        response.end(Buffer.buffer(asset.content()));
                    }
                },
                () -> response.setStatusCode(404).end("no such path: " + path + "\n"));
    }
}
