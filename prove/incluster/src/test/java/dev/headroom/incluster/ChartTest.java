package dev.headroom.incluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.manifests.Manifest;
import dev.headroom.model.LabelNaming;
import dev.headroom.promql.Syntax;
import dev.headroom.rules.RuleFiles;
import dev.headroom.rules.RuleGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What the chart renders, held against files that people can read and apply.
class ChartTest {

    /// Writes the files anew instead of comparing: `-Dheadroom.golden=write`.
    private static final boolean WRITE = System.getProperty("headroom.golden", "").equals("write");

    @ParameterizedTest
    @EnumSource
    void theChartRendersWhatItsFileSays(ChartCase each) throws IOException {
        var rendered = each.kept();
        if (WRITE) {
            Files.createDirectories(each.file().getParent());
            Files.writeString(each.file(), rendered);
        }
        assertEquals(Files.readString(each.file()), rendered, () -> each.file()
                + " is not what the chart renders; -Dheadroom.golden=write writes it anew");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            mode=shade                        | value must be one of 'shadow', 'adapter', 'autoscaler'
            replicas=0                        | minimum: got 0, want 1
            syncPeriod=15                     | got number, want string
            prometheus.url=prometheus:9090    | does not match pattern '^(https?://.+)?$'
            metricsApi.external=true          | additional properties 'metricsApi' not allowed
            metricsApis.custom=true           | metricsApis.custom: expected rules in metricsApis.adapter, got none
            admission.enabled=true            | admission.enabled: expected mode adapter or autoscaler, got shadow
            admission.failurePolicy=Never     | value must be one of 'Ignore', 'Fail'
            admission.scrapeInterval=often    | admission/scrapeInterval
            metricsApis.adapter.rules[0].x=1  | metricsApis.adapter: expected prometheus.url or observe.enabled
            """)
    void aValueThatIsWrongIsRefusedInWords(String value, String words) {
        var answer = Helm.template("headroom", "headroom", "--set", value);
        assertNotEquals(0, answer.status(), answer::output);
        assertTrue(answer.output().contains(words), answer::output);
    }

    @Test
    void helmFindsNothingToComplainAbout() {
        var answer = Helm.lint("--set=dashboards.enabled=true,prometheusRule.enabled=true,serviceMonitor.enabled=true");
        assertEquals(0, answer.status(), answer::output);
    }

    @Test
    void theAlertsAreRulesThatPrometheusReads() {
        var rendered = ChartCase.EVERYTHING.rendered("shop");
        var rule = Manifest.read("rendered.yaml", rendered).stream()
                .filter(each -> each.kind().equals("PrometheusRule"))
                .findFirst()
                .orElseThrow();
        var groups = RuleFiles.of(LabelNaming.UTF8, Syntax.STABLE).read(rule);
        assertEquals(List.of("headroom-path", "headroom-operator"), groups.stream().map(RuleGroup::name).toList());
        assertTrue(rendered.contains("up{namespace=\"shop\"} == 0"), rendered);
    }

    @Test
    void eachDashboardIsInAConfigMapOfItsOwn() throws IOException {
        var rendered = ChartCase.EVERYTHING.rendered("shop");
        try (var files = Files.list(Helm.CHART.resolve("dashboards"))) {
            for (var file : files.toList()) {
                var indented = Files.readString(file).strip().indent(4);
                var name = "  " + file.getFileName() + ": |\n";
                assertTrue(rendered.contains(name + indented), file::toString);
            }
        }
    }
}
