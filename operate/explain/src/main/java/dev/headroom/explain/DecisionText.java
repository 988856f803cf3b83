package dev.headroom.explain;

import dev.headroom.autoscaler.Decision;
import dev.headroom.autoscaler.DecisionRecord;
import dev.headroom.autoscaler.DecisionRecord.Input;
import dev.headroom.autoscaler.Signal;
import dev.headroom.autoscaler.SignalText;
import dev.headroom.hpa.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A decision in words, in three lengths: one line ([#summary]), five lines ([#explain]), and everything that led to it
/// ([#chain]). Readings and targets are printed as `kubectl get hpa` prints them.
public final class DecisionText {

    private DecisionText() {}

    /// `3 → 6 replicas: p95 612m, target 350m`, `holds 6 replicas: p95 has no number: ...`.
    public static String summary(DecisionRecord record) {
        return verdict(record.decision()) + ": " + cause(record);
    }

    /// `3 → 6 replicas`, `holds 6 replicas`, `no opinion`.
    public static String verdict(Decision decision) {
        return switch (decision) {
            case Decision.Scale scale -> scale.current() + " → " + count(scale.desired());
            case Decision.Hold hold -> "holds " + count(hold.current());
            case Decision.Abstain _ -> "no opinion";
        };
    }

    /// The shortest true answer to why, in half a line.
    public static String cause(DecisionRecord record) {
        var leader = leader(record);
        var constraint = record.constraint();
        if (record.decision() instanceof Decision.Abstain || constraint.filter(DecisionText::lacksData).isPresent()) {
            var blind = record.inputs().stream().filter(DecisionText::isBlind).toList();
            return blind.isEmpty() ? last(record).text() : without(blind);
        }
        if (leader.isEmpty()) {
            return last(record).text();
        }
        var text = new StringBuilder(reading(leader.get()));
        constraint.ifPresent(code -> text.append(", wants ")
                .append(leader.get().proposal().orElseThrow())
                .append("; ")
                .append(words(code, record)));
        var blind = record.inputs().stream()
                .filter(DecisionText::isBlind)
                .map(Input::trigger)
                .collect(Collectors.joining(", "));
        return text + (blind.isEmpty() ? "" : "; no number from " + blind);
    }

    /// Verdict, metrics, who asked and who limited, how old the data is, what would have to change; and what a metric
    /// does not mean although it is compared as if it did.
    public static List<String> explain(DecisionRecord record) {
        var lines = new ArrayList<>(List.of(
                record.autoscaler() + ": " + verdict(record.decision()) + " at " + record.time(),
                "  metrics     " + (record.inputs().isEmpty() ? "none" : record.inputs().stream()
                        .map(input -> reading(input) + input.proposal().map(count -> ", wants " + count).orElse(""))
                        .collect(Collectors.joining("; "))),
                "  decided by  " + decidedBy(record) + record.constraint()
                        .map(code -> "; limited by " + code + ": " + words(code, record))
                        .orElse(", limited by nothing"),
                "  data        " + freshness(record),
                "  otherwise   " + (record.alternatives().isEmpty()
                        ? "nothing that can be named by itself"
                        : String.join("; ", alternatives(record)))));
        DividedReadings.of(record).forEach(reason -> lines.add("  beware      " + reason.text()));
        return lines;
    }

    /// Every metric with its query and every step in its order.
    public static List<String> chain(DecisionRecord record) {
        var lines = new ArrayList<String>();
        lines.add(record.autoscaler() + ": " + summary(record));
        lines.add("  at " + record.time());
        lines.add("");
        lines.add("  metrics");
        for (var input : record.inputs()) {
            lines.add("    " + name(input) + "  " + input.reading() + "/" + input.target()
                    + input.proposal().map(count -> "  wants " + count).orElse("  wants nothing"));
            if (!input.query().isEmpty()) {
                lines.add("      asked  " + input.query().strip().replaceAll("\\s+", " "));
            }
            lines.add("      got    " + got(input.signal()));
        }
        lines.add("");
        lines.add("  steps");
        int step = 1;
        for (var reason : record.decision().reasons()) {
            lines.add("    " + step++ + ". " + reason);
        }
        var divided = DividedReadings.of(record);
        if (!divided.isEmpty()) {
            lines.add("");
            lines.add("  beware");
            divided.forEach(reason -> lines.add("    ! " + reason));
        }
        if (!record.alternatives().isEmpty()) {
            lines.add("");
            lines.add("  otherwise");
            alternatives(record).forEach(line -> lines.add("    - " + line));
        }
        return lines;
    }

    /// What would have to change for another result, one line each.
    public static List<String> alternatives(DecisionRecord record) {
        return AlternativeText.of(record);
    }

    /// What people call a metric, with what the HorizontalPodAutoscaler calls it where that differs.
    public static String name(Input input) {
        return input.trigger().equals(input.metric()) ? input.metric() : input.trigger() + " (" + input.metric() + ")";
    }

    /// Why a metric has no number; empty when it has one.
    public static Optional<String> trouble(Input input) {
        return switch (input.signal()) {
            case Signal.Value _ -> Optional.empty();
            case Signal.Partial _, Signal.Stale _, Signal.Absent _, Signal.NotANumber _, Signal.Failed _ ->
                Optional.of(SignalText.why(input.signal()));
        };
    }

    private static String reading(Input input) {
        boolean standsIn = input.proposal().isPresent() && input.signal().number().isEmpty();
        return input.trigger() + " " + input.reading() + (standsIn ? " (in place of no number)" : "") + ", target "
                + input.target();
    }

    /// Whether a metric has no say because it has no number; the triggers of a formula have no say of their own.
    private static boolean isBlind(Input input) {
        return input.proposal().isEmpty() && trouble(input).isPresent();
    }

    private static String without(List<Input> blind) {
        var first = blind.getFirst();
        var more = blind.size() == 1 ? "" : " (and " + (blind.size() - 1) + " more without a number)";
        return first.trigger() + " has no number: " + trouble(first).orElse("it was not used") + more;
    }

    /// The metric that wants most, which is the one that counts.
    private static Optional<Input> leader(DecisionRecord record) {
        Optional<Input> leader = Optional.empty();
        for (var input : record.inputs()) {
            int wanted = input.proposal().orElse(-1);
            if (wanted > leader.flatMap(Input::proposal).orElse(-1)) {
                leader = Optional.of(input);
            }
        }
        return leader;
    }

    private static String decidedBy(DecisionRecord record) {
        return leader(record)
                .map(input -> name(input) + ", which wants most: "
                        + count(input.proposal().orElseThrow()))
                .orElseGet(() -> last(record).toString());
    }

    private static boolean lacksData(String constraint) {
        return constraint.startsWith("Failed") || constraint.equals("TriggerError");
    }

    /// What a step did to the count, in words that need no knowledge of the HPA.
    private static String words(String constraint, DecisionRecord record) {
        var allowed = record.desiredReplicas().map(String::valueOf).orElse("none");
        return switch (constraint) {
            case "ScaleUpLimit" -> "the scale-up policy allows " + allowed + " now";
            case "ScaleDownLimit" -> "the scale-down policy allows " + allowed + " now";
            case "TooManyReplicas" -> allowed + " is the maximum";
            case "TooFewReplicas" -> allowed + " is the minimum";
            case "ScaleDownStabilized" -> "more were wanted within the stabilization window";
            case "ScaleUpStabilized" -> "fewer were wanted within the stabilization window";
            default -> record.decision().reasons().reversed().stream()
                    .filter(reason -> reason.code().equals(constraint))
                    .findFirst()
                    .orElse(last(record))
                    .text();
        };
    }

    private static String freshness(DecisionRecord record) {
        var troubles = record.inputs().stream()
                .filter(input -> trouble(input).isPresent())
                .map(input -> input.trigger() + (input.signal().number().isPresent() ? ": " : " has no number: ")
                        + trouble(input).orElseThrow())
                .collect(Collectors.joining("; "));
        if (!troubles.isEmpty()) {
            return troubles;
        }
        Optional<Duration> oldest = Optional.empty();
        var whose = "";
        for (var input : record.inputs()) {
            if (input.signal() instanceof Signal.Value value
                    && (oldest.isEmpty() || value.age().compareTo(oldest.get()) > 0)) {
                oldest = Optional.of(value.age());
                whose = input.trigger();
            }
        }
        var metric = whose;
        return oldest.map(age -> "every metric has a number, the oldest rests on a sample " + SignalText.age(age)
                        + " old (" + metric + ")")
                .orElse("no metric was asked");
    }

    private static String got(Signal signal) {
        return switch (signal) {
            case Signal.Value value -> value.value() + ", newest sample " + SignalText.age(value.age()) + " old";
            case Signal.Partial _ -> SignalText.why(signal);
            case Signal.Stale _, Signal.Absent _, Signal.NotANumber _, Signal.Failed _ ->
                "no number: " + SignalText.why(signal);
        };
    }

    private static Reason last(DecisionRecord record) {
        return record.decision().reasons().getLast();
    }

    private static String count(int replicas) {
        return replicas == 1 ? "1 replica" : replicas + " replicas";
    }
}
