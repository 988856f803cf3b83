package dev.headroom.inspection;

import dev.headroom.kubernetes.Answer;
import dev.headroom.kubernetes.ClusterAccess;
import dev.headroom.kubernetes.ConnectedApi;
import dev.headroom.kubernetes.KubernetesApi;
import dev.headroom.kubernetes.PodReader;
import dev.headroom.kubernetes.Request;
import dev.headroom.kubernetes.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A cluster as a person with a kubeconfig may read it. Nothing here writes.
public final class ClusterReads implements AutoCloseable {

    /// The roles of the chart: what is listed, and the pages of the operators.
    private static final String READER = "headroom-reader";

    private static final String PAGES = "headroom-pages";

    /// Objects in one page of a list (limit `page`).
    private static final int PAGE = 500;

    private final KubernetesApi api;
    private final Runnable closing;
    private final String server;
    private final String namespace;
    private final ClusterChoice choice;

    /// @param server where the API server is, and how it is known, for people
    /// @param namespace that is meant where nobody names one
    ClusterReads(KubernetesApi api, Runnable closing, String server, String namespace, ClusterChoice choice) {
        this.api = api;
        this.closing = closing;
        this.server = server;
        this.namespace = choice.namespace().orElse(namespace);
        this.choice = choice;
    }

    /// @throws dev.headroom.kubernetes.AccessException when there is no kubeconfig, or none that can be read
    public static ClusterReads open(ClusterChoice choice) {
        var access = ClusterAccess.ofPerson(choice.kubeconfig(), choice.context());
        var api = ConnectedApi.of(access);
        var context = access.context();
        return new ClusterReads(
                api,
                api::close,
                api.server() + (context.isEmpty() ? "" : " (context " + context + ")"),
                access.namespace().orElse("default"),
                choice);
    }

    /// The API server and its context, for people.
    public String server() {
        return server;
    }

    public ClusterChoice choice() {
        return choice;
    }

    /// The namespace that is meant, in which objects are named.
    public String namespace() {
        return namespace;
    }

    /// The namespace whose objects are meant; empty for all.
    public Optional<String> scope() {
        return choice.everywhere() ? Optional.empty() : Optional.of(namespace);
    }

    Answer send(Request request) {
        return api.send(request);
    }

    /// The objects of a kind, or why there are none.
    ///
    /// @param refused why they could not be read; empty when they could
    /// @param served whether the API server knows the kind
    public record Listing(List<JsonNode> objects, boolean served, Optional<String> refused) {
        public Listing {
            objects = List.copyOf(objects);
        }
    }

    /// Lists a kind of objects, each with its `apiVersion` and `kind`. That a kind is not installed, or that a person
    /// may not list it, is an answer.
    ///
    /// @param in a namespace; empty for all
    /// @param selector of labels; empty for all
    /// @throws InspectionException when the API server does not answer
    public Listing list(Resource resource, Optional<String> in, String selector) {
        var found = new ArrayList<JsonNode>();
        var next = "";
        do {
            var path = resource.path(in) + "?limit=" + PAGE
                    + (selector.isEmpty() ? "" : "&labelSelector=" + Resource.encoded(selector))
                    + (next.isEmpty() ? "" : "&continue=" + Resource.encoded(next));
            switch (api.send(Request.list(path))) {
                case Answer.Done(var page) -> {
                    page.path("items").forEach(item -> found.add(typed(item, resource)));
                    next = page.path("metadata").path("continue").asString("");
                }
                case Answer.Refused refused when refused.isNotFound() -> {
                    return new Listing(List.of(), false, Optional.empty());
                }
                case Answer.Refused refused when refused.code() == 403 -> {
                    return new Listing(List.of(), true, Optional.of(forbidden("list", resource.plural(), in)));
                }
                case Answer other -> throw failed(other);
            }
        } while (!next.isEmpty());
        return new Listing(found, true, Optional.empty());
    }

    private static JsonNode typed(JsonNode item, Resource resource) {
        return item instanceof ObjectNode object
                ? object.put("apiVersion", resource.apiVersion()).put("kind", resource.kind())
                : item;
    }

