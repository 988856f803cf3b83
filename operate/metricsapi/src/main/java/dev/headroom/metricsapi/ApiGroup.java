package dev.headroom.metricsapi;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One of the groups that are served.
interface ApiGroup {

    String name();

    /// The preferred version first.
    List<String> versions();

    /// What discovery lists.
    List<Resource> resources();

    /// The route that a path leads to; empty when there is none.
    ///
    /// @param path what follows the version
    Optional<Route> route(List<String> path);

    /// The group in an OpenAPI document.
    ApiSchema schema();

    /// @param name with its subresource: `pods/http_requests`
    record Resource(String name, boolean namespaced, String kind, List<String> verbs) {

        public Resource {
            verbs = List.copyOf(verbs);
        }

        Map<String, Object> json() {
            var json = new java.util.LinkedHashMap<String, Object>();
            json.put("name", name);
            json.put("singularName", "");
            json.put("namespaced", namespaced);
            json.put("kind", kind);
            json.put("verbs", verbs);
            return json;
        }
    }

    /// Answers GET of a path.
    @FunctionalInterface
    interface Route {

        /// @throws StatusException when there is no answer
        Found answer(ApiRequest request, RequestInfo info);
    }

    /// An object, and the rows that it is as a table where it can be one.
    record Found(Map<String, Object> object, Optional<UsageTable> table) {

        Found(Map<String, Object> object) {
            this(object, Optional.empty());
        }
    }

    /// An object of a kind, its fields in the order in which they are put.
    static Map<String, Object> object(String kind, String apiVersion) {
        var object = new java.util.LinkedHashMap<String, Object>();
        object.put("kind", kind);
        object.put("apiVersion", apiVersion);
        return object;
    }

    /// A list of a kind.
    static Map<String, Object> list(String kind, String apiVersion, List<?> items) {
        var list = object(kind, apiVersion);
        list.put("metadata", Map.of());
        list.put("items", items);
        return list;
    }
}
