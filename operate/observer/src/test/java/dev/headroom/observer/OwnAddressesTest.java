package dev.headroom.observer;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class OwnAddressesTest {

    private final OwnAddresses own = new OwnAddresses(9095, List.of("http://headroom.monitoring:9095"));

    @Test
    void theServiceIsMeantWithAndWithoutTheDomainOfTheCluster() {
        assertTrue(own.means("http://headroom.monitoring:9095"));
        assertTrue(own.means("http://headroom.monitoring.svc:9095/"));
        assertTrue(own.means("http://HEADROOM.monitoring.svc.cluster.local:9095"));
        assertTrue(own.means("http://127.0.0.1:9095"));
    }

    @Test
    void anotherServicePortOrSchemeIsSomebodyElse() {
        assertFalse(own.means("http://prometheus.monitoring:9095"));
        assertFalse(own.means("http://headroom.monitoring.svc:9090"));
        assertFalse(own.means("http://headroom.monitoring"));
        assertFalse(own.means("https://headroom.monitoring:9095"));
        assertFalse(own.means("not a url"));
    }
}
