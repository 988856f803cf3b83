package dev.headroom.inspection;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Observed;
import dev.headroom.exposition.Entry;
import dev.headroom.exposition.ExpositionException;
import dev.headroom.exposition.PageFormat;
import dev.headroom.exposition.PageReader;
import dev.headroom.model.Matcher;
import dev.headroom.promql.Selectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Looks up what the queries of some drafts read: which series there are, and the bounds of their buckets.
public final class ObservedSeries {

    private static final String BUCKET = "_bucket";

    private final Drafts drafts;

    public ObservedSeries(Drafts drafts) {
        this.drafts = drafts;
    }

    /// Over the HTTP API of a running Headroom or Prometheus.
    public Observed onServer(String url) {
        var client = new HttpPages(url);
        Set<String> names = new HashSet<>(values(client, "/api/v1/label/__name__/values", Map.of()));
        var buckets = new HashMap<String, List<Double>>();
        for (var name : bucketSeries()) {
            if (names.contains(name)) {
                buckets.put(name, bounds(values(client, "/api/v1/label/le/values", Map.of("match[]", name))));
            }
        }
        return new Observed(url, true, names, buckets);
    }

    private static List<String> values(Pages client, String path, Map<String, String> parameters) {
        JsonNode answer = client.ask(path, parameters);
        if (!answer.path("status").asString("").equals("success")) {
            throw new InspectionException(
                    path + ": expected label values, got " + answer.path("error").asString("no answer"));
        }
        var values = new ArrayList<String>();
        answer.path("data").forEach(value -> values.add(value.asString()));
        return values;
    }

    /// On a metrics page in a file.
    public Observed onPage(Path file) {
        var names = new HashSet<String>();
        var buckets = new HashMap<String, List<String>>();
        try {
            PageReader.read(PageFormat.TEXT, Files.readAllBytes(file), entry -> {
                if (entry instanceof Entry.Series sample) {
                    var name = sample.labels().value("__name__");
                    names.add(name);
                    if (name.endsWith(BUCKET)) {
                        buckets.computeIfAbsent(name, _ -> new ArrayList<>()).add(sample.labels().value("le"));
                    }
                }
            });
        } catch (IOException failure) {
            throw new InspectionException(file + ": expected a metrics page, got " + failure);
        } catch (ExpositionException wrong) {
            throw new InspectionException(
                    file + ":" + wrong.line() + ": expected a metrics page, got: " + wrong.getMessage());
        }
        var bounds = new HashMap<String, List<Double>>();
        buckets.forEach((name, values) -> bounds.put(name, bounds(values)));
        return new Observed(file.toString(), false, names, bounds);
    }

    private static List<Double> bounds(List<String> values) {
        var bounds = new ArrayList<Double>();
        for (var value : values) {
            try {
                double bound = Double.parseDouble(value);
                if (Double.isFinite(bound)) {
                    bounds.add(bound);
                }
            } catch (NumberFormatException _) {
                // +Inf, or a label that is no bound
            }
        }
        return bounds;
    }

    private Set<String> bucketSeries() {
        return drafts.queries().stream()
                .flatMap(query -> query.tree().stream())
                .flatMap(expr -> Selectors.of(expr).stream())
                .flatMap(selector -> selector.matchers().stream())
                .filter(matcher -> matcher.name().equals("__name__") && matcher.type() == Matcher.Type.EQUAL)
                .map(Matcher::value)
                .filter(name -> name.endsWith(BUCKET))
                .collect(Collectors.toSet());
    }
}
