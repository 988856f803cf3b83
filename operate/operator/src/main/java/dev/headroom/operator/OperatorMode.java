package dev.headroom.operator;

/// How much an operator does.
public enum OperatorMode {
    /// Decides beside the controllers that are there, and writes nothing but its report.
    SHADOW,
    /// Makes and feeds the autoscalers of ScaledObjects; the HPA controller scales.
    ADAPTER,
    /// Decides, and writes the scale subresource itself.
    AUTOSCALER
}
