package dev.headroom.decisiontest;

import dev.headroom.promqltest.Script;
import dev.headroom.promqltest.SeriesLine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A decision script as read. Times count from the start of the script.
///
/// @param file the name that errors and results show
public record DecisionScript(String file, List<Statement> statements) {

    public DecisionScript {
        statements = List.copyOf(statements);
    }

    /// Whether a text is a decision script and not one of PromQL: it has a line that starts with `tick`, `manifest` or
    /// `object`.
    public static boolean handles(String text) {
        return text.lines().anyMatch(line -> line.matches("(tick|manifest|object)(\\s.*)?"));
    }

    /// @throws DecisionScriptException when the text is no script
    public static DecisionScript parse(String file, String text) {
        return new DecisionScriptParser(file, text).script();
    }

    /// One thing that a script says.
    public sealed interface Statement {

        int line();

        /// Objects in a file; its name is relative to the script's folder.
        record ManifestFile(int line, String name) implements Statement {}

        /// Objects in the script itself, each as YAML in its own lines of the script.
        record Objects(int line, List<String> documents) implements Statement {
            public Objects {
                documents = List.copyOf(documents);
            }
        }

        /// Series, as in PromQL's scripts.
        record Load(int line, Script.Statement.Load load) implements Statement {}

        /// What each pod uses of its requests, in percent: series called `cpu` and `memory`, for one pod with the label
        /// `pod`.
        record Usage(int line, Duration step, List<SeriesLine> series) implements Statement {
            public Usage {
                series = List.copyOf(series);
            }
        }

        /// The replicas at the start, or what somebody sets them to by hand at a time.
        record Replicas(int line, int count, Optional<Duration> at) implements Statement {}

        /// How long a new pod takes until it is ready.
        record StartUp(int line, Duration duration) implements Statement {}

        /// How often the autoscaler decides.
        record Sync(int line, Duration period) implements Statement {}

        /// Which autoscaler the ticks below are about, by its name.
        record OfAutoscaler(int line, String name) implements Statement {}

        /// What must have been decided by a time.
        record Tick(int line, String text, Duration at, Expected expected) implements Statement {}
    }

    /// What a tick expects of the decisions since the tick before.
    ///
    /// @param words the codes of reasons that must be among those of the decision, or parts of their sentences
    public record Expected(Verdict verdict, Optional<Integer> replicas, List<String> words) {
        public Expected {
            words = List.copyOf(words);
        }
    }

    public enum Verdict {
        /// The replicas were changed, at last to this count.
        SCALE,
        /// The replicas were not changed.
        HOLD,
        /// The last decision had no opinion.
        ABSTAIN,
        /// The replicas are this many, whoever changed them.
        REPLICAS
    }
}
