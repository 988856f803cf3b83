package dev.headroom.scrape;

import dev.headroom.config.LimitsConfig;
import dev.headroom.config.ScrapeConfig;
import dev.headroom.config.ScrapeProtocol;
import dev.headroom.config.SdConfig;
import dev.headroom.config.SdConfig.Group;
import dev.headroom.discovery.KubernetesTargets;
import dev.headroom.exposition.HistogramReading;
import dev.headroom.model.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Targets of the jobs of `prometheus.yml`: what each discovery of a job found, relabelled by the rules of the job.
public final class JobDiscovery {

    private JobDiscovery() {}

    /// @param groups the groups that a discovery of lists knows now
    /// @param snapshot the pods and Services that discoveries of Kubernetes look at
    public static Discovery discover(
            List<ScrapeConfig> jobs, Function<SdConfig, List<Group>> groups, Discovery.Snapshot snapshot) {
        var targets = new ArrayList<ScrapeTarget>();
        var dropped = new ArrayList<Discovery.Dropped>();
        for (var job : jobs) {
            var found = discover(job, groups, snapshot);
            targets.addAll(found.targets());
            dropped.addAll(found.dropped());
        }
        return new Discovery(targets, dropped);
    }

    private static Discovery discover(
            ScrapeConfig job, Function<SdConfig, List<Group>> groups, Discovery.Snapshot snapshot) {
        var builder = new TargetBuilder(job.jobName(), job.relabeling(), settings(job), job.page().params());
        for (var discovery : job.discoveries()) {
            switch (discovery) {
                case SdConfig.Kubernetes kubernetes -> add(builder, job, kubernetes, snapshot);
                case SdConfig.Static _, SdConfig.File _, SdConfig.Http _, SdConfig.Dns _, SdConfig.Unsupported _ ->
                    groups.apply(discovery).forEach(group -> add(builder, job, group));
            }
        }
        return limited(job, Discovery.merge(List.of(builder.build())));
    }

    private static void add(TargetBuilder builder, ScrapeConfig job, Group group) {
        for (var target : group.targets()) {
            var labels = Labels.of(group.labels()).toBuilder().set("__address__", target).build();
            builder.add(prepared(job, labels), job.jobName(), null);
        }
    }

    private static void add(
            TargetBuilder builder, ScrapeConfig job, SdConfig.Kubernetes kubernetes, Discovery.Snapshot snapshot) {
        for (var found : targets(kubernetes, snapshot)) {
            var pod = found.pod().flatMap(snapshot::pod).orElse(null);
            builder.add(prepared(job, found.labels()), job.jobName(), pod);
        }
    }

    /// What a discovery of Kubernetes finds, as groups of one target each: what Alertmanagers are found by.
    public static List<Group> groups(SdConfig.Kubernetes kubernetes, Discovery.Snapshot snapshot) {
        return targets(kubernetes, snapshot).stream()
                .map(found -> new Group(
                        List.of(found.labels().value("__address__")),
                        found.labels().without(List.of("__address__")).asMap()))
                .toList();
    }

    private static List<KubernetesTargets.Target> targets(
            SdConfig.Kubernetes kubernetes, Discovery.Snapshot snapshot) {
        return new KubernetesTargets(kubernetes, snapshot.objects(), snapshot.ownNamespace()).targets();
    }

    /// What a target is before relabelling: what discovery knows, and what the job says.
    private static Labels.Builder prepared(ScrapeConfig job, Labels found) {
        var labels = Labels.builder()
                .set("__scheme__", job.page().scheme())
                .set("__metrics_path__", job.page().path());
        job.page().params().forEach((name, values) -> {
            if (!values.isEmpty()) {
                labels.set("__param_" + name, values.getFirst());
            }
        });
        found.forEach(labels::set);
        return labels;
    }

    /// More targets than `target_limit` are not scraped, none of them, as in Prometheus.
    private static Discovery limited(ScrapeConfig job, Discovery found) {
        long limit = job.limits().targets();
        if (limit == 0 || Long.compareUnsigned(found.targets().size(), limit) <= 0) {
            return found;
        }
        var dropped = new ArrayList<>(found.dropped());
        found.targets().forEach(target -> dropped.add(new Discovery.Dropped(
                job.jobName(), target.discoveredLabels(), "limit exceeded: " + found.targets().size()
                + " targets, at most " + limit + " (target_limit)")));
        return new Discovery(List.of(), dropped);
    }

    static ScrapeSettings settings(ScrapeConfig job) {
        return new ScrapeSettings(
                job.timing().interval(),
                job.timing().timeout(),
                job.honored().labels(),
                job.honored().timestamps(),
                job.metricRelabeling(),
                limits(job.limits(), job.histogramLimits()),
                new HistogramReading(
                        job.histograms().scrapeNative(),
                        job.histograms().alwaysClassic(),
                        job.histograms().convertClassic()),
                new Asking(
                        job.protocols(),
                        job.fallbackProtocol().orElse(ScrapeProtocol.TEXT_0_0_4),
                        job.names().escaping(),
                        job.page().compression(),
                        job.http()));
    }

    /// The limits of the job, this program's own where it sets none.
    private static ScrapeLimits limits(LimitsConfig written, ScrapeConfig.HistogramLimits histograms) {
        var standard = ScrapeLimits.STANDARD;
        return new ScrapeLimits(
                limit(written.bodySize(), standard.bodyBytes()),
                limit(written.samples(), standard.samples()),
                limit(written.labels(), standard.labels()),
                limit(written.labelNameLength(), standard.labelNameLength()),
                limit(written.labelValueLength(), standard.labelValueLength()),
                new ScrapeLimits.Histograms(
                        limit(histograms.buckets(), standard.histograms().buckets()),
                        ScrapeLimits.Histograms.schema(histograms.minBucketFactor())));
    }

    private static int limit(long written, int standard) {
        if (written == 0) {
            return standard;
        }
        return written < 0 ? Integer.MAX_VALUE : (int) Math.min(written, Integer.MAX_VALUE);
    }
}
