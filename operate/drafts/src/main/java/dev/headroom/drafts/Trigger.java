package dev.headroom.drafts;

import dev.headroom.manifests.Field;
import java.util.Map;
import java.util.Optional;

/// One trigger of a ScaledObject as written.
///
/// @param metadata its settings as texts
public record Trigger(int index, String type, String name, String metricType, Field field, Map<String,
        String> metadata) {

    static Trigger of(Field field, int index) {
        return new Trigger(
                index,
                Peek.text(field, "type").orElse(""),
                Peek.text(field, "name").orElse(""),
                Peek.text(field, "metricType").orElse(""),
                field,
                Peek.texts(field, "metadata"));
    }

    public String what() {
        return "trigger " + (name.isEmpty() ? String.valueOf(index) : '"' + name + '"');
    }

    /// Whether the generated autoscaler reads it by itself.
    public boolean isResource() {
        return type.equals("cpu") || type.equals("memory");
    }

    public boolean isPrometheus() {
        return type.equals("prometheus");
    }

    /// Whether its number is divided by the replicas before it is compared: KEDA's default for all but cpu and memory.
    public boolean isAveraged() {
        return !isResource() && (metricType.isEmpty() || metricType.equals("AverageValue"));
    }

    public Optional<Double> number(String setting) {
        return Peek.number(field, "metadata", setting);
    }

    /// The place of a setting; that of the trigger when it is not written.
    public Field.Place place(String setting) {
        var found = Peek.at(field, "metadata", setting);
        return found.isMissing() ? field.place() : found.place();
    }
}
