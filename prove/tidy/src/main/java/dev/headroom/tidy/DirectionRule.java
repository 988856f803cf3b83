package dev.headroom.tidy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// base ← observe, decide ← act ← operate ← prove; drive knows base and observe/exposition. Nobody imports upward, and
/// `observe` and `decide` do not know each other.
final class DirectionRule implements Rule {

    private static final Map<String, Set<String>> MAY_KNOW = Map.of(
            "base", Set.of("base"),
            "observe", Set.of("base", "observe"),
            "decide", Set.of("base", "decide"),
            "act", Set.of("base", "decide", "act"),
            "drive", Set.of("base", "drive"),
            "operate", Set.of("base", "observe", "decide", "act", "drive", "operate"),
            "prove", Set.of("base", "observe", "decide", "act", "drive", "operate", "prove"));

    private static final Pattern IMPORT = Pattern.compile("^import (?:static )?dev\\.headroom\\.(\\w+)\\.");

    @Override
    public List<Violation> check(Checkout checkout) {
        var verbs = new HashMap<String, String>();
        for (var module : checkout.modules()) {
            verbs.put(module.substring(module.indexOf('/') + 1), module);
        }
        var violations = new ArrayList<Violation>();
        for (var file : checkout.files()) {
            if (!file.isMainJava()) {
                continue;
            }
            for (int i = 0; i < file.lines().size(); i++) {
                var match = IMPORT.matcher(file.lines().get(i));
                if (match.find()) {
                    var known = verbs.getOrDefault(match.group(1), "");
                    if (!allowed(file.verb(), known)) {
                        violations.add(new Violation(file.path(), i + 1, "direction", file.verb() + " must not know "
                                + known + ": turn the dependency round, or hand a value over in operate/server"));
                    }
                }
            }
        }
        return violations;
    }

    private static boolean allowed(String from, String to) {
        var verb = to.contains("/") ? to.substring(0, to.indexOf('/')) : to;
        return MAY_KNOW.getOrDefault(from, Set.of()).contains(verb)
                || (from.equals("drive") && to.equals("observe/exposition"));
    }
}
