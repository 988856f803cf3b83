package dev.headroom.inference;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.io.IOException;

/// The trained model in memory. `drive/inference/training` has where it comes from and how good it is.
final class ForecastModel implements AutoCloseable {

    /// The name that answers carry.
    static final String NAME = "nyc-taxi-quantiles-1";

    private static final String RESOURCE = "forecaster.onnx";

    private final OrtEnvironment environment;
    private final OrtSession session;

    private ForecastModel(OrtEnvironment environment, OrtSession session) {
        this.environment = environment;
        this.session = session;
    }

    /// Loads the model that ships with the service.
    static ForecastModel load() throws IOException, OrtException {
        try (var resource = ForecastModel.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IOException("the resource " + RESOURCE + " is missing from the inference jar");
            }
            var environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING);
            try (var options = new OrtSession.SessionOptions()) {
                // The threads that call it are the only ones that compute, so UVICORN_WORKERS means what it says.
                options.setIntraOpNumThreads(1);
                options.setInterOpNumThreads(1);
                // An arena keeps the largest batch ever seen; a replica has little memory and small batches.
                options.setCPUArenaAllocator(false);
                return new ForecastModel(environment, environment.createSession(resource.readAllBytes(), options));
            }
        }
    }

    /// One more thread's worth of forecasting. The model must outlive it.
    Forecaster forecaster() {
        return new Forecaster(environment, session);
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
