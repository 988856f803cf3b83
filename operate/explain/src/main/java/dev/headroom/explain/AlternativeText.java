package dev.headroom.explain;

import dev.headroom.autoscaler.DecisionRecord;
import dev.headroom.autoscaler.DecisionRecord.Input;
import dev.headroom.hpa.Alternative;
import dev.headroom.hpa.Response;
import dev.headroom.model.Quantity;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What would have to change for another result, in words.
final class AlternativeText {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private AlternativeText() {}

    static List<String> of(DecisionRecord record) {
        return record.alternatives().stream().map(each -> text(each, record)).toList();
    }

    /// `p95 above 385m: 4 replicas`, `from 14:03:10: 3 replicas, when the stabilization window ends`.
    private static String text(Alternative alternative, DecisionRecord record) {
        return switch (alternative) {
            case Alternative.Reading reading ->
                name(reading.metric(), record) + (reading.above() ? " above " : " below ") + edge(reading) + ": "
                        + count(reading.replicas())
                        + reading.earliest()
                                .map(at -> ", from " + clock(at, record.time()) + " if it stays there")
                                .orElse("");
            case Alternative.Later later ->
                later.constraint()
                        .map(code -> "from " + clock(later.at(), record.time()) + ": " + count(later.replicas()) + ", "
                                + passing(code))
                        .orElseGet(() -> "in the next turn: " + count(later.replicas()));
            case Alternative.Bound bound ->
                bound.field() + (bound.wanted() > bound.value() ? " above " : " below ") + bound.value()
                        + ": the metrics want " + count(bound.wanted());
            case Alternative.Data data ->
                name(data.metric(), record) + " with all of its data: before that no replica is taken away";
            case Alternative.Activation activation ->
                name(activation.metric(), record) + " above " + number(activation.value())
                        + ": the target wakes up";
        };
    }

    private static String passing(String constraint) {
        return switch (constraint) {
            case "ScaleDownStabilized", "ScaleUpStabilized" -> "when the stabilization window ends";
            case "ScaleUpLimit" -> "when the scale-up policy allows more";
            case "ScaleDownLimit" -> "when the scale-down policy allows fewer";
            case "ScalerCooldown" -> "when the cooldown period ends";
            default -> "when what " + constraint + " goes by has run out";
        };
    }

    private static String edge(Alternative.Reading reading) {
        var decimal = Quantity.ofMilli(reading.edge(), Quantity.Format.DECIMAL_SI).toString();
        return switch (reading.kind()) {
            case Response.Kind.UTILIZATION -> reading.edge() + "%";
            case Response.Kind.SHARED -> decimal + " in all";
            case Response.Kind.VALUE, Response.Kind.AVERAGE -> decimal;
        };
    }

    private static String name(String metric, DecisionRecord record) {
        return record.inputs().stream()
                .filter(input -> input.metric().equals(metric))
                .findFirst()
                .map(Input::trigger)
                .orElse(metric);
    }

    /// Whole seconds, never before the instant; with the day where it is another one.
    private static String clock(Instant at, Instant now) {
        var second = at.truncatedTo(ChronoUnit.SECONDS);
        var shown = second.equals(at) ? second : second.plusSeconds(1);
        boolean today = shown.truncatedTo(ChronoUnit.DAYS).equals(now.truncatedTo(ChronoUnit.DAYS));
        return (today ? TIME : DAY_AND_TIME).format(shown);
    }

    private static String number(double value) {
        return Optional.of(value)
                .filter(each -> each == Math.rint(each) && Math.abs(each) < 1e15)
                .map(each -> String.valueOf(each.longValue()))
                .orElse(String.valueOf(value));
    }

    private static String count(int replicas) {
        return replicas == 1 ? "1 replica" : replicas + " replicas";
    }
}
