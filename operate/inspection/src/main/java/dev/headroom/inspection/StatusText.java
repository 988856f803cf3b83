package dev.headroom.inspection;

import dev.headroom.kubectl.HpaDescription;
import dev.headroom.kubectl.HpaTable;
import dev.headroom.kubectl.TableOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What `headroom status` prints, of one machine and of a cluster.
public final class StatusText {

    /// Troubles that are listed (limit `troublesShown`); `--json` has all.
    private static final int TROUBLES = 20;

    private StatusText() {}

    /// The one autoscaler of an answer of `/hpas` with that name: of the object that a person wrote, or of the
    /// HorizontalPodAutoscaler that stands for it.
    ///
    /// @param namespace empty for whatever there is
    /// @throws InspectionException when there is none
    public static JsonNode named(JsonNode hpas, String namespace, String name) {
        return hpas.path("items").valueStream()
                .filter(item -> namespace.isEmpty() || namespace.equals(namespaceOf(item)))
                .filter(item -> item.path("owner").asString("").equals(name)
                        || item.path("object").path("metadata").path("name").asString("").equals(name))
                .findFirst()
                .orElseThrow(() -> new InspectionException("autoscaler: expected one that runs"
                        + (namespace.isEmpty() ? "" : " in namespace " + namespace) + ", got \"" + name
                        + "\"; `status` without a name lists them"));
    }

    private static String namespaceOf(JsonNode item) {
        return item.path("object").path("metadata").path("namespace").asString("");
    }

    /// What `kubectl describe hpa` shows of one.
    ///
    /// @param all whether its events are all that there are; elsewhere they are shown where there are some
    public static String described(JsonNode item, boolean all, Instant now) {
        var events = Optional.of(item.path("events").valueStream().toList());
        return HpaDescription.of(item.path("object"), events.filter(each -> all || !each.isEmpty()), now);
    }

    /// The rows of `kubectl get hpa`; nothing where there are none.
    ///
    /// @param namespace empty for all, which then have a column
    public static List<String> table(JsonNode hpas, String namespace, boolean everywhere) {
        var now = Instant.parse(hpas.path("time").asString());
        var objects = hpas.path("items").valueStream()
                .filter(item -> namespace.isEmpty() || namespace.equals(namespaceOf(item)))
                .map(item -> item.path("object"))
                .toList();
        var options = everywhere ? TableOptions.PLAIN.withNamespace() : TableOptions.PLAIN;
        return HpaTable.of(objects, now).text(options).lines().toList();
    }

    /// Pods and Services of one machine.
    public static List<String> machine(JsonNode status) {
        var lines = new ArrayList<String>();
        var pods = new Columns("POD", "READY", "STATUS", "RESTARTS", "CPU", "MEMORY", "ADDRESS", "AGE");
        status.path("pods").forEach(pod -> pods.row(
                pod.path("name").asString(""),
                pod.path("ready").asBoolean() ? "yes" : "no",
                pod.path("phase").asString(""),
                pod.path("restarts").toString(),
                pod.path("cpuMilli").isNull() ? "-" : pod.path("cpuMilli").asLong() + "m",
                pod.path("memoryBytes").isNull() ? "-" : (pod.path("memoryBytes").asLong() >> 20) + "Mi",
                pod.path("address").asString(""),
                pod.path("age").asString("")));
        lines.add("");
        lines.addAll(pods.lines());
        var services = new Columns("SERVICE", "ADDRESSES", "READY PODS");
        status.path("services").forEach(service -> services.row(
                service.path("name").asString(""),
                String.join(", ", service.path("addresses").valueStream().map(JsonNode::asString).toList()),
                service.path("readyPods").toString()));
        lines.add("");
        lines.addAll(services.lines());
        return lines;
    }

