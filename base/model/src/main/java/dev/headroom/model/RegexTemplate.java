package dev.headroom.model;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;

/// Replacement texts of Go's regular expressions, as relabelling, `label_replace` and alert templates use them.
///
/// `$name` and `${name}` stand for the groups of a match, `$$` for a dollar. A name is as long as letters, digits and
/// underscores go: `$1_total` is the group `1_total`. Unknown groups, and groups that took no part, are empty.
public final class RegexTemplate {

    private RegexTemplate() {}

    /// Every match replaced by the expanded template. An empty match right behind another match does not count.
    public static String replaceAll(Pattern pattern, String value, String template) {
        var matcher = pattern.matcher(value);
        var text = new StringBuilder();
        int end = 0;
        boolean first = true;
        while (matcher.find()) {
            boolean abuts = !first && matcher.start() == matcher.end() && matcher.start() == end;
            if (!abuts) {
                text.append(value, end, matcher.start()).append(expand(template, matcher));
                end = matcher.end();
                first = false;
            }
        }
        return text.append(value, end, value.length()).toString();
    }

    /// The template with the groups of the match that was found last.
    public static String expand(String template, Matcher match) {
        var text = new StringBuilder();
        int at = 0;
        while (at < template.length()) {
            int dollar = template.indexOf('$', at);
            if (dollar < 0) {
                break;
            }
            text.append(template, at, dollar);
            at = dollar + 1;
            if (at < template.length() && template.charAt(at) == '$') {
                text.append('$');
                at++;
                continue;
            }
            boolean braced = at < template.length() && template.charAt(at) == '{';
            int start = braced ? at + 1 : at;
            int end = nameEnd(template, start);
            boolean closed = !braced || (end < template.length() && template.charAt(end) == '}');
            if (end == start || !closed) {
                text.append('$');
                continue;
            }
            text.append(group(match, template.substring(start, end)));
            at = braced ? end + 1 : end;
        }
        return text.append(template, Math.min(at, template.length()), template.length()).toString();
    }

    private static int nameEnd(String template, int start) {
        int end = start;
        while (end < template.length()) {
            int point = template.codePointAt(end);
            boolean digit = Character.getType(point) == Character.DECIMAL_DIGIT_NUMBER;
            if (point != '_' && !Character.isLetter(point) && !digit) {
                break;
            }
            end += Character.charCount(point);
        }
        return end;
    }

    private static String group(Matcher match, String name) {
        int number = number(name);
        if (number >= 0) {
            var group = number <= match.groupCount() ? match.group(number) : null;
            return group == null ? "" : group;
        }
        if (!match.pattern().namedGroups().containsKey(name)) {
            return "";
        }
        var group = match.group(name);
        return group == null ? "" : group;
    }

    /// The number that `name` is, or -1. As in Go, a leading zero makes it a name.
    private static int number(String name) {
        boolean leadingZero = name.length() > 1 && name.charAt(0) == '0';
        if (leadingZero || name.length() > 8 || !name.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        return Integer.parseInt(name);
    }
}
