package dev.headroom.machine;

import java.util.OptionalLong;

/// How much a group of processes may use.
///
/// @param cpuMilli thousandths of a core
public record Limits(OptionalLong cpuMilli, OptionalLong memoryBytes) {

    public static final Limits NONE = new Limits(OptionalLong.empty(), OptionalLong.empty());
}
