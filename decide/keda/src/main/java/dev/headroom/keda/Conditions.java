package dev.headroom.keda;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The conditions of a ScaledObject in the order in which they were first set; they carry no times.
public record Conditions(List<Condition> all) {

    public static final String READY = "Ready";
    public static final String ACTIVE = "Active";
    static final String FALLBACK = "Fallback";
    static final String PAUSED = "Paused";
    static final String HPA_ACTIVE = "HPAActive";

    static final String TRUE = "True";
    static final String FALSE = "False";
    static final String UNKNOWN = "Unknown";

    static final Conditions NONE = new Conditions(List.of());

    /// Those of an object that nobody has looked at yet.
    static final Conditions INITIAL = NONE.with(READY, UNKNOWN, "", "")
            .with(ACTIVE, UNKNOWN, "", "")
            .with(FALLBACK, UNKNOWN, "", "")
            .with(PAUSED, FALSE, "", "");

    public Conditions {
        all = List.copyOf(all);
    }

    /// @param status `True`, `False` or `Unknown`
    public record Condition(String type, String status, String reason, String message) {}

    Conditions with(String type, String status, String reason, String message) {
        return with(new Condition(type, status, reason, message));
    }

    Conditions with(Condition condition) {
        var others = new ArrayList<>(all);
        others.replaceAll(each -> each.type().equals(condition.type()) ? condition : each);
        if (!others.contains(condition)) {
            others.add(condition);
        }
        return new Conditions(others);
    }

    Conditions with(Conditions news) {
        var result = this;
        for (var condition : news.all) {
            result = result.with(condition);
        }
        return result;
    }

    /// `Unknown` for one that is not there.
    String status(String type) {
        return find(type).map(Condition::status).orElse(UNKNOWN);
    }

    public Optional<Condition> find(String type) {
        return all.stream().filter(each -> each.type().equals(type)).findFirst();
    }

    boolean areInitialized() {
        return List.of(READY, ACTIVE, FALLBACK, PAUSED).stream().allMatch(type -> find(type).isPresent());
    }

    Conditions ready() {
        return with(READY, TRUE, "ScaledObjectReady", Words.READY);
    }
}
