package dev.headroom.cli;

import dev.headroom.inference.InferenceProgram;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `headroom inference`: one replica of the forecasting service. The launcher starts a replica without arguments
/// directly, with flags for a small process; this is the same program in the JVM of the command line.
@Command(
        name = "inference",
        mixinStandardHelpOptions = true,
        description = {
            "Runs one replica of the forecasting service until SIGTERM, configured by its environment:",
            "",
            "  POD_IP                   address to listen on (127.0.0.1)",
            "  PORT                     port to listen on (8000; 0 takes a free one)",
            "  PREDICT_MAX_CONCURRENCY  predictions with the model threads at once (16)",
            "  PREDICT_QUEUE_LIMIT      predictions that wait behind these; beyond it 429 (64)",
            "  UVICORN_WORKERS          threads that run the model (2)",
            "  READINESS_CHECK_MODEL    1: listens when the model is warm (0: at once)",
            "  LOG_LEVEL                debug, info or error (info)",
            "  STOP_GRACE_SECONDS       how long a stop waits for running predictions (8)"
        },
        footer = {
            "",
            "Examples:",
            "  headroom inference",
            "  PORT=8001 READINESS_CHECK_MODEL=1 headroom inference",
            "  curl 127.0.0.1:8000/healthz",
            "As replicas with probes and limits: headroom up examples/inference"
        })
final class InferenceCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        try {
            return InferenceProgram.run(System.getenv(), System.out, System.err);
        } catch (NoClassDefFoundError missing) {
            if (!String.valueOf(missing.getMessage()).startsWith("ai/onnxruntime/")) {
                throw missing;
            }
            System.err.println("inference: expected the runtime of models (onnxruntime) beside the program, got none;"
                    + " the small container image leaves it out, run this from a whole installation");
            return 2;
        }
    }
}
