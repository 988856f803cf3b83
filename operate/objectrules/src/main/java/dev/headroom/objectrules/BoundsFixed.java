package dev.headroom.objectrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Rule;
import java.util.stream.Stream;

/// Autoscalers that cannot move.
final class BoundsFixed implements Rule {

    @Override
    public String id() {
        return "bounds-fixed";
    }

    @Override
    public String title() {
        return "The minimum and the maximum are the same, so nothing is ever scaled";
    }

    @Override
    public Stream<Finding> findings(Drafts drafts) {
        return drafts.scalers().stream()
                .filter(scaler -> scaler.max().filter(max -> max == scaler.min()).isPresent())
                .map(scaler -> info(
                        scaler.maxField().isMissing() ? scaler.manifest().root().place() : scaler.maxField().place(),
                        scaler.what() + ": expected a maximum above the minimum, got " + scaler.min()
                                + " for both: the replicas never change"));
    }
}
