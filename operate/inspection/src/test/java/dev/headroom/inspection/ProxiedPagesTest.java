package dev.headroom.inspection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;

/// Which of several operators is asked, and what is said when it cannot be.
class ProxiedPagesTest {

    private static final String PROXY = "/api/v1/namespaces/headroom/%s:9095/proxy/api/headroom/v1/";
    private static final String SERVICE = PROXY.formatted("services/headroom");
    private static final String POD_0 = PROXY.formatted("pods/headroom-0");

    private final FakeCluster cluster = new FakeCluster();

    private ProxiedPages open() {
        return ProxiedPages.open(cluster.reads(), new OperatorService("headroom", "headroom", 9095));
    }

    private String refused() {
        return String.valueOf(assertThrows(InspectionException.class, this::open).getMessage());
    }

    private static String view(String identity, String leader) {
        return "{'identity':'" + identity + "','leader':'" + leader + "'}";
    }

    @Test
    void whoeverAnswersTheLeaderIsAsked() {
        cluster.says(SERVICE + "operator", view("headroom-1_7_11", "headroom-0_7_10"))
                .says(POD_0 + "operator", view("headroom-0_7_10", "headroom-0_7_10"))
                .says(POD_0 + "explain?name=shop%2Fweb&since=1.5", "{'lines':['it holds']}");
        var pages = open();
        assertEquals("headroom/headroom, pod headroom-0", pages.what());
        var answer = pages.ask("/api/headroom/v1/explain", Map.of("since", "1.5", "name", "shop/web"));
        assertEquals("it holds", answer.path("lines").path(0).asString());
    }

    @Test
    void withoutALeaderAnyOfThemKnows() {
        cluster.says(SERVICE + "operator", view("headroom-1_7_11", "")).says(SERVICE + "status", "{'time':'now'}");
        var pages = open();
        assertEquals("headroom/headroom, Service headroom", pages.what());
        assertEquals("now", pages.ask("/api/headroom/v1/status", Map.of()).path("time").asString());
    }

    @Test
    void oneThatLeadsUnderANameOfItsOwnIsReachedThroughTheService() {
        cluster.says(SERVICE + "operator", view("laptop", "laptop"))
                .refuses(PROXY.formatted("pods/laptop") + "operator", 404, "NotFound", "pods \"laptop\" not found");
        assertEquals("headroom/headroom, Service headroom", open().what());
    }

    @Test
    void aNameThatIsAPathStaysAName() {
        cluster.says(SERVICE + "operator", view("a", "../../secrets/x"))
                .refuses(PROXY.formatted("pods/..%2F..%2Fsecrets%2Fx") + "operator", 404, "NotFound", "none");
        assertEquals(
                "operator headroom/headroom: \"../../secrets/x\" leads, expected a pod of that name in namespace"
                        + " headroom, got none; another takes over within 15 s",
                refused());
    }

    @Test
    void aLeaderThatIsGoneIsNamedAndWhatHappensNext() {
        cluster.says(SERVICE + "operator", view("headroom-1_7_11", "headroom-0_7_10"))
                .refuses(POD_0 + "operator", 404, "NotFound", "pods \"headroom-0\" not found");
        assertEquals(
                "operator headroom/headroom: \"headroom-0_7_10\" leads, expected a pod of that name in namespace"
                        + " headroom, got none; another takes over within 15 s",
                refused());
        cluster.says(POD_0 + "operator", view("headroom-0_9_99", "headroom-0_7_10"));
        assertEquals(
                "operator headroom/headroom: expected \"headroom-0_7_10\" to lead, got \"headroom-0_9_99\" in its pod;"
                        + " ask again in a moment",
                refused());
    }

    @Test
    void whoMayNotReadPagesIsToldTheRightAndTheRole() {
        assertEquals(
                "operator headroom/headroom: expected the right to get services/proxy \"headroom:9095\" in namespace"
                        + " headroom, got 403 Forbidden; ask for the role headroom-pages",
                refused());
        cluster.says(SERVICE + "operator", view("headroom-0_7_10", "headroom-1_7_11"));
        assertEquals(
                "operator headroom/headroom: expected the right to get pods/proxy \"headroom-1:9095\" in namespace"
                        + " headroom, got 403 Forbidden; ask for the role headroom-pages",
                refused());
    }

    @Test
    void pagesThatCannotBeReachedAreNotPagesThatSayNo() {
        cluster.refuses(SERVICE + "operator", 404, "NotFound", "services \"headroom\" not found");
        assertEquals("operator headroom/headroom: expected a Service headroom in namespace headroom, got none",
                refused());
        cluster.refuses(
                SERVICE + "operator", 503, "ServiceUnavailable", "no endpoints available for service \"headroom\"");
        assertEquals(
                "operator headroom/headroom: expected an answer of Service headroom, got: no endpoints available for"
                        + " service \"headroom\"; are its pods ready, and does a NetworkPolicy let the API server in?",
                refused());
        cluster.refuses(SERVICE + "operator", 404, "", "");
        assertEquals(
                "operator headroom/headroom: expected an answer at /api/headroom/v1/operator, got 404; is it of"
                        + " another version?",
                refused());
        cluster.says(SERVICE + "operator", view("a", ""))
                .refuses(SERVICE + "explain", 404, "", "autoscaler: expected one that runs (web), got \"x\"");
        var pages = open();
        var said = assertThrows(
                InspectionException.class, () -> pages.ask("/api/headroom/v1/explain", Map.of()));
        assertEquals("autoscaler: expected one that runs (web), got \"x\"", said.getMessage());
    }
}
