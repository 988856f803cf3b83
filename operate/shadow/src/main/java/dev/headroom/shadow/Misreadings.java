package dev.headroom.shadow;

import dev.headroom.autoscaler.DecisionRecord;
import dev.headroom.autoscaler.DecisionRecord.Input;
import dev.headroom.explain.DecisionText;
import dev.headroom.explain.DividedReadings;
import dev.headroom.hpa.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Where the controllers of a cluster act on a number that is not what its name says, although every condition is as it
/// should be: nothing that was read as a number, and what is divided by the replicas and must not be.
public final class Misreadings {

    /// The reason of a metric without data that the HorizontalPodAutoscaler has a number for.
    public static final String NO_DATA = "NoDataReadAsNumber";

    /// The decision's own word for data that an autoscaler asks to be read as 0.
    private static final String IGNORED = "NoDataIgnored";

    private Misreadings() {}

    /// @param stock the HorizontalPodAutoscaler that the cluster's controller runs
    public static List<Reason> of(DecisionRecord record, JsonNode stock) {
        var all = new ArrayList<Reason>();
        record.decision().reasons().stream().filter(reason -> reason.code().equals(IGNORED)).forEach(all::add);
        record.inputs().forEach(input -> unfounded(input, stock).ifPresent(all::add));
        all.addAll(DividedReadings.of(record));
        return all;
    }

    private static Optional<Reason> unfounded(Input input, JsonNode stock) {
        return DecisionText.trouble(input)
                .filter(_ -> input.signal().number().isEmpty())
                .flatMap(why -> number(stock, input.metric()).map(number -> new Reason(
                        NO_DATA,
                        DecisionText.name(input) + ": the HorizontalPodAutoscaler reads " + number
                                + " where there is no data: " + why)));
    }

    /// What its status says of an external metric, as `kubectl get hpa` prints it.
    private static Optional<String> number(JsonNode hpa, String metric) {
        return hpa.path("status").path("currentMetrics").valueStream()
                .map(each -> each.path("external"))
                .filter(each -> each.path("metric").path("name").asString("").equals(metric))
                .flatMap(each -> reading(each.path("current")).stream())
                .findFirst();
    }

    private static Optional<String> reading(JsonNode current) {
        var average = current.path("averageValue").asString("");
        var value = current.path("value").asString("");
        return average.isEmpty()
                ? Optional.of(value).filter(text -> !text.isEmpty())
                : Optional.of(average + " (avg)");
    }
}
