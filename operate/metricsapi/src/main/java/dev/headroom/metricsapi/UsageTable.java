package dev.headroom.metricsapi;

import dev.headroom.adapter.ResourceUsage;
import dev.headroom.metricsapi.Accepted.Form;
import dev.headroom.metricsapi.Usages.Metered;
import dev.headroom.model.Quantity;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Usages as objects, as the table that `kubectl get podmetrics` prints, and as metadata alone.
///
/// @param kind of each: `PodMetrics` or `NodeMetrics`
/// @param named whether one was asked for by name
record UsageTable(String kind, List<Item> items, boolean named) {

    private static final String META = "meta.k8s.io";

    /// @param created when the object was made: at the request
    record Item(Metered of, ResourceUsage usage, Instant created) {}

    UsageTable {
        items = List.copyOf(items);
    }

    /// Whether there is such a form.
    static boolean offers(Form form) {
        boolean known = form.as().equals("Table")
                || form.as().equals("PartialObjectMetadata")
                || form.as().equals("PartialObjectMetadataList");
        return known && form.group().equals(META) && (form.version().equals("v1") || form.version().equals("v1beta1"));
    }

    Map<String, Object> list() {
        return ApiGroup.list(
                kind + "List",
                ResourceMetricsGroup.API_VERSION,
                items.stream().map(each -> fields(each, new LinkedHashMap<>())).toList());
    }

    Map<String, Object> one() {
        return whole(items.getFirst());
    }

    private Map<String, Object> whole(Item item) {
        return fields(item, ApiGroup.object(kind, ResourceMetricsGroup.API_VERSION));
    }

    private Map<String, Object> fields(Item item, Map<String, Object> json) {
        json.put("metadata", metadata(item));
        json.put("timestamp", text(item.usage().timestamp()));
        json.put("window", GoDuration.text(item.usage().window()));
        if (kind.equals("NodeMetrics")) {
            json.put("usage", amounts(item.usage().usage().getOrDefault("", Map.of())));
        } else {
            var containers = new ArrayList<Map<String, Object>>();
            item.usage().usage().forEach((name, usage) -> {
                var container = new LinkedHashMap<String, Object>();
                container.put("name", name);
                container.put("usage", amounts(usage));
                containers.add(container);
            });
            json.put("containers", containers);
        }
        return json;
    }

    private static Map<String, Object> amounts(Map<String, Quantity> usage) {
        var json = new TreeMap<String, Object>();
        usage.forEach((resource, amount) -> json.put(resource, amount.toString()));
        return json;
    }

    private static String text(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static Map<String, Object> metadata(Item item) {
        var json = new LinkedHashMap<String, Object>();
        json.put("name", item.of().name());
        if (!item.of().namespace().isEmpty()) {
            json.put("namespace", item.of().namespace());
        }
        json.put("creationTimestamp", text(item.created()));
        if (!item.of().labels().isEmpty()) {
            json.put("labels", item.of().labels());
        }
        return json;
    }

    /// The form that was asked for.
    ///
    /// @param includeObject what of each object a table carries along
    /// @throws StatusException when it does not fit
    Map<String, Object> as(Form form, String includeObject) {
        var apiVersion = META + "/" + form.version();
        if (form.as().equals("Table")) {
            return table(apiVersion, includeObject);
        }
        boolean list = form.as().endsWith("List");
        if (list == named) {
            var got = named ? "a single object" : "a list";
            throw new StatusException(Status.notAcceptable(
                    "you requested " + form.as() + ", but the requested object is " + got, false));
        }
        return list
                ? ApiGroup.list(
                        form.as(), apiVersion, items.stream().map(each -> partial(each, apiVersion)).toList())
                : partial(items.getFirst(), apiVersion);
    }

    private static Map<String, Object> partial(Item item, String apiVersion) {
        var json = ApiGroup.object("PartialObjectMetadata", apiVersion);
        json.put("metadata", metadata(item));
        return json;
    }

    private Map<String, Object> table(String apiVersion, String includeObject) {
        var table = ApiGroup.object("Table", apiVersion);
        table.put("metadata", Map.of());
        var resources = items.isEmpty() ? List.<String>of() : List.copyOf(sums(items.getFirst()).keySet());
        table.put("columnDefinitions", items.isEmpty() ? null : columns(resources));
        table.put("rows", items.isEmpty() ? null : items.stream()
                .map(each -> row(each, resources, object(each, apiVersion, includeObject)))
                .toList());
        return table;
    }

    private @Nullable Map<String, Object> object(Item item, String apiVersion, String includeObject) {
        return switch (includeObject) {
            case "", "Metadata" -> partial(item, apiVersion);
            case "Object" -> whole(item);
            case "None" -> null;
            default ->
                throw new StatusException(
                        Status.badRequest("Unable to convert to Table as requested: includeObject: Invalid value: \""
                                + includeObject + "\": must be 'Metadata', 'Object', 'None', or empty"));
        };
    }

    private static Map<String, Object> row(
            Item item, List<String> resources, @Nullable Map<String, Object> object) {
        var sums = sums(item);
        var cells = new ArrayList<Object>();
        cells.add(item.of().name());
        resources.forEach(each -> cells.add(String.valueOf(sums.getOrDefault(each, Quantity.ZERO))));
        cells.add(GoDuration.text(item.usage().window()));
        var row = new LinkedHashMap<String, Object>();
        row.put("cells", cells);
        row.put("object", object);
        return row;
    }

    /// The usage over all containers.
    private static Map<String, Quantity> sums(Item item) {
        var sums = new TreeMap<String, Quantity>();
        item.usage().usage().values().forEach(each -> each.forEach(
                (resource, amount) -> sums.merge(resource, Quantity.ZERO.add(amount), Quantity::add)));
        return sums;
    }

    private static List<Map<String, Object>> columns(List<String> resources) {
        var columns = new ArrayList<Map<String, Object>>();
        columns.add(column("Name", "name", "Name of the resource"));
        resources.forEach(each -> columns.add(column(each, "quantity", "")));
        columns.add(column("Window", "duration", ""));
        return columns;
    }

    private static Map<String, Object> column(String name, String format, String description) {
        var column = new LinkedHashMap<String, Object>();
        column.put("name", name);
        column.put("type", "string");
        column.put("format", format);
        column.put("description", description);
        column.put("priority", 0);
        return column;
    }
}
