package dev.headroom.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// An object that is stored with a fault must not be held by it.
class UpdatesTest {

    private final Shop shop = new Shop();

    private static ObjectNode bad() {
        return Shop.scaledObject("web", Shop.P95);
    }

    @Test
    void whatLeavesTheSpecAsItIsIsAdmittedUnlooked() {
        var annotated = Shop.annotated(bad(), "team", "ml");
        assertEquals(new Shop.Response(true, "", List.of()), shop.update(bad(), annotated));

        var finalized = bad();
        ((ObjectNode) finalized.path("metadata")).putArray("finalizers").add("finalizer.keda.sh");
        assertEquals(new Shop.Response(true, "", List.of()), shop.update(finalized, bad()));
        assertEquals(0, shop.asked);
    }

    @Test
    void whatIsBeingDeletedIsLeftAlone() {
        var going = bad();
        ((ObjectNode) going.path("metadata")).put("deletionTimestamp", "2026-03-01T12:00:00Z");
        ((ObjectNode) going.path("spec")).put("maxReplicaCount", 2);
        assertTrue(shop.update(bad(), going).allowed());
    }

    @Test
    void deletionsAndSubresourcesAreNotJudged() {
        assertTrue(shop.response(shop.review("DELETE", bad(), Optional.of(bad()))).allowed());
        var status = shop.review("UPDATE", bad(), Optional.of(Shop.scaledObject("web", Shop.GOOD)));
        ((ObjectNode) status.path("request")).put("subResource", "status");
        assertTrue(shop.response(status).allowed());
    }

    @Test
    void aFaultThatWasThereBeforeIsAWarning() {
        var changed = bad();
        ((ObjectNode) changed.path("spec")).put("maxReplicaCount", 12);
        var response = shop.update(bad(), changed);
        assertTrue(response.allowed());
        assertTrue(String.join(" ", response.warnings()).contains("[metric-type]"), response.warnings()::toString);

        var other = Shop.scaledObject("web", Shop.P95.replace("0.95", "0.99"));
        assertTrue(shop.update(bad(), other).allowed(), "the same fault in other words");
    }

    @Test
    void aFaultThatIsNewRefusesBesideOneThatIsOld() {
        var changed = bad();
        ((ObjectNode) changed.path("spec")).put("idleReplicaCount", 4);
        var response = shop.update(bad(), changed);
        assertFalse(response.allowed());
        assertTrue(response.message().startsWith("1 error\n  spec.idleReplicaCount"), response.message());
        assertTrue(String.join(" ", response.warnings()).contains("[metric-type]"), response.warnings()::toString);
    }

    @Test
    void aFaultMovesWithItsTriggerAndASecondOneIsNew() {
        var one = bad();
        assertTrue(shop.update(one, triggers(Shop.GOOD, Shop.P95)).allowed(), "it stands second now");
        var two = shop.update(one, triggers(Shop.P95, Shop.P95.replace("bucket[5m]", "bucket[6m]")));
        assertFalse(two.allowed());
        assertTrue(two.message().startsWith("1 error\n  spec.triggers[1]"), two.message());
    }

    private static JsonNode triggers(String... queries) {
        var object = bad();
        var triggers = ((ObjectNode) object.path("spec")).putArray("triggers");
        for (var query : queries) {
            triggers.add(Shop.scaledObject("web", query).at("/spec/triggers/0"));
        }
        return object;
    }
}
