package dev.headroom.hpa;

/// One step on the way to a decision: the word of the Kubernetes or KEDA docs where they have one
/// (`ScaleDownStabilized`, `TooManyReplicas`), and a sentence with the numbers.
public record Reason(String code, String text) {

    @Override
    public String toString() {
        return code + ": " + text;
    }
}
