package dev.headroom.replay;

import dev.headroom.decisiontest.DecisionScript;
import dev.headroom.decisiontest.DecisionScriptException;
import dev.headroom.decisiontest.DecisionScriptRunner;
import dev.headroom.decisiontest.TickOutcome;
import dev.headroom.promqltest.Outcome;
import dev.headroom.promqltest.Script;
import dev.headroom.promqltest.ScriptException;
import dev.headroom.promqltest.ScriptRunner;
import dev.headroom.query.Engine;
import dev.headroom.query.EngineOptions;
import dev.headroom.recording.ReplayException;
import dev.headroom.timeline.Timeline;
import dev.headroom.timeline.WallTimeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/// A `.test` script: of decisions, or of PromQL, which is run with everything experimental switched on, as Prometheus'
/// own runner has it.
final class ScriptFile {

    private ScriptFile() {}

    static boolean handles(Path file) {
        return file.getFileName().toString().endsWith(".test");
    }

    /// @throws ReplayException when the file cannot be read or is no script
    static Tally replay(Path file, NameRemoval nameRemoval) {
        var text = text(file);
        if (DecisionScript.handles(text)) {
            return decisions(file, text);
        }
        try (var timeline = new WallTimeline()) {
            return replay(file, text, nameRemoval, timeline);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException _) {
            throw new ReplayException(file + ": expected a script, got nothing: no such file");
        } catch (IOException failure) {
            throw new ReplayException(file + ": cannot be read: " + failure);
        }
    }

    private static Tally decisions(Path file, String text) {
        try {
            var folder = file.toAbsolutePath().getParent();
            var outcomes = DecisionScriptRunner.run(
                    DecisionScript.parse(file.toString(), text), folder == null ? Path.of("") : folder);
            return new Tally(
                    (int) outcomes.stream().filter(TickOutcome::passed).count(),
                    outcomes.stream().filter(outcome -> !outcome.passed()).map(TickOutcome::text).toList());
        } catch (DecisionScriptException wrong) {
            throw new ReplayException(String.valueOf(wrong.getMessage()));
        }
    }

    private static Tally replay(Path file, String text, NameRemoval nameRemoval, Timeline timeline) {
        var options = EngineOptions.experimental();
        var runner = new ScriptRunner(
                (storage, delayed) -> new Engine(storage, options.withDelayedNameRemoval(delayed), timeline),
                nameRemoval == NameRemoval.DELAYED);
        List<Outcome> outcomes;
        try {
            outcomes = runner.run(Script.parse(file.toString(), text));
        } catch (ScriptException wrong) {
            throw new ReplayException(String.valueOf(wrong.getMessage()));
        }
        int passed = 0;
        var failures = new ArrayList<String>();
        var deviations = new HashMap<String, Integer>();
        for (var outcome : outcomes) {
            var deviation = outcome.passed() ? Optional.<QueryDeviation>empty() : QueryDeviation.of(outcome.query());
            if (outcome.passed()) {
                passed++;
            } else if (deviation.isPresent()) {
                deviations.merge(deviation.get().title(), 1, Integer::sum);
            } else {
                failures.add(outcome.text());
            }
        }
        return new Tally(passed, failures, deviations);
    }
}
