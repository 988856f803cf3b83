package dev.headroom.grafana;

import java.util.List;

/// One chart.
///
/// @param description what it shows, and what to do when it looks bad
public record Panel(Kind kind, String title, String description, Unit unit, List<Query> queries) {

    public Panel {
        queries = List.copyOf(queries);
    }

    /// How it is drawn.
    public enum Kind {
        LINES("timeseries"),
        /// Lines without slopes between points, for counts of things.
        STEPS("timeseries"),
        BARS("timeseries"),
        STATES("state-timeline");

        private final String type;

        Kind(String type) {
            this.type = type;
        }

        /// As Grafana calls it.
        String type() {
            return type;
        }
    }

    /// What the numbers are.
    public enum Unit {
        COUNT("short"),
        SECONDS("s"),
        RATIO("percentunit"),
        PER_SECOND("ops"),
        BYTES("bytes");

        private final String id;

        Unit(String id) {
            this.id = id;
        }

        /// As Grafana calls it.
        String id() {
            return id;
        }
    }

    /// @param expression in PromQL, with variables of the dashboard and `$__rate_interval`
    /// @param legend with labels in `{{ }}`
    public record Query(String expression, String legend) {}
}
