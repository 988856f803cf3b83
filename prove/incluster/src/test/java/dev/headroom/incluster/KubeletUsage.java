package dev.headroom.incluster;

import dev.headroom.hpa.ScaleTarget.Usage;
import dev.headroom.kubernetes.ScaledWorkload;
import dev.headroom.testbed.TestBed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What pods use as a metrics-server makes it of a kubelet's page: the rate of CPU between two readings, and the memory
/// of the newer one.
final class KubeletUsage implements ScaledWorkload.Metrics {

    private static final Pattern LINE = Pattern.compile(
            "(container_cpu_usage_seconds_total|container_memory_working_set_bytes)"
                    + "\\{container=\"([^\"]*)\",namespace=\"([^\"]*)\",pod=\"([^\"]*)\"\\} (\\S+) (\\d+)");

    private record Container(String namespace, String pod, String name) {}

    private record Reading(double cpuSeconds, double memoryBytes, Instant time) {}

    private final TestBed bed;
    private Map<Container, Reading> before = Map.of();

    KubeletUsage(TestBed bed) {
        this.bed = bed;
    }

    @Override
    public List<Usage> of(String namespace, String selector) {
        var earlier = before;
        before = read();
        var usages = new ArrayList<Usage>();
        before.forEach((container, now) -> {
            var old = earlier.get(container);
            if (old != null && container.namespace().equals(namespace) && now.time().isAfter(old.time())) {
                var window = Duration.between(old.time(), now.time());
                long cpu = Math.round((now.cpuSeconds() - old.cpuSeconds()) / window.toNanos() * 1e12);
                usages.add(new Usage(
                        container.pod(),
                        now.time(),
                        window,
                        Map.of(container.name(), Map.of("cpu", cpu, "memory", (long) (now.memoryBytes() * 1000)))));
            }
        });
        return usages;
    }

    private Map<Container, Reading> read() {
        var page = bed.kubectl("get", "--raw", "/api/v1/nodes/" + TestBed.NODE + "/proxy/metrics/resource");
        var readings = new HashMap<Container, Reading>();
        var matcher = LINE.matcher(page.output());
        while (matcher.find()) {
            var container = new Container(matcher.group(3), matcher.group(4), matcher.group(2));
            var old = readings.getOrDefault(container, new Reading(0, 0, Instant.EPOCH));
            double value = Double.parseDouble(matcher.group(5));
            boolean cpu = matcher.group(1).contains("cpu");
            readings.put(
                    container,
                    new Reading(
                            cpu ? value : old.cpuSeconds(),
                            cpu ? old.memoryBytes() : value,
                            Instant.ofEpochMilli(Long.parseLong(matcher.group(6)))));
        }
        return readings;
    }
}
