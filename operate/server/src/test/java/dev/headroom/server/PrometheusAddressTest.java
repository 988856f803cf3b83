package dev.headroom.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.triggers.PrometheusTrigger;
import dev.headroom.triggers.Trigger;
import dev.headroom.triggers.TriggerConfig;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrometheusAddressTest {

    private final PrometheusAddress address = new PrometheusAddress(40123);

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:40123, true",
        "http://localhost:9095, true",
        "http://prometheus:9090, true",
        "http://prometheus.monitoring:9090, true",
        "http://prometheus-operated.monitoring.svc:9090, true",
        "http://prometheus.monitoring.svc.cluster.local:9090, true",
        "http://127.0.0.1:9090, false",
        "http://10.0.0.7:9090, false",
        "http://prometheus.example.com:9090, false",
        "https://prometheus.monitoring, false",
        "not an address, false"
    })
    void namesOfServicesAndItsOwnAddressMeanTheEmbeddedEngine(String serverAddress, boolean embedded) {
        assertEquals(embedded, address.meansEmbedded(trigger(serverAddress, Map.of())));
    }

    @ParameterizedTest
    @CsvSource({"http://prometheus:9090, bearer, bearerToken", "http://127.0.0.1:40123, apiKey, apiKey"})
    void aTriggerWithCredentialsIsAskedOverTheNetwork(String serverAddress, String mode, String parameter) {
        var trigger = trigger(serverAddress, Map.of("mode", mode, "parameter", parameter));

        assertEquals(false, address.meansEmbedded(trigger));
    }

    private static PrometheusTrigger trigger(String serverAddress, Map<String, String> authentication) {
        var metadata = new HashMap<>(Map.of("serverAddress", serverAddress, "query", "up", "threshold", "1"));
        var config = TriggerConfig.of("prometheus", 0, "", metadata);
        if (!authentication.isEmpty()) {
            metadata.put("authModes", authentication.getOrDefault("mode", ""));
            config = TriggerConfig.of("prometheus", 0, "", metadata)
                    .with(Map.of(authentication.getOrDefault("parameter", ""), "secret"), "");
        }
        return (PrometheusTrigger) Trigger.of(config);
    }
}
