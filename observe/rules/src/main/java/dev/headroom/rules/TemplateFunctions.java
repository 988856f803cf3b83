package dev.headroom.rules;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.headroom.gotemplate.GoFormat;
import dev.headroom.gotemplate.GoText;
import dev.headroom.gotemplate.TemplateBuiltins;
import dev.headroom.gotemplate.TemplateException;
import dev.headroom.gotemplate.TemplateLibrary;
import dev.headroom.model.RegexTemplate;
import dev.headroom.rules.AlertValues.Data;
import dev.headroom.gotemplate.TemplateValues.Html;
import dev.headroom.rules.AlertValues.Sample;
import dev.headroom.gotemplate.TemplateValues.Span;
import dev.headroom.gotemplate.TemplateValues.Time;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The functions of alert templates: those of Prometheus here, Go's own in [TemplateBuiltins].
final class TemplateFunctions implements TemplateLibrary {

    private static final Set<String> OWN = Set.of(
            "query", "first", "label", "value", "strvalue", "args", "reReplaceAll", "safeHtml", "match", "title",
            "toUpper", "toLower", "graphLink", "tableLink", "sortByLabel", "stripPort", "stripDomain", "humanize",
            "humanize1024", "humanizeDuration", "humanizePercentage", "humanizeTimestamp", "toTime", "toDuration",
            "now", "pathPrefix", "externalURL", "parseDuration", "urlQueryEscape");

    /// All names that a template may call.
    static final Set<String> NAMES = all();

    /// Prometheus' durations: each unit once, the largest first.
    private static final java.util.regex.Pattern DURATION = java.util.regex.Pattern.compile(
            "-?(?:0|(?:(\\d{1,9})y)?(?:(\\d{1,9})w)?(?:(\\d{1,9})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?"
                    + "(?:(\\d{1,9})ms)?)");
    private static final long[] UNIT_MILLIS = {
        365 * 86_400_000L, 7 * 86_400_000L, 86_400_000, 3_600_000, 60_000, 1000, 1
    };

    private final AlertTemplate.Surroundings around;

    TemplateFunctions(AlertTemplate.Surroundings around) {
        this.around = around;
    }

    @Override
    public Set<String> names() {
        return NAMES;
    }

    private static Set<String> all() {
        var names = new java.util.HashSet<>(OWN);
        names.addAll(TemplateBuiltins.NAMES);
        return Set.copyOf(names);
    }

    @Override
    public @Nullable Object call(String name, List<@Nullable Object> given) {
        if (!OWN.contains(name)) {
            return TemplateBuiltins.call(name, given);
        }
        var arguments = new Arguments(name, given);
        return switch (name) {
            case "query" -> query(arguments.only().text(0));
            case "first" -> first(arguments.only().samples(0));
            case "label" -> arguments.exactly(2).sample(1).labels().getOrDefault(arguments.text(0), "");
            case "value" -> arguments.only().sample(0).value();
            case "strvalue" -> arguments.only().sample(0).labels().getOrDefault("__value__", "");
            case "sortByLabel" -> sorted(arguments.exactly(2).text(0), arguments.samples(1));
            case "args" -> args(given);
            case "reReplaceAll" -> replaced(arguments.exactly(3).text(0), arguments.text(1), arguments.text(2));
            case "match" -> regex(arguments.exactly(2).text(0)).matcher(arguments.text(1)).find();
            case "safeHtml" -> new Html(arguments.only().text(0));
            case "title" -> title(arguments.only().text(0));
            case "toUpper" -> mapped(arguments.only().text(0), Character::toUpperCase);
            case "toLower" -> mapped(arguments.only().text(0), Character::toLowerCase);
            case "graphLink" -> Links.graph(arguments.only().text(0));
            case "tableLink" -> Links.table(arguments.only().text(0));
            case "urlQueryEscape" -> Links.escaped(arguments.only().text(0));
            case "stripPort" -> Hosts.withoutPort(arguments.only().text(0));
            case "stripDomain" -> Hosts.withoutDomain(arguments.only().text(0));
            case "pathPrefix" -> pathPrefix();
            case "externalURL" -> around.externalUrl();
            case "now" -> around.at().toEpochMilli() / 1000.0;
            case "parseDuration" -> seconds(arguments.only().text(0));
            case String _ -> number(name, arguments.only().number(0));
        };
    }

    private static Object number(String name, double value) {
        return switch (name) {
            case "humanize" -> Humanize.metric(value);
            case "humanize1024" -> Humanize.binary(value);
            case "humanizeDuration" -> Humanize.duration(value);
            case "humanizePercentage" -> Humanize.percentage(value);
            case "humanizeTimestamp" ->
                Double.isFinite(value) ? Humanize.time(value).toString() : Humanize.digits(value);
            case "toTime" -> Humanize.time(value);
            case "toDuration" -> Humanize.span(value);
            case String _ -> throw new TemplateException("function \"" + name + "\" not defined");
        };
    }

