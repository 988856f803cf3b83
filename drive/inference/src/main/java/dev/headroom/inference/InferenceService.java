package dev.headroom.inference;

import ai.onnxruntime.OrtException;
import dev.headroom.inference.EventLog.Event;
import dev.headroom.timeline.Timeline;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One running replica of the forecasting service.
///
/// With `READINESS_CHECK_MODEL` it listens when its model is warm: whoever asks earlier is refused by the machine,
/// which costs nothing, while answering probes and scrapes takes a replica with a tenth of a core as long as its start.
/// Without it, it listens at once and loads its model beside; `/predict` answers 503 until then. One event loop does
/// all of HTTP, the model threads do nothing else than forecasts.
public final class InferenceService {

    /// Connections without a byte for so long are closed.
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(75);

    /// A stop waits until no request came for so long: whoever routes to this replica has noticed by then.
    private static final Duration STOP_QUIET = Duration.ofMillis(200);

    private static final int STOP_POLL_MILLIS = 20;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final InferenceConfig config;
    private final Vertx vertx;
    private final Context eventLoop;
    private final Instruments instruments;
    private final OpenExchanges open;
    private final Predictor predictor;
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();
    private final HttpServer server;
    private volatile Health health;

    private InferenceService(InferenceConfig config, Timeline timeline, PrintStream log) {
        this.config = config;
        this.vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                // A replica with a tenth of a core stands still for most of a second: no reason to warn.
                .setMaxEventLoopExecuteTime(10)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.SECONDS)
                .setBlockedThreadCheckInterval(60_000)
                .setFileSystemOptions(new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
        this.eventLoop = vertx.getOrCreateContext();
        this.instruments = new Instruments(
                timeline, new ServiceMetrics(), new EventLog(config.logLevel(), timeline, log));
        this.open = new OpenExchanges(timeline);
        this.predictor = new Predictor(config, eventLoop, instruments);
        this.health = new Health(Health.State.RUNNING, false, OptionalLong.empty());
        this.server = vertx.createHttpServer(new HttpServerOptions()
                .setHttp2ClearTextEnabled(false)
                .setAcceptBacklog(1024)
                .setIdleTimeout((int) IDLE_TIMEOUT.toSeconds()));
    }

    /// Loads the model and listens, in the order that the configuration asks for. A model that cannot be loaded ends
    /// the replica.
    ///
    /// @param log where the JSON log lines go
    /// @throws IOException with one line for the user when the address cannot be listened on
    public static InferenceService start(InferenceConfig config, Timeline timeline, PrintStream log)
            throws IOException {
        var service = new InferenceService(config, timeline, log);
        var loaded = new CompletableFuture<Boolean>();
        Thread.ofPlatform()
                .stackSize(ModelThreads.STACK_BYTES)
                .daemon()
                .name("model-load")
                .start(() -> loaded.complete(service.loadModel()));
        if (!config.readinessChecksModel() || loaded.join()) {
            service.listen();
        }
        return service;
    }

    /// The port it listens on, also when the configuration left the choice to the machine.
    public int port() {
        return server.actualPort();
    }

    /// Completes when the replica ended: 0 after a stop, 1 when the model could not be loaded.
    public CompletableFuture<Integer> ended() {
        return ended.copy();
    }

    private void listen() throws IOException {
        var routes = new Routes(vertx, instruments, open, predictor, () -> health);
        var listening = new CompletableFuture<HttpServer>();
        server.requestHandler(routes::route);
        eventLoop.runOnContext(_ -> server.listen(config.port(), config.host()).onComplete(result -> {
            if (result.succeeded()) {
                listening.complete(result.result());
            } else {
                listening.completeExceptionally(result.cause());
            }
        }));
        try {
            listening.get();
        } catch (ExecutionException failure) {
            var _ = vertx.close();
            throw new IOException(
                    "environment: POD_IP and PORT: expected a free address of this machine, got " + config.host() + ':'
                            + config.port() + " (" + failure.getCause()
                            + "); choose another PORT or stop whoever uses it",
                    failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while starting to listen", interrupted);
        }
        instruments.log().write(Event.SERVICE_STARTED, json -> {
            json.writeStringProperty("host", config.host());
            json.writeNumberProperty("port", port());
            json.writeNumberProperty("model_threads", config.modelThreads());
            json.writeNumberProperty("concurrency_limit", config.maxConcurrency());
            json.writeNumberProperty("queue_limit", config.queueLimit());
        });
    }

    /// Gets ready on the event loop: when this is done, whoever listens there next is ready before the first request.
    ///
    /// @return whether there is a model
    private boolean loadModel() {
        try {
            var model = ForecastModel.load();
            new Rehearsal(model.forecaster()).run();
            var threads = new ModelThreads(model, config.modelThreads());
            if (config.readinessChecksModel()) {
                HttpRehearsal.run(vertx, eventLoop, config, instruments.timeline(), threads);
            }
            eventLoop.runOnContext(_ -> ready(threads));
            return true;
        } catch (IOException | OrtException | RuntimeException | LinkageError failure) {
            instruments.log().write(Event.MODEL_FAILED, json -> json.writeStringProperty("error", failure.toString()));
            eventLoop.runOnContext(_ -> become(Health.State.FAILED));
            ended.complete(1);
            return false;
        }
    }

    private void ready(ModelThreads threads) {
        predictor.open(threads);
        long millis = millisSinceStart();
        health = new Health(
                health.state(), true, config.readinessChecksModel() ? OptionalLong.of(millis) : OptionalLong.empty());
        instruments.log().write(Event.MODEL_READY, json -> {
            json.writeStringProperty("model", ForecastModel.NAME);
            json.writeNumberProperty("startup_ready_ms", millis);
        });
    }

    private long millisSinceStart() {
        var now = instruments.timeline().now();
        return ProcessHandle.current()
                .info()
                .startInstant()
                .map(start -> Math.max(0, Duration.between(start, now).toMillis()))
                .orElse(0L);
    }

    private void become(Health.State state) {
        health = new Health(state, health.modelReady(), health.startupReadyMillis());
    }

    /// Ends the replica and returns when it has: `/healthz` says 503 at once, whoever is here already or still comes is
    /// served, and when it is quiet (or [InferenceConfig#stopGrace()] is over) everything closes.
    public void stop() {
        eventLoop.runOnContext(_ -> beginStop());
        try {
            ended.get(config.stopGrace().plus(CLOSE_TIMEOUT.multipliedBy(2)).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException overdue) {
            ended.complete(0);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void beginStop() {
        if (health.state() == Health.State.STOPPING) {
            return;
        }
        become(Health.State.STOPPING);
        instruments.log().write(
                Event.SERVICE_STOPPING, json -> json.writeNumberProperty("in_flight", predictor.inFlight()));
        long deadline = instruments.timeline().nanos() + config.stopGrace().toNanos();
        vertx.setPeriodic(STOP_POLL_MILLIS, timer -> {
            boolean late = instruments.timeline().nanos() - deadline >= 0;
            if (late || open.quietNanos() >= STOP_QUIET.toNanos()) {
                vertx.cancelTimer(timer);
                open.refuseAll();
                server.shutdown(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).onComplete(_ -> closed(!late));
            }
        });
    }

    private void closed(boolean inTime) {
        instruments.log().write(
                Event.SERVICE_STOPPED, json -> json.writeBooleanProperty("in_time", inTime));
        var _ = vertx.close();
        ended.complete(0);
    }
}
