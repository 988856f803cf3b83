package dev.headroom.scalers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Steps from the root of a JSON document to a value, in the notation of GJSON: `items.0.value`, `items.#`,
/// `items.#(name=="a").value`, `a\.b`.
sealed interface JsonPath {

    /// A member by its name, `*` and `?` in it as wildcards, or an item by its index.
    record Key(String text, Optional<Pattern> wildcard) implements JsonPath {}

    /// `#`: how many items there are; with steps behind it, what each item has there.
    record Each() implements JsonPath {}

    /// `#(...)`: the first item that fits, or all of them when a `#` follows.
    record Query(List<JsonPath> left, String operator, String right, boolean all) implements JsonPath {}

    /// `@this`: the value itself.
    record This() implements JsonPath {}

    /// @throws NoValueException for notation that is not read
    static List<JsonPath> parse(String text) {
        return new Reader(text).path();
    }

    /// Reads the notation from left to right.
    final class Reader {

        private static final List<String> OPERATORS = List.of("==", "!=", "<=", ">=", "!%", "=", "<", ">", "%");
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        private List<JsonPath> path() {
            var path = new ArrayList<JsonPath>();
            while (at < text.length()) {
                path.add(step());
                if (at < text.length() && (text.charAt(at) == '.' || text.charAt(at) == '|')) {
                    at++;
                    if (at == text.length()) {
                        path.add(new Key("", Optional.empty()));
                    }
                }
            }
            return path.isEmpty() ? List.of(new Key("", Optional.empty())) : path;
        }

        private JsonPath step() {
            if (text.startsWith("#(", at) || text.startsWith("#[", at)) {
                return query();
            }
            if (text.charAt(at) == '@') {
                int end = at;
                while (end < text.length() && ".|".indexOf(text.charAt(end)) < 0) {
                    end++;
                }
                var name = text.substring(at, end);
                if (!name.equals("@this")) {
                    throw new NoValueException("valueLocation \"" + text + "\": expected keys, indices, # or @this,"
                            + " got "
                            + name);
                }
                at = end;
                return new This();
            }
            return key();
        }

        private JsonPath key() {
            var plain = new StringBuilder();
            var pattern = new StringBuilder();
            boolean wild = false;
            int start = at;
            for (; at < text.length() && ".|".indexOf(text.charAt(at)) < 0; at++) {
                char c = text.charAt(at);
                if (c == '\\' && at + 1 < text.length()) {
                    at++;
                    c = text.charAt(at);
                } else if (c == '*' || c == '?') {
                    wild = true;
                    pattern.append(c == '*' ? ".*" : ".");
                    plain.append(c);
                    continue;
                }
                plain.append(c);
                pattern.append(Pattern.quote(String.valueOf(c)));
            }
            if (text.substring(start, at).equals("#")) {
                return new Each();
            }
            return new Key(
                    plain.toString(),
                    wild ? Optional.of(Pattern.compile(pattern.toString(), Pattern.DOTALL)) : Optional.empty());
        }

        private JsonPath query() {
            int start = at + 2;
            int end = start;
            int depth = 1;
            boolean quoted = false;
            for (; end < text.length() && depth > 0; end++) {
                char c = text.charAt(end);
                if (c == '\\') {
                    end++;
                } else if (c == '"') {
                    quoted = !quoted;
                } else if (!quoted) {
                    depth += "([".indexOf(c) >= 0 ? 1 : ")]".indexOf(c) >= 0 ? -1 : 0;
                }
            }
            if (depth > 0) {
                throw new NoValueException("valueLocation \"" + text + "\": expected a ) for the ( at " + (start - 1));
            }
            var inner = text.substring(start, end - 1);
            at = end;
            boolean all = text.startsWith("#", at);
            at += all ? 1 : 0;
            return query(inner, all);
        }

        private static JsonPath query(String inner, boolean all) {
            for (int i = 0; i < inner.length(); i++) {
                for (var operator : OPERATORS) {
                    if (inner.startsWith(operator, i)) {
                        var left = inner.substring(0, i).strip();
                        var right = inner.substring(i + operator.length()).strip();
                        return new Query(
                                left.isEmpty() ? List.of(new This()) : JsonPath.parse(left), operator, right, all);
                    }
                }
            }
            return new Query(JsonPath.parse(inner.strip()), "", "", all);
        }
    }
}
