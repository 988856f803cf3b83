package dev.headroom.tidy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Every top-level type begins with a `///` sentence that defines it, and every package says what it owns.
final class DocumentedRule implements Rule {

    private static final Pattern TYPE = Pattern.compile(
            "^(?:public |abstract |final |sealed |non-sealed )*(?:class|interface|record|enum|@interface) \\w+");

    @Override
    public List<Violation> check(Checkout checkout) {
        var violations = new ArrayList<Violation>();
        for (var file : checkout.files()) {
            if (!file.isMainJava()) {
                continue;
            }
            var folder = file.path().substring(0, file.path().lastIndexOf('/') + 1);
            if (!checkout.paths().contains(folder + "package-info.java")) {
                violations.add(new Violation(file.path(), 1, "documented",
                        "add a package-info.java: one paragraph, what the package owns and what it must never do"));
            }
            type(file, violations);
        }
        return violations;
    }

    private static void type(SourceFile file, List<Violation> violations) {
        for (int i = 0; i < file.lines().size(); i++) {
            if (TYPE.matcher(file.lines().get(i)).find()) {
                if (!documented(file.lines(), i)) {
                    violations.add(new Violation(file.path(), i + 1, "documented",
                            "say what " + file.simpleName() + " is, in a /// sentence before it"));
                }
                return;
            }
        }
    }

    /// Whether a comment stands before line `type`, annotations between them or not.
    private static boolean documented(List<String> lines, int type) {
        for (int i = type - 1; i >= 0; i--) {
            if (lines.get(i).startsWith("///")) {
                return true;
            }
            if (lines.get(i).isBlank() || lines.get(i).startsWith("import ")) {
                return false;
            }
        }
        return false;
    }
}
