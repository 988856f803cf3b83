package dev.headroom.objectrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Rule;
import dev.headroom.drafts.Scaler;
import dev.headroom.drafts.Trigger;
import java.util.stream.Stream;

/// Triggers that wake the target up later than they would scale it.
final class ActivationThreshold implements Rule {

    private static final String PREFIX = "activation";

    @Override
    public String id() {
        return "activation-threshold";
    }

    @Override
    public String title() {
        return "A trigger's activation threshold is above its threshold";
    }

    @Override
    public Stream<Finding> findings(Drafts drafts) {
        return drafts.scalers().stream()
                .flatMap(scaler -> scaler.triggers().stream().flatMap(trigger -> findings(scaler, trigger)));
    }

    private Stream<Finding> findings(Scaler scaler, Trigger trigger) {
        return trigger.metadata().keySet().stream()
                .filter(key -> key.startsWith(PREFIX) && key.length() > PREFIX.length())
                .flatMap(key -> {
                    var plain = key.substring(PREFIX.length());
                    var threshold = Character.toLowerCase(plain.charAt(0)) + plain.substring(1);
                    return trigger.number(key)
                            .filter(value -> trigger.number(threshold).filter(other -> value > other).isPresent())
                            .map(_ -> finding(
                                    trigger,
                                    key,
                                    trigger.what() + " of " + scaler.what() + ": expected " + key + " of at most "
                                            + threshold + ", which is " + trigger.metadata().get(threshold) + ", got "
                                            + trigger.metadata().get(key)
                                            + (scaler.min() == 0
                                                    ? ": the target sleeps through load that it should already be"
                                                            + " scaled for"
                                                    : ": with a minimum of " + scaler.min() + " it has no effect, and"
                                                            + " with 0 the target would sleep through load")))
                            .stream();
                });
    }

    /// Where the threshold is what one replica carries, the two are not quite the same kind of number.
    private Finding finding(Trigger trigger, String key, String message) {
        return trigger.isPrometheus() || trigger.metricType().equals("Value")
                ? warning(trigger.place(key), message)
                : info(trigger.place(key), message);
    }
}
