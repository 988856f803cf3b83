package dev.headroom.api;

import dev.headroom.promql.PromqlException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `/api/v1`: the Prometheus HTTP API, so that Grafana, promtool and scripts read this program as they read Prometheus.
/// A request is answered on the thread that asks.
///
/// Source: prometheus.io/docs/prometheus/latest/querying/api.
public final class PrometheusApi {

    static final String ROOT = "/api/v1/";

    /// How many warnings an answer tells, and how many infos (limit `annotations`).
    private static final int MOST_ANNOTATIONS = 10;

    private static final Logger LOG = LoggerFactory.getLogger(PrometheusApi.class);

    private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();
    private final Set<String> alsoPost = new HashSet<>();
    private final Map<String, LabelEndpoint> labelEndpoints = new LinkedHashMap<>();
    private final CrossOrigin origins;

    /// Answers `label/NAME/...`.
    @FunctionalInterface
    interface LabelEndpoint {
        Endpoint.Data answer(String name, Parameters parameters);
    }

    /// An API that pages of every origin may read.
    public PrometheusApi() {
        this(CrossOrigin.ANY);
    }

    public PrometheusApi(CrossOrigin origins) {
        this.origins = origins;
    }

    /// Adds an endpoint below `/api/v1/` that is asked with GET.
    public PrometheusApi with(String path, Endpoint endpoint) {
        endpoints.put(path, endpoint);
        return this;
    }

    /// Adds an endpoint that is asked with GET or, for long queries, with a POSTed form.
    public PrometheusApi withForm(String path, Endpoint endpoint) {
        alsoPost.add(path);
        return with(path, endpoint);
    }

    void withLabel(String suffix, LabelEndpoint endpoint) {
        labelEndpoints.put(suffix, endpoint);
    }

    public ApiAnswer answer(ApiRequest request) {
        return origins.granted(request, routed(request));
    }

    private ApiAnswer routed(ApiRequest request) {
        if (request.method().equals("OPTIONS")) {
            return ApiAnswer.empty(204);
        }
        var bytes = FormText.bytes(request.path(), false).orElse(new byte[0]);
        var path = new String(bytes, StandardCharsets.ISO_8859_1);
        if (!path.startsWith(ROOT)) {
            return ApiAnswer.notFound();
        }
        var parts = path.substring(ROOT.length()).split("/", -1);
        if (parts.length == 3 && parts[0].equals("label")) {
            return label(request, parts);
        }
        var name = path.substring(ROOT.length());
        var endpoint = endpoints.get(name);
        if (endpoint == null) {
            return ApiAnswer.notFound();
        }
        if (name.equals("series") && request.method().equals("DELETE")) {
            return failed(new ApiException(500, "internal", "not implemented"));
        }
        boolean post = alsoPost.contains(name) && request.method().equals("POST");
        if (!post && !request.method().equals("GET")) {
            return ApiAnswer.methodNotAllowed(alsoPost.contains(name) ? "GET, OPTIONS, POST" : "GET, OPTIONS");
        }
        return answered(request, endpoint);
    }

    private ApiAnswer label(ApiRequest request, String[] parts) {
        var endpoint = labelEndpoints.get(parts[2]);
        if (endpoint == null || parts[1].isEmpty()) {
            return ApiAnswer.notFound();
        }
        if (!request.method().equals("GET")) {
            return ApiAnswer.methodNotAllowed("GET, OPTIONS");
        }
        return answered(request, parameters -> endpoint.answer(NameEscape.labelInPath(parts[1]), parameters));
    }

    private static ApiAnswer answered(ApiRequest request, Endpoint endpoint) {
        try {
            return succeeded(endpoint.answer(request.parameters()));
        } catch (ApiException wrong) {
            return failed(wrong);
        } catch (PromqlException wrong) {
            return failed(translated(wrong));
        } catch (RuntimeException defect) {
            LOG.error("{} {}", request.method(), request.path(), defect);
            return failed(new ApiException(500, "internal", defect.toString()));
        }
    }

    private static ApiException translated(PromqlException wrong) {
        var message = wrong.getMessage();
        return switch (wrong.kind()) {
            case BAD_DATA -> new ApiException(400, "bad_data", message);
            case EXECUTION -> new ApiException(422, "execution", message);
            case TIMEOUT -> new ApiException(503, "timeout", message);
            case CANCELED -> new ApiException(499, "canceled", message);
            case INTERNAL -> new ApiException(500, "internal", message);
            case UNAVAILABLE -> new ApiException(503, "unavailable", message);
        };
    }

    private static ApiAnswer succeeded(Endpoint.Data data) {
        if (data.isEmpty()) {
            return ApiAnswer.empty(204);
        }
        var end = new StringBuilder();
        if (!data.warnings().isEmpty()) {
            end.append(",\"warnings\":");
            ApiText.texts(end, shown(data.warnings(), "warning"));
        }
        if (!data.infos().isEmpty()) {
            end.append(",\"infos\":");
            ApiText.texts(end, shown(data.infos(), "info"));
        }
        return ApiAnswer.json(
                200, Parts.around("{\"status\":\"success\",\"data\":", data.json(), end.append('}').toString()));
    }

    /// The first annotations, and how many there are besides (limit `annotations`, as in Prometheus).
    private static List<String> shown(List<String> annotations, String kind) {
        int omitted = annotations.size() - MOST_ANNOTATIONS;
        if (omitted <= 0) {
            return annotations;
        }
        var shown = new ArrayList<>(annotations.subList(0, MOST_ANNOTATIONS));
        shown.add(omitted + " more " + kind + " annotations omitted");
        return shown;
    }

    /// The answer for a request that failed.
    public static ApiAnswer failed(ApiException failure) {
        var out = new StringBuilder("{\"status\":\"error\",\"errorType\":");
        ApiText.quoted(out, failure.errorType());
        out.append(",\"error\":");
        ApiText.quoted(out, String.valueOf(failure.getMessage()));
        return ApiAnswer.json(failure.status(), List.of(out.append('}').toString()));
    }
}
