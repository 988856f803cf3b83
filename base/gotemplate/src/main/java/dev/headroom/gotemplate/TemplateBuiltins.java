package dev.headroom.gotemplate;

import dev.headroom.gotemplate.TemplateValues.Html;
import dev.headroom.gotemplate.TemplateValues.Span;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The functions that Go's text/template brings itself.
public final class TemplateBuiltins {

    public static final Set<String> NAMES = Set.of(
            "and", "or", "not", "eq", "ne", "lt", "le", "gt", "ge", "len", "index", "slice", "print", "printf",
            "println", "html", "js", "urlquery", "call");

    private TemplateBuiltins() {}

    public static @Nullable Object call(String name, List<@Nullable Object> arguments) {
        return switch (name) {
            case "not" -> !TemplateRun.truth(atLeast(1, name, arguments).getFirst());
            case "eq" -> equal(atLeast(1, name, arguments));
            case "ne" -> !same(atLeast(2, name, arguments).get(0), arguments.get(1));
            case "lt" -> less(atLeast(2, name, arguments).get(0), arguments.get(1));
            case "le" -> atMost(atLeast(2, name, arguments).get(0), arguments.get(1));
            case "gt" -> !atMost(atLeast(2, name, arguments).get(0), arguments.get(1));
            case "ge" -> !less(atLeast(2, name, arguments).get(0), arguments.get(1));
            case "len" -> length(atLeast(1, name, arguments).getFirst());
            case "index" -> index(atLeast(1, name, arguments));
            case "slice" -> slice(atLeast(1, name, arguments));
            case "print" -> GoFormat.print(arguments);
            case "println" -> GoFormat.println(arguments);
            case "printf" -> {
                if (!(atLeast(1, name, arguments).getFirst() instanceof String format)) {
                    throw new TemplateException("wrong type for value; expected string; got "
                            + GoFormat.type(arguments.getFirst()));
                }
                yield GoFormat.printf(format, arguments.subList(1, arguments.size()));
            }
            case "html" -> escapedHtml(GoFormat.print(arguments));
            case "js" -> escapedJs(GoFormat.print(arguments));
            case "urlquery" -> escapedQuery(GoFormat.print(arguments));
            case "call" -> throw new TemplateException("error calling call: call of nil");
            case String _ -> throw new TemplateException("function \"" + name + "\" not defined");
        };
    }

    private static List<@Nullable Object> atLeast(int count, String name, List<@Nullable Object> arguments) {
        if (arguments.size() < count) {
            throw new TemplateException(
                    "wrong number of args for " + name + ": want at least " + count + " got " + arguments.size());
        }
        return arguments;
    }

    private static boolean equal(List<@Nullable Object> arguments) {
        if (arguments.size() < 2) {
            throw new TemplateException("error calling eq: missing argument for comparison");
        }
        boolean equal = false;
        for (var other : arguments.subList(1, arguments.size())) {
            equal |= same(arguments.getFirst(), other);
        }
        return equal;
    }

    private static boolean same(@Nullable Object one, @Nullable Object other) {
        if (one == null || other == null) {
            return one == null && other == null;
        }
        if (one instanceof List || one instanceof Map || other instanceof List || other instanceof Map) {
            throw new TemplateException("error calling eq: non-comparable type " + GoFormat.type(one));
        }
        var left = plain(one);
        var right = plain(other);
        if (!left.getClass().equals(right.getClass())) {
            throw incompatible();
        }
        if (left instanceof Double number && right instanceof Double value) {
            return number.doubleValue() == value.doubleValue();
        }
        return left.equals(right);
    }

    private static boolean atMost(@Nullable Object one, @Nullable Object other) {
        return less(one, other) || same(one, other);
    }

    private static boolean less(@Nullable Object one, @Nullable Object other) {
        if (one == null || other == null) {
            throw new TemplateException("error calling lt: invalid type for comparison");
        }
        var left = plain(one);
        var right = plain(other);
        return switch (left) {
            case Long number when right instanceof Long value -> number < value;
            case Double number when right instanceof Double value -> number < value;
            case String text when right instanceof String value -> text.compareTo(value) < 0;
            case Long _, Double _, String _ -> throw incompatible();
            case Object _ -> throw new TemplateException("error calling lt: invalid type for comparison");
        };
    }

