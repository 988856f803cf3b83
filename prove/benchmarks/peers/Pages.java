import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Metrics pages of so many targets from a port on, with so many series each: a histogram of twelve buckets per route,
/// its sum and count. A fifth of the routes is called in each second.
///
///     java Pages.java PORT TARGETS SERIES
final class Pages {

    private static final double[] BOUNDS = {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.35, 0.5, 1, 2.5, 10};
    private static final int PER_ROUTE = BOUNDS.length + 3;

    private final long[][] counts;
    private final double[] sums;
    private final Random random;
    private volatile byte[] page = new byte[0];

    private Pages(int series, long seed) {
        int routes = Math.max(1, series / PER_ROUTE);
        counts = new long[routes][BOUNDS.length + 1];
        sums = new double[routes];
        random = new Random(seed);
        pass();
    }

    private void pass() {
        for (int route = 0; route < counts.length; route++) {
            if (random.nextInt(5) == 0) {
                for (int call = random.nextInt(20); call >= 0; call--) {
                    double seconds = Math.exp(random.nextGaussian() - 2.5);
                    sums[route] += seconds;
                    for (int i = 0; i < BOUNDS.length; i++) {
                        counts[route][i] += seconds <= BOUNDS[i] ? 1 : 0;
                    }
                    counts[route][BOUNDS.length]++;
                }
            }
        }
        page = print().getBytes(StandardCharsets.UTF_8);
    }

    private String print() {
        var text = new StringBuilder(1 << 20).append("# TYPE http_request_duration_seconds histogram\n");
        for (int route = 0; route < counts.length; route++) {
            var labels = "{endpoint=\"/predict\",route=\"/items/" + route + "\"";
            for (int i = 0; i <= BOUNDS.length; i++) {
                text.append("http_request_duration_seconds_bucket").append(labels).append(",le=\"")
                        .append(i < BOUNDS.length ? Double.toString(BOUNDS[i]) : "+Inf").append("\"} ")
                        .append(counts[route][i]).append('\n');
            }
            text.append("http_request_duration_seconds_sum").append(labels).append("} ").append(sums[route]).append('\n');
            text.append("http_request_duration_seconds_count").append(labels).append("} ")
                    .append(counts[route][BOUNDS.length]).append('\n');
        }
        return text.toString();
    }

    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[0]);
        var clock = Executors.newSingleThreadScheduledExecutor();
        var servers = Executors.newFixedThreadPool(4);
        for (int target = 0; target < Integer.parseInt(args[1]); target++) {
            var pages = new Pages(Integer.parseInt(args[2]), target);
            clock.scheduleAtFixedRate(pages::pass, 1000, 1000, TimeUnit.MILLISECONDS);
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port + target), 0);
            server.setExecutor(servers);
            server.createContext("/metrics", exchange -> {
                try (exchange) {
                    var body = pages.page;
                    exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4");
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                }
            });
            server.start();
        }
    }
}
