package dev.headroom.tidy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// README, ARCHITECTURE and the other documents name what exists: every relative link leads to a file, every module is
/// in the picture of the tree, and every `headroom VERB` in a document is a verb.
final class SignpostRule implements Rule {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(?:#[^)]*)?\\)");
    private static final Pattern VERB = Pattern.compile("\\./headroom ([a-z][a-z-]+)");
    private static final Pattern COMMAND = Pattern.compile("^ *(?:@Command\\()?name = \"([a-z-]+)\"");

    @Override
    public List<Violation> check(Checkout checkout) {
        var violations = new ArrayList<Violation>();
        var verbs = verbs(checkout);
        for (var file : checkout.files()) {
            if (file.isMarkdown()) {
                links(checkout, file, violations);
                verbs(file, verbs, violations);
            }
        }
        modules(checkout, violations);
        return violations;
    }

    private static void links(Checkout checkout, SourceFile file, List<Violation> violations) {
        var place = Path.of("/" + file.path());
        for (int i = 0; i < file.lines().size(); i++) {
            var link = LINK.matcher(file.lines().get(i));
            while (link.find()) {
                var aim = link.group(1);
                if (aim.contains(":") || aim.startsWith("<")) {
                    continue;
                }
                var path = place.resolveSibling(aim).normalize().toString().substring(1);
                if (!checkout.paths().contains(path) && !checkout.paths().contains(path + "/")) {
                    violations.add(new Violation(file.path(), i + 1, "signposts", aim + ": there is no such file"));
                }
            }
        }
    }

    private static void verbs(SourceFile file, Set<String> verbs, List<Violation> violations) {
        for (int i = 0; i < file.lines().size(); i++) {
            var verb = VERB.matcher(file.lines().get(i));
            while (verb.find()) {
                if (!verbs.contains(verb.group(1))) {
                    violations.add(new Violation(
                            file.path(), i + 1, "signposts", verb.group(1) + ": `headroom` has no such verb"));
                }
            }
        }
    }

    private static Set<String> verbs(Checkout checkout) {
        var verbs = new HashSet<>(Set.of("help"));
        for (var file : checkout.files()) {
            if (file.isMainJava() && file.module().equals("operate/cli")) {
                for (var line : file.lines()) {
                    var command = COMMAND.matcher(line);
                    if (command.find()) {
                        verbs.add(command.group(1));
                    }
                }
            }
        }
        return verbs;
    }

    /// ARCHITECTURE draws each module as a line `name/` below its verb's line `verb/`.
    private static void modules(Checkout checkout, List<Violation> violations) {
        var drawn = checkout.file("ARCHITECTURE.md").map(SourceFile::lines).orElse(List.of());
        for (var module : checkout.modules()) {
            var verb = module.substring(0, module.indexOf('/') + 1);
            var name = "  " + module.substring(module.indexOf('/') + 1) + "/";
            boolean below = false;
            boolean found = false;
            for (var line : drawn) {
                below = line.startsWith(verb) || (below && line.startsWith("  "));
                found |= below && line.startsWith(name);
            }
            if (!found) {
                violations.add(new Violation("ARCHITECTURE.md", 1, "signposts",
                        module + ": draw it in the tree, with what it owns"));
            }
        }
    }
}
