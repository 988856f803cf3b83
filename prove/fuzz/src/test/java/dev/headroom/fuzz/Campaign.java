package dev.headroom.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One target, some minutes of Jazzer in a process of its own: what it finds may take that process down.
///
/// @param folder gets the seeds, the inputs that reached something new, findings and the log
/// @param seed of the mutations
record Campaign(FuzzTarget target, Path folder, Duration length, long seed) {

    /// How long one input may take (limit `input-time`).
    private static final int MOST_SECONDS = 10;
    /// The heap of the process (limit `memory`); an input that needs more is a finding.
    private static final int MOST_HEAP_MIB = 768;
    private static final int MOST_RESIDENT_MIB = 2_560;
    private static final int MOST_INPUT_BYTES = 32_768;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Pattern EXECUTIONS = Pattern.compile("stat::number_of_executed_units: (\\d+)");

    /// What came of it.
    ///
    /// @param executions inputs that were read
    /// @param finding what to do about the input that was a finding
    record Outcome(String executions, Optional<String> finding) {}

    Outcome run() throws IOException, InterruptedException {
        var log = Files.createDirectories(folder).resolve("log.txt");
        var findings = Files.createDirectories(folder.resolve("findings"));
        for (var old : inputs(findings)) {
            Files.delete(old);
        }
        var process = new ProcessBuilder(command(findings)).redirectErrorStream(true).redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(length.plus(PATIENCE).toMillis(), TimeUnit.MILLISECONDS)) {
                return new Outcome("?", Optional.of(name() + " did not end by itself; see " + log));
            }
        } finally {
            process.destroyForcibly();
        }
        var said = Files.readString(log);
        var executions = EXECUTIONS.matcher(said);
        var count = executions.find() ? executions.group(1) : "?";
        var found = inputs(findings);
        if (process.exitValue() == 0 && found.isEmpty()) {
            return new Outcome(count, Optional.empty());
        }
        var what = said.lines().filter(line -> line.startsWith("== Java Exception") || line.startsWith("ERROR"))
                .findFirst().orElse("exit status " + process.exitValue());
        return new Outcome(count, Optional.of(what + found.stream().map(input -> "\nrepeat with: " + repeat(input))
                .reduce("", String::concat) + "\nlog: " + log));
    }

    private String name() {
        return "target " + target.name();
    }

    private String repeat(Path input) {
        return "./mvnw -pl :fuzz -am verify -Dtest=InputsTest -Dsurefire.failIfNoSpecifiedTests=false"
                + " -Dheadroom.fuzz.target=" + target.name() + " -Dheadroom.fuzz.input=" + input.toAbsolutePath();
    }

    private List<String> command(Path findings) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx" + MOST_HEAP_MIB + "m", "-XX:+UseSerialGC", "-XX:+EnableDynamicAgentLoading",
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                "-Dheadroom.root=" + System.getProperty("headroom.root", "../.."),
                "-cp", System.getProperty("java.class.path"), "com.code_intelligence.jazzer.Jazzer"));
        command.addAll(List.of(
                "--target_class=" + JazzerEntry.class.getName(),
                "--target_args=" + target.name(),
                "--instrumentation_includes=dev.headroom.**",
                "--custom_hook_excludes=**",
                "-max_total_time=" + length.toSeconds(),
                "-timeout=" + MOST_SECONDS,
                "-rss_limit_mb=" + MOST_RESIDENT_MIB,
                "-max_len=" + MOST_INPUT_BYTES,
                "-seed=" + seed,
                "-print_final_stats=1",
                "-use_value_profile=1",
                "--reproducer_path=" + folder.toAbsolutePath(),
                "-artifact_prefix=" + findings.toAbsolutePath() + "/",
                written("corpus", List.of()).toString(),
                written("seeds", target.seeds()).toString()));
        if (!target.words().isEmpty()) {
            command.add("-dict=" + dictionary());
        }
        return command;
    }

    private Path written(String name, List<byte[]> inputs) throws IOException {
        var inside = Files.createDirectories(folder.resolve(name)).toAbsolutePath();
        for (int i = 0; i < inputs.size(); i++) {
            Files.write(inside.resolve("seed-" + i), inputs.get(i));
        }
        return inside;
    }

    private Path dictionary() throws IOException {
        var lines = new ArrayList<String>();
        for (var word : target.words()) {
            var line = new StringBuilder("\"");
            for (byte each : Inputs.bytes(word)) {
                boolean plain = each >= ' ' && each < 127 && each != '"' && each != '\\';
                line.append(plain ? String.valueOf((char) each) : "\\x%02x".formatted(each));
            }
            lines.add(line.append('"').toString());
        }
        return Files.write(folder.resolve("words.dict"), lines).toAbsolutePath();
    }

    private static List<Path> inputs(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