    private static TemplateException incompatible() {
        return new TemplateException("error calling comparison: incompatible types for comparison");
    }

    /// Named kinds compare as what they are made of.
    private static Object plain(Object value) {
        return switch (value) {
            case Html html -> html.text();
            case Span span -> span.nanos();
            case Object other -> other;
        };
    }

    private static long length(@Nullable Object value) {
        return switch (value) {
            case String text -> text.getBytes(StandardCharsets.UTF_8).length;
            case Html html -> html.text().getBytes(StandardCharsets.UTF_8).length;
            case List<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            case null, default -> throw new TemplateException("error calling len: len of type " + GoFormat.type(value));
        };
    }

    private static @Nullable Object index(List<@Nullable Object> arguments) {
        var value = arguments.getFirst();
        for (var key : arguments.subList(1, arguments.size())) {
            value = switch (value) {
                case Map<?, ?> map -> {
                    if (!(key instanceof String name)) {
                        throw new TemplateException("error calling index: value has type " + GoFormat.type(key)
                                + "; should be string");
                    }
                    yield map.containsKey(name) ? map.get(name) : "";
                }
                case List<?> list -> list.get(position(key, list.size() - 1L));
                case String text -> {
                    var bytes = text.getBytes(StandardCharsets.UTF_8);
                    yield (long) (bytes[position(key, bytes.length - 1L)] & 0xff);
                }
                case null, default ->
                    throw new TemplateException("error calling index: can't index item of type "
                    + GoFormat.type(value));
            };
        }
        return value;
    }

    private static int position(@Nullable Object key, long last) {
        if (!(key instanceof Long position)) {
            throw new TemplateException("error calling index: cannot index slice/array with type "
                    + GoFormat.type(key));
        }
        if (position < 0 || position > last) {
            throw new TemplateException("error calling index: index out of range: " + position);
        }
        return position.intValue();
    }

    private static Object slice(List<@Nullable Object> arguments) {
        var value = arguments.getFirst();
        if (arguments.size() > 3) {
            throw new TemplateException("error calling slice: too many slice indexes: " + (arguments.size() - 1));
        }
        long size = length(value);
        int from = arguments.size() > 1 ? position(arguments.get(1), size) : 0;
        int to = arguments.size() > 2 ? position(arguments.get(2), size) : (int) size;
        if (from > to) {
            throw new TemplateException("error calling slice: invalid slice index: " + from + " > " + to);
        }
        return switch (value) {
            case String text -> new String(
                    text.getBytes(StandardCharsets.UTF_8), from, to - from, StandardCharsets.UTF_8);
            case List<?> list -> list.subList(from, to);
            case null, default ->
                throw new TemplateException("error calling slice: can't slice item of type " + GoFormat.type(value));
        };
    }

    /// A query value as Go escapes it: a blank is a plus, and of the marks only `-_.~` stay.
    public static String escapedQuery(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("*", "%2A").replace("%7E", "~");
    }

    private static String escapedHtml(String text) {
        return text.replace("&", "&amp;")
                .replace("'", "&#39;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&#34;")
                .replace("\0", "\uFFFD");
    }

    private static String escapedJs(String text) {
        var out = new StringBuilder();
        for (int point : text.codePoints().toArray()) {
            switch (point) {
                case '\\' -> out.append("\\\\");
                case '\'' -> out.append("\\'");
                case '"' -> out.append("\\\"");
                case '<' -> out.append("\\u003C");
                case '>' -> out.append("\\u003E");
                case '&' -> out.append("\\u0026");
                case '=' -> out.append("\\u003D");
                default -> {
                    if (point < ' ' || (point > 126 && !GoText.printable(point))) {
                        out.append(String.format(java.util.Locale.ROOT, "\\u%04X", point));
                    } else {
                        out.appendCodePoint(point);
                    }
                }
            }
        }
        return out.toString();
    }
}
