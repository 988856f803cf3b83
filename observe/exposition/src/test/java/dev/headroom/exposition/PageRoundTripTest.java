package dev.headroom.exposition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.exposition.MetricFamily.Point;
import dev.headroom.model.Labels;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PageRoundTripTest {

    @Test
    void aRegistryWritesThePageThatPeopleKnow() {
        var page = new String(PageWriter.write(PageFormat.TEXT, registry().scrape()), UTF_8);
        assertEquals(
                """
                # HELP http_request_duration_seconds Time to answer.
                # TYPE http_request_duration_seconds histogram
                http_request_duration_seconds_bucket{endpoint="/predict",le="0.35"} 1
                http_request_duration_seconds_bucket{endpoint="/predict",le="1.0"} 1
                http_request_duration_seconds_bucket{endpoint="/predict",le="+Inf"} 2
                http_request_duration_seconds_count{endpoint="/predict"} 2
                http_request_duration_seconds_sum{endpoint="/predict"} 2.25
                # HELP http_requests_total With a \\\\ and a\\nnewline.
                # TYPE http_requests_total counter
                http_requests_total{status="200"} 7
                # HELP http_requests_in_flight Now.
                # TYPE http_requests_in_flight gauge
                http_requests_in_flight 3
                # HELP model_info What answers.
                # TYPE model_info gauge
                model_info{version="1"} 1
                """,
                page);
    }

    @Test
    void openMetricsKeepsWhatTextCannotSay() {
        var page = new String(PageWriter.write(PageFormat.OPENMETRICS, registry().scrape()), UTF_8);
        assertEquals(
                List.of(
                        "# TYPE http_request_duration_seconds histogram",
                        "# UNIT http_request_duration_seconds seconds",
                        "# TYPE http_requests counter",
                        "# TYPE model info",
                        "# EOF"),
                page.lines()
                        .filter(line -> line.matches("# (UNIT|EOF).*|# TYPE (model|http_requests|.*_seconds) .*"))
                        .toList());
    }

    @ParameterizedTest
    @EnumSource
    void whatARegistryHoldsIsWhatAScrapeReads(PageFormat format) throws ExpositionException {
        var snapshots = registry().scrape();
        assertEquals(
                MetricFamilies.of(snapshots).stream()
                        .flatMap(family -> family.points().stream())
                        .map(point -> point.labels() + " " + point.value())
                        .toList(),
                samples(PageReader.read(format, PageWriter.write(format, snapshots))));
    }

    @RepeatedTest(50)
    void anyPageReadsBackAsItWasWritten() throws ExpositionException {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (var format : PageFormat.values()) {
            var families = List.of(family(random, "first"), family(random, "second thing"), family(random, "é"));
            var expected = families.stream()
                    .flatMap(family -> family.points().stream())
                    .map(point -> point.labels() + " " + point.value())
                    .toList();
            var page = PageWriter.write(format, families);
            assertEquals(expected, samples(PageReader.read(format, page)), () -> "seed " + seed + "\n" + format);
        }
    }

    private static MetricFamily family(Random random, String name) {
        var points = new ArrayList<Point>();
        for (int i = random.nextInt(5); i > 0; i--) {
            var labels = Labels.builder().set(Labels.NAME, name);
            for (int j = random.nextInt(3); j > 0; j--) {
                labels.set(text(random) + j, text(random));
            }
            points.add(new Point(labels.build(), value(random), OptionalLong.empty(), Optional.empty()));
        }
        return new MetricFamily(name, MetricType.GAUGE, text(random), "", points);
    }

    private static String text(Random random) {
        var text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.appendCodePoint("ab_:9\"\\\n# {},=é世".codePointAt(random.nextInt(16)));
        }
        return text.toString();
    }

    private static double value(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> Double.NaN;
            case 1 -> Double.NEGATIVE_INFINITY;
            case 2 -> random.nextInt(1_000_000);
            case 3 -> random.nextGaussian() * Math.pow(10, random.nextInt(600) - 300);
            case 4 -> random.nextInt(1000) / 1000.0;
            default -> -0.0;
        };
    }

    private static List<String> samples(List<Entry> entries) {
        return entries.stream()
                .filter(Entry.Series.class::isInstance)
                .map(Entry.Series.class::cast)
                .map(series -> series.labels() + " " + series.value())
                .toList();
    }

    private static PrometheusRegistry registry() {
        var registry = new PrometheusRegistry();
        Gauge.builder().name("http_requests_in_flight").help("Now.").register(registry).set(3);
        Counter.builder()
                .name("http_requests")
                .help("With a \\ and a\nnewline.")
                .labelNames("status")
                .register(registry)
                .labelValues("200")
                .inc(7);
        var duration = Histogram.builder()
                .name("http_request_duration_seconds")
                .help("Time to answer.")
                .unit(io.prometheus.metrics.model.snapshots.Unit.SECONDS)
                .classicOnly()
                .classicUpperBounds(0.35, 1)
                .labelNames("endpoint")
                .register(registry);
        duration.labelValues("/predict").observe(0.25);
        duration.labelValues("/predict").observe(2);
        Info.builder().name("model").help("What answers.").labelNames("version").register(registry).addLabelValues("1");
        return registry;
    }
}
