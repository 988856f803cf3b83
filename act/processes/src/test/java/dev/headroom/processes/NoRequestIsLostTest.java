package dev.headroom.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.hpa.ScaleTarget.Update;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Real service processes under constant load, while they come, go and die.
@Timeout(120)
class NoRequestIsLostTest {

    private static final int USERS = 8;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private final AtomicBoolean stop = new AtomicBoolean();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> answers = new ConcurrentHashMap<>();

    @Test
    void scalingAndTheSuddenDeathOfAPodCostNoRequest() throws Exception {
        try (var live = new LiveCluster(LiveCluster.web(1, ""), folder)) {
            assertTrue(live.serve(1), () -> "not ready: " + live.cluster.pods() + live.events);
            var users = users(live.address());
            var target = live.cluster.scaleTargets().getFirst();
            assertTrue(target.scaleTo(4) instanceof Update.Accepted);
            assertTrue(live.serve(4), () -> "not ready: " + live.cluster.pods());
            assertTrue(LiveCluster.until(() -> answers.size() == 4), () -> "all four answer: " + answers);

            var victim = live.cluster.pods().getFirst();
            ProcessHandle.of(victim.containers().getFirst().pid().orElseThrow()).orElseThrow().destroyForcibly();
            assertTrue(LiveCluster.until(() -> restarts(live, victim.name()) == 1), () -> "" + live.events);
            assertTrue(live.serve(4), () -> "not back: " + live.cluster.pods());

            target.scaleTo(1);
            assertTrue(LiveCluster.until(() -> live.cluster.pods().size() == 1), () -> "" + live.cluster.pods());
            int before = total();
            assertTrue(LiveCluster.until(() -> total() > before + 50), "the last one still answers");
            stop.set(true);
            for (var user : users) {
                user.join();
            }
            assertEquals(List.of(), List.copyOf(failures), () -> "of " + total() + " requests");
            var traffic = live.cluster.services().getFirst().ports().getFirst().traffic();
            assertEquals(total(), traffic.answered());
            assertEquals(0, traffic.failed());
            assertEquals(0, traffic.refused());
            assertEquals(0, traffic.inFlight());
        }
    }

    private static int restarts(LiveCluster live, String pod) {
        return live.cluster.pods().stream()
                .filter(each -> each.name().equals(pod))
                .mapToInt(PodStatus::restarts)
                .sum();
    }

    private int total() {
        return new TreeMap<>(answers).values().stream().mapToInt(Integer::intValue).sum();
    }

    private List<Thread> users(String address) {
        var users = new ArrayList<Thread>();
        for (int i = 0; i < USERS; i++) {
            boolean posts = i % 2 == 0;
            users.add(Thread.ofPlatform().start(() -> use(address, posts)));
        }
        return users;
    }

    private void use(String address, boolean posts) {
        var request = HttpRequest.newBuilder(URI.create("http://" + address + "/")).timeout(Duration.ofSeconds(20));
        var each = posts ? request.POST(BodyPublishers.ofString("work")).build() : request.GET().build();
        try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            while (!stop.get()) {
                try {
                    var answer = client.send(each, BodyHandlers.ofString());
                    if (answer.statusCode() == 200) {
                        answers.merge(answer.body(), 1, Integer::sum);
                    } else {
                        failures.add(answer.statusCode() + " " + answer.body());
                    }
                } catch (java.io.IOException | InterruptedException failure) {
                    failures.add(failure.toString());
                }
            }
        }
    }
}