    /// What a right is called, and whom to ask for it.
    ///
    /// @param resource with its subresource: `services/proxy`
    static String forbidden(String verb, String resource, Optional<String> namespace) {
        return "expected the right to " + verb + " " + resource + " in "
                + namespace.map(each -> "namespace " + each).orElse("all namespaces")
                + ", got 403 Forbidden; ask for the role "
                + (resource.contains("/proxy") ? PAGES : READER);
    }

    /// What went wrong with the API server itself.
    InspectionException failed(Answer answer) {
        return new InspectionException(switch (answer) {
            case Answer.Unanswered(var why) ->
                "cluster " + server + ": expected an answer of the API server, got none: " + why;
            case Answer.Refused refused when refused.code() == 401 ->
                "cluster " + server + ": expected credentials that the API server knows, got 401 Unauthorized; does"
                        + " `kubectl auth whoami` work?";
            case Answer other -> "cluster " + server + ": " + other.why();
        });
    }

    /// The objects of a kind that must be there to be read.
    ///
    /// @throws InspectionException when they may not be listed
    private List<JsonNode> readable(Resource resource, Optional<String> in) {
        var listing = list(resource, in, "");
        listing.refused().ifPresent(why -> {
            throw new InspectionException(why);
        });
        return listing.objects();
    }

    /// The HorizontalPodAutoscalers that are meant, with their conditions ([#condition]).
    ///
    /// @throws InspectionException when they cannot be read
    public List<JsonNode> autoscalers() {
        return readable(Resource.AUTOSCALERS, scope());
    }

    /// An APIService as it stands: whether the aggregator reaches what answers behind it.
    ///
    /// @param service `namespace/name`; empty for APIs of the API server itself
    /// @param reason of its `Available` condition
    public record ApiService(String name, String service, boolean available, String reason, String message) {}

    /// The aggregated APIs whose metrics autoscalers ask for.
    ///
    /// @throws InspectionException when they cannot be read
    public List<ApiService> metricsApis() {
        return readable(Resource.API_SERVICES, Optional.empty()).stream()
                .filter(each -> each.path("spec").path("group").asString("").matches("(.+\\.)?metrics\\.k8s\\.io"))
                .map(ClusterReads::apiService)
                .toList();
    }

    private static ApiService apiService(JsonNode object) {
        var service = object.path("spec").path("service");
        var available = condition(object, "Available");
        return new ApiService(
                object.path("metadata").path("name").asString(""),
                service.has("name")
                        ? service.path("namespace").asString("") + "/" + service.path("name").asString("")
                        : "",
                available.map(each -> each.path("status").asString("").equals("True")).orElse(false),
                available.map(each -> each.path("reason").asString("")).orElse(""),
                available.map(each -> each.path("message").asString("")).orElse(""));
    }

    /// A condition of an object by its type.
    public static Optional<JsonNode> condition(JsonNode object, String type) {
        return object.path("status").path("conditions").valueStream()
                .filter(each -> each.path("type").asString("").equals(type))
                .findFirst();
    }

    /// Something that was told of an object.
    ///
    /// @param object `HorizontalPodAutoscaler/keda-hpa-web`
    /// @param count how often
    public record Happened(Instant last, boolean warning, String object, String reason, String message, int count) {}

    /// Events of objects of a namespace since a time, oldest first.
    ///
    /// @param names of the objects, whatever their kind
    /// @throws InspectionException when they cannot be read
    public List<Happened> events(String in, List<String> names, Instant since) {
        return readable(Resource.EVENTS, Optional.of(in)).stream()
                .filter(each -> names.contains(each.path("involvedObject").path("name").asString("")))
                .map(ClusterReads::happened)
                .filter(each -> !each.last().isBefore(since))
                .sorted(Comparator.comparing(Happened::last))
                .toList();
    }

    private static Happened happened(JsonNode event) {
        var about = event.path("involvedObject");
        var last = PodReader.instant(event.path("lastTimestamp"))
                .or(() -> PodReader.instant(event.path("eventTime")))
                .or(() -> PodReader.instant(event.path("firstTimestamp")))
                .orElse(Instant.EPOCH);
        return new Happened(
                last,
                event.path("type").asString("").equals("Warning"),
                about.path("kind").asString("") + "/" + about.path("name").asString(""),
                event.path("reason").asString(""),
                event.path("message").asString("").strip(),
                Math.max(1, event.path("count").asInt(1)));
    }

    @Override
    public void close() {
        closing.run();
    }
}
