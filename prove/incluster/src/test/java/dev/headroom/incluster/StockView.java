package dev.headroom.incluster;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/// What a cluster says of the objects of a namespace, without what differs by itself: the namespace, uids, times,
/// counters.
record StockView(StockCluster cluster, String namespace) {

    /// Of `metadata` of an autoscaler; its `managedFields` say who wrote what.
    private static final List<String> OWN =
            List.of("uid", "resourceVersion", "generation", "creationTimestamp", "managedFields");

    private static final int MOST_TRIES = 60;
    private static final Pattern NOT_SAID =
            Pattern.compile("\\{\"status\":\"Unknown\",\"type\":\"[A-Za-z]+\"}");

    private String neutral(String text) {
        return text.replace(namespace, "NAMESPACE");
    }

    private List<ObjectNode> objects(String group, String kind) {
        return cluster.list(group + "/namespaces/" + namespace + "/" + kind);
    }

    JsonNode autoscaler(String name) {
        return objects("/apis/autoscaling/v2", "horizontalpodautoscalers").stream()
                .filter(each -> each.path("metadata").path("name").asString("").equals(name))
                .findFirst()
                .map(JsonNode.class::cast)
                .orElse(MissingNode.getInstance());
    }

    /// Who has written each autoscaler, by the names of their programs.
    Map<String, Set<String>> writers() {
        var all = new TreeMap<String, Set<String>>();
        for (var hpa : objects("/apis/autoscaling/v2", "horizontalpodautoscalers")) {
            var metadata = hpa.path("metadata");
            var writers = all.computeIfAbsent(metadata.path("name").asString(""), _ -> new TreeSet<>());
            metadata.path("managedFields").forEach(each -> writers.add(each.path("manager").asString("")));
        }
        return all;
    }

    /// A condition of an autoscaler: `True ReadyForNewScale: ...`.
    String condition(String autoscaler, String type) {
        return autoscaler(autoscaler).path("status").path("conditions").valueStream()
                .filter(each -> each.path("type").asString("").equals(type))
                .map(each -> each.path("status").asString("") + " " + each.path("reason").asString("") + ": "
                        + each.path("message").asString(""))
                .findFirst()
                .orElse("");
    }

    /// The autoscalers without their status.
    String autoscalers() {
        var all = new StringBuilder();
        for (var hpa : objects("/apis/autoscaling/v2", "horizontalpodautoscalers")) {
            hpa.remove("status");
            hpa.withObject("metadata").remove(OWN);
            hpa.path("metadata").path("ownerReferences").forEach(owner -> ((ObjectNode) owner).remove("uid"));
            all.append(hpa.toPrettyString()).append('\n');
        }
        return neutral(all.toString());
    }

    /// Marks and status of the ScaledObjects, each part by its name.
    Map<String, String> scaledObjects() {
        var all = new TreeMap<String, String>();
        for (var object : objects("/apis/keda.sh/v1alpha1", "scaledobjects")) {
            var metadata = object.path("metadata");
            var name = metadata.path("name").asString("");
            var status = object.withObject("status");
            status.remove("lastActiveTime");
            status.path("health").forEach(health -> ((ObjectNode) health).remove("numberOfFailures"));
            status.path("conditions").forEach(condition ->
                    all.put(name + ", " + condition.path("type").asString(""), neutral(condition.toString())));
            status.remove("conditions");
            status.properties()
                    .forEach(each -> all.put(name + ", " + each.getKey(), neutral(each.getValue().toString())));
            all.put(name + ", labels", metadata.path("labels").toString());
            all.put(name + ", finalizers", metadata.path("finalizers").toString());
        }
        return all;
    }

    /// What differs, in words. Two copies of a status overwrite each other in KEDA, so that a condition can be as it
    /// was before the first look; such a one says nothing and is passed over.
    static List<String> differences(Map<String, String> theirs, Map<String, String> ours) {
        var names = new TreeSet<>(theirs.keySet());
        names.addAll(ours.keySet());
        return names.stream()
                .filter(name -> !theirs.getOrDefault(name, "").equals(ours.getOrDefault(name, "")))
                .filter(name -> !NOT_SAID.matcher(theirs.getOrDefault(name, "")).matches())
                .map(name -> name + ": KEDA " + theirs.getOrDefault(name, "nothing") + ", Headroom "
                        + ours.getOrDefault(name, "nothing"))
                .toList();
    }

    /// What `kubectl get` prints, without the column AGE.
    String table(String kind) {
        return cluster.kubectl("get", kind, "-n", namespace).replaceAll("(?m) +(AGE|\\S+)$", "");
    }

    /// @param message without the part of a URL that has the time in it, and of errors only what Go and Java both say
    record Told(String object, String type, String reason, String message) {}

    /// What was told of the ScaledObjects.
    Set<Told> events() {
        var all = new TreeSet<Told>((a, b) -> a.toString().compareTo(b.toString()));
        for (var event : objects("/api/v1", "events")) {
            var involved = event.path("involvedObject");
            if (involved.path("kind").asString("").equals("ScaledObject")) {
                all.add(new Told(
                        involved.path("name").asString(""),
                        event.path("type").asString(""),
                        event.path("reason").asString(""),
                        neutral(event.path("message").asString(""))
                                .replaceAll("\\?query=[^\"]*", "")
                                .replaceAll("dial tcp \\S+ connect: ", "")));
            }
        }
        return all;
    }

    /// Everything at one time.
    ///
    /// @param answers to requests for external metrics, by their paths
    record Snapshot(
            String autoscalers,
            Map<String, String> scaledObjects,
            String table,
            Set<Told> events,
            Map<String, String> answers) {}

    Snapshot snapshot(List<String> paths) {
        var answers = new TreeMap<String, String>();
        paths.forEach(path -> answers.put(path, answer(path)));
        return new Snapshot(autoscalers(), scaledObjects(), table("scaledobject"), events(), answers);
    }

    /// Waits until conditions and autoscalers stay as they are for so many seconds.
    void settle(int seconds) {
        var last = "";
        for (int quiet = 0, tries = 0; quiet < seconds && tries < MOST_TRIES; tries++) {
            var now = autoscalers() + scaledObjects();
            quiet = now.equals(last) ? quiet + 1 : 0;
            last = now;
            Waiting.rest(1_000);
        }
    }

    /// What the external metrics API answers.
    ///
    /// @param path below the namespace, `NAMESPACE` standing for it
    String answer(String path) {
        var answer = cluster.raw(StockCluster.EXTERNAL_PATH + path.replace("NAMESPACE", namespace));
        return neutral(answer).replaceAll("\"timestamp\":\"[^\"]*\"", "\"timestamp\":\"T\"");
    }
}
