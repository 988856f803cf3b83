package dev.headroom.replay;

import dev.headroom.recording.ReplayException;
import dev.headroom.recording.Suite;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A file of recorded vectors: one JSON object a line (`.jsonl`, `.jsonl.gz`), each naming its suite.
final class VectorFile {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<String, Suite> SUITES =
            Suites.all().stream().collect(Collectors.toUnmodifiableMap(Suite::name, Function.identity()));

    private VectorFile() {}

    static boolean handles(Path file) {
        var name = file.getFileName().toString();
        return name.endsWith(".jsonl") || name.endsWith(".jsonl.gz");
    }

    /// @throws ReplayException when the file cannot be read or a line is no vector
    static Tally replay(Path file) {
        int passed = 0;
        var failures = new ArrayList<String>();
        var deviations = new HashMap<String, Integer>();
        var suites = new HashMap<Suite, Suite>();
        try (var lines = new BufferedReader(new InputStreamReader(open(file), StandardCharsets.UTF_8))) {
            int number = 0;
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (line.isBlank()) {
                    continue;
                }
                var place = file + ":" + number;
                var vector = vector(place, line);
                var suite = suites.computeIfAbsent(suite(place, vector), any -> any.beside(file));
                suite.deviation(vector).ifPresent(name -> deviations.merge(name, 1, Integer::sum));
                var differences = suite.replay(vector);
                if (differences.isEmpty()) {
                    passed++;
                } else {
                    failures.add(place + ": " + String.join("; ", differences));
                }
            }
        } catch (NoSuchFileException _) {
            throw new ReplayException(file + ": expected a file of vectors, got nothing: no such file");
        } catch (IOException failure) {
            throw new ReplayException(file + ": cannot be read: " + failure);
        }
        return new Tally(passed, failures, deviations);
    }

    private static JsonNode vector(String place, String line) {
        try {
            return JSON.readTree(line);
        } catch (JacksonException wrong) {
            throw new ReplayException(place + ": expected a JSON object, got: " + wrong.getOriginalMessage());
        }
    }

    private static Suite suite(String place, JsonNode vector) {
        var name = vector.path("suite").asString("");
        var suite = SUITES.get(name);
        if (suite == null) {
            throw new ReplayException(place + ": field \"suite\": expected one of "
                    + SUITES.keySet().stream().sorted().collect(Collectors.joining(", ")) + ", got \"" + name + '"');
        }
        return suite;
    }

    private static InputStream open(Path file) throws IOException {
        var bytes = Files.newInputStream(file);
        return file.getFileName().toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
    }
}
