package dev.headroom.server;

import dev.headroom.scrape.PageFetcher;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// `/metrics`: what Headroom says of itself and of its pods, over HTTP and to its own scrape.
public final class MetricsPage implements HttpSurface.Part {

    private final PrometheusRegistry registry;
    private final ExpositionFormats formats = ExpositionFormats.init();

    public MetricsPage(PrometheusRegistry registry) {
        this.registry = registry;
    }

    /// The page for the scrape inside this process.
    PageFetcher.Page page() {
        return new PageFetcher.Page(PrometheusTextFormatWriter.CONTENT_TYPE, written(""));
    }

    @Override
    public void handle(HttpServerRequest request) {
        var accept = request.getHeader("Accept") == null ? "" : request.getHeader("Accept");
        Thread.ofVirtual().name("metrics").start(() -> request.response()
                .putHeader("Content-Type", formats.findWriter(accept).getContentType())
                .end(Buffer.buffer(written(accept))));
    }

    private byte[] written(String accept) {
        var bytes = new ByteArrayOutputStream(16 << 10);
        try {
            formats.findWriter(accept).write(bytes, registry.scrape());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
