package dev.headroom.objectrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Peek;
import dev.headroom.drafts.Rule;
import dev.headroom.drafts.Scaler;
import java.util.HashMap;
import java.util.stream.Stream;

/// Two autoscalers that fight over the same replicas.
final class TwoAutoscalers implements Rule {

    @Override
    public String id() {
        return "two-autoscalers";
    }

    @Override
    public String title() {
        return "Two autoscalers have the same scale target";
    }

    @Override
    public Stream<Finding> findings(Drafts drafts) {
        var first = new HashMap<String, Scaler>();
        return drafts.scalers().stream()
                .filter(scaler -> !scaler.targetName().isEmpty())
                .flatMap(scaler -> {
                    var target = scaler.targetKind() + " " + scaler.namespace() + "/" + scaler.targetName();
                    var earlier = first.putIfAbsent(target, scaler);
                    return earlier == null || earlier.what().equals(scaler.what())
                            ? Stream.empty()
                            : Stream.of(error(
                                    Peek.at(scaler.target(), "name").place(),
                                    scaler.what() + ": expected " + target + " to have one autoscaler, got "
                                            + earlier.what() + " (" + earlier.manifest().place() + "), too: each undoes"
                                            + " what the other decides; put all metrics into one of them"));
                });
    }
}
