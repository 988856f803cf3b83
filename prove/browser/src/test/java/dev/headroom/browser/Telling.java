package dev.headroom.browser;

import dev.headroom.browser.Shapes.Alert;
import dev.headroom.browser.Shapes.Alternative;
import dev.headroom.browser.Shapes.Autoscaler;
import dev.headroom.browser.Shapes.Condition;
import dev.headroom.browser.Shapes.Decision;
import dev.headroom.browser.Shapes.Event;
import dev.headroom.browser.Shapes.Input;
import dev.headroom.browser.Shapes.Metric;
import dev.headroom.browser.Shapes.Panel;
import dev.headroom.browser.Shapes.Phase;
import dev.headroom.browser.Shapes.Pod;
import dev.headroom.browser.Shapes.Reason;
import dev.headroom.browser.Shapes.Run;
import dev.headroom.browser.Shapes.Series;
import dev.headroom.browser.Shapes.Service;
import dev.headroom.browser.Shapes.Status;
import dev.headroom.browser.Story.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A story in the words of Headroom's API.
///
/// @param firstPod what the first pod is called, so that a test can give it a hostile name
/// @param startedAt of the server
record Telling(Story story, String firstPod, String startedAt) {

    static final String P95_QUERY =
            """
            histogram_quantile(0.95, sum by (le) (
              rate(http_request_duration_seconds_bucket{service="inference", endpoint="/predict"}[10s])))
            """;
    private static final String IN_FLIGHT_QUERY =
            "sum(avg_over_time(http_requests_in_flight{service=\"inference\", endpoint=\"/predict\"}[5s]))";
    private static final List<String> METRICS = List.of("s0-prometheus", "s1-prometheus", "cpu");
    private static final List<String> TRIGGERS = List.of("p95", "in-flight", "cpu");
    private static final List<String> TARGETS = List.of("350m", "2 (avg)", "80%");

    /// The panels; the query of a series is its name in [Story#rows].
    static List<Panel> panels() {
        return List.of(
                new Panel("p95", "p95 of /predict", "seconds", Story.OBJECTIVE_SECONDS, "target",
                        List.of(new Series("p95", "p95", false))),
                new Panel("replicas", "Replicas", "count", null, null,
                        List.of(new Series("desired", "desired", true), new Series("ready", "ready", true))),
                new Panel("requests", "Requests", "rps", null, null,
                        List.of(new Series("arrived", "arrived", false), new Series("completed", "completed", false))),
                new Panel("in-flight", "In flight per replica", "count", 2.0, "target",
                        List.of(new Series("in flight", "in flight", false))),
                new Panel("errors", "Errors", "percent", 1.0, "at most",
                        List.of(new Series("failed", "failed", false))),
                new Panel("cpu", "CPU", "cores", null, null,
                        List.of(new Series("used", "used", false), new Series("limit", "limit", true))));
    }

    static String time(int second) {
        return Story.START.plusSeconds(second).toString();
    }

    Status status(int second) {
        return new Status(
                time(second),
                new Shapes.Server("0.1.0", startedAt, "1s", "cgroup v1"),
                List.of(autoscaler(second)),
                pods(second),
                List.of(new Service("inference", "default", List.of("127.9.0.1:8000", "127.0.0.1:8000"),
                        story.at(second).ready())),
                alerts(second),
                troubles(second),
                run(second));
    }

    private Run run(int second) {
        return new Run("Demo: recorded arrivals", time(0), Story.SECONDS, List.of(
                new Phase("flat", time(0), time(55), null),
                new Phase("ramp", time(55), time(105), null),
                new Phase("spike", time(105), time(175), time(125)),
                new Phase("end", time(175), time(Story.SECONDS), null)), second);
    }

    private Autoscaler autoscaler(int second) {
        var now = story.at(second);
        boolean out = story.isOut(second);
        var metrics = new ArrayList<Metric>();
        for (int i = 0; i < METRICS.size(); i++) {
            metrics.add(new Metric(METRICS.get(i), i == 0 ? P95_QUERY : i == 1 ? IN_FLIGHT_QUERY : "", TARGETS.get(i),
                    out ? "<unknown>" : reading(i, now), out ? "Stale" : "Value",
                    out ? "the newest sample is " + (second - story.outageFrom()) + " s old" : "",
                    out ? second - story.outageFrom() + 0.6 : 0.4 + i * 0.2));
        }
        var last = story.turnsUntil(second);
        boolean limited = !last.isEmpty() && last.getLast().constraint() != null;
        return new Autoscaler("inference", "default", "ScaledObject", "Deployment/inference",
                Story.MIN, Story.MAX, now.wanted(), out ? null : now.wanted(), now.ready(), metrics, List.of(
                        new Condition("AbleToScale", "True", "ReadyForNewScale", "recommended size matches"),
                        out ? new Condition("ScalingActive", "False", "FailedGetExternalMetric", "no metric has data")
                                : new Condition("ScalingActive", "True", "ValidMetricFound", "a count is known"),
                        limited && !out ? new Condition("ScalingLimited", "True", String.valueOf(
                                last.getLast().constraint()), "the desired count is limited")
                                : new Condition("ScalingLimited", "False", "DesiredWithinRange", "within range")));
    }

