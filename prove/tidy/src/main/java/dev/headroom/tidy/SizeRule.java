package dev.headroom.tidy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Pattern;

/// Files of 500 lines, methods of 60, lines of 120 characters, packages of 40 files: beyond that a reader is lost.
final class SizeRule implements Rule {

    static final int FILE_LINES = 500;
    static final int METHOD_LINES = 60;
    static final int LINE_CHARACTERS = 120;
    static final int PACKAGE_FILES = 40;

    private static final Pattern METHOD = Pattern.compile(
            "^( {4}| {8})(?!.*\\b(?:record|class|interface|enum) )"
                    + "(?!return |throw |new |else|case |default|if |for |while |switch |try|catch|do |yield )"
                    + "[\\w@][\\w<>\\[\\],.?&@ ]*\\([^;]*(\\{)?$");

    @Override
    public List<Violation> check(Checkout checkout) {
        var violations = new ArrayList<Violation>();
        var packages = new HashMap<String, Integer>();
        for (var file : checkout.files()) {
            if (!file.isJava()) {
                continue;
            }
            if (file.lines().size() > FILE_LINES) {
                violations.add(new Violation(file.path(), 1, "file-size", file.lines().size() + " lines, at most "
                        + FILE_LINES + ": move a concept of its own to a class of its own"));
            }
            lines(file, violations);
            methods(file, violations);
            if (file.isMainJava()) {
                packages.merge(file.path().substring(0, file.path().lastIndexOf('/')), 1, Integer::sum);
            }
        }
        packages.forEach((folder, count) -> {
            if (count > PACKAGE_FILES) {
                violations.add(new Violation(folder, 1, "package-size",
                        count + " files, at most " + PACKAGE_FILES + ": the module does two jobs, split it"));
            }
        });
        return violations;
    }

    private static void lines(SourceFile file, List<Violation> violations) {
        for (int i = 0; i < file.lines().size(); i++) {
            int length = file.lines().get(i).length();
            if (length > LINE_CHARACTERS && !file.lines().get(i).contains("http")) {
                violations.add(new Violation(file.path(), i + 1, "line-length",
                        length + " characters, at most " + LINE_CHARACTERS + ": break the line"));
            }
        }
    }

    /// A method starts at a declaration indented by four or eight blanks and ends at the brace of the same indent.
    private static void methods(SourceFile file, List<Violation> violations) {
        var lines = file.lines();
        for (int start = 0; start < lines.size(); start++) {
            var declaration = METHOD.matcher(lines.get(start));
            if (!declaration.find()) {
                continue;
            }
            var indent = declaration.group(1);
            int end = start + 1;
            while (end < lines.size()
                    && !lines.get(end).equals(indent + "}")
                    && !(lines.get(end).startsWith(indent) && lines.get(end).endsWith(";")
                            && !lines.get(end).startsWith(indent + " "))) {
                end++;
            }
            if (end < lines.size() && lines.get(end).equals(indent + "}") && end - start + 1 > METHOD_LINES) {
                violations.add(new Violation(file.path(), start + 1, "method-size",
                        (end - start + 1) + " lines, at most " + METHOD_LINES + ": name its steps"));
            }
        }
    }
}
