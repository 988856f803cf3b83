package dev.headroom.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.drafts.DraftReader;
import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Source;
import java.util.List;
import org.junit.jupiter.api.Test;

class PatchTest {

    private static final String SCALED_OBJECT = """
            # The comment stays.
            apiVersion: keda.sh/v1alpha1
            kind: ScaledObject
            metadata: {name: web}
            spec:
              scaleTargetRef: {name: web}   # so does this one
              triggers:
                - type: prometheus          # and this
                  metadata:
                    serverAddress: http://prometheus:9090
                    threshold:   "350"
                    query: |
                      histogram_quantile(0.95,
                        sum(rate(http_request_duration_seconds_bucket[1m]))
                      )
            """;

    private static List<Finding> findings(String text) {
        return Check.findings(new DraftReader(Drafts.Settings.NONE).file(new Source("web.yaml", text)).drafts());
    }

    @Test
    void allFixesOfAFileAreWrittenAtOnceAndEverythingElseStays() {
        var patch = Patch.of(findings(SCALED_OBJECT));
        assertEquals(4, patch.fixes());
        assertEquals(
                SCALED_OBJECT
                        .replace("# and this\n", "# and this\n      metricType: Value\n")
                        .replace("\"350\"", "\"0.35\"")
                        .replace("sum(rate", "sum by (le) (rate")
                        .replace("[1m]", "[4m]"),
                patch.texts().get("web.yaml"));
    }

    @Test
    void whatWasFixedIsNotFoundAgain() {
        var fixed = String.valueOf(Patch.of(findings(SCALED_OBJECT)).texts().get("web.yaml"));
        assertEquals(List.of("empty-as-zero"), findings(fixed).stream().map(Finding::rule).toList());
    }

    @Test
    void windowsLineEndsStayAsTheyAre() {
        var fixed = Patch.of(findings(SCALED_OBJECT.replace("\n", "\r\n"))).texts().get("web.yaml");
        assertTrue(String.valueOf(fixed).contains("# and this\r\n      metricType: Value\r\n      metadata:"), fixed);
    }

    @Test
    void aFixIsShownAsTheLinesItChanges() {
        var window = findings(SCALED_OBJECT).stream()
                .filter(finding -> finding.rule().equals("rate-window"))
                .findFirst()
                .orElseThrow();
        assertEquals(
                List.of(
                        "-             sum(rate(http_request_duration_seconds_bucket[1m]))",
                        "+             sum(rate(http_request_duration_seconds_bucket[4m]))"),
                Patch.lines(window.fix().orElseThrow()));
    }

    @Test
    void aQueryTypedByHandIsCheckedToo() {
        var query = new Source("--query", "histogram_quantile(95, sum(rate(x_bucket[5m])))");
        var found = Check.findings(new DraftReader(Drafts.Settings.NONE).query(query).drafts());
        assertEquals(
                List.of("--query:1:20 quantile-rank", "--query:1:24 quantile-le"),
                found.stream().map(finding -> finding.where() + " " + finding.rule()).toList());
    }
}
