package dev.headroom.exposition;

import dev.headroom.exposition.Entry.Label;
import dev.headroom.model.Labels;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The labels of a sample as they stand on the page, and what comes of them, which is worked out once.
public final class PageLabels {

    private final List<Label> page;
    private @Nullable Labels labels;
    private @Nullable String refusal;

    /// @param page sorted by name, the metric name among them
    public PageLabels(List<Label> page) {
        this.page = List.copyOf(page);
    }

    List<Label> page() {
        return page;
    }

    Labels labels() {
        var known = labels;
        if (known == null) {
            var builder = Labels.builder();
            page.forEach(label -> builder.set(label.name(), label.value()));
            known = builder.build();
            labels = known;
        }
        return known;
    }

    Optional<String> refusal() {
        var known = refusal;
        if (known == null) {
            known = refused();
            refusal = known;
        }
        return known.isEmpty() ? Optional.empty() : Optional.of(known);
    }

    /// Empty when there is nothing wrong.
    private String refused() {
        var before = "";
        boolean named = false;
        for (var label : page) {
            if (!label.utf8() || label.name().isEmpty()) {
                return "invalid metric name or label names: " + labels();
            }
            if (label.name().equals(before)) {
                return "label name \"" + label.name() + "\" is not unique: invalid sample";
            }
            before = label.name();
            named |= label.name().equals(Labels.NAME) && !label.value().isEmpty();
        }
        return named ? "" : "missing metric name (__name__ label)";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PageLabels labels && page.equals(labels.page);
    }

    @Override
    public int hashCode() {
        return page.hashCode();
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
