package dev.headroom.replay;

import dev.headroom.model.HumanDuration;
import dev.headroom.recording.Differences;
import dev.headroom.recording.Suite;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Ages as `kubectl` prints them.
final class DurationAgeSuite implements Suite {

    @Override
    public String name() {
        return "kubernetes-duration-age";
    }

    @Override
    public List<String> replay(JsonNode line) {
        var differences = new Differences();
        var age = Duration.ofNanos(line.path("nanoseconds").asLong());
        differences.add("human", line.path("human").asString(), HumanDuration.of(age));
        differences.add("short", line.path("short").asString(), HumanDuration.shortOf(age));
        return differences.all();
    }
}
