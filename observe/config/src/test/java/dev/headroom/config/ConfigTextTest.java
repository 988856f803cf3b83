package dev.headroom.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

class ConfigTextTest {

    private static final String WRITTEN = """
            global: {scrape_interval: 5s} # how often
            scrape_configs:
              - job_name: a
                authorization:
                  credentials: |
                    hidden one
                basic_auth: {username: u, password: "hidden two"}
                http_headers: {X-Key: {secrets: [hidden three]}}
                static_configs: [{targets: ['http://u:hidden4@x:1'], labels: {}}]
            """;

    @Test
    void secretsAreNotShown() {
        assertFalse(ConfigText.shown("x", WRITTEN).contains("hidden"), ConfigText.shown("x", WRITTEN));
    }

    @Test
    void whatIsShownIsYamlAgain() {
        var shown = ConfigText.shown("x", WRITTEN);
        assertEquals(shown, ConfigText.shown("x", shown));
    }
}
