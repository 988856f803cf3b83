package dev.headroom.grafana;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.promql.Parser;
import dev.headroom.promql.Syntax;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DashboardsTest {

    private static final Path FILES =
            Path.of(System.getProperty("headroom.root", "../..")).resolve("charts/headroom/dashboards");

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([a-z_]+)}?");

    static List<Dashboard> dashboards() {
        return Dashboards.all();
    }

    /// `-Dheadroom.golden=write` writes the files anew instead of comparing.
    @ParameterizedTest
    @MethodSource("dashboards")
    void theFileIsWhatIsWritten(Dashboard dashboard) throws IOException {
        var file = FILES.resolve(dashboard.uid() + ".json");
        if (System.getProperty("headroom.golden", "").equals("write")) {
            Files.writeString(file, GrafanaJson.text(dashboard));
        }
        assertEquals(Files.readString(file), GrafanaJson.text(dashboard), () -> file
                + " is not what is written; -Dheadroom.golden=write writes it anew");
    }

    @Test
    void noFileIsLeftOver() throws IOException {
        try (var files = Files.list(FILES)) {
            assertEquals(
                    Dashboards.all().stream().map(each -> each.uid() + ".json").collect(Collectors.toSet()),
                    files.map(each -> each.getFileName().toString()).collect(Collectors.toSet()));
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyExpressionIsPromqlOfAPrometheusWithoutFeatureFlags(Dashboard dashboard) {
        dashboard.panels()
                .flatMap(panel -> panel.queries().stream())
                .forEach(query -> Parser.parse(dashboard.filled(query, "1m"), Syntax.STABLE));
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void onlyVariablesAreUsedThatTheReaderCanChoose(Dashboard dashboard) {
        var known = dashboard.variables().stream().map(Variable::name).collect(Collectors.toCollection(HashSet::new));
        known.add("__rate_interval");
        dashboard.panels().flatMap(panel -> panel.queries().stream()).forEach(query -> {
            var used = VARIABLE.matcher(query.expression());
            while (used.find()) {
                assertTrue(known.contains(used.group(1)), query::expression);
            }
        });
    }

    @Test
    void panelsDoNotOverlap() {
        for (var dashboard : Dashboards.all()) {
            var taken = new HashSet<List<Integer>>();
            GrafanaJson.json(dashboard).path("panels").forEach(panel -> {
                var place = panel.path("gridPos");
                for (int x = 0; x < place.path("w").asInt(0); x++) {
                    for (int y = 0; y < place.path("h").asInt(0); y++) {
                        int column = place.path("x").asInt(0) + x;
                        assertTrue(column < 24, panel::toString);
                        assertTrue(taken.add(List.of(column, place.path("y").asInt(0) + y)), panel::toString);
                    }
                }
            });
        }
    }
}
