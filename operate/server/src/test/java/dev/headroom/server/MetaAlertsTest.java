package dev.headroom.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.model.LabelNaming;
import dev.headroom.promql.Syntax;
import dev.headroom.rules.AlertingRule;
import dev.headroom.rules.RuleFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MetaAlertsTest {

    @Test
    void theChartInstallsTheSameAlerts() throws IOException {
        var chart = Path.of(System.getProperty("headroom.root", "../.."), "charts/headroom/files/alerts.yaml");
        assertEquals(MetaAlerts.text(), Files.readString(chart), () -> chart + ": the resource is made of it");
    }

    @Test
    void aHopIsReportedWhenItWasBrokenForThreeScrapes() {
        var rules = MetaAlerts.groups(RuleFiles.of(LabelNaming.UTF8, Syntax.STABLE), Duration.ofSeconds(1)).stream()
                .flatMap(group -> group.rules().stream())
                .map(AlertingRule.class::cast)
                .toList();
        var down = rules.stream()
                .filter(each -> each.name().equals("HeadroomScrapeTargetDown"))
                .findFirst()
                .orElseThrow();
        assertEquals(Duration.ofSeconds(3), down.hold());
        assertTrue(rules.stream().noneMatch(each -> each.hold().equals(Duration.ofMinutes(3))), rules::toString);
    }
}