    /// The field or method `name` of a value.
    @Override
    public @Nullable Object method(@Nullable Object receiver, String name, List<@Nullable Object> given) {
        if (receiver instanceof Time time && name.equals("Format")) {
            return time.format(new Arguments(name, given).only().text(0));
        }
        if (!given.isEmpty()) {
            throw new TemplateException("<." + name + ">: " + name
                    + " has arguments but cannot be invoked as function");
        }
        Optional<Object> value = switch (receiver) {
            case null -> throw new TemplateException("nil data; no entry for key \"" + name + "\"");
            case Data data -> switch (name) {
                case "Labels" -> Optional.of(data.labels());
                case "ExternalLabels" -> Optional.of(data.externalLabels());
                case "ExternalURL" -> Optional.of(data.externalUrl());
                case "Value" -> Optional.of(data.value());
                case String _ -> Optional.empty();
            };
            case Sample sample -> switch (name) {
                case "Labels" -> Optional.of(sample.labels());
                case "Value" -> Optional.of(sample.value());
                case String _ -> Optional.empty();
            };
            case Map<?, ?> map -> {
                var entry = map.get(name);
                yield entry == null && isLabels(map) ? Optional.of("") : Optional.ofNullable(entry);
            }
            case Span span -> span.method(name);
            case Time time -> time.method(name);
            case Object _ -> Optional.empty();
        };
        if (value.isEmpty() && !(receiver instanceof Map)) {
            throw new TemplateException("can't evaluate field " + name + " in type " + GoFormat.type(receiver));
        }
        return value.orElse(null);
    }

    /// Whether a map is one of labels, whose missing entries are empty texts; the others come from `args`.
    private static boolean isLabels(Map<?, ?> map) {
        return !map.containsKey("arg0");
    }

    private List<Sample> query(String expr) {
        return around.query().apply(expr).stream()
                .map(element -> new Sample(AlertTemplate.map(element.labels()), element.value()))
                .toList();
    }

    private static Sample first(List<Sample> samples) {
        if (samples.isEmpty()) {
            throw new TemplateException("error calling first: first() called on vector with no elements");
        }
        return samples.getFirst();
    }

    private static List<Sample> sorted(String label, List<Sample> samples) {
        return samples.stream()
                .sorted(Comparator.comparing(sample -> sample.labels().getOrDefault(label, "")))
                .toList();
    }

    private static Map<String, Object> args(List<@Nullable Object> given) {
        var named = new TreeMap<String, Object>();
        for (int i = 0; i < given.size(); i++) {
            named.put("arg" + i, Objects.requireNonNullElse(given.get(i), "<nil>"));
        }
        return named;
    }

    private static Pattern regex(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException wrong) {
            throw new TemplateException("error parsing regexp: " + wrong.getMessage());
        }
    }

    private static String replaced(String pattern, String replacement, String text) {
        return RegexTemplate.replaceAll(regex(pattern), text, replacement);
    }

    /// Each character by itself, as Go does: no letter becomes two.
    private static String mapped(String text, IntUnaryOperator mapping) {
        return text.codePoints()
                .map(mapping)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /// Upper case for every first letter of a word; digits and underscores belong to words, yet a letter behind a digit
    /// is a first one.
    private static String title(String text) {
        var out = new StringBuilder();
        boolean inWord = false;
        for (int point : text.codePoints().toArray()) {
            boolean letter = Character.isLetter(point) || point == '_' || (inWord && point == '\'');
            out.appendCodePoint(letter && !inWord ? Character.toTitleCase(point) : point);
            inWord = letter;
        }
        return out.toString();
    }

    private String pathPrefix() {
        var path = URI.create(around.externalUrl()).getPath();
        return path == null ? "" : path;
    }

    private static double seconds(String text) {
        var parts = DURATION.matcher(text);
        if (text.isEmpty() || text.equals("-") || !parts.matches()) {
            throw new TemplateException("not a valid duration string: " + GoText.quote(text, false));
        }
        double millis = 0;
        for (int i = 0; i < UNIT_MILLIS.length; i++) {
            var count = parts.group(i + 1);
            millis += count == null ? 0 : Long.parseLong(count) * (double) UNIT_MILLIS[i];
        }
        return text.startsWith("-") ? -millis / 1000 : millis / 1000;
    }

    /// The arguments of a call, with the errors of those that do not fit.
    private record Arguments(String function, List<@Nullable Object> values) {

        private Arguments {
            values = new ArrayList<>(values);
        }

        Arguments only() {
            return exactly(1);
        }

        Arguments exactly(int count) {
            if (values.size() != count) {
                throw new TemplateException("wrong number of args for " + function + ": want " + count + " got "
                        + values.size());
            }
            return this;
        }

        String text(int index) {
            if (values.get(index) instanceof String text) {
                return text;
            }
            throw wrong(index, "string");
        }

        Sample sample(int index) {
            if (values.get(index) instanceof Sample sample) {
                return sample;
            }
            throw wrong(index, "*template.sample");
        }

        List<Sample> samples(int index) {
            if (values.get(index) instanceof List<?> list) {
                var samples = new ArrayList<Sample>();
                for (var item : list) {
                    if (item instanceof Sample sample) {
                        samples.add(sample);
                    }
                }
                return samples;
            }
            throw wrong(index, "template.queryResult");
        }

        double number(int index) {
            return switch (values.get(index)) {
                case Double number -> number;
                case Long number -> number;
                case String text -> GoText.parseFloat(text).orElseThrow(() -> new TemplateException(
                        "error calling " + function + ": strconv.ParseFloat: parsing " + GoText.quote(text, false)
                                + ": invalid syntax"));
                case Span span -> span.nanos() / 1e9;
                case null, default -> throw new TemplateException("error calling " + function + ": can't convert "
                        + GoFormat.type(values.get(index)) + " to float");
            };
        }

        private TemplateException wrong(int index, String type) {
            return new TemplateException("wrong type for value; expected " + type + "; got "
                    + GoFormat.type(values.get(index)));
        }
    }
}
