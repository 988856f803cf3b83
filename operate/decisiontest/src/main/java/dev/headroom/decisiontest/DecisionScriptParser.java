package dev.headroom.decisiontest;

import dev.headroom.decisiontest.DecisionScript.Expected;
import dev.headroom.decisiontest.DecisionScript.Statement;
import dev.headroom.decisiontest.DecisionScript.Verdict;
import dev.headroom.drafts.DurationWords;
import dev.headroom.promqltest.Script;
import dev.headroom.promqltest.ScriptException;
import dev.headroom.promqltest.SeriesLine;
import dev.headroom.promqltest.SeriesNotation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads decision scripts line by line, with the reading rules of PromQL's: `#` starts a comment line, and an empty
/// line
/// ends a block. What belongs to a line is indented below it.
final class DecisionScriptParser {

    private static final Pattern MANIFEST = Pattern.compile("manifest\\s+(\\S.*)");
    private static final Pattern LOAD = Pattern.compile("load(_with_nhcb)?\\s+\\S+");
    private static final Pattern USAGE = Pattern.compile("usage\\s+(\\S+)");
    private static final Pattern REPLICAS = Pattern.compile("replicas\\s+(\\d{1,5})(?:\\s+at\\s+(\\S+))?");
    private static final Pattern START_UP = Pattern.compile("start-up\\s+(\\S+)");
    private static final Pattern SYNC = Pattern.compile("sync\\s+(\\S+)");
    private static final Pattern AUTOSCALER = Pattern.compile("autoscaler\\s+(\\S+)");
    private static final Pattern TICK = Pattern.compile(
            "tick\\s+at\\s+(\\S+)\\s+(?:(scale|hold|replicas)\\s+(\\d{1,5})|(abstain))(?:\\s+(\\S.*))?");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|([A-Za-z][A-Za-z0-9]*)");
    private static final String KNOWN = "manifest FILE, object, load STEP, usage STEP, replicas N [at TIME], start-up"
            + " T,"
            + " sync T, autoscaler NAME, or tick at TIME scale|hold|replicas N [REASON...] or abstain";

    private final String file;
    private final List<String> lines;
    private final List<Statement> statements = new ArrayList<>();
    private Duration last = Duration.ZERO;
    private int at;

    DecisionScriptParser(String file, String text) {
        this.file = file;
        this.lines = text.lines().map(String::stripTrailing).toList();
    }

    DecisionScript script() {
        while (at < lines.size()) {
            var line = lines.get(at++);
            if (!line.isBlank() && !line.strip().startsWith("#")) {
                statements.add(statement(line, at));
            }
        }
        return new DecisionScript(file, statements);
    }

    private Statement statement(String line, int number) {
        if (line.startsWith(" ") || line.startsWith("\t")) {
            throw wrong(number, "a statement at the start of the line", '"' + line.strip() + '"');
        }
        if (line.equals("object")) {
            return new Statement.Objects(number, objects(number));
        }
        if (LOAD.matcher(line).matches()) {
            return load(number);
        }
        Matcher match = MANIFEST.matcher(line);
        if (match.matches()) {
            return new Statement.ManifestFile(number, group(match, 1));
        }
        match = USAGE.matcher(line);
        if (match.matches()) {
            return new Statement.Usage(number, positive(number, group(match, 1)), series(number));
        }
        match = REPLICAS.matcher(line);
        if (match.matches()) {
            var when = Optional.ofNullable(match.group(2)).map(time -> duration(number, time));
            return new Statement.Replicas(number, Integer.parseInt(group(match, 1)), when);
        }
        match = START_UP.matcher(line);
        if (match.matches()) {
            return new Statement.StartUp(number, duration(number, group(match, 1)));
        }
        match = SYNC.matcher(line);
        if (match.matches()) {
            return new Statement.Sync(number, positive(number, group(match, 1)));
        }
        match = AUTOSCALER.matcher(line);
        if (match.matches()) {
            return new Statement.OfAutoscaler(number, group(match, 1));
        }
        return tick(line, number);
    }

