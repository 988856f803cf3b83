package dev.headroom.objectrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Peek;
import dev.headroom.drafts.Rule;
import dev.headroom.drafts.Scaler;
import dev.headroom.drafts.Workload;
import dev.headroom.manifests.Field;
import dev.headroom.manifests.Manifest;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Maxima that the quota of the namespace does not allow.
final class NamespaceQuota implements Rule {

    /// What a quota limits, and where a container says how much of it it takes.
    private static final Map<String, String> LIMITED = Map.of(
            "cpu", "requests.cpu",
            "memory", "requests.memory",
            "requests.cpu", "requests.cpu",
            "requests.memory", "requests.memory",
            "limits.cpu", "limits.cpu",
            "limits.memory", "limits.memory");

    @Override
    public String id() {
        return "namespace-quota";
    }

    @Override
    public String title() {
        return "The maximum of an autoscaler does not fit into the namespace's ResourceQuota";
    }

    @Override
    public Stream<Finding> findings(Drafts drafts) {
        return drafts.of("ResourceQuota").flatMap(quota -> drafts.scalers().stream()
                .filter(scaler -> scaler.namespace().equals(quota.metadata().namespace()))
                .flatMap(scaler -> findings(scaler, quota, drafts)));
    }

    private Stream<Finding> findings(Scaler scaler, Manifest quota, Drafts drafts) {
        var hard = Peek.at(quota.root(), "spec", "hard");
        int max = scaler.max().orElse(0);
        return Peek.entries(hard).keySet().stream().flatMap(limited -> {
            var most = Amounts.quantity(hard, limited);
            var each = perPod(limited, scaler, drafts);
            return most.isEmpty()
                            || each.isEmpty()
                            || each.get().multiply(BigDecimal.valueOf(max)).compareTo(most.get()) <= 0
                    ? Stream.empty()
                    : Stream.of(finding(scaler, quota, limited, Peek.text(hard, limited).orElse(""), most.get(),
                            each.get()));
        });
    }

    private Finding finding(
            Scaler scaler, Manifest quota, String limited, String written, BigDecimal most, BigDecimal each) {
        var field = scaler.maxField();
        return warning(
                field.isMissing() ? scaler.manifest().root().place() : field.place(),
                scaler.what() + ": expected a maximum of at most " + most.divideToIntegralValue(each).toPlainString()
                        + " replicas, because ResourceQuota " + quota.metadata().name() + " (" + quota.place()
                        + ") allows " + limited + " " + written + ", got " + scaler.max().orElse(0)
                        + ": the pods beyond are refused, and the autoscaler goes on asking; lower the maximum or raise"
                        + " the quota");
    }

    private static Optional<BigDecimal> perPod(String limited, Scaler scaler, Drafts drafts) {
        if (limited.equals("pods") || limited.equals("count/pods")) {
            return Optional.of(BigDecimal.ONE);
        }
        var source = LIMITED.get(limited);
        return source == null
                ? Optional.empty()
                : drafts.target(scaler).map(workload -> sum(workload, source, drafts)).filter(sum -> sum.signum() > 0);
    }

    private static BigDecimal sum(Workload workload, String source, Drafts drafts) {
        var parts = source.split("\\.");
        return workload.lastingContainers().stream()
                .flatMap(container -> amount(container, parts[0], parts[1], workload, drafts).stream())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static Optional<BigDecimal> amount(
            Field container, String kind, String resource, Workload workload, Drafts drafts) {
        return kind.equals("requests")
                ? Amounts.request(container, resource, workload.namespace(), drafts)
                : Amounts.quantity(container, "resources", kind, resource);
    }
}