    private List<Pod> pods(int second) {
        var now = story.at(second);
        var pods = new ArrayList<Pod>();
        for (int i = 0; i < Math.max(now.wanted(), now.ready()); i++) {
            boolean ready = i < now.ready();
            pods.add(new Pod(i == 0 ? firstPod : Story.podName(i), "Running", ready, i == 1 ? 1 : 0,
                    "127.10.0." + (i + 1), ready ? Math.round(now.cores() / now.ready() * 1000) - i : null,
                    ready ? (72L + i) << 20 : null, second / 60 + "m" + second % 60 + "s"));
        }
        return pods;
    }

    private List<String> troubles(int second) {
        return story.isOut(second)
                ? List.of("scrape: 9 of 9 pods of Service inference are down: connection refused at "
                        + "http://127.10.0.1:8000/prometheus; the newest sample is "
                        + (second - story.outageFrom()) + " s old",
                        "signals: s0-prometheus and s1-prometheus have no data, so the autoscaler holds its replicas")
                : List.of();
    }

    private List<Alert> alerts(int second) {
        return story.isOut(second)
                ? List.of(new Alert("TargetDown", second - story.outageFrom() >= 10 ? "firing" : "pending",
                        Map.of("severity", "page", "service", "inference"),
                        "100 % of the scrape targets of inference are down", time(story.outageFrom())))
                : List.of();
    }

    /// The decisions until `second`, oldest first, numbered from 1.
    List<Decision> decisions(int second) {
        var decisions = new ArrayList<Decision>();
        for (var turn : story.turnsUntil(second)) {
            decisions.add(decision(decisions.size() + 1, turn));
        }
        return decisions;
    }

    private Decision decision(long id, Turn turn) {
        var inputs = new ArrayList<Input>();
        var reasons = new ArrayList<Reason>();
        boolean out = turn.abstains();
        for (int i = 0; i < METRICS.size(); i++) {
            double value = List.of(turn.seen().p95(), turn.seen().inFlight(), turn.seen().cores()).get(i);
            var detail = "the newest sample is " + (turn.second() - story.outageFrom()) + " s old";
            inputs.add(new Input(METRICS.get(i), TRIGGERS.get(i), i == 0 ? P95_QUERY : i == 1 ? IN_FLIGHT_QUERY : "",
                    out ? "Stale" : "Value", out ? null : value,
                    out ? turn.second() - story.outageFrom() + 0.6 : 0.4 + i * 0.2, out ? detail : "",
                    TARGETS.get(i), out ? "<unknown>" : reading(i, turn.seen()), out ? null : turn.proposals().get(i)));
            reasons.add(out
                    ? new Reason("FailedGetExternalMetric", TRIGGERS.get(i) + " has no number: " + detail)
                    : reason(i, turn));
        }
        if (turn.constraint() != null && !out) {
            reasons.add(new Reason(turn.constraint(), "the desired replica count is limited to " + turn.to()));
        }
        if (out) {
            reasons.add(new Reason("ScalingInactive", "no metric has a number, so there is no opinion"));
        }
        var verdict = out ? "Abstain" : turn.to() == turn.from() ? "Hold" : "Scale";
        return new Decision(id, time(turn.second()), "default/inference", verdict, turn.from(), out ? null : turn.to(),
                turn.constraint(), reasons.get(out ? reasons.size() - 1 : 0).text(), reasons, inputs,
                alternatives(turn, out));
    }

    private static List<Alternative> alternatives(Turn turn, boolean out) {
        return out
                ? List.of(new Alternative("Data", "p95 with all of its data: before that no replica is taken away"))
                : List.of(
                        new Alternative("Reading", "p95 above 385m: " + (turn.to() + 1) + " replicas"),
                        new Alternative("Bound", "minReplicas below 3: the metrics want 2 replicas"));
    }

    private static Reason reason(int metric, Turn turn) {
        int proposal = turn.proposals().get(metric);
        var code = proposal > turn.from() ? "AboveTarget" : proposal < turn.from() ? "BelowTarget" : "OnTarget";
        return new Reason(code, String.format(Locale.ROOT, "%s (%s) %s against target %s: %d → %d replicas",
                TRIGGERS.get(metric), METRICS.get(metric), reading(metric, turn.seen()), TARGETS.get(metric),
                turn.from(), proposal));
    }

    private static String reading(int metric, Story.Second seen) {
        return switch (metric) {
            case 0 -> Math.round(seen.p95() * 1000) + "m";
            case 1 -> Math.round(seen.inFlight() / seen.wanted() * 1000) + "m (avg)";
            default -> Math.round(seen.cores() / seen.wanted() * 1000) + "%";
        };
    }

    /// One event per scaling, and the outage.
    List<Event> events(int second) {
        var events = new ArrayList<Event>();
        events.add(new Event(1, time(0), "Server", "headroom", "Started", "listens at 127.0.0.1:9095"));
        for (var turn : story.turnsUntil(second)) {
            if (turn.to() != turn.from()) {
                events.add(new Event(events.size() + 1L, time(turn.second()), "Autoscaler", "default/inference",
                        "SuccessfulRescale", "New size: " + turn.to() + "; reason: external metric above target"));
                events.add(new Event(events.size() + 1L, time(turn.second()), "Pod", Story.podName(turn.to() - 1),
                        turn.to() > turn.from() ? "Started" : "Killing", "Container inference"));
            }
        }
        return events;
    }
}
