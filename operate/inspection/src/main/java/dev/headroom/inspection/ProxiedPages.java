package dev.headroom.inspection;

import dev.headroom.kubernetes.Answer;
import dev.headroom.kubernetes.Request;
import dev.headroom.kubernetes.Resource;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// The pages of an operator through the proxy of the API server: whoever reaches the API server reaches them, with the
/// rights of their kubeconfig. Of several operators the one that leads is asked, for it is the one that knows.
public final class ProxiedPages implements Pages {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String OPERATOR = "/api/headroom/v1/operator";

    private final ClusterReads reads;
    private final OperatorService service;
    private final Door door;

    /// What the proxy leads to.
    ///
    /// @param plural `services` or `pods`
    private record Door(String plural, String name) {

        /// `pod headroom-0`, `Service headroom`
        String what() {
            return (plural.equals("pods") ? "pod " : "Service ") + name;
        }
    }

    private ProxiedPages(ClusterReads reads, OperatorService service, Door door) {
        this.reads = reads;
        this.service = service;
        this.door = door;
    }

    /// Finds the operator that leads, where one does.
    ///
    /// @throws InspectionException when it cannot be reached
    public static ProxiedPages open(ClusterReads reads, OperatorService service) {
        var any = new ProxiedPages(reads, service, new Door("services", service.name()));
        var view = any.ask(OPERATOR, Map.of());
        var leader = view.path("leader").asString("");
        if (leader.isEmpty()) {
            return any;
        }
        var pod = podOf(leader);
        var leading = new ProxiedPages(reads, service, new Door("pods", pod));
        var answer = leading.answer(OPERATOR);
        if (answer instanceof Answer.Refused refused && refused.isNotFound()) {
            if (view.path("identity").asString("").equals(leader)) {
                // It was reached and leads under a name that is no pod's: whoever runs so is alone behind the Service.
                return any;
            }
            throw new InspectionException("operator " + service + ": \"" + leader + "\" leads, expected a pod of that"
                    + " name in namespace " + service.namespace() + ", got none; another takes over within 15 s");
        }
        var identity = answer.found().map(each -> each.path("identity").asString(""));
        if (identity.isEmpty()) {
            throw leading.failed(answer, OPERATOR);
        }
        if (!identity.get().equals(leader)) {
            throw new InspectionException("operator " + service + ": expected \"" + leader + "\" to lead, got \""
                    + identity.get() + "\" in its pod; ask again in a moment");
        }
        return leading;
    }

    /// The pod in the name of a process: host, process and its start.
    private static String podOf(String identity) {
        int mark = identity.indexOf('_');
        return mark < 0 ? identity : identity.substring(0, mark);
    }

    @Override
    public JsonNode ask(String path, Map<String, String> parameters) {
        var query = parameters.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(each -> Resource.encoded(each.getKey()) + "=" + Resource.encoded(each.getValue()))
                .collect(Collectors.joining("&"));
        var answer = answer(path + (query.isEmpty() ? "" : "?" + query));
        return answer.found().orElseThrow(() -> failed(answer, path));
    }

    private Answer answer(String path) {
        // The name of a pod comes from a page: it stays one name, whatever it says.
        var proxied = "/api/v1/namespaces/" + Resource.encoded(service.namespace()) + "/" + door.plural() + "/"
                + Resource.encoded(door.name()) + ":" + service.port() + "/proxy" + path;
        return reads.send(new Request(Request.Verb.READ, proxied, Optional.empty(), TIMEOUT));
    }

    private InspectionException failed(Answer answer, String path) {
        var who = "operator " + service + ": ";
        if (!(answer instanceof Answer.Refused refused)) {
            return reads.failed(answer);
        }
        if (refused.reason().isEmpty()) {
            // What came from the page itself, and not from the API server in front of it.
            return new InspectionException(refused.message().isEmpty()
                    ? who + "expected an answer at " + path + ", got " + refused.code() + "; is it of another version?"
                    : refused.message());
        }
        return switch (refused.code()) {
            case 401 -> reads.failed(answer);
            case 403 -> new InspectionException(who + ClusterReads.forbidden(
                    "get",
                    door.plural() + "/proxy \"" + door.name() + ":" + service.port() + '"',
                    Optional.of(service.namespace())));
            case 404 -> new InspectionException(who + "expected a " + door.what() + " in namespace "
                    + service.namespace() + ", got none");
            case 502, 503, 504 -> new InspectionException(who + "expected an answer of " + door.what() + ", got: "
                    + refused.message() + "; are its pods ready, and does a NetworkPolicy let the API server in?");
            default -> new InspectionException(who + refused.code() + " " + refused.message());
        };
    }

    /// What answers, for people: `headroom/headroom, pod headroom-0`.
    public String what() {
        return service + ", " + door.what();
    }
}
