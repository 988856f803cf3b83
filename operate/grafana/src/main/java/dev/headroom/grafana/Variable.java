package dev.headroom.grafana;

/// What a reader chooses at the top of a dashboard.
public sealed interface Variable {

    String name();

    String label();

    /// Which Prometheus is asked.
    record Source(String name, String label) implements Variable {}

    /// Values of a label of a metric; several or all.
    ///
    /// @param selector the series that have the label
    record LabelValues(String name, String label, String selector, String of) implements Variable {}

    /// A text to type.
    record Text(String name, String label, String value) implements Variable {}
}
