package dev.headroom.metricsapi;

import dev.headroom.metricsapi.Accepted.Form;
import dev.headroom.metricsapi.ApiGroup.Found;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// All metrics APIs of Kubernetes: discovery, OpenAPI documents and the three groups. A request is answered on the
/// thread that asks; that whoever asks may do so was found out before.
///
/// Sources: custom-metrics-apiserver 1.36, metrics-server 0.9, k8s.io/apiserver 0.36; held against recorded answers of
/// theirs.
public final class MetricsApis {

    private final List<ApiGroup> groups;
    private final Discovery discovery;
    private final OpenApi openApi;

    /// @param usages empty when the resource metrics API is somebody else's
    /// @param clock for the time at which usages became objects
    public MetricsApis(CustomMetrics custom, ExternalMetrics external, Optional<Usages> usages, InstantSource clock) {
        var served = new java.util.ArrayList<ApiGroup>();
        served.add(new CustomMetricsGroup(custom));
        served.add(new ExternalMetricsGroup(external));
        usages.ifPresent(each -> served.add(new ResourceMetricsGroup(each, clock)));
        this(served);
    }

    MetricsApis(List<ApiGroup> groups) {
        this.groups = List.copyOf(groups);
        discovery = new Discovery(groups);
        openApi = new OpenApi(groups);
    }

    public ApiAnswer answer(ApiRequest request, RequestInfo info) {
        var accepted = Accepted.of(request.header("Accept"));
        try {
            return routed(request, info, accepted);
        } catch (StatusException refused) {
            return status(request, refused.status());
        }
    }

    /// An error in the form that the client of a request takes.
    public static ApiAnswer status(ApiRequest request, Status status) {
        boolean pretty = !Accepted.of(request.header("Accept")).isAnswerable() || isPretty(request);
        return ApiAnswer.json(status.code(), GoJson.print(status.json(), pretty));
    }

    private ApiAnswer routed(ApiRequest request, RequestInfo info, Accepted accepted) {
        var path = RequestInfo.split(request.path());
        if (path.isEmpty() || !path.getFirst().equals("apis")) {
            return document(request, path);
        }
        if (path.size() == 1) {
            return groupList(request, accepted);
        }
        var group = groups.stream()
                .filter(each -> each.name().equals(path.get(1)))
                .findFirst()
                .orElseThrow(() -> new StatusException(Status.unknownPath()));
        if (path.size() == 2) {
            return plain(request, accepted, discovery.group(group));
        }
        if (!group.versions().contains(path.get(2))) {
            throw new StatusException(Status.unknownPath());
        }
        if (path.size() == 3) {
            return plain(request, accepted, discovery.resources(group, path.get(2)));
        }
        var route = group.route(path.subList(3, path.size()))
                .orElseThrow(() -> new StatusException(Status.unknownPath()));
        check(request, accepted);
        return form(request, accepted, route.answer(request, info));
    }

    private static void check(ApiRequest request, Accepted accepted) {
        if (!request.method().equals("GET")) {
            throw new StatusException(Status.methodNotAllowed());
        }
        accepted.checkRoute();
    }

    private static ApiAnswer form(ApiRequest request, Accepted accepted, Found found) {
        var form = found.table().isPresent() ? accepted.form(UsageTable::offers) : accepted.ownForm();
        if (form.isOwn()) {
            return printed(request, found.object());
        }
        var table = found.table().orElseThrow();
        return printed(request, table.as(form, request.parameters().value("includeObject")));
    }

    private static ApiAnswer plain(ApiRequest request, Accepted accepted, Map<String, Object> object) {
        check(request, accepted);
        accepted.ownForm();
        return printed(request, object);
    }

    private static ApiAnswer printed(ApiRequest request, Map<String, Object> object) {
        return ApiAnswer.json(200, GoJson.print(object, isPretty(request)));
    }

    private ApiAnswer groupList(ApiRequest request, Accepted accepted) {
        check(request, accepted);
        if (accepted.form(Discovery::isAggregated).isOwn()) {
            return printed(request, discovery.groupList(request.header("Host")));
        }
        var body = GoJson.line(discovery.aggregated());
        return kept(request, Discovery.aggregatedType(), body).with("Vary", "Accept");
    }

    /// A document that a client may already have.
    private static ApiAnswer kept(ApiRequest request, String type, String body) {
        var tag = "\"" + Hashes.sha512(body) + "\"";
        boolean known = request.header("If-None-Match").equals(tag);
        return new ApiAnswer(known ? 304 : 200, known ? "" : type, Map.of("ETag", tag), known ? "" : body);
    }

    private ApiAnswer document(ApiRequest request, List<String> path) {
        if (path.isEmpty()) {
            return paths(200);
        }
        if (!path.getFirst().equals("openapi")) {
            return paths(404);
        }
        if (!request.method().equals("GET")) {
            throw new StatusException(Status.methodNotAllowed());
        }
        return switch (path.size() > 1 ? path.get(1) : "") {
            case "v2" -> path.size() == 2 ? kept(request, ApiAnswer.JSON, GoJson.line(openApi.second())) : paths(404);
            case "v3" -> path.size() == 2
                    ? kept(request, ApiAnswer.JSON, GoJson.line(openApi.root()))
                    : third(request, path);
            default -> paths(404);
        };
    }

    private ApiAnswer third(ApiRequest request, List<String> path) {
        if (path.size() != 5 || !path.get(2).equals("apis")) {
            return paths(404);
        }
        return groups.stream()
                .filter(each -> each.name().equals(path.get(3)) && each.versions().contains(path.get(4)))
                .findFirst()
                .map(each -> kept(request, ApiAnswer.JSON, GoJson.line(openApi.third(each, path.get(4)))))
                .orElseGet(() -> paths(404));
    }

    /// What there is, for people who look around.
    private ApiAnswer paths(int status) {
        var paths = new TreeSet<>(List.of("/apis", "/healthz", "/livez", "/openapi/v2", "/openapi/v3", "/readyz"));
        for (var group : groups) {
            paths.add("/apis/" + group.name());
            group.versions().forEach(version -> paths.add("/apis/" + group.name() + "/" + version));
        }
        return ApiAnswer.json(status, GoJson.print(Map.of("paths", List.copyOf(paths)), true));
    }

    /// For people: who says so, or looks with a browser or `curl`.
    private static boolean isPretty(ApiRequest request) {
        var pretty = request.parameters().value("pretty");
        if (!pretty.isEmpty()) {
            return List.of("1", "t", "T", "TRUE", "true", "True").contains(pretty);
        }
        var agent = request.header("User-Agent");
        return agent.startsWith("curl") || agent.startsWith("Wget") || agent.startsWith("Mozilla/5.0");
    }
}