    /// Who works in a cluster, what it works on, and what the two opinions of a shadow are.
    ///
    /// @param where the installation and the process that answered
    public static List<String> cluster(JsonNode status, JsonNode hpas, ClusterReads reads, String where) {
        var scope = reads.scope().orElse("");
        var lines = new ArrayList<String>();
        lines.add("operator  " + where + ": " + role(status.path("operator")));
        lines.add("cluster   " + reads.server() + ", "
                + (scope.isEmpty() ? "all namespaces" : "namespace " + scope));
        lines.add("");
        var table = table(hpas, scope, scope.isEmpty());
        lines.addAll(table);
        int elsewhere = status.path("elsewhere").asInt(0);
        if (table.isEmpty()) {
            lines.add("No autoscaler " + (scope.isEmpty() ? "in this cluster" : "in namespace " + scope)
                    + (elsewhere > 0 ? "; there are " + elsewhere + " in others, -A shows them" : ""));
        }
        shadow(status.path("shadow"), scope, lines);
        if (!scope.isEmpty()) {
            pods(status.path("pods"), lines);
        }
        return lines;
    }

    /// `adapter mode, it leads and acts`
    private static String role(JsonNode operator) {
        var mode = operator.path("mode").asString("") + " mode";
        if (!operator.path("synced").asBoolean(false)) {
            return mode + ", the cluster is not known yet";
        }
        if (operator.has("rival")) {
            return mode + ", writes nothing: KEDA's operator runs (" + operator.path("rival").asString("") + ")";
        }
        if (operator.path("mode").asString("").equals("shadow")) {
            return mode + ", it decides and writes nothing";
        }
        var leader = operator.path("leader").asString("");
        return mode + (operator.path("acting").asBoolean(false)
                ? ", it leads and acts"
                : leader.isEmpty() ? ", nobody leads yet" : ", it waits; " + leader + " leads");
    }

    private static void shadow(JsonNode compared, String scope, List<String> lines) {
        var columns = new Columns("AUTOSCALER", "CLUSTER WANTS", "HEADROOM WANTS", "AGREED", "NOW");
        int rows = 0;
        for (var each : compared) {
            var name = each.path("autoscaler").asString("");
            if (scope.isEmpty() || name.startsWith(scope + "/")) {
                columns.row(
                        scope.isEmpty() ? name : name.substring(scope.length() + 1),
                        opinion(each.path("newest").path("stock")),
                        opinion(each.path("newest").path("headroom")),
                        each.path("agreed").asLong(0) + " of " + each.path("decisions").asLong(0),
                        each.path("differs").asBoolean(false) ? "they differ" : "they agree");
                rows++;
            }
        }
        if (rows > 0) {
            lines.add("");
            lines.addAll(columns.lines());
        }
    }

    private static String opinion(JsonNode opinion) {
        return opinion.has("desired") ? opinion.path("desired").toString() : "no opinion";
    }

    private static void pods(JsonNode pods, List<String> lines) {
        if (pods.isEmpty()) {
            return;
        }
        var columns = new Columns("POD", "READY", "STATUS", "ADDRESS", "AGE");
        pods.forEach(pod -> columns.row(
                pod.path("name").asString(""),
                pod.path("ready").asBoolean(false) ? "yes" : "no",
                pod.path("phase").asString(""),
                pod.path("address").asString("").isEmpty() ? "-" : pod.path("address").asString(""),
                pod.path("age").asString("")));
        lines.add("");
        lines.addAll(columns.lines());
    }

    /// What is broken, and the alerts, a line each after an empty one.
    public static List<String> troubles(JsonNode status) {
        var lines = new ArrayList<String>();
        var troubles = status.path("troubles").valueStream().map(JsonNode::asString).toList();
        troubles.stream().limit(TROUBLES).forEach(trouble -> lines.addAll(List.of("", "! " + trouble)));
        if (troubles.size() > TROUBLES) {
            lines.addAll(List.of("", "! and " + (troubles.size() - TROUBLES) + " more; --json lists all"));
        }
        status.path("alerts").forEach(alert -> lines.addAll(List.of(
                "",
                "! " + alert.path("name").asString("") + " " + alert.path("state").asString("") + ": "
                        + alert.path("summary").asString(""))));
        return lines;
    }
}
