package dev.headroom.scrape;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;

/// A regular expression as Prometheus' relabelling reads it: RE2, tied to both ends by `^(?s:...)$`, so a dot matches a
/// newline and a stray `)|(` gets out of the tie (both are Prometheus' behaviour, and recorded).
record AnchoredRegex(String text, Pattern pattern) {

    /// @throws com.google.re2j.PatternSyntaxException when `text` is no RE2 expression
    static AnchoredRegex of(String text) {
        return new AnchoredRegex(text, Pattern.compile("^(?s:" + text + ")$"));
    }

    boolean matches(String value) {
        return pattern.matcher(value).find();
    }

    Matcher matcher(String value) {
        return pattern.matcher(value);
    }

    /// Every match replaced by the expanded template. An empty match right behind another match does not count.
    String replaceAll(String value, String template) {
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

    /// The template with `$name` and `${name}` replaced by the groups of a match, `$$` by a dollar. A name is as long
    /// as letters, digits and underscores go: `$1_total` is the group `1_total`. Unknown groups are empty.
    static String expand(String template, Matcher match) {
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
            if (point != '_' && !Character.isLetter(point)
                    && Character.getType(point) != Character.DECIMAL_DIGIT_NUMBER) {
                break;
            }
            end += Character.charCount(point);
        }
        return end;
    }

    private static String group(Matcher match, String name) {
        var number = number(name);
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

    /// The number that `name` is, or -1. As in Go, a leading zero makes it a name, and so does a number beyond 10^8.
    private static int number(String name) {
        boolean leadingZero = name.length() > 1 && name.charAt(0) == '0';
        if (leadingZero || name.length() > 8 || !name.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        return Integer.parseInt(name);
    }
}
