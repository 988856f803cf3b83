package dev.headroom.scrape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.config.PrometheusConfig;
import dev.headroom.config.SdConfig;
import dev.headroom.exposition.HistogramReading;
import dev.headroom.model.Labels;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobDiscoveryTest {

    private static final Discovery.Snapshot NOTHING = new Discovery.Snapshot(List.of(), List.of());

    private static Discovery discover(String text, Discovery.Snapshot snapshot) {
        var config = PrometheusConfig.parse("prometheus.yml", text, _ -> "");
        return JobDiscovery.discover(config.scrapeConfigs(), sd ->
                sd instanceof SdConfig.Static written ? written.groups() : List.of(), snapshot);
    }

    @Test
    void aJobSaysWhereItsPagesAreAndHowTheyAreAskedFor() {
        var found = discover("""
                scrape_configs:
                  - job_name: demo
                    scheme: https
                    metrics_path: /probe
                    scrape_interval: 5s
                    params: {module: [http_2xx], 'match[]': [up, 'x{a="b"}']}
                    scrape_protocols: [PrometheusText0.0.4]
                    static_configs: [{targets: ['a:1'], labels: {team: x}}]
                """, NOTHING);
        var target = found.targets().getFirst();
        assertEquals(
                "https://a:1/probe?match%5B%5D=up&match%5B%5D=x%7Ba%3D%22b%22%7D&module=http_2xx", target.url());
        assertEquals(Labels.of("instance", "a:1", "job", "demo", "team", "x"), target.labels());
        assertEquals("text/plain;version=0.0.4;q=0.6,*/*;q=0.5", target.settings().asking().accept());
    }

    @Test
    void relabellingMayChangeHowHistogramsAreRead() {
        var found = discover("""
                scrape_configs:
                  - job_name: demo
                    scrape_native_histograms: true
                    static_configs: [{targets: ['a:1', 'b:1', 'c:1']}]
                    relabel_configs:
                      - {source_labels: [__address__, __scrape_native_histograms__], regex: 'a:1;true',
                         target_label: __convert_classic_histograms_to_nhcb__, replacement: T}
                      - {source_labels: [__address__], regex: 'b.*', target_label: __scrape_native_histograms__,
                         replacement: perhaps}
                """, NOTHING);
        assertEquals(new HistogramReading(true, false, true), found.targets().getFirst().settings().histograms());
        assertEquals(new HistogramReading(true, false, false), found.targets().getLast().settings().histograms());
        assertTrue(found.dropped().getFirst().reason().contains("got \"perhaps\""), found.dropped().toString());
    }

    @Test
    void relabellingMayChangeTheIntervalAndLeaveNoTarget() {
        var found = discover("""
                scrape_configs:
                  - job_name: demo
                    static_configs: [{targets: ['a:1', 'b:1', 'http://c:1/x']}]
                    relabel_configs:
                      - {source_labels: [__address__], regex: 'a.*', target_label: __scrape_interval__,
                         replacement: 20s}
                      - {source_labels: [__address__], regex: 'b.*', target_label: __scrape_interval__,
                         replacement: 1s}
                """, NOTHING);
        assertEquals(Duration.ofSeconds(20), found.targets().getFirst().settings().interval());
        assertEquals(1, found.targets().size());
        assertTrue(found.dropped().getFirst().reason().contains("does not fit"), found.dropped().toString());
        assertTrue(found.dropped().getLast().reason().contains("no host:port"), found.dropped().toString());
    }

    @Test
    void moreTargetsThanTheLimitAreNotScraped() {
        var found = discover("""
                scrape_configs: [{job_name: demo, target_limit: 1, static_configs: [{targets: ['a:1', 'b:1']}]}]
                """, NOTHING);
        assertEquals(List.of(), found.targets());
        assertTrue(found.dropped().getFirst().reason().contains("(target_limit)"));
    }

    @Test
    void podsAndServicesOfThisMachineAreTheApiBehindKubernetesRoles() {
        var pod = new PodView(
                "web-1", "shop", Map.of("app", "web"), Map.of(), "10.0.0.1",
                List.of(new PodView.Port("main", "http", 8000, 8000)), PodView.Phase.RUNNING, true, "node");
        var service = new ServiceView(
                "web", "shop", Map.of("tier", "front"), Map.of("prometheus.io/scrape", "true"), Map.of("app", "web"),
                List.of(new ServiceView.Port("http", 80, "http")));
        var snapshot = new Discovery.Snapshot(List.of(service), List.of(pod));
        assertEquals(snapshot.pods(), Discovery.Snapshot.of(snapshot.objects(), "").pods());
        assertEquals(snapshot.services(), Discovery.Snapshot.of(snapshot.objects(), "").services());
        var found = discover("""
                scrape_configs:
                  - job_name: kubernetes-service-endpoints
                    kubernetes_sd_configs: [{role: endpoints, namespaces: {names: [shop]}}]
                    relabel_configs:
                      - source_labels: [__meta_kubernetes_service_annotation_prometheus_io_scrape]
                        action: keep
                        regex: "true"
                      - {action: labelmap, regex: __meta_kubernetes_service_label_(.+)}
                      - {source_labels: [__meta_kubernetes_pod_name], target_label: pod}
                  - job_name: elsewhere
                    kubernetes_sd_configs: [{role: pod, namespaces: {names: [other]}}]
                  - job_name: services
                    kubernetes_sd_configs: [{role: service}]
                """, snapshot);
        assertEquals(2, found.targets().size());
        assertEquals("http://10.0.0.1:8000/metrics", found.targets().getFirst().url());
        assertEquals(
                Labels.of("instance", "10.0.0.1:8000", "job", "kubernetes-service-endpoints", "pod", "web-1",
                        "tier", "front"),
                found.targets().getFirst().labels());
        assertEquals("http://web.shop.svc:80/metrics", found.targets().getLast().url());
    }
}
