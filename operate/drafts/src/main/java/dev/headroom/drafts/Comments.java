package dev.headroom.drafts;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What comments in a file say to `headroom check`:
/// `# headroom check: scrape-interval 15s` how often what the file's queries read is scraped;
/// `# headroom check: ignore RULE ...` that a rule is silent about the rest of this line, or, on a line of its own,
/// about
/// the next line and all that is indented deeper below it.
public final class Comments {

    private static final Pattern COMMENT = Pattern.compile("(?:^|\\s)#\\s*headroom check:\\s*(\\S+)\\s*(.*?)\\s*$");
    private static final Pattern RULE_ID = Pattern.compile("[a-z][a-z0-9-]*");

    private Comments() {}

    /// What is silenced where.
    private record Silence(Set<String> rules, int first, int last) {}

    static Optional<ScrapeInterval> scrapeInterval(Source source) {
        for (int line = 1; line <= source.lines(); line++) {
            var match = COMMENT.matcher(source.line(line));
            if (match.find() && match.group(1).equals("scrape-interval")) {
                int number = line;
                return DurationWords.parse(match.group(2))
                        .map(interval -> new ScrapeInterval(interval, source.name() + ":" + number, false));
            }
        }
        return Optional.empty();
    }

    /// Whether a comment silences a finding.
    public static boolean silences(Source source, Finding finding) {
        int at = finding.place().line();
        for (int line = 1; line <= source.lines(); line++) {
            var match = COMMENT.matcher(source.line(line));
            if (match.find() && match.group(1).equals("ignore")) {
                var silence = silence(source, line, match.group(2));
                if (silence.first() <= at && at <= silence.last() && silence.rules().contains(finding.rule())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Silence silence(Source source, int line, String words) {
        var rules = new HashSet<>(List.of(words.split("[\\s,]+")));
        rules.removeIf(word -> !RULE_ID.matcher(word).matches());
        if (!isBlank(source.line(line))) {
            return new Silence(rules, line, line);
        }
        int first = line + 1;
        while (first <= source.lines() && isBlank(source.line(first))) {
            first++;
        }
        int last = first;
        if (first <= source.lines()) {
            int indent = indent(source.line(first));
            while (last < source.lines()
                    && (source.line(last + 1).isBlank() || indent(source.line(last + 1)) > indent)) {
                last++;
            }
        }
        return new Silence(rules, first, last);
    }

    /// Whether a line has nothing but blanks and a comment.
    private static boolean isBlank(String line) {
        return line.isBlank() || line.strip().startsWith("#");
    }

    private static int indent(String line) {
        return line.length() - line.stripLeading().length();
    }
}
