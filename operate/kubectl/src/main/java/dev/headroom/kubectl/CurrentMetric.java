package dev.headroom.kubectl;

import tools.jackson.databind.JsonNode;

/// What `status.currentMetrics` says about one metric of the spec. kubectl goes by the place in the list, not by the
/// name: where the entry at that place is of another source, there is nothing.
///
/// @param source of the spec: `resource`, `external`, ...
record CurrentMetric(JsonNode entry, String source) {

    static final String UNKNOWN = "<unknown>";

    /// What kubectl prints where an object that is there lacks a number.
    static final String NIL = "<nil>";

    static CurrentMetric at(int index, JsonNode object, String source) {
        return new CurrentMetric(object.path("status").path("currentMetrics").path(index), source);
    }

    /// The number, `<unknown>` where the source is not there, `<nil>` where only the number is not.
    String reading(String number) {
        return has() ? Quantities.text(current().path(number)) : UNKNOWN;
    }

    /// The number, `<unknown>` where it is not there.
    String readingOrUnknown(String number) {
        return has(number) ? reading(number) : UNKNOWN;
    }

    /// `63%`
    String utilization() {
        return has("averageUtilization") ? current().path("averageUtilization").asLong() + "%" : UNKNOWN;
    }

    /// `63% (126m)`
    String utilizationAndAverage() {
        return has("averageUtilization") ? utilization() + " (" + reading("averageValue") + ")" : UNKNOWN;
    }

    private boolean has() {
        return entry.path(source).isObject();
    }

    private boolean has(String number) {
        var node = current().path(number);
        return !node.isMissingNode() && !node.isNull();
    }

    private JsonNode current() {
        return entry.path(source).path("current");
    }
}
