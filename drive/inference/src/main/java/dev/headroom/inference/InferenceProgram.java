package dev.headroom.inference;

import dev.headroom.timeline.WallTimeline;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;

/// `headroom inference`: one replica as a process, configured by its environment, stopped by SIGTERM.
public final class InferenceProgram {

    private static final int OK = 0;
    private static final int WRONG_INPUT = 2;

    private InferenceProgram() {}

    /// Without any framework of command lines in front: what a replica starts with counts against its tenth of a core.
    public static void main(String[] arguments) {
        System.exit(run(arguments, System.getenv(), System.out, System.err));
    }

    private static int run(String[] arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
        if (arguments.length > 0) {
            err.println("headroom inference: expected no arguments, got \""
                    + ErrorText.shortened(String.join(" ", arguments))
                    + "\"; configure it by environment variables (docs/guide/inference.md)");
            return WRONG_INPUT;
        }
        return run(environment, out, err);
    }

    /// Runs a replica until it is told to end; the answer is its exit status.
    public static int run(Map<String, String> environment, PrintStream out, PrintStream err) {
        try (var timeline = new WallTimeline()) {
            var service = InferenceService.start(InferenceConfig.fromEnvironment(environment), timeline, out);
            // SIGTERM begins the JVM's shutdown; halt, because its own status would be 143.
            Runtime.getRuntime().addShutdownHook(new Thread(
                    () -> {
                        if (!service.ended().isDone()) {
                            service.stop();
                            Runtime.getRuntime().halt(OK);
                        }
                    },
                    "stop"));
            return service.ended().join();
        } catch (IllegalArgumentException | IOException wrong) {
            err.println("headroom inference: " + wrong.getMessage());
            return WRONG_INPUT;
        }
    }
}
