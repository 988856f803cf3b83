package dev.headroom.objectrules;

import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Rule;
import dev.headroom.manifests.Field;
import dev.headroom.manifests.ManifestException;
import java.util.regex.Pattern;

/// Findings from what a reader refused.
final class Refusals {

    private static final Pattern PLACED = Pattern.compile("(\\d+):(\\d+): (.*)", Pattern.DOTALL);

    private Refusals() {}

    /// An error at the place that the message starts with; at `root` when it starts with none.
    static Finding of(Rule rule, Field root, String what, ManifestException wrong) {
        var message = String.valueOf(wrong.getMessage());
        var file = root.place().file() + ":";
        var match = PLACED.matcher(message.startsWith(file) ? message.substring(file.length()) : "");
        return match.matches()
                ? rule.error(
                        new Field.Place(
                                root.place().file(),
                                Integer.parseInt(match.group(1)),
                                Integer.parseInt(match.group(2)),
                                ""),
                        what + match.group(3))
                : rule.error(root.place(), what + message);
    }
}
