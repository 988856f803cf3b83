package dev.headroom.node;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.headroom.processes.ContainerStatus;
import dev.headroom.processes.ContainerStatus.State;
import dev.headroom.processes.PodStatus;
import dev.headroom.timeline.Timeline;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodListBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the API server, metrics-server and Prometheus ask a kubelet: logs, `/metrics/resource`, `/pods`, `/healthz`,
/// over HTTPS and to whom the cluster allows it. Without `exec`, `attach` and `port-forward`.
final class KubeletServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KubeletServer.class);

    /// The kubelet's own port.
    static final int PORT = 10250;

    private static final String TEXT = "text/plain; charset=utf-8";

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final KubeletAccess access;
    private final View view;

    /// What there is to be told.
    ///
    /// @param bound the pods as the API knows them
    /// @param running what they do
    record View(
            Supplier<Collection<Pod>> bound, Supplier<Collection<PodStatus>> running, MachineUsage machine,
            LogTimes logTimes, Timeline timeline) {}

    KubeletServer(String address, SSLContext context, KubeletAccess access, View view) {
        this.access = access;
        this.view = view;
        try {
            server = HttpsServer.create(new InetSocketAddress(address, PORT), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(
                    "node: expected to listen at " + address + ":" + PORT + ", got " + failure, failure);
        }
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                var wanted = context.getDefaultSSLParameters();
                wanted.setWantClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            answer(exchange);
        } catch (KubernetesClientException failure) {
            LOG.warn("node: the API server does not say who may ask: {}", failure.toString());
            text(exchange, 503, "the API server does not say who may ask\n");
        } catch (RuntimeException defect) {
            LOG.error("node: a defect in the answer to {}", exchange.getRequestURI(), defect);
            text(exchange, 500, "a defect, see the log\n");
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        var authorization = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"));
        var caller = access.caller(((HttpsExchange) exchange).getSSLSession(), authorization);
        if (caller.isEmpty()) {
            text(exchange, 401, "Unauthorized\n");
            return;
        }
        var path = exchange.getRequestURI().getPath();
        var parts = subresources(path);
        if (!access.allowed(caller.get(), exchange.getRequestMethod().equals("GET") ? "get" : "create", parts)) {
            text(exchange, 403, "Forbidden (user=" + caller.get().user() + ", resource=nodes, subresource(s)="
                    + parts + ")\n");
            return;
        }
        if (path.startsWith("/containerLogs/")) {
            logs(exchange, path.split("/"));
            return;
        }
        switch (path) {
            case "/healthz" -> text(exchange, 200, "ok");
            case "/metrics/resource" ->
                send(exchange, 200, "text/plain; version=0.0.4; charset=utf-8",
                        ResourceMetrics.of(view.running().get(), view.machine(), view.timeline().now()));
            case "/pods" -> {
                var list = new PodListBuilder().withItems(new ArrayList<>(view.bound().get())).build();
                send(exchange, 200, "application/json", Serialization.asJson(list));
            }
            default -> text(exchange, 404, "404 page not found: this node serves /containerLogs, /metrics/resource,"
                    + " /pods and /healthz; processes have no exec, attach and port-forward\n");
        }
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

    private void logs(HttpExchange exchange, String[] path) throws IOException {
        var container = path.length == 5 ? container(path[2], path[3], path[4]) : Optional.<ContainerStatus>empty();
        if (container.isEmpty()) {
            text(exchange, 404, "no such container here: " + exchange.getRequestURI().getPath() + "\n");
            return;
        }
        LogRequest request;
        try {
            request = LogRequest.of(
                    Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""), view.timeline().now());
        } catch (IllegalArgumentException unable) {
            text(exchange, 400, unable.getMessage() + "\n");
            return;
        }
        var file = request.previous() ? container.get().previousLog() : Optional.of(container.get().log());
        if (file.isEmpty()) {
            text(exchange, 400, "previous terminated container \"" + path[4] + "\" in pod \"" + path[3]
                    + "\" not found\n");
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", TEXT);
        exchange.sendResponseHeaders(200, 0);
        var marks = view.logTimes().of(container.get(), file.get());
        int run = container.get().restarts();
        new LogFile(file.get(), marks, view.timeline()::now).copy(
                request,
                () -> !request.previous()
                        && container(path[2], path[3], path[4]).filter(now -> writes(now, run)).isPresent(),
                exchange.getResponseBody());
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

    private static void text(HttpExchange exchange, int status, String text) throws IOException {
        send(exchange, status, TEXT, text);
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        var body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
