package dev.headroom.kubernetes;

import dev.headroom.timeline.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// An API server in memory, for rehearsals in virtual time: objects with versions, lists in pages, watches that resume,
/// status and scale as subresources, conflicts, finalizers. It has no schemas, defaults, admission or authorization,
/// and it can be made to fail as real ones do.
public final class MemoryApi implements KubernetesApi {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern PATH = Pattern.compile(
            "(/api/v1|/apis/[^/]+/[^/]+)(?:/namespaces/([^/]+))?/([^/?]+)(?:/([^/?]+))?(?:/([^/?]+))?");

    /// What happened to an object.
    ///
    /// @param collection path of all objects of its kind
    private record Change(long version, String type, String collection, String namespace, ObjectNode object) {}

    private final Timeline timeline;
    private final Map<String, ObjectNode> objects = new TreeMap<>();
    private final List<Change> history = new ArrayList<>();
    private final List<Follower> followers = new ArrayList<>();
    private final Map<String, Integer> writes = new HashMap<>();
    private long version = 100;
    private long forgotten = 100;
    private Optional<String> outage = Optional.empty();
    private Runnable beforeEach = () -> {};

    public MemoryApi(Timeline timeline) {
        this.timeline = timeline;
    }

    /// One path, taken apart.
    ///
    /// @param namespace empty for all
    /// @param name empty for a list
    private record Target(String group, String namespace, String plural, String name, String sub, String query) {

        static Target of(String path) {
            int mark = path.indexOf('?');
            var matcher = PATH.matcher(mark < 0 ? path : path.substring(0, mark));
            if (!matcher.matches()) {
                throw new IllegalArgumentException("no path of an API: " + path);
            }
            return new Target(
                    matcher.group(1),
                    text(matcher.group(2)),
                    matcher.group(3),
                    text(matcher.group(4)),
                    text(matcher.group(5)),
                    mark < 0 ? "" : path.substring(mark + 1));
        }

        private static String text(@org.jspecify.annotations.Nullable String group) {
            return group == null ? "" : group;
        }

        String collection() {
            return group + "/" + plural;
        }

        String key() {
            return collection() + "|" + namespace + "|" + name;
        }

        String parameter(String parameter) {
            for (var each : query.split("&", -1)) {
                if (each.startsWith(parameter + "=")) {
                    return each.substring(parameter.length() + 1);
                }
            }
            return "";
        }
    }

    private record Follower(Target target, WatchSink sink) implements Watch {
        @Override
        public void close() {}
    }

    /// From now on nobody is answered, and watches break.
    public void fail(String why) {
        outage = Optional.of(why);
        breakWatches(why);
    }

    public void recover() {
        outage = Optional.empty();
    }

    public void breakWatches(String why) {
        var all = List.copyOf(followers);
        followers.clear();
        all.forEach(each -> each.sink().ended(why));
    }

    /// Tells all watches how far they are.
    public void bookmark() {
        var object = NODES.objectNode();
        object.putObject("metadata").put("resourceVersion", Long.toString(version));
        List.copyOf(followers).forEach(each -> each.sink().event(new WatchEvent("BOOKMARK", object)));
    }

    /// Forgets what happened until now: a watch from an earlier version is refused.
    public void forget() {
        forgotten = version;
        history.clear();
    }

    /// Runs before each request, on the thread that makes it.
    public void beforeEach(Runnable hook) {
        beforeEach = hook;
    }

    public int watches() {
        return followers.size();
    }

