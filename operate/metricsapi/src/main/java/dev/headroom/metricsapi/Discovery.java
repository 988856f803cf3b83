package dev.headroom.metricsapi;

import dev.headroom.metricsapi.Accepted.Form;
import dev.headroom.metricsapi.ApiGroup.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is served, as documents that clients read first.
final class Discovery {

    private static final String AGGREGATED = "apidiscovery.k8s.io";
    private static final String AGGREGATED_KIND = "APIGroupDiscoveryList";

    private final List<ApiGroup> groups;

    Discovery(List<ApiGroup> groups) {
        this.groups = groups;
    }

    /// Whether a form is that of all groups, versions and resources in one document.
    static boolean isAggregated(Form form) {
        return form.as().equals(AGGREGATED_KIND)
                && form.group().equals(AGGREGATED)
                && form.version().equals("v2");
    }

    static String aggregatedType() {
        return ApiAnswer.JSON + ";g=" + AGGREGATED + ";v=v2;as=" + AGGREGATED_KIND;
    }

    /// @param host where this server was reached
    Map<String, Object> groupList(String host) {
        var address = new LinkedHashMap<String, Object>();
        address.put("clientCIDR", "0.0.0.0/0");
        address.put("serverAddress", host);
        var list = new LinkedHashMap<String, Object>();
        list.put("kind", "APIGroupList");
        list.put("groups", groups.stream()
                .map(each -> {
                    var group = versions(each, new LinkedHashMap<>());
                    group.put("serverAddressByClientCIDRs", List.of(address));
                    return group;
                })
                .toList());
        return list;
    }

    Map<String, Object> group(ApiGroup group) {
        return versions(group, ApiGroup.object("APIGroup", "v1"));
    }

    /// Of several versions only the preferred one is named, as custom-metrics-apiserver does; in a cluster the list
    /// comes from the APIService objects anyway.
    private static Map<String, Object> versions(ApiGroup group, Map<String, Object> json) {
        var version = new LinkedHashMap<String, Object>();
        version.put("groupVersion", group.name() + "/" + group.versions().getFirst());
        version.put("version", group.versions().getFirst());
        json.put("name", group.name());
        json.put("versions", List.of(version));
        json.put("preferredVersion", version);
        return json;
    }

    Map<String, Object> resources(ApiGroup group, String version) {
        var list = ApiGroup.object("APIResourceList", "v1");
        list.put("groupVersion", group.name() + "/" + version);
        list.put("resources", group.resources().stream().map(Resource::json).toList());
        return list;
    }

    /// All of it in one document.
    Map<String, Object> aggregated() {
        return ApiGroup.list(
                AGGREGATED_KIND,
                AGGREGATED + "/v2",
                groups.stream().map(Discovery::aggregated).toList());
    }

    private static Map<String, Object> aggregated(ApiGroup group) {
        var resources = aggregated(group.resources());
        var json = new LinkedHashMap<String, Object>();
        json.put("metadata", Map.of("name", group.name()));
        json.put("versions", group.versions().stream()
                .map(version -> {
                    var of = new LinkedHashMap<String, Object>();
                    of.put("version", version);
                    if (!resources.isEmpty()) {
                        of.put("resources", resources);
                    }
                    of.put("freshness", "Current");
                    return of;
                })
                .toList());
        return json;
    }

    /// Metrics are subresources; what they belong to is named and not served itself.
    private static List<Map<String, Object>> aggregated(List<Resource> resources) {
        var parents = new LinkedHashMap<String, Map<String, Object>>();
        var metrics = new LinkedHashMap<String, List<Map<String, Object>>>();
        for (var each : resources) {
            int slash = each.name().indexOf('/');
            if (slash < 0) {
                parents.put(each.name(), served(each));
                continue;
            }
            var parent = each.name().substring(0, slash);
            parents.computeIfAbsent(parent, name -> unserved(name, each.namespaced()));
            var metric = new LinkedHashMap<String, Object>();
            metric.put("subresource", each.name().substring(slash + 1));
            metric.put("responseKind", responseKind(each));
            metric.put("verbs", each.verbs());
            metrics.computeIfAbsent(parent, _ -> new ArrayList<>()).add(metric);
        }
        metrics.forEach((parent, list) ->
                java.util.Objects.requireNonNull(parents.get(parent)).put("subresources", list));
        return List.copyOf(parents.values());
    }

    private static Map<String, Object> served(Resource resource) {
        var json = new LinkedHashMap<String, Object>();
        json.put("resource", resource.name());
        json.put("responseKind", responseKind(resource));
        json.put("scope", scope(resource.namespaced()));
        json.put("singularResource", "");
        json.put("verbs", resource.verbs());
        return json;
    }

    private static Map<String, Object> unserved(String name, boolean namespaced) {
        var json = new LinkedHashMap<String, Object>();
        json.put("resource", name);
        json.put("scope", scope(namespaced));
        json.put("singularResource", "");
        json.put("verbs", List.of());
        return json;
    }

    private static Map<String, Object> responseKind(Resource resource) {
        var kind = new LinkedHashMap<String, Object>();
        kind.put("group", "");
        kind.put("version", "");
        kind.put("kind", resource.kind());
        return kind;
    }

    private static String scope(boolean namespaced) {
        return namespaced ? "Namespaced" : "Cluster";
    }
}
