package dev.headroom.wholerun;

import dev.headroom.grafana.Dashboard;
import dev.headroom.grafana.Dashboards;
import dev.headroom.grafana.Panel;
import dev.headroom.promql.QueryResult;
import dev.headroom.server.Wiring;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/// What the dashboards ask, asked of a run as Grafana asks it.
final class DashboardQueries {

    /// Of a cluster: nothing of it is there without an operator.
    private static final Set<String> OPERATOR = Set.of("headroom_operator_", "headroom_kubernetes_");

    private static final Duration SHOWN = Duration.ofMinutes(1);
    private static final Duration STEP = Duration.ofSeconds(1);
    private static final String RATE_INTERVAL = "4s";

    private DashboardQueries() {}

    /// The expressions that have no point at all, those about an operator aside.
    static Set<String> unanswered(Wiring wiring) {
        var empty = new TreeSet<String>();
        for (var dashboard : Dashboards.all()) {
            dashboard.panels().flatMap(panel -> panel.queries().stream()).forEach(query -> {
                if (OPERATOR.stream().noneMatch(query.expression()::contains) && !answered(wiring, dashboard, query)) {
                    empty.add(query.expression());
                }
            });
        }
        return empty;
    }

    private static boolean answered(Wiring wiring, Dashboard dashboard, Panel.Query query) {
        var now = wiring.timeline().now();
        var answer = wiring.engine().range(dashboard.filled(query, RATE_INTERVAL), now.minus(SHOWN), now, STEP);
        return answer.value() instanceof QueryResult.Matrix(var rows) && !rows.isEmpty();
    }
}
