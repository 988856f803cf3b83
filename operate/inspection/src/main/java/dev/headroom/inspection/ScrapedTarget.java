package dev.headroom.inspection;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// A scrape target as a Prometheus API lists it.
///
/// @param health `up`, `down` or `unknown`
/// @param error of the last scrape; empty for none
public record ScrapedTarget(String pool, String url, String health, String error, Map<String, String> labels) {

    public ScrapedTarget {
        labels = Map.copyOf(labels);
    }

    /// The active targets of a Headroom, or of any Prometheus.
    ///
    /// @throws InspectionException when it does not answer, or scrapes nothing
    public static List<ScrapedTarget> of(Pages pages) {
        var answer = pages.ask("/api/v1/targets", Map.of("state", "active"));
        if (!answer.path("status").asString("").equals("success")) {
            throw new InspectionException(
                    "/api/v1/targets: expected scrape targets, got " + answer.path("error").asString("no answer"));
        }
        return answer.path("data").path("activeTargets").valueStream().map(ScrapedTarget::of).toList();
    }

    private static ScrapedTarget of(JsonNode target) {
        var labels = new TreeMap<String, String>();
        target.path("labels").properties().forEach(each -> labels.put(each.getKey(), each.getValue().asString("")));
        return new ScrapedTarget(
                target.path("scrapePool").asString(""),
                target.path("scrapeUrl").asString(""),
                target.path("health").asString(""),
                target.path("lastError").asString(""),
                labels);
    }
}
