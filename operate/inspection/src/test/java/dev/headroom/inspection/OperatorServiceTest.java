package dev.headroom.inspection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/// How the operator of a cluster is found, with more and with fewer rights.
class OperatorServiceTest {

    private static final String EVERYWHERE = "/api/v1/services";
    private static final String USUAL = "/api/v1/namespaces/headroom/services";
    private static final String HERE = "/api/v1/namespaces/shop/services";

    private final FakeCluster cluster = new FakeCluster();

    private static String services(String... places) {
        var items = new StringBuilder();
        for (var place : places) {
            var parts = place.split("/", 2);
            items.append(items.isEmpty() ? "" : ",")
                    .append("{'metadata':{'namespace':'").append(parts[0]).append("','name':'").append(parts[1])
                    .append("'},'spec':{'ports':[{'name':'metrics-apis','port':443},{'name':'pages','port':9095}]}}");
        }
        return "{'items':[" + items + "]}";
    }

    private String refused(ClusterChoice choice) {
        var reads = cluster.reads(choice);
        return String.valueOf(
                assertThrows(InspectionException.class, () -> OperatorService.find(reads)).getMessage());
    }

    private static ClusterChoice named(String operator) {
        return new ClusterChoice(
                Optional.empty(), Optional.empty(), Optional.empty(), false, Optional.of(operator));
    }

    @Test
    void theOnlyOneIsMeant() {
        cluster.says(EVERYWHERE, services("scaling/scale-headroom"));
        assertEquals(
                new OperatorService("scaling", "scale-headroom", 9095), OperatorService.find(cluster.reads()));
    }

    @Test
    void whoMayNotListEverywhereLooksWhereItUsuallyIsAndAtHome() {
        cluster.says(USUAL, services("headroom/headroom"));
        assertEquals("headroom/headroom", OperatorService.find(cluster.reads()).toString());
        cluster.says(USUAL, services()).says(HERE, services("shop/mine"));
        assertEquals("shop/mine", OperatorService.find(cluster.reads()).toString());
    }

    @Test
    void noneIsSaidWithThePlaceWhereItWasLookedFor() {
        cluster.says(EVERYWHERE, services());
        assertEquals(
                "cluster https://cluster:6443 (context dev): expected an operator of Headroom, got no Service labelled"
                        + " headroom.dev/serves=pages in all namespaces; install one (docs/guide/kubernetes.md), or"
                        + " name its Service with --operator NAMESPACE/SERVICE",
                refused(ClusterChoice.USUAL));
    }

    @Test
    void noneInWhatMayBeListedSaysThatThereIsMore() {
        cluster.says(HERE, services());
        assertEquals(
                "cluster https://cluster:6443 (context dev): expected an operator of Headroom, got no Service labelled"
                        + " headroom.dev/serves=pages in namespace shop (you may not list the Services of others);"
                        + " install one (docs/guide/kubernetes.md), or name its Service with --operator"
                        + " NAMESPACE/SERVICE",
                refused(ClusterChoice.USUAL));
    }

    @Test
    void whoMayListNothingIsToldWhatToAskFor() {
        assertEquals(
                "operator: expected the right to list services in namespace headroom or shop, got 403 Forbidden; ask"
                        + " for the role headroom-reader; or name it with --operator NAMESPACE/SERVICE",
                refused(ClusterChoice.USUAL));
    }

    @Test
    void severalAreNamedToChooseFrom() {
        cluster.says(EVERYWHERE, services("staging/headroom", "prod/headroom"));
        assertEquals(
                "cluster https://cluster:6443 (context dev): expected one operator of Headroom, got 2 (prod/headroom,"
                        + " staging/headroom); choose with --operator staging/headroom",
                refused(ClusterChoice.USUAL));
        assertEquals("prod/headroom", OperatorService.find(cluster.reads(named("prod/headroom"))).toString());
        assertEquals(
                "--operator: expected NAMESPACE/SERVICE like headroom/headroom, got \"prod\"", refused(named("prod")));
    }

    @Test
    void aClusterThatDoesNotAnswerIsNamed() {
        cluster.isGone(EVERYWHERE);
        assertEquals(
                "cluster https://cluster:6443 (context dev): expected an answer of the API server, got none:"
                        + " https://cluster:6443: Connection refused",
                refused(ClusterChoice.USUAL));
        cluster.refuses(EVERYWHERE, 401, "Unauthorized", "Unauthorized");
        assertEquals(
                "cluster https://cluster:6443 (context dev): expected credentials that the API server knows, got 401"
                        + " Unauthorized; does `kubectl auth whoami` work?",
                refused(ClusterChoice.USUAL));
    }
}