    private Statement tick(String line, int number) {
        var match = TICK.matcher(line);
        if (!match.matches()) {
            throw wrong(number, KNOWN, '"' + line + '"');
        }
        var time = duration(number, group(match, 1));
        if (time.compareTo(last) < 0) {
            throw wrong(number, "a time that is not before the tick above, at " + DurationWords.of(last), group(match,
                    1));
        }
        last = time;
        boolean abstains = match.group(4) != null;
        var verdict = abstains ? Verdict.ABSTAIN : Verdict.valueOf(group(match, 2).toUpperCase(Locale.ROOT));
        var count = abstains ? Optional.<Integer>empty() : Optional.of(Integer.valueOf(group(match, 3)));
        return new Statement.Tick(number, line, time, new Expected(verdict, count, words(number, match.group(5))));
    }

    private List<String> words(int number, @org.jspecify.annotations.Nullable String text) {
        if (text == null) {
            return List.of();
        }
        var words = new ArrayList<String>();
        var rest = text.strip();
        while (!rest.isEmpty() && !rest.startsWith("#")) {
            var word = WORD.matcher(rest);
            if (!word.lookingAt()) {
                throw wrong(number, "reasons such as ScaleUpLimit or \"a part of a sentence\"", '"' + rest + '"');
            }
            words.add(word.group(1) == null ? group(word, 2) : group(word, 1));
            rest = rest.substring(word.end()).strip();
        }
        return words;
    }

    /// The lines indented below the one read last, empty ones among them included.
    private List<String> objects(int number) {
        int first = at;
        while (at < lines.size() && (lines.get(at).isBlank() || lines.get(at).startsWith(" "))) {
            at++;
        }
        if (at == first) {
            throw wrong(number, "objects in YAML, indented below", "nothing");
        }
        var documents = new ArrayList<String>();
        int start = first;
        for (int i = first; i <= at; i++) {
            if (i == at || lines.get(i).strip().equals("---")) {
                // The lines keep their numbers, so that what is wrong in them has the script's.
                documents.add("\n".repeat(start) + String.join("\n", lines.subList(start, i)));
                start = i + 1;
            }
        }
        return documents;
    }

    /// The lines below up to an empty one.
    private List<String> block() {
        int first = at;
        while (at < lines.size() && !lines.get(at).isBlank() && lines.get(at).startsWith(" ")) {
            at++;
        }
        return lines.subList(first, at);
    }

    private Statement load(int number) {
        var text = "\n".repeat(number - 1) + lines.get(number - 1) + "\n" + String.join("\n", block());
        try {
            return new Statement.Load(
                    number, (Script.Statement.Load) Script.parse(file, text).statements().getFirst());
        } catch (ScriptException wrong) {
            throw new DecisionScriptException(String.valueOf(wrong.getMessage()));
        }
    }

    private List<SeriesLine> series(int number) {
        var series = new ArrayList<SeriesLine>();
        int line = number;
        for (var text : block()) {
            line++;
            try {
                var read = SeriesNotation.parse(text.strip());
                var resource = read.labels().value("__name__");
                if (!resource.equals("cpu") && !resource.equals("memory")) {
                    throw wrong(line, "cpu or memory, in percent of the requests", '"' + resource + '"');
                }
                series.add(read);
            } catch (IllegalArgumentException wrong) {
                throw new DecisionScriptException(file + ":" + line + ": " + wrong.getMessage());
            }
        }
        return series;
    }

    private Duration positive(int number, String text) {
        var duration = duration(number, text);
        if (!duration.isPositive()) {
            throw wrong(number, "a duration above 0", '"' + text + '"');
        }
        return duration;
    }

    private Duration duration(int number, String text) {
        return DurationWords.parse(text)
                .orElseThrow(() -> wrong(number, "a duration such as 90s or 5m", '"' + text + '"'));
    }

    private static String group(Matcher match, int index) {
        return String.valueOf(match.group(index));
    }

    private DecisionScriptException wrong(int number, String expected, String got) {
        return new DecisionScriptException(file + ":" + number + ": expected " + expected + ", got " + got);
    }
}
