package dev.headroom.metricsapi;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a request is about, from its method and path alone: the attributes that authorization is asked about. Source:
/// k8s.io/apiserver, `endpoints/request/requestinfo.go`.
///
/// @param isResource whether it is about a resource; otherwise only `verb` and `path` say something
/// @param parts what follows the namespace
public record RequestInfo(
        boolean isResource,
        String path,
        String verb,
        String group,
        String version,
        String namespace,
        String resource,
        String subresource,
        String name,
        List<String> parts) {

    private static final Map<String, String> VERBS = Map.of(
            "POST", "create", "GET", "get", "HEAD", "get", "PUT", "update", "PATCH", "patch", "DELETE", "delete");

    public RequestInfo {
        parts = List.copyOf(parts);
    }

    public static RequestInfo of(ApiRequest request) {
        var parts = split(request.path());
        if (parts.size() < 4 || !parts.getFirst().equals("apis")) {
            var verb = request.method().toLowerCase(Locale.ROOT);
            return new RequestInfo(false, request.path(), verb, "", "", "", "", "", "", List.of());
        }
        var rest = parts.subList(3, parts.size());
        var verb = VERBS.getOrDefault(request.method(), "");
        if (rest.size() > 1 && (rest.getFirst().equals("proxy") || rest.getFirst().equals("watch"))) {
            verb = rest.getFirst();
            rest = rest.subList(1, rest.size());
        }
        var namespace = "";
        if (rest.getFirst().equals("namespaces") && rest.size() > 1) {
            namespace = rest.get(1);
            if (rest.size() > 2 && !rest.get(2).equals("status") && !rest.get(2).equals("finalize")) {
                rest = rest.subList(2, rest.size());
            }
        }
        var subresource = rest.size() > 2 && !verb.equals("proxy") ? rest.get(2) : "";
        var name = rest.size() > 1 ? rest.get(1) : "";
        if (name.isEmpty() && verb.equals("get")) {
            var query = request.parameters();
            verb = ListOptions.isTrue(query.first("watch")) ? "watch" : "list";
            name = FieldSelector.nameIn(query.value("fieldSelector"));
        } else if (name.isEmpty() && verb.equals("delete")) {
            verb = "deletecollection";
        }
        return new RequestInfo(
                true, request.path(), verb, parts.get(1), parts.get(2), namespace, rest.getFirst(), subresource, name,
                rest);
    }

    /// The pieces of a path without slashes at its ends; none of `/`.
    static List<String> split(String path) {
        int from = 0;
        int to = path.length();
        while (from < to && path.charAt(from) == '/') {
            from++;
        }
        while (to > from && path.charAt(to - 1) == '/') {
            to--;
        }
        return from == to ? List.of() : List.of(path.substring(from, to).split("/", -1));
    }

    RequestInfo forNamespace() {
        return new RequestInfo(
                true,
                path,
                verb,
                group,
                version,
                "",
                "namespaces",
                name,
                namespace,
                List.of("namespaces", namespace, name));
    }
}
