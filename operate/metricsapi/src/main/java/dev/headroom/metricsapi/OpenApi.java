package dev.headroom.metricsapi;

import dev.headroom.metricsapi.ApiSchema.Kind;
import dev.headroom.metricsapi.ApiSchema.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The OpenAPI documents: `/openapi/v2`, and `/openapi/v3` with one document for each version of a group.
final class OpenApi {

    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");

    private final List<ApiGroup> groups;

    OpenApi(List<ApiGroup> groups) {
        this.groups = groups;
    }

    /// Where the documents of version 3 are; the hash changes with a document, so that it can be kept for ever.
    Map<String, Object> root() {
        var paths = new TreeMap<String, Object>();
        for (var group : groups) {
            for (var version : group.versions()) {
                var place = "apis/" + group.name() + "/" + version;
                var hash = Hashes.sha512(GoJson.line(third(group, version)));
                paths.put(place, Map.of("serverRelativeURL", "/openapi/v3/" + place + "?hash=" + hash));
            }
        }
        return Map.of("paths", paths);
    }

    /// The document of a version of a group.
    Map<String, Object> third(ApiGroup group, String version) {
        var document = new LinkedHashMap<String, Object>();
        document.put("openapi", "3.0.0");
        document.put("info", info());
        var form = new Form("#/components/schemas/", true);
        document.put("paths", new TreeMap<>(form.paths(group, version)));
        document.put("components", Map.of("schemas", new TreeMap<>(form.schemas(group, version))));
        return document;
    }

    /// All of it in one document.
    Map<String, Object> second() {
        var document = new LinkedHashMap<String, Object>();
        document.put("swagger", "2.0");
        document.put("info", info());
        var form = new Form("#/definitions/", false);
        var paths = new TreeMap<String, Object>();
        var definitions = new TreeMap<String, Object>();
        for (var group : groups) {
            for (var version : group.versions()) {
                paths.putAll(form.paths(group, version));
                definitions.putAll(form.schemas(group, version));
            }
        }
        document.put("paths", paths);
        document.put("definitions", definitions);
        return document;
    }

    private static Map<String, Object> info() {
        var info = new LinkedHashMap<String, Object>();
        info.put("title", "Headroom");
        info.put("version", "v1");
        return info;
    }

    /// How one version of the language writes the same things.
    private record Form(String references, boolean third) {

        Map<String, Object> paths(ApiGroup group, String version) {
            var paths = new LinkedHashMap<String, Object>();
            for (var each : group.schema().paths()) {
                paths.put(
                        "/apis/" + group.name() + "/" + version + "/" + each.path(), path(group, version, each));
            }
            return paths;
        }

        private Map<String, Object> path(ApiGroup group, String version, Path path) {
            var reference = reference(group.schema().nameOf(version, path.answer()));
            var answer = new LinkedHashMap<String, Object>();
            answer.put("description", "OK");
            if (third) {
                answer.put("content", Map.of(ApiAnswer.JSON, Map.of("schema", reference)));
            } else {
                answer.put("schema", reference);
            }
            var get = new LinkedHashMap<String, Object>();
            get.put("operationId", operation(group, version, path));
            if (!third) {
                get.put("produces", List.of(ApiAnswer.JSON));
            }
            get.put("responses", Map.of("200", answer));
            var json = new LinkedHashMap<String, Object>();
            json.put("get", get);
            json.put("parameters", parameters(path));
            return json;
        }

        private static String operation(ApiGroup group, String version, Path path) {
            var name = new StringBuilder(path.operation());
            for (var piece : group.name().replace(".k8s.io", "").split("\\.")) {
                name.append(piece.substring(0, 1).toUpperCase(Locale.ROOT)).append(piece.substring(1));
            }
            return name.append(version.substring(0, 1).toUpperCase(Locale.ROOT))
                    .append(version.substring(1))
                    .toString();
        }

        private List<Map<String, Object>> parameters(Path path) {
            var parameters = new ArrayList<Map<String, Object>>();
            var places = PLACE.matcher(path.path());
            while (places.find()) {
                parameters.add(parameter(places.group(1), "path"));
            }
            if (path.answer().endsWith("List")) {
                parameters.add(parameter("labelSelector", "query"));
            }
            if (path.answer().equals("MetricValueList")) {
                parameters.add(parameter("metricLabelSelector", "query"));
            }
            return parameters;
        }

        private Map<String, Object> parameter(String name, String in) {
            var json = new LinkedHashMap<String, Object>();
            json.put("name", name);
            json.put("in", in);
            if (in.equals("path")) {
                json.put("required", true);
            }
            if (third) {
                json.put("schema", Map.of("type", "string"));
            } else {
                json.put("type", "string");
            }
            return json;
        }

        private Map<String, Object> reference(String name) {
            return Map.of("$ref", references + name);
        }

        Map<String, Object> schemas(ApiGroup group, String version) {
            var schemas = new LinkedHashMap<String, Object>();
            for (var kind : group.schema().kindsOf(version)) {
                schemas.put(group.schema().nameOf(version, kind.name()), schema(group, version, kind));
            }
            return schemas;
        }

        private Map<String, Object> schema(ApiGroup group, String version, Kind kind) {
            var properties = new TreeMap<String, Object>();
            kind.fields().forEach((name, type) -> properties.put(name, type(group, version, type)));
            var json = new LinkedHashMap<String, Object>();
            json.put("type", "object");
            json.put("properties", properties);
            if (kind.served()) {
                var gvk = new LinkedHashMap<String, Object>();
                gvk.put("group", group.name());
                gvk.put("kind", kind.name());
                gvk.put("version", version);
                json.put("x-kubernetes-group-version-kind", List.of(gvk));
            }
            return json;
        }

        private Map<String, Object> type(ApiGroup group, String version, String type) {
            if (type.startsWith("[]")) {
                var items = type(group, version, type.substring(2));
                return new TreeMap<>(Map.of("type", "array", "items", items));
            }
            return switch (type) {
                case "string", "integer", "object" -> Map.of("type", type);
                case "map" -> new TreeMap<>(Map.of("type", "object", "additionalProperties", Map.of("type", "string")));
                default -> reference(group.schema().nameOf(version, type));
            };
        }
    }
}
