package dev.headroom.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.manifests.ManifestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrometheusConfigTest {

    @TempDir
    private Path folder = Path.of(".");

    private static PrometheusConfig parse(String text) {
        return PrometheusConfig.parse("prometheus.yml", text, name -> name.equals("REGION") ? "eu" : "");
    }

    @Test
    void jobsInheritFromGlobalWhatTheyDoNotSay() {
        var config = parse("""
                global: {scrape_interval: 5s, sample_limit: 10, external_labels: {region: "${REGION}-1", price: 1$$}}
                scrape_configs:
                  - job_name: a
                  - {job_name: b, scrape_interval: 1m, sample_limit: 20, basic_auth: {username: u, password_file: p}}
                """);
        var first = config.scrapeConfigs().getFirst();
        var second = config.scrapeConfigs().getLast();
        assertEquals(Duration.ofSeconds(5), first.timing().timeout());
        assertEquals(10, first.limits().samples());
        assertEquals(20, second.limits().samples());
        assertEquals(Map.of("region", "eu-1", "price", "1$"), config.global().externalLabels());
        assertEquals(ScrapeProtocol.DEFAULT, first.protocols());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "scrape_configs: [{job_name: a, interval: 5s}]                          | unknown field \"interval\"",
        "scrape_configs: [{job_name: a}, {job_name: a}]                         | each job_name once",
        "scrape_configs: [{job_name: a, static_configs: [{targets: [http://a]}]}] | targets of the form host:port",
        "scrape_configs: [{job_name: a, honor_labels: 'true'}]                  | true or false",
        "scrape_configs: [{job_name: a, file_sd_configs: [{files: [x.txt]}]}]   | .json, .yml or .yaml",
        "scrape_configs: [{job_name: a, http_sd_configs: [{url: 'ftp://x'}]}]   | http:// or https://",
        "scrape_configs: [{job_name: a, tls_config: {cert_file: x}}]            | a certificate and a key",
        "global: {scrape_interval: 15}                                          | a duration like 5m",
        "rule_files: ['*/a.yml']                                                | in their last part only",
    })
    void whatIsWrongIsRefusedWithItsPlace(String text, String words) {
        var wrong = assertThrows(ManifestException.class, () -> parse(text));
        var message = String.valueOf(wrong.getMessage());
        assertTrue(message.startsWith("prometheus.yml:1:") && message.contains(words), message);
    }

    @Test
    void whatIsKnownAndNotDoneIsNamed() {
        var config = parse("""
                remote_read: [{url: http://x}]
                scrape_configs:
                  - {job_name: a, consul_sd_configs: [{server: x}], proxy_url: https://p}
                """);
        assertEquals(3, config.warnings().size(), config.warnings().toString());
        assertTrue(config.warnings().stream().anyMatch(line -> line.startsWith("prometheus.yml:3:")
                && line.contains("consul_sd_configs")), config.warnings().toString());
    }

    @Test
    void aReceiverHasTheDefaultsOfPrometheus() {
        var config = parse("remote_write: [{url: 'http://x/write'}]");
        var receiver = config.remoteWrite().getFirst();
        assertEquals(RemoteWriteConfig.Queue.STANDARD, receiver.queue());
        assertEquals(RemoteWriteConfig.Metadata.STANDARD, receiver.metadata());
        assertEquals(Duration.ofSeconds(30), receiver.timeout());
        assertTrue(config.warnings().isEmpty(), config.warnings().toString());
    }

    @Test
    void everySettingOfAReceiverIsRead() {
        var receiver = parse("""
                remote_write:
                  - url: http://x/write
                    name: far
                    remote_timeout: 5s
                    headers: {X-Scope-OrgID: a}
                    send_exemplars: true
                    queue_config:
                      {capacity: 10, max_shards: 4, min_shards: 2, max_samples_per_send: 5, batch_send_deadline: 1s,
                       min_backoff: 10ms, max_backoff: 1m, retry_on_http_429: true, sample_age_limit: 1h}
                    metadata_config: {send: false, send_interval: 2m, max_samples_per_send: 7}
                """).remoteWrite().getFirst();
        assertEquals(
                new RemoteWriteConfig.Queue(10, 4, 2, 5, Duration.ofSeconds(1), Duration.ofMillis(10),
                        Duration.ofMinutes(1), true, Duration.ofHours(1)),
                receiver.queue());
        assertEquals(new RemoteWriteConfig.Metadata(false, Duration.ofMinutes(2), 7), receiver.metadata());
        assertEquals(Map.of("X-Scope-OrgID", "a"), receiver.headers());
        assertTrue(receiver.sendExemplars());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{name: a} | expected a url, got none",
        "{url: 'http://x', headers: {Content-Type: a}}| headers that the protocol leaves free",
        "{url: 'http://x', protobuf_message: v3} | prometheus.WriteRequest or",
        "{url: 'http://x', sigv4: {}, basic_auth: {username: a}} | at most one of basic_auth,",
        "{url: 'http://x', queue_config: {max_shard: 1}} | max_shard",
        "{url: 'http://x', queue_config: {capacity: many}} | expected a whole number",
        "{url: 'http://x', metadata_config: {send_interval: 5 min}} | send_interval",
        "{url: 'http://x', name: a}, {url: 'http://y', name: a} | name of a remote write section once"
    })
    void aReceiverThatCannotBeIsRefused(String section, String message) {
        var wrong = assertThrows(ManifestException.class, () -> parse("remote_write: [" + section + "]"));
        assertTrue(String.valueOf(wrong.getMessage()).contains(message), wrong.getMessage());
    }

    @Test
    void aReceiverThatWantsSignedRequestsIsNamed() {
        var config = parse("remote_write: [{url: 'http://x', sigv4: {region: eu}}]");
        assertEquals("sigv4", config.remoteWrite().getFirst().signature());
        assertTrue(config.warnings().getFirst().contains("nothing is sent to this receiver"));
    }

    @Test
    void settingsOfAJobThatChangeNothingAreNamed() {
        var config = parse("""
                scrape_configs:
                  - job_name: a
                    keep_dropped_targets: 5
                    track_timestamps_staleness: true
                    scrape_protocols: [PrometheusProto, PrometheusText0.0.4]
                    kubernetes_sd_configs:
                      - role: node
                        selectors: [{role: node, label: a=b}]
                  - {job_name: b, track_timestamps_staleness: false, scrape_protocols: [PrometheusText0.0.4]}
                """);
        assertEquals(
                List.of("3", "4"),
                config.warnings().stream().map(line -> line.split(":")[1]).sorted().toList(),
                config.warnings().toString());
    }

    @Test
    void aJobSaysWhichHistogramsItWantsAndHowBigTheyMayBe() {
        var config = parse("""
                global:
                  scrape_native_histograms: true
                scrape_configs:
                  - job_name: a
                    native_histogram_bucket_limit: 160
                    native_histogram_min_bucket_factor: 1.1
                  - {job_name: b, scrape_native_histograms: false, convert_classic_histograms_to_nhcb: true}
                """);
        assertEquals(List.of(), config.warnings());
        var first = config.scrapeConfigs().getFirst();
        assertEquals(ScrapeProtocol.PROTO, first.protocols().getFirst(), "only they hold native histograms");
        assertEquals(new GlobalConfig.Histograms(true, false, false), first.histograms());
        assertEquals(new ScrapeConfig.HistogramLimits(160, 1.1), first.histogramLimits());
        var second = config.scrapeConfigs().getLast();
        assertEquals(ScrapeProtocol.DEFAULT, second.protocols());
        assertEquals(new GlobalConfig.Histograms(false, false, true), second.histograms());
        assertEquals(new ScrapeConfig.HistogramLimits(0, 0), second.histogramLimits());
    }

    @Test
    void theUsersKubernetesJobsLoad() {
        var config = parse("""
                scrape_configs:
                  - job_name: pods
                    kubernetes_sd_configs:
                      - {role: pod, namespaces: {names: [default]}}
                    relabel_configs:
                      - source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_scrape]
                        action: keep
                        regex: true
                """);
        assertEquals(
                new SdConfig.Kubernetes(
                        SdConfig.Role.POD, "", List.of("default"), false, List.of(), SdConfig.Attached.NOTHING,
                        HttpClientConfig.PLAIN),
                config.scrapeConfigs().getFirst().discoveries().getFirst());
    }

    @Test
    void selectorsBelongToTheRoleAndSayWhatTheApiUnderstands() {
        var place = "prometheus.yml:3:";
        var path = ": scrape_configs[0].kubernetes_sd_configs[0].selectors[";
        assertEquals(
                place + "81" + path + "1].role: expected one of service for targets of this role, got \"pod\"",
                refusedSelector("service", "{role: service}, {role: pod, label: a=b}"));
        assertEquals(
                place + "85" + path + "1].role: expected one selector a role, got a second one for \"pod\"",
                refusedSelector("pod", "{role: pod, label: a=b}, {role: pod, field: a=b}"));
        assertEquals(
                place + "72" + path + "0].label: expected a label selector, got \"a in b\": unable to parse requirement",
                refusedSelector("pod", "{role: pod, label: 'a in b'}").split(": found")[0]);
        assertEquals(
                place + "72" + path + "0].field: expected a field selector such as spec.nodeName=a, got \"a\"",
                refusedSelector("pod", "{role: pod, field: 'a'}"));
    }

    private String refusedSelector(String role, String selectors) {
        return String.valueOf(assertThrows(ManifestException.class, () -> parse("""
                scrape_configs:
                  - job_name: a
                    kubernetes_sd_configs: [{role: %s, selectors: [%s]}]
                """.formatted(role, selectors))).getMessage());
    }

    @Test
    void namesOfFilesAreSeenFromTheFolderOfTheConfiguration() throws IOException {
        Files.writeString(folder.resolve("prometheus.yml"), """
                rule_files: [rules/*.yml, missing.yml]
                scrape_config_files: [jobs.yml]
                scrape_configs: [{job_name: a, file_sd_configs: [{files: [targets.json]}]}]
                """);
        Files.writeString(folder.resolve("jobs.yml"), "scrape_configs: [{job_name: b}]\n");
        Files.createDirectory(folder.resolve("rules"));
        Files.writeString(folder.resolve("rules/b.yml"), "");
        Files.writeString(folder.resolve("rules/a.yml"), "");
        var config = PrometheusConfig.load(folder.resolve("prometheus.yml"), _ -> "");
        var missing = new ArrayList<String>();
        assertEquals(
                List.of(folder.resolve("rules/a.yml"), folder.resolve("rules/b.yml")), config.rulePaths(missing));
        assertEquals(1, missing.size());
        assertEquals(List.of("a", "b"), config.scrapeConfigs().stream().map(ScrapeConfig::jobName).toList());
        var files = (SdConfig.File) config.scrapeConfigs().getFirst().discoveries().getFirst();
        assertEquals(List.of(folder.resolve("targets.json").toString()), files.files());
    }
}
