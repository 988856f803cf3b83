package dev.headroom.workloads;

import java.util.Optional;

/// One entry of a container's `env`.
public record EnvVariable(String name, Source source) {

    public sealed interface Source {}

    /// A text in which `$(NAME)` stands for a variable that was defined before.
    public record Text(String value) implements Source {}

    /// A field of the pod, such as `status.podIP`; the path has been checked.
    public record FieldRef(String fieldPath) implements Source {}

    /// A request or limit of a container, such as `limits.cpu`, as a multiple of the divisor, rounded up.
    ///
    /// @param container the container asked; the one that has the variable when empty
    /// @param divisorMilli in milli-units
    public record ResourceFieldRef(Optional<String> container, String resource, long divisorMilli) implements Source {}
}
