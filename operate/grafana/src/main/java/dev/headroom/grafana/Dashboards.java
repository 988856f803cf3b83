package dev.headroom.grafana;

import dev.headroom.grafana.Dashboard.Row;
import dev.headroom.grafana.Panel.Kind;
import dev.headroom.grafana.Panel.Query;
import dev.headroom.grafana.Panel.Unit;
import java.util.List;

/// The dashboards that come with Headroom. Several operators may be scraped, so gauges are taken as their maximum.
public final class Dashboards {

    private static final String AUTOSCALERS = "namespace=~\"$namespace\", autoscaler=~\"$autoscaler\"";
    private static final String HPAS = "namespace=~\"$namespace\", horizontalpodautoscaler=~\"$autoscaler\"";
    private static final String SERVICES = "namespace=~\"$namespace\", service=~\"$service\"";
    private static final String OPERATORS = "namespace=~\"$namespace\"";
    private static final Variable SOURCE = new Variable.Source("datasource", "Prometheus");

    private Dashboards() {}

    /// All of them.
    public static List<Dashboard> all() {
        return List.of(services(), operator());
    }

    /// What people want to know of a service that is scaled: its objective, its replicas, and why there are so many.
    static Dashboard services() {
        return new Dashboard(
                "headroom-services",
                "Headroom / Services",
                "Services against their objectives, the replicas they run on, and what decided that.",
                List.of(
                        SOURCE,
                        new Variable.LabelValues(
                                "namespace", "Namespace", "kube_horizontalpodautoscaler_spec_max_replicas",
                                "namespace"),
                        new Variable.LabelValues(
                                "autoscaler",
                                "Autoscaler",
                                "kube_horizontalpodautoscaler_spec_max_replicas{namespace=~\"$namespace\"}",
                                "horizontalpodautoscaler"),
                        new Variable.LabelValues(
                                "service", "Service", "${requests}{namespace=~\"$namespace\"}", "service"),
                        new Variable.Text("objective", "p95 target, in seconds", "0.350"),
                        new Variable.Text("latency", "Histogram of latencies", "http_request_duration_seconds"),
                        new Variable.Text("requests", "Counter of requests", "http_requests_total"),
                        new Variable.Text("inflight", "Gauge of requests in flight", "http_requests_in_flight")),
                List.of(objective(), replicas(), signals(), path(), storage()));
    }

    private static Row objective() {
        var all = "sum by (namespace, service) (rate(${requests}{" + SERVICES + "}[$__rate_interval]))";
        return new Row("Objective", List.of(
                new Panel(
                        Kind.LINES,
                        "p95 against its target",
                        "The slowest of twenty requests, and what it may take.",
                        Unit.SECONDS,
                        List.of(
                                new Query(
                                        "histogram_quantile(0.95, sum by (namespace, service, le) ("
                                                + "rate(${latency}_bucket{" + SERVICES + "}[$__rate_interval])))",
                                        "{{namespace}}/{{service}}"),
                                new Query("vector($objective)", "target"))),
                lines("Error rate", "Requests that were answered with 500 or above, of all.", Unit.RATIO, new Query(
                        "(sum by (namespace, service) (rate(${requests}{" + SERVICES
                                + ", status=~\"5..\"}[$__rate_interval])) or " + all + " * 0) / " + all,
                        "{{namespace}}/{{service}}")),
                lines("In flight per pod", "Requests that are not answered yet: what queues, before p95 shows it.",
                        Unit.COUNT,
                        new Query("sum by (namespace, pod) (${inflight}{" + SERVICES + "})", "{{pod}}")),
                lines("Requests", "What came in.", Unit.PER_SECOND, new Query(all, "{{namespace}}/{{service}}"))));
    }

    private static Row replicas() {
        return new Row("Replicas", List.of(
                new Panel(
                        Kind.STEPS,
                        "Replicas",
                        "Wanted by the last decision, ready, and the limits. Wanted at its maximum for long: the limit"
                                + " is too low, or a metric cannot be met by replicas.",
                        Unit.COUNT,
                        List.of(
                                new Query(hpa("status_desired_replicas"), "{{horizontalpodautoscaler}} wanted"),
                                new Query(
                                        "sum by (namespace, deployment) (kube_deployment_status_replicas_ready"
                                                + "{namespace=~\"$namespace\"})",
                                        "{{deployment}} ready"),
                                new Query(hpa("spec_min_replicas"), "{{horizontalpodautoscaler}} min"),
                                new Query(hpa("spec_max_replicas"), "{{horizontalpodautoscaler}} max"))),
                bars("Decisions", "What decisions came to: scale, hold, or no opinion (abstain).",
                        new Query(decisions("headroom_decisions_total", "verdict"), "{{verdict}}")),
                bars("Decisions by constraint", "Which step had the last word over the count: a limit, a policy, a"
                        + " stabilization window.",
                        new Query(decisions("headroom_decisions_constrained_total", "constraint"), "{{constraint}}"))));
    }

    private static String hpa(String metric) {
        return "max by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_" + metric + "{" + HPAS
                + "})";
    }

    private static String decisions(String metric, String label) {
        return "sum by (" + label + ") (increase(" + metric + "{" + AUTOSCALERS + "}[$__rate_interval]))";
    }

