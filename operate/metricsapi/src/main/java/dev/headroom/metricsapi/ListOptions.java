package dev.headroom.metricsapi;

import dev.headroom.model.LabelSelector;
import dev.headroom.model.LabelSelectorException;
import java.util.Locale;
import java.util.Optional;

/// What a list is asked for. Limits and pages are read and passed over: metrics come in one piece.
record ListOptions(LabelSelector labels, FieldSelector fields, boolean watch, String resourceVersionMatch) {

    /// @throws StatusException when a parameter cannot be read
    static ListOptions of(QueryParameters query) {
        var labels = labels(query.value("labelSelector"));
        var fields = FieldSelector.parse(query.value("fieldSelector"));
        checkWhole(query, "timeoutSeconds");
        checkWhole(query, "limit");
        boolean hasVersion = !query.value("resourceVersion").isEmpty();
        return new ListOptions(
                labels,
                fields,
                isTrue(query.first("watch")),
                hasVersion ? "" : query.value("resourceVersionMatch"));
    }

    /// Options that only say which version they are for.
    void check() {
        if (!resourceVersionMatch.isEmpty()) {
            throw new StatusException(Status.invalidListOptions(
                    "resourceVersionMatch", "resourceVersionMatch is forbidden unless resourceVersion is provided"));
        }
    }

    private static LabelSelector labels(String text) {
        try {
            return LabelSelector.parse(text);
        } catch (LabelSelectorException wrong) {
            throw new StatusException(Status.badRequest(String.valueOf(wrong.getMessage())));
        }
    }

    private static void checkWhole(QueryParameters query, String name) {
        var text = query.value(name);
        if (text.isEmpty()) {
            return;
        }
        try {
            Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw new StatusException(
                    Status.badRequest("strconv.ParseInt: parsing \"" + text + "\": invalid syntax"));
        }
    }

    /// A parameter that is there counts, unless it says no.
    static boolean isTrue(Optional<String> value) {
        return value.map(text -> !text.equals("0") && !text.toLowerCase(Locale.ROOT).equals("false"))
                .orElse(false);
    }
}