    /// How often something was written under a path that has this text in it.
    public int writes(String part) {
        return writes.entrySet().stream()
                .filter(each -> each.getKey().contains(part))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    @Override
    public Answer send(Request request) {
        beforeEach.run();
        if (outage.isPresent()) {
            return new Answer.Unanswered(outage.get());
        }
        var target = Target.of(request.path());
        if (request.verb().writes()) {
            writes.merge(request.path(), 1, Integer::sum);
        }
        return switch (request.verb()) {
            case READ -> target.name().isEmpty() ? list(target) : read(target);
            case CREATE -> create(target, body(request));
            case REPLACE -> update(target, body(request), body(request));
            case MERGE -> merge(target, body(request));
            case DELETE -> delete(target);
            case REVIEW -> new Answer.Done(body(request));
        };
    }

    private static ObjectNode body(Request request) {
        return (ObjectNode) request.body().orElseThrow().deepCopy();
    }

    private Answer notFound(Target target) {
        return new Answer.Refused(
                404, "NotFound", target.plural() + " \"" + target.name() + "\" not found", Optional.empty());
    }

    private Answer read(Target target) {
        var found = objects.get(target.key());
        if (found == null) {
            return notFound(target);
        }
        return new Answer.Done(target.sub().equals("scale") ? scale(found) : found.deepCopy());
    }

    private static ObjectNode scale(ObjectNode object) {
        var scale = NODES.objectNode().put("apiVersion", "autoscaling/v1").put("kind", "Scale");
        scale.set("metadata", object.path("metadata").deepCopy());
        int replicas = object.path("spec").path("replicas").asInt(1);
        scale.putObject("spec").put("replicas", replicas);
        scale.putObject("status")
                .put("replicas", object.path("status").path("replicas").asInt(replicas))
                .put("selector", "app=" + object.path("metadata").path("name").asString(""));
        return scale;
    }

    private Answer list(Target target) {
        int from = target.parameter("continue").isEmpty() ? 0 : Integer.parseInt(target.parameter("continue"));
        int limit = target.parameter("limit").isEmpty()
                ? Integer.MAX_VALUE
                : Integer.parseInt(target.parameter("limit"));
        var all = objects.entrySet().stream()
                .filter(each -> each.getKey().startsWith(target.collection() + "|"))
                .map(Map.Entry::getValue)
                .filter(each -> target.namespace().isEmpty()
                        || each.path("metadata").path("namespace").asString("").equals(target.namespace()))
                .toList();
        var list = NODES.objectNode();
        var metadata = list.putObject("metadata").put("resourceVersion", Long.toString(version));
        if (from + (long) limit < all.size()) {
            metadata.put("continue", Integer.toString(from + limit));
        }
        var items = list.putArray("items");
        all.stream().skip(from).limit(limit).forEach(each -> items.add(each.deepCopy()));
        return new Answer.Done(list);
    }

    private Answer create(Target target, ObjectNode object) {
        var name = object.path("metadata").path("name").asString("");
        var whole = new Target(target.group(), target.namespace(), target.plural(), name, "", "");
        if (objects.containsKey(whole.key())) {
            return new Answer.Refused(
                    409, "AlreadyExists", target.plural() + " \"" + name + "\" already exists", Optional.empty());
        }
        var metadata = object.withObject("/metadata");
        if (!target.namespace().isEmpty()) {
            metadata.put("namespace", target.namespace());
        }
        metadata.put("uid", "uid-" + version).put("generation", 1);
        metadata.put("creationTimestamp", timeline.now().toString());
        return stored(whole, object, "ADDED");
    }

    private Answer merge(Target target, ObjectNode patch) {
        var before = objects.get(target.key());
        if (before == null) {
            return notFound(target);
        }
        return update(target, merged(before.deepCopy(), patch), patch);
    }

    private static ObjectNode merged(ObjectNode object, ObjectNode patch) {
        patch.properties().forEach(each -> {
            if (each.getValue().isNull()) {
                object.remove(each.getKey());
            } else if (each.getValue() instanceof ObjectNode below && object.path(each.getKey()).isObject()) {
                merged((ObjectNode) object.path(each.getKey()), below);
            } else {
                object.set(each.getKey(), each.getValue());
            }
        });
        return object;
    }

    /// @param asked where the version stands that the change was made for
    private Answer update(Target target, ObjectNode after, ObjectNode asked) {
        var before = objects.get(target.key());
        if (before == null) {
            return notFound(target);
        }
        var wanted = asked.path("metadata").path("resourceVersion").asString("");
        if (!wanted.isEmpty() && !wanted.equals(before.path("metadata").path("resourceVersion").asString(""))) {
            return new Answer.Refused(
                    409, "Conflict", "the object has been modified; please apply your changes to the latest version",
                    Optional.empty());
        }
        var next = before.deepCopy();
        switch (target.sub()) {
            case "status" -> next.set("status", after.path("status").deepCopy());
            case "scale" -> next.withObject("/spec").put("replicas", after.path("spec").path("replicas").asInt(0));
            default -> {
                var status = next.path("status").deepCopy();
                next = after.deepCopy();
                if (status.isObject()) {
                    next.set("status", status);
                }
                keepIdentity(next, before);
            }
        }
        if (next.equals(before)) {
            return new Answer.Done(target.sub().equals("scale") ? scale(before) : before.deepCopy());
        }
        var metadata = next.withObject("/metadata");
        if (!next.path("spec").equals(before.path("spec"))) {
            metadata.put("generation", before.path("metadata").path("generation").asLong(0) + 1);
        }
        boolean gone = metadata.has("deletionTimestamp") && metadata.path("finalizers").isEmpty();
        if (gone) {
            objects.remove(target.key());
        }
        var answer = stored(target, next, gone ? "DELETED" : "MODIFIED");
        return target.sub().equals("scale") ? new Answer.Done(scale(next)) : answer;
    }

    private static void keepIdentity(ObjectNode next, JsonNode before) {
        for (var kept : List.of("uid", "creationTimestamp", "generation", "namespace", "deletionTimestamp",
                "resourceVersion")) {
            var value = before.path("metadata").path(kept);
            if (!value.isMissingNode()) {
                next.withObject("/metadata").set(kept, value);
            }
        }
    }

    private Answer delete(Target target) {
        var before = objects.get(target.key());
        if (before == null) {
            return notFound(target);
        }
        var next = before.deepCopy();
        if (!before.path("metadata").path("finalizers").isEmpty()) {
            next.withObject("/metadata").put("deletionTimestamp", timeline.now().toString());
            return stored(target, next, "MODIFIED");
        }
        objects.remove(target.key());
        return stored(target, next, "DELETED");
    }

    private Answer stored(Target target, ObjectNode object, String type) {
        version++;
        object.withObject("/metadata").put("resourceVersion", Long.toString(version));
        if (!type.equals("DELETED")) {
            objects.put(target.key(), object);
        }
        var namespace = object.path("metadata").path("namespace").asString("");
        var change = new Change(version, type, target.collection(), namespace, object.deepCopy());
        history.add(change);
        List.copyOf(followers).forEach(each -> tell(each, change));
        return new Answer.Done(object.deepCopy());
    }

    /// As another thread would hear it: after what is being done now.
    private void tell(Follower follower, Change change) {
        var target = follower.target();
        if (target.collection().equals(change.collection())
                && (target.namespace().isEmpty() || target.namespace().equals(change.namespace()))) {
            timeline.after(Duration.ZERO, () -> follower.sink()
                    .event(new WatchEvent(change.type(), change.object().deepCopy())));
        }
    }

    @Override
    public Watch watch(String path, WatchSink sink) {
        beforeEach.run();
        var target = Target.of(path);
        var follower = new Follower(target, sink);
        if (outage.isPresent()) {
            var why = outage.get();
            timeline.after(Duration.ZERO, () -> sink.ended(why));
            return follower;
        }
        long from = Long.parseLong(target.parameter("resourceVersion"));
        if (from < forgotten) {
            var status = NODES.objectNode().put("code", 410).put("message", "too old resource version");
            timeline.after(Duration.ZERO, () -> {
                sink.event(new WatchEvent("ERROR", status));
                sink.ended("");
            });
            return follower;
        }
        sink.opened();
        followers.add(follower);
        history.stream().filter(each -> each.version() > from).forEach(each -> tell(follower, each));
        return follower;
    }
}
