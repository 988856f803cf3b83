package dev.headroom.objectrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Peek;
import dev.headroom.drafts.Rule;
import dev.headroom.drafts.Scaler;
import dev.headroom.drafts.Workload;
import java.util.stream.Stream;

/// Replica counts that every apply brings back although the autoscaler would never choose them.
final class ReplicasOutside implements Rule {

    @Override
    public String id() {
        return "replicas-outside";
    }

    @Override
    public String title() {
        return "The replicas that a workload is applied with are outside of its autoscaler's bounds";
    }

    @Override
    public Stream<Finding> findings(Drafts drafts) {
        return drafts.workloads().stream()
                .flatMap(workload -> drafts.scalersOf(workload).limit(1).flatMap(scaler -> finding(workload, scaler)));
    }

    private Stream<Finding> finding(Workload workload, Scaler scaler) {
        var replicas = Peek.at(workload.manifest().root(), "spec", "replicas");
        int max = scaler.max().orElse(Integer.MAX_VALUE);
        return Peek.integer(replicas)
                .filter(count -> count > 0 && (count < scaler.min() || count > max))
                .map(count -> info(
                        replicas.place(),
                        workload.what() + ": expected no replicas, or " + scaler.min() + " to " + max + " as "
                                + scaler.what() + " has it, got " + count
                                + ": each apply sets the count back until the autoscaler acts; leave the field out"))
                .stream();
    }
}
