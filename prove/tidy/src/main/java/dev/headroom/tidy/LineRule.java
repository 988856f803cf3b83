package dev.headroom.tidy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Bans a pattern from the lines of some files. Comments do not count, except where the rule is about them.
///
/// @param files which files it reads
/// @param instead what to do instead
record LineRule(String name, Predicate<SourceFile> files, Pattern banned, boolean inComments, String instead)
        implements Rule {

    static LineRule code(String name, Predicate<SourceFile> files, String banned, String instead) {
        return new LineRule(name, files, Pattern.compile(banned), false, instead);
    }

    static LineRule text(String name, Predicate<SourceFile> files, String banned, String instead) {
        return new LineRule(name, files, Pattern.compile(banned), true, instead);
    }

    @Override
    public List<Violation> check(Checkout checkout) {
        var violations = new ArrayList<Violation>();
        for (var file : checkout.files()) {
            if (files.test(file)) {
                for (int i = 0; i < file.lines().size(); i++) {
                    var line = inComments ? file.lines().get(i) : withoutComment(file.lines().get(i));
                    var match = banned.matcher(line);
                    if (match.find()) {
                        violations.add(new Violation(
                                file.path(), i + 1, name, "\"" + match.group().strip() + "\": " + instead));
                    }
                }
            }
        }
        return violations;
    }

    private static String withoutComment(String line) {
        var code = line.replaceAll("\"(\\\\.|[^\"\\\\])*\"", "\"\"");
        int comment = code.indexOf("//");
        var stripped = code.strip();
        return stripped.startsWith("*") || stripped.startsWith("/*") ? ""
                : comment < 0 ? code : code.substring(0, comment);
    }
}
