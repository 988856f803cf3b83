package dev.headroom.fuzz;

import java.util.List;

/// What Jazzer calls, in a process of its own: the target is the argument.
public final class JazzerEntry {

    private static FuzzTarget target = new TemplateTarget();

    private JazzerEntry() {}

    /// Called once.
    public static void fuzzerInitialize(String[] arguments) {
        target = FuzzTarget.named(List.of(arguments).getFirst());
    }

    /// Called with each input.
    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        target.run(input);
    }
}
