package dev.headroom.server;

import dev.headroom.rules.RuleFiles;
import dev.headroom.rules.RuleGroup;
import java.time.Duration;
import java.util.List;

/// The alerts that come with Headroom: about the path from a metrics page to a decision, because an autoscaler that
/// holds its replicas for want of data looks healthy from outside.
final class MetaAlerts {

    /// Fewer scrapes than this may fail in a row without an alert; a page that is slow once is no news.
    private static final int SCRAPES = 3;

    private static final String FILE = "headroom (built in)";

    /// About samples: those that are not kept, and those that are not sent on.
    private static final String SAMPLES = """
                  - alert: HeadroomStorageLosesData
                    expr: |
                      increase(headroom_tsdb_wal_samples_unlogged_total[5m]) > 0
                        or increase(headroom_tsdb_samples_lost_total[5m]) > 0
                        or increase(headroom_tsdb_compactions_failed_total[5m]) > 0
                    labels:
                      severity: page
                    annotations:
                      summary: "{{ $labels.instance }} cannot keep all samples: its log lines that begin with
                        `storage:` say why"
                  - alert: HeadroomRemoteWriteLosesData
                    expr: |
                      increase(headroom_remote_write_samples_lost_total[5m]) > 0
                        or increase(prometheus_remote_storage_samples_failed_total[5m]) > 0
                    labels:
                      severity: page
                    annotations:
                      summary: "{{ $labels.url }} does not get all samples: log lines that begin with
                        `remote write to` or `storage: log` say why"
                  - alert: HeadroomRemoteWriteBehind
                    expr: |
                      max_over_time(prometheus_remote_storage_highest_timestamp_in_seconds[5m])
                        - ignoring (remote_name, url) group_right
                      max_over_time(prometheus_remote_storage_queue_highest_sent_timestamp_seconds[5m]) > 120
                    for: 15m
                    labels:
                      severity: page
                    annotations:
                      summary: "{{ $labels.url }} is {{ $value }} s behind: the log is kept for it up to
                        heldLogBytes, then samples are lost"
                  - alert: HeadroomStorageDamaged
                    expr: |
                      headroom_tsdb_block_corruptions_total > 0 or headroom_tsdb_wal_corruptions_total > 0
                    labels:
                      severity: warning
                    annotations:
                      summary: "files of {{ $labels.instance }} were damaged: its log lines that begin with
                        `storage:` name them"
            """;

    private MetaAlerts() {}

    /// Whether a group is about this program, and so asks its own samples.
    static boolean has(RuleGroup group) {
        return group.file().equals(FILE);
    }

    /// @param scrapeInterval of most targets: a hop is reported when it was broken for three of these
    static List<RuleGroup> groups(RuleFiles rules, Duration scrapeInterval) {
        return rules.read(FILE, """
                groups:
                  - name: headroom-path
                    rules:
                      - alert: HeadroomScrapeTargetDown
                        expr: up == 0
                        for: %1$s
                        labels:
                          severity: warning
                        annotations:
                          summary: "{{ $labels.instance }} of {{ $labels.job }} gives no metrics page"
                      - alert: HeadroomMetricsPathBroken
                        expr: |
                          max by (namespace, autoscaler, trigger) (
                            headroom_autoscaler_signal_state{state=~"partial|stale|absent|failed"}) == 1
                        for: %1$s
                        labels:
                          severity: page
                        annotations:
                          summary: "{{ $labels.namespace }}/{{ $labels.autoscaler }} decides without
                            (all of) {{ $labels.trigger }}: `headroom explain {{ $labels.autoscaler }}` names the hop"
                      - alert: HeadroomRuleEvaluationSlow
                        expr: |
                          headroom_rule_group_last_duration_seconds > headroom_rule_group_interval_seconds
                            or increase(headroom_rule_group_iterations_missed_total[5m]) > 0
                        labels:
                          severity: warning
                        annotations:
                          summary: "the group {{ $labels.rule_group }} takes longer than its interval: its rules
                            come late, and some evaluations are left out"
                """.formatted(scrapeInterval.multipliedBy(SCRAPES).toMillis() + "ms") + SAMPLES);
    }
}
