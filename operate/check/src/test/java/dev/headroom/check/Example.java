package dev.headroom.check;

import dev.headroom.drafts.DraftReader;
import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.DurationWords;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Observed;
import dev.headroom.drafts.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A file to check, with what its comments say: `# option: duration 4m`, `# observed: SERIES BOUNDS...`,
/// `# expect: 12:8 error`.
record Example(Path file, String text) {

    static final Path RESOURCES = Path.of(System.getProperty("headroom.root"), "operate/check/src/test/resources");

    static Example of(Path file) {
        try {
            return new Example(file, Files.readString(file));
        } catch (IOException failure) {
            throw new IllegalStateException(file.toString(), failure);
        }
    }

    List<Finding> findings() {
        return Check.findings(drafts());
    }

    Drafts drafts() {
        return new DraftReader(settings()).file(new Source(file.getFileName().toString(), text)).drafts();
    }

    private Drafts.Settings settings() {
        return new Drafts.Settings(option("scrape-interval"), option("duration"), observed(), Drafts.Stage.WRITTEN);
    }

    private Optional<Duration> option(String name) {
        return comments("option").filter(option -> option.startsWith(name + " ")).findFirst()
                .flatMap(option -> DurationWords.parse(option.substring(name.length() + 1)));
    }

    private Observed observed() {
        Map<String, List<Double>> buckets = new HashMap<>();
        comments("observed").forEach(line -> {
            var words = List.of(line.split(" "));
            buckets.put(words.getFirst(), words.stream().skip(1).map(Double::valueOf).toList());
        });
        return buckets.isEmpty()
                ? Observed.NOTHING
                : new Observed("http://prometheus:9090", true, buckets.keySet(), buckets);
    }

    /// `12:8 error`, in order.
    List<String> expected() {
        return comments("expect").toList();
    }

    private Stream<String> comments(String kind) {
        var start = "# " + kind + ": ";
        return text.lines().filter(line -> line.startsWith(start)).map(line -> line.substring(start.length()).strip());
    }

    Example with(String other) {
        return new Example(file, other);
    }

    /// Files below a folder of the test resources.
    static Stream<Path> files(String folder) {
        try (var found = Files.walk(RESOURCES.resolve(folder))) {
            return found.filter(Files::isRegularFile).sorted().toList().stream();
        } catch (IOException failure) {
            throw new IllegalStateException(folder, failure);
        }
    }
}