    private static Row signals() {
        return new Row("Signals", List.of(
                lines("Metrics against their targets", "Above 100 % a metric asks for replicas.", Unit.RATIO, new Query(
                        signal("reading") + " / " + signal("target"), "{{autoscaler}} {{trigger}}")),
                new Panel(
                        Kind.STATES,
                        "State of each metric",
                        "Anything but value is a broken hop: `headroom explain` names it.",
                        Unit.COUNT,
                        List.of(new Query(
                                "max by (namespace, autoscaler, trigger, state) (headroom_autoscaler_signal_state{"
                                        + AUTOSCALERS + "} == 1)",
                                "{{autoscaler}} {{trigger}}: {{state}}"))),
                lines("Age of the newest sample", "How old the numbers are that decisions rest on.", Unit.SECONDS,
                        new Query(signal("age_seconds"), "{{autoscaler}} {{trigger}}"))));
    }

    private static String signal(String metric) {
        return "max by (namespace, autoscaler, trigger) (headroom_autoscaler_signal_" + metric + "{" + AUTOSCALERS
                + "})";
    }

    private static Row path() {
        return new Row("Scraping and rules", List.of(
                new Panel(
                        Kind.STEPS,
                        "Scrape targets",
                        "Where this Prometheus, or Headroom itself, gets its samples.",
                        Unit.COUNT,
                        List.of(
                                new Query("sum by (job) (up)", "{{job}} up"),
                                new Query("sum by (job) (up == bool 0)", "{{job}} down"),
                                new Query("sum by (health) (headroom_scrape_targets)", "Headroom: {{health}}"))),
                lines("Failed scrapes", "Of Headroom's own scraping.", Unit.PER_SECOND,
                        new Query("sum(rate(headroom_scrape_failed_total[$__rate_interval]))", "no page"),
                        new Query("sum by (reason) (rate(headroom_scrape_samples_refused_total[$__rate_interval]))",
                                "samples: {{reason}}")),
                lines("Rule evaluation", "How much of its interval a group takes; above 100 % evaluations are missed.",
                        Unit.RATIO,
                        new Query("max by (rule_group) (headroom_rule_group_last_duration_seconds"
                                + " / headroom_rule_group_interval_seconds)", "{{rule_group}}"),
                        new Query("sum by (rule_group) (increase(headroom_rule_group_iterations_missed_total"
                                + "[$__rate_interval]))", "missed: {{rule_group}}"))));
    }

    private static Row storage() {
        return new Row("Storage", List.of(
                lines("Series in memory", "Series with samples of the last hours.", Unit.COUNT,
                        new Query("sum(headroom_tsdb_head_series)", "series")),
                lines("Bytes on disk", "The log and the blocks.", Unit.BYTES,
                        new Query("sum(headroom_tsdb_wal_storage_size_bytes)", "log"),
                        new Query("sum(headroom_tsdb_storage_blocks_bytes)", "blocks")),
                lines("Samples", "What is stored, and what cannot be kept: the latter pages.", Unit.PER_SECOND,
                        new Query("sum(rate(headroom_tsdb_head_samples_appended_total[$__rate_interval]))", "stored"),
                        new Query("sum(rate(headroom_tsdb_wal_samples_unlogged_total[$__rate_interval]))", "unlogged"),
                        new Query("sum(rate(headroom_tsdb_samples_lost_total[$__rate_interval]))", "lost"))));
    }

    /// What the operator itself does in its cluster.
    static Dashboard operator() {
        return new Dashboard(
                "headroom-operator",
                "Headroom / Operator",
                "The operator in its cluster: who leads, and what it asks of the API server.",
                List.of(
                        SOURCE,
                        new Variable.LabelValues("namespace", "Namespace", "headroom_operator_acting", "namespace")),
                List.of(
                        new Row("Who acts", List.of(
                                states("Leader", "1 for the one that holds the lease; none in shadow mode.", "leader"),
                                states("Acting", "1 for the one that acts. None: nobody leads, or KEDA's operator runs"
                                        + " beside it.", "acting"))),
                        new Row("The API server", List.of(
                                lines("Requests", "Requests, and those that waited for the limit requestsPerSecond.",
                                        Unit.PER_SECOND,
                                        new Query(operators("requests"), "{{pod}}"),
                                        new Query(operators("requests_delayed"), "{{pod}} delayed")),
                                lines("Writes that were held", "Not sent, because this process did not lead for as long"
                                        + " as they may take. A few when the leader changes are no news.",
                                        Unit.PER_SECOND, new Query(operators("writes_held"), "{{pod}}")),
                                lines("Events", "Written, and dropped by the limit eventsPerObject or refused.",
                                        Unit.PER_SECOND,
                                        new Query(operators("events"), "{{pod}}"),
                                        new Query(operators("events_dropped"), "{{pod}} dropped"))))));
    }

    private static Panel states(String title, String description, String metric) {
        return new Panel(Kind.STATES, title, description, Unit.COUNT, List.of(new Query(
                "max by (namespace, pod) (headroom_operator_" + metric + "{" + OPERATORS + "})", "{{pod}}")));
    }

    private static String operators(String metric) {
        return "sum by (namespace, pod) (rate(headroom_kubernetes_" + metric + "_total{" + OPERATORS
                + "}[$__rate_interval]))";
    }

    private static Panel lines(String title, String description, Unit unit, Query... queries) {
        return new Panel(Kind.LINES, title, description, unit, List.of(queries));
    }

    private static Panel bars(String title, String description, Query... queries) {
        return new Panel(Kind.BARS, title, description, Unit.COUNT, List.of(queries));
    }
}
