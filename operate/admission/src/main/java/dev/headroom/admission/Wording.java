package dev.headroom.admission;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// What `kubectl` prints: a refusal as one message, warnings as lines that no API server cuts off.
///
/* An API server may cut each warning off after 256 characters once all together have more than 4096 (apiserver,
 * filters/warning.go), which would cut off what to do, said last. So a warning goes into several, broken where the
 * sentence has a break; and what does not fit into the sum is counted. Control characters would lose a warning as a
 * whole (the header Warning cannot have them). */
final class Wording {

    /// How long one warning may be, in characters (limit `warningLength`).
    static final int WARNING_LENGTH = 256;

    /// How long all warnings of an answer may be (limit `warningsLength`).
    static final int WARNINGS_LENGTH = 4096;

    /// How many errors a refusal tells (limit `toldErrors`).
    static final int TOLD_ERRORS = 20;

    private static final String CONTINUED = "... ";
    private static final int KEPT_FOR_COUNT = 80;

    private Wording() {}

    /// Why an object is refused.
    static String refusal(List<Told> errors) {
        var rules = new LinkedHashSet<String>();
        errors.forEach(each -> rules.add(each.rule()));
        var lines = new ArrayList<String>();
        lines.add(errors.size() + (errors.size() == 1 ? " error" : " errors"));
        errors.stream().limit(TOLD_ERRORS).forEach(each -> lines.add("  " + each.line()));
        if (errors.size() > TOLD_ERRORS) {
            lines.add("  and " + (errors.size() - TOLD_ERRORS) + " more");
        }
        lines.add("(where this is meant: annotation " + Annotations.IGNORE + ": "
                + (rules.size() == 1 ? rules.getFirst() : '"' + String.join(" ", rules) + '"') + ")");
        return String.join("\n", lines);
    }

    static List<String> warnings(List<Told> told) {
        var warnings = new ArrayList<String>();
        int length = 0;
        for (int i = 0; i < told.size(); i++) {
            var parts = parts(told.get(i).line());
            int more = parts.stream().mapToInt(each -> each.codePointCount(0, each.length())).sum();
            if (length + more > WARNINGS_LENGTH - KEPT_FOR_COUNT) {
                int left = told.size() - i;
                warnings.add("and " + left + " more; headroom check tells all of them");
                return warnings;
            }
            length += more;
            warnings.addAll(parts);
        }
        return warnings;
    }

    private static List<String> parts(String line) {
        var rest = line.replaceAll("\\s*\\p{Cntrl}\\s*", " ").strip();
        var parts = new ArrayList<String>();
        while (rest.codePointCount(0, rest.length()) > WARNING_LENGTH) {
            int end = rest.offsetByCodePoints(0, WARNING_LENGTH);
            int at = breakBefore(rest, end);
            parts.add(rest.substring(0, at).strip());
            rest = CONTINUED + rest.substring(at).strip();
        }
        parts.add(rest);
        return parts;
    }

    /// Behind the last end of a clause, else between words, else anywhere.
    private static int breakBefore(String text, int end) {
        for (var sign : List.of("; ", ": ", ", ", " ")) {
            int found = text.lastIndexOf(sign, end - sign.length());
            if (found > end / 2) {
                return found + sign.length();
            }
        }
        return end;
    }
}
