package dev.headroom.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.admission.Neighbourhood.Target;
import dev.headroom.drafts.Source;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class AdmissionReviewsTest {

    private final Shop shop = new Shop();

    @Test
    void aGoodObjectIsAdmittedWithoutAWord() {
        var response = shop.create(Shop.scaledObject("web", Shop.GOOD));
        assertEquals(new Shop.Response(true, "", List.of()), response);
        assertEquals(1, shop.reviews().admitted());
    }

    @Test
    void theExampleThatLoadsWhatJudgesIsNotCounted() {
        shop.reviews().prepare();
        assertEquals(0, shop.reviews().admitted() + shop.reviews().refused());
        assertEquals(0, shop.asked);
    }

    @Test
    void anErrorRefusesInTheWordsOfCheckWithThePathAndTheRule() {
        var response = shop.create(Shop.scaledObject("web", Shop.P95));
        assertFalse(response.allowed());
        assertEquals("""
                1 error
                  spec.triggers[0].type: trigger 0 of ScaledObject shop/web: expected metricType: Value for a quantile,\
                 got none, and AverageValue is KEDA's default: the value is divided by the number of replicas before it\
                 is compared with 10, so that the more replicas run, the worse it may become; write metricType: Value\
                 [metric-type]
                (where this is meant: annotation check.headroom.dev/ignore: metric-type)""", response.message());
        assertEquals(List.of(), response.warnings());
        assertEquals(1, shop.reviews().refused());
    }

    @Test
    void severalErrorsAreLinesOfOneMessage() {
        var object = Shop.scaledObject("web", Shop.P95);
        ((ObjectNode) object.path("spec")).put("idleReplicaCount", 3);
        var lines = shop.create(object).message().lines().toList();
        assertEquals("2 errors", lines.getFirst());
        assertTrue(lines.get(1).startsWith("  spec."), lines::toString);
        assertEquals(4, lines.size(), lines::toString);
    }

    @Test
    void aWindowThatMayBeTooShortIsAWarningAndOneThatIsTooShortAnError() {
        var warned = shop.create(Shop.scaledObject("web", Shop.SHORT));
        assertTrue(warned.allowed());
        var words = String.join(" ", warned.warnings()).replace("... ", "");
        assertTrue(words.startsWith("spec.triggers[0].metadata.query: trigger 0 of ScaledObject shop/web: expected a"
                + " window of at least 2m"), words);
        assertTrue(words.endsWith("say how often it is scraped with the annotation check.headroom.dev/scrape-interval"
                + " [rate-window]"), words);

        shop.scraped = Optional.of(new Source("the operator's configuration", "global: {scrape_interval: 1m}\n"));
        var refused = shop.create(Shop.scaledObject("web", Shop.SHORT));
        assertFalse(refused.allowed());
        assertTrue(
                refused.message().contains("two scrape intervals of 1m (the operator's configuration), got [1m]"),
                refused.message());
    }

    @Test
    void annotationsSayWhatCommentsSayInFiles() {
        var said = Shop.annotated(Shop.scaledObject("web", Shop.SHORT), "check.headroom.dev/scrape-interval", "15s");
        assertEquals(List.of(), shop.create(said).warnings());

        var slow = Shop.annotated(Shop.scaledObject("web", Shop.GOOD), "check.headroom.dev/scrape-interval", "5m");
        var refused = shop.create(slow);
        assertTrue(
                refused.message().contains(
                        "5m (metadata.annotations[\"check.headroom.dev/scrape-interval\"]), got [5m]"),
                refused.message());

        var ignored = Shop.annotated(Shop.scaledObject("web", Shop.P95), "check.headroom.dev/ignore", "metric-type");
        assertEquals(new Shop.Response(true, "", List.of()), shop.create(ignored));
    }

    @Test
    void anAnnotationThatCannotBeReadIsNamed() {
        var object = Shop.annotated(Shop.scaledObject("web", Shop.GOOD), "check.headroom.dev/scrape-interval", "often");
        Shop.annotated(object, "check.headroom.dev/ignore", "rate-windows");
        assertEquals(
                List.of(
                        "metadata.annotations[\"check.headroom.dev/ignore\"]: expected names of rules such as"
                                + " rate-window, got \"rate-windows\", which nothing is called [check-annotation]",
                        "metadata.annotations[\"check.headroom.dev/scrape-interval\"]: expected a duration like 15s,"
                                + " got \"often\" [check-annotation]"),
                shop.create(object).warnings());
    }

    @Test
    void aSecondAutoscalerOfATargetIsRefusedAndNoPlaceInAFileIsNamed() {
        shop.with(Shop.hpa("web-cpu", ""));
        var response = shop.create(Shop.scaledObject("web", Shop.GOOD));
        assertTrue(
                response.message().startsWith("1 error\n  spec.scaleTargetRef.name: ScaledObject shop/web: expected"
                        + " Deployment"
                        + " shop/web to have one autoscaler, got HorizontalPodAutoscaler shop/web-cpu (in the cluster),"
                        + " too: each undoes what the other decides; put all metrics into one of them"
                        + " [two-autoscalers]"),
                response.message());
        assertFalse(response.message().contains("KEDA refuses"), "it is said once");
    }

    @Test
    void theAutoscalerThatAScaledObjectMakesIsNoSecondOne() {
        var generated = Shop.owned(Shop.hpa("keda-hpa-web", ""), "web");
        shop.with(generated);
        assertEquals(new Shop.Response(true, "", List.of()), shop.create(Shop.scaledObject("web", Shop.GOOD)));

        shop.with(Shop.scaledObject("web", Shop.GOOD));
        assertTrue(shop.create(generated).allowed());
        var second = shop.create(Shop.hpa("web", ""));
        assertTrue(second.message().contains("got ScaledObject shop/web (in the cluster), too"), second.message());
    }

    @Test
    void ownershipGoesOverAsKedaHasIt() {
        shop.with(Shop.hpa("old", ""));
        var object = Shop.annotated(
                Shop.scaledObject("web", Shop.GOOD), "scaledobject.keda.sh/transfer-hpa-ownership", "true");
        assertTrue(
                shop.create(object).message().contains("KEDA refuses this: the existing hpa 'old' for workload 'web' of"
                        + " type 'apps/v1.Deployment' must be specified by name in advanced settings"),
                shop.create(object).message());
        ((ObjectNode) object.path("spec")).putObject("advanced").putObject("horizontalPodAutoscalerConfig")
                .put("name", "old");
        assertEquals(new Shop.Response(true, "", List.of()), shop.create(object));

        var free = Shop.annotated(Shop.hpa("free", ""), "validations.keda.sh/hpa-ownership", "false");
        assertTrue(new Shop().with(Shop.scaledObject("web", Shop.GOOD)).create(free).allowed());
    }

    @Test
    void whatTheWorkloadLacksIsToldOfTheAutoscaler() {
        var cpu = """
                {"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization",
                 "averageUtilization": 80}}}
                """;
        var response = shop.create(Shop.hpa("web", cpu));
        assertFalse(response.allowed());
        assertTrue(
                response.message().startsWith("1 error\n  Deployment shop/web, spec.template.spec.containers[0]:"
                        + " Deployment shop/web, container app: expected resources.requests.cpu, because"
                        + " HorizontalPodAutoscaler shop/web (this object) aims at 80 % of it"),
                response.message());
    }

    @Test
    void whatIsWrongWithTheWorkloadAloneIsNotToldOfTheAutoscaler() {
        var slow = (ObjectNode) Shop.deployment();
        ((ObjectNode) slow.path("metadata")).put("name", "other");
        ((ObjectNode) slow.at("/spec/template/spec/containers/0")).putObject("lifecycle").putObject("preStop")
                .putObject("sleep").put("seconds", 60);
        shop.with(slow);
        assertEquals(List.of(), shop.create(Shop.scaledObject("web", Shop.GOOD)).warnings());
    }

    @Test
    void aTargetThatIsNotThereIsAWarningAndForCpuKedaRefuses() {
        shop.target = Target.MISSING;
        var named = Shop.scaledObject("web", Shop.GOOD);
        ((ObjectNode) named.at("/spec/scaleTargetRef")).put("name", "wbe");
        var warned = shop.create(named);
        assertTrue(warned.allowed());
        assertTrue(
                warned.warnings().getFirst().startsWith("spec.scaleTargetRef.name: ScaledObject shop/web: expected"
                        + " Deployment shop/wbe in the cluster, got none"),
                warned.warnings()::toString);

        ((ObjectNode) named.path("spec")).remove("fallback");
        ((ObjectNode) named.path("spec")).putArray("triggers").addObject().put("type", "cpu")
                .put("metricType", "Utilization").putObject("metadata").put("value", "80");
        assertTrue(
                shop.create(named).message().contains("KEDA refuses this: deployments.apps \"wbe\" not found"),
                shop.create(named).message());
        assertEquals(List.of(), shop.create(named).warnings(), "it is said once");
        shop.dryRun = true;
        assertTrue(shop.create(named).allowed(), "KEDA does not look at the target of a dry run");
        shop.dryRun = false;
        shop.target = Target.UNKNOWN;
        assertTrue(shop.create(named).allowed(), "nobody looked");
    }

    @Test
    void whatOnlyKedaKnowsIsSaidInItsWords() {
        var object = Shop.scaledObject("web", Shop.GOOD);
        ((ObjectNode) object.path("spec")).putObject("fallback").put("failureThreshold", -1).put("replicas", 3);
        assertTrue(
                shop.create(object).message().startsWith("1 error\n  spec.fallback: KEDA refuses this:"
                        + " FailureThreshold=-1 & Replicas=3 must both be greater than or equal to 0 [keda-admission]"),
                shop.create(object).message());
    }

    @Test
    void aFieldThatTheApiServerKnowsAndHeadroomDoesNotIsNoError() {
        var object = Shop.scaledObject("web", Shop.GOOD);
        ((ObjectNode) object.path("spec")).put("novelty", 3);
        var response = shop.create(object);
        assertTrue(response.allowed(), response.message());
        assertTrue(
                response.warnings().getFirst().startsWith("spec.novelty: Headroom does not read this, KEDA may: unknown"
                        + " field \"novelty\"; expected one of advanced, "),
                response.warnings()::toString);

        var hpa = Shop.hpa("web", "");
        ((ObjectNode) hpa.path("spec")).put("novelty", 3);
        assertTrue(shop.create(hpa).allowed());
    }

    @Test
    void rulesOfPrometheusAreJudgedToo() {
        var rule = Shop.JSON.readTree("""
                {"apiVersion": "monitoring.coreos.com/v1", "kind": "PrometheusRule",
                 "metadata": {"name": "web", "namespace": "shop"},
                 "spec": {"groups": [{"name": "web", "rules": [
                     {"record": "job:errors:rate5m", "expr": "sum(rate(errors_total[5m])"},
                     {"alert": "Down", "expr": "up == 0", "for": "5 min"}]}]}}
                """);
        var response = shop.create(rule);
        var lines = response.message().lines().toList();
        assertTrue(
                lines.get(1).startsWith("  spec.groups[0].rules[0].expr: recording rule \"job:errors:rate5m\": "),
                lines::toString);
        assertTrue(lines.get(1).endsWith("[promql-syntax]"), lines::toString);
        assertEquals(
                "  spec.groups[0].rules[1].for: expected a duration like 5m or 1h30m, got \"5 min\" [rules-invalid]",
                lines.get(2));
    }

    @Test
    void anObjectWithTextsThatYamlDoesNotTakeAsTheyAreIsJudgedAllTheSame() {
        var query = Shop.P95 + " # caf\u00e9 \ud83d\ude80 \u0007 \u2028 \ufeff \u0085 \"quoted\" \\\n # end";
        var response = shop.create(Shop.scaledObject("web", query));
        assertTrue(response.message().contains("[metric-type]"), response.message());
    }

    @Test
    void anObjectWithoutANameYetIsCalledAfterWhatItsNameBeginsWith() {
        var object = Shop.scaledObject("web", Shop.P95);
        ((ObjectNode) object.path("metadata")).put("generateName", "web-").remove("name");
        assertTrue(shop.create(object).message().contains("ScaledObject shop/web-..."), shop.create(object).message());
    }
}
