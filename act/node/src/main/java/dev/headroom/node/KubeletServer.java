package dev.headroom.node;

import dev.headroom.processes.ContainerStatus;
import dev.headroom.processes.ContainerStatus.State;
import dev.headroom.processes.PodStatus;
import dev.headroom.timeline.Timeline;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodListBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the API server, metrics-server and Prometheus ask a kubelet: logs, commands in containers, ports of pods,
/// `/metrics/resource`, `/pods`, `/healthz`, over HTTPS and to whom the cluster allows it. Without `attach`.
final class KubeletServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KubeletServer.class);

    /// The kubelet's own port.
    static final int PORT = 10250;

    private static final String EXEC = "/exec/";
    private static final String FORWARD = "/portForward/";
    private static final String TEXT = "text/plain; charset=utf-8";

    private final Vertx vertx;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final KubeletAccess access;
    private final View view;
    private final Commands commands;

    /// What there is to be told.
    ///
    /// @param bound the pods as the API knows them
    /// @param running what they do
    record View(
            Supplier<Collection<Pod>> bound, Supplier<Collection<PodStatus>> running, MachineUsage machine,
            LogTimes logTimes, Timeline timeline) {}

    /// Starts a command in a container.
    interface Commands {
        CompletableFuture<Process> start(String namespace, String pod, String container, List<String> argv);
    }

    /// @param keys of its own certificate, and whose certificates of clients are believed
    KubeletServer(Vertx vertx, String address, Keys keys, KubeletAccess access, Shown shown) {
        this.vertx = vertx;
        this.access = access;
        this.view = shown.view();
        this.commands = shown.commands();
        server = vertx.createHttpServer(new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(KeyCertOptions.wrap(keys.own()))
                .setTrustOptions(TrustOptions.wrap(keys.clients()))
                .setClientAuth(ClientAuth.REQUEST)
                .setMaxWebSocketFrameSize(SpdyFrame.MOST)
                .setMaxWebSocketMessageSize(2 * SpdyFrame.MOST)
                .setWebSocketSubProtocols(List.of(PortForward.PROTOCOL, Exec.PROTOCOL)));
        server.requestHandler(this::take);
        server.listen(PORT, address)
                .recover(failure -> Future.failedFuture(new UncheckedIOException(new IOException(
                        "node: expected to listen at " + address + ":" + PORT + ", got " + failure, failure))))
                .await();
    }

    /// What it serves.
    record Shown(View view, Commands commands) {}

    /// Who it is, and whom it believes to be who.
    record Keys(X509KeyManager own, X509TrustManager clients) {}

    private void take(HttpServerRequest request) {
        request.pause();
        request.exceptionHandler(gone -> LOG.debug("client of {} gone: {}", request.path(), gone.toString()));
        var context = vertx.getOrCreateContext();
        threads.execute(() -> {
            try {
                answer(request, context);
            } catch (IOException gone) {
                LOG.debug("client of {} gone: {}", request.path(), gone.toString());
            } catch (KubernetesClientException failure) {
                LOG.warn("node: the API server does not say who may ask: {}", failure.toString());
                text(request, 503, "the API server does not say who may ask\n");
            } catch (RuntimeException defect) {
                LOG.error("node: a defect in the answer to {}", request.uri(), defect);
                text(request, 500, "a defect, see the log\n");
            }
        });
    }

    private void answer(HttpServerRequest request, Context context) throws IOException {
        var path = Objects.requireNonNullElse(request.path(), "/");
        var caller = access.caller(request.connection().sslSession(), Optional.ofNullable(request.getHeader(
                "Authorization")));
        if (caller.isEmpty()) {
            text(request, 401, "Unauthorized\n");
            return;
        }
        boolean reads = request.method().equals(HttpMethod.GET)
                && !path.startsWith(FORWARD)
                && !path.startsWith(EXEC);
        var parts = subresources(path);
        if (!access.allowed(caller.get(), reads ? "get" : "create", parts)) {
            text(request, 403, "Forbidden (user=" + caller.get().user() + ", resource=nodes, subresource(s)=" + parts
                    + ")\n");
            return;
        }
        if (path.startsWith("/containerLogs/")) {
            logs(request, path.split("/"));
            return;
        }
        if (path.startsWith(FORWARD)) {
            forward(request, path.split("/"), context);
            return;
        }
        if (path.startsWith(EXEC)) {
            exec(request, path.split("/"), context);
            return;
        }
        switch (path) {
            case "/healthz" -> text(request, 200, "ok");
            case "/metrics/resource" ->
                send(request, 200, "text/plain; version=0.0.4; charset=utf-8",
                        ResourceMetrics.of(view.running().get(), view.machine(), view.timeline().now()));
            case "/pods" -> {
                var list = new PodListBuilder().withItems(new ArrayList<>(view.bound().get())).build();
                send(request, 200, "application/json", Serialization.asJson(list));
            }
            default -> text(request, 404, "404 page not found: this node serves /containerLogs, /exec, /portForward,"
                    + " /metrics/resource, /pods and /healthz, and no attach\n");
        }
    }

    /// Connections to the ports of a pod. The API server passes WebSockets on to nodes that declare it.
    private void forward(HttpServerRequest request, String[] path, Context context) {
        var address = path.length == 4 ? address(path[2], path[3]) : Optional.<String>empty();
        if (address.isEmpty()) {
            text(request, 404, "no such pod here: " + request.path() + "\n");
            return;
        }
        if (speaks(request, PortForward.PROTOCOL)) {
            upgrade(request, context, client -> new PortForward(client, address.get(), threads));
        }
    }

    private static boolean speaks(HttpServerRequest request, String protocol) {
        boolean speaks =
                Objects.requireNonNullElse(request.getHeader("Sec-WebSocket-Protocol"), "").contains(protocol);
        if (!speaks) {
            text(request, 400, "expected a WebSocket with " + protocol + ", as kubectl 1.31 and later open it\n");
        }
        return speaks;
    }

    private static void upgrade(HttpServerRequest request, Context context, Consumer<ServerWebSocket> begun) {
        upgrade(request, context, begun, () -> {});
    }

    private static void upgrade(
            HttpServerRequest request, Context context, Consumer<ServerWebSocket> begun, Runnable otherwise) {
        context.runOnContext(_ -> request.toWebSocket().onSuccess(begun::accept).onFailure(failure -> {
            LOG.info("{}: no WebSocket: {}", request.path(), failure.toString());
            otherwise.run();
        }));
    }

    /// A command in a container, once it is clear that it can be started.
    private void exec(HttpServerRequest request, String[] path, Context context) {
        var parameters = request.params();
        if (path.length != 5 || parameters.getAll("command").isEmpty()) {
            text(request, 400, "exec: expected a namespace, a pod, a container and a command, got "
                    + request.uri() + "\n");
        } else if (speaks(request, Exec.PROTOCOL)) {
            if ("1".equals(parameters.get("tty"))) {
                var why = "expected no terminal (-t), because processes of this node have none; use -i";
                upgrade(request, context, client -> Exec.refuse(client, why));
                return;
            }
            try {
                var process = commands.start(path[2], path[3], path[4], parameters.getAll("command")).join();
                boolean input = "1".equals(parameters.get("input"));
                upgrade(
                        request,
                        context,
                        client -> new Exec(client, process, input, threads),
                        process::destroyForcibly);
            } catch (CompletionException failure) {
                var why = String.valueOf(Objects.requireNonNullElse(failure.getCause(), failure).getMessage());
                upgrade(request, context, client -> Exec.refuse(client, why));
            }
        }
    }

    private Optional<String> address(String namespace, String pod) {
        return view.running().get().stream()
                .filter(each -> each.namespace().equals(namespace) && each.name().equals(pod))
                .map(PodStatus::address)
                .filter(each -> !each.isEmpty())
                .findFirst();
    }

    /// The parts of a node that one needs a right to, as kubelets map paths to them.
    private static List<String> subresources(String path) {
        if (path.startsWith("/metrics")) {
            return List.of("metrics");
        }
        return switch (path) {
            case "/healthz" -> List.of("healthz", "proxy");
            case "/pods" -> List.of("pods", "proxy");
            default -> List.of("proxy");
        };
    }

    private void logs(HttpServerRequest request, String[] path) throws IOException {
        var container = path.length == 5 ? container(path[2], path[3], path[4]) : Optional.<ContainerStatus>empty();
        if (container.isEmpty()) {
            text(request, 404, "no such container here: " + request.path() + "\n");
            return;
        }
        LogRequest asked;
        try {
            asked = LogRequest.of(
                    Optional.ofNullable(request.query()).orElse(""), view.timeline().now());
        } catch (IllegalArgumentException unable) {
            text(request, 400, unable.getMessage() + "\n");
            return;
        }
        var file = asked.previous() ? container.get().previousLog() : Optional.of(container.get().log());
        if (file.isEmpty()) {
            text(request, 400, "previous terminated container \"" + path[4] + "\" in pod \"" + path[3]
                    + "\" not found\n");
            return;
        }
        var response = request.resume().response().putHeader("Content-Type", TEXT);
        var marks = view.logTimes().of(container.get(), file.get());
        int run = container.get().restarts();
        new LogFile(file.get(), marks, view.timeline()::now).copy(
                asked,
                () -> !asked.previous()
                        && !response.closed()
                        && container(path[2], path[3], path[4]).filter(now -> writes(now, run)).isPresent(),
                new ResponseOutput(response));
        response.end();
    }

    /// Whether a run goes on, or its first one is still to begin.
    private static boolean writes(ContainerStatus container, int run) {
        return container.restarts() == run && switch (container.state()) {
            case State.Waiting _ -> container.lastTermination().isEmpty();
            case State.Running _ -> true;
            case State.Terminated _ -> false;
        };
    }

    private Optional<ContainerStatus> container(String namespace, String pod, String name) {
        return view.running().get().stream()
                .filter(each -> each.namespace().equals(namespace) && each.name().equals(pod))
                .flatMap(each -> each.containers().stream())
                .filter(each -> each.name().equals(name))
                .findFirst();
    }

    private static void text(HttpServerRequest request, int status, String text) {
        send(request, status, TEXT, text);
    }

    private static void send(HttpServerRequest request, int status, String type, String text) {
        var response = request.resume().response();
        if (!response.headWritten() && !response.closed()) {
            response.setStatusCode(status).putHeader("Content-Type", type).end(text);
        }
    }

    @Override
    public void close() {
        server.close().await();
        threads.shutdownNow();
    }
}
