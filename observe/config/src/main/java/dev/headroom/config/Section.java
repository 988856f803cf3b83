package dev.headroom.config;

import dev.headroom.manifests.Field;
import dev.headroom.manifests.ManifestException;
import dev.headroom.manifests.TypedScalar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// A mapping of the configuration while it is read: remembers which keys were asked for, so that the others can be
/// refused.
///
/// A key that is not written has its default; a written null is the empty value of its type, as in Prometheus.
final class Section {

    /// More keys than this are not listed in a message.
    private static final int MOST_LISTED = 12;

    private final Field field;
    private final String name;
    private final Context context;
    private final Set<String> known = new HashSet<>();

    /// What all sections of a file share.
    ///
    /// @param warnings takes what is known and not done here
    /// @param path where a file is that the configuration names
    record Context(List<String> warnings, UnaryOperator<String> path) {}

    /// @param name what the section is called in messages
    Section(Field field, String name, Context context) {
        this.field = field;
        this.name = name;
        this.context = context;
        field.entries();
    }

    Field at(String key) {
        known.add(key);
        return field.at(key);
    }

    private boolean writtenNull(String key) {
        return field.writtenNull(key);
    }

    /// Whether the key has a value other than null.
    boolean has(String key) {
        return !at(key).isMissing();
    }

    String text(String key, String fallback) {
        return at(key).text(writtenNull(key) ? "" : fallback);
    }

    String text(String key) {
        return text(key, "");
    }

    /// The name of a file, made absolute where the configuration itself came from a file; empty when there is none.
    String path(String key) {
        var text = text(key);
        return text.isEmpty() ? "" : context.path().apply(text);
    }

    /// Names of files, like [#path].
    List<String> paths(String key) {
        return texts(key).stream().map(context.path()).toList();
    }

    boolean truth(String key, boolean fallback) {
        return TypedScalar.truth(at(key), !writtenNull(key) && fallback);
    }

    long unsigned(String key) {
        return TypedScalar.unsigned(at(key), 0);
    }

    double number(String key) {
        return TypedScalar.number(at(key), 0);
    }

    Duration duration(String key, Duration fallback) {
        return at(key).duration(writtenNull(key) ? Duration.ZERO : fallback);
    }

    Duration duration(String key) {
        return duration(key, Duration.ZERO);
    }

    /// A size in bytes such as `15MB`.
    long bytes(String key) {
        var size = at(key);
        return size.optionalText().map(text -> ByteSize.parse(size, text)).orElse(0L);
    }

    List<Field> items(String key) {
        return at(key).items();
    }

    List<String> texts(String key) {
        return items(key).stream().map(item -> item.text("")).toList();
    }

    /// A mapping from text to text; a null in it is an empty text.
    Map<String, String> map(String key) {
        var mapping = at(key);
        var texts = new LinkedHashMap<>(mapping.texts());
        if (mapping instanceof Field.Mapping written) {
            written.nulls().keySet().forEach(nothing -> texts.put(nothing, ""));
        }
        return texts;
    }

    /// A section in this one; nothing when it is not there or null.
    Optional<Section> section(String key) {
        return has(key) ? Optional.of(new Section(at(key), key, context)) : Optional.empty();
    }

    Section item(Field item, String itemName) {
        return new Section(item, itemName, context);
    }

    /// Notes that a key is known to Prometheus and does nothing here.
    void ignored(String key, String why) {
        var written = at(key);
        if (!written.isMissing()) {
            context.warnings().add(written.place() + ": ignored: " + why);
        }
    }

    void ignored(List<String> keys, String why) {
        keys.forEach(key -> ignored(key, why));
    }

    ManifestException wrong(String expected, String got) {
        return field.wrong(expected, got);
    }

    /// An error at one key.
    ManifestException wrong(String key, String expected, String got) {
        return field.at(key).wrong(expected, got);
    }

    /// @throws ManifestException when a key was written that nobody asked for
    void close() {
        var unknown = new ArrayList<>(field.unknown(known));
        if (!unknown.isEmpty()) {
            throw new ManifestException(unknown.getFirst() + " of " + name + ", expected " + expected(unknown));
        }
    }

    /// All keys where they are few, else the one that is most like the unknown one.
    private String expected(List<String> unknown) {
        if (known.size() <= MOST_LISTED) {
            return "one of " + String.join(", ", known.stream().sorted().toList());
        }
        var message = unknown.getFirst();
        var key = message.substring(message.lastIndexOf(' ') + 2, message.length() - 1);
        var nearest = known.stream()
                .min(Comparator.<String>comparingInt(one -> one.contains(key) ? 0 : distance(one, key))
                        .thenComparing(Comparator.naturalOrder()))
                .orElse("");
        return "one of its " + known.size() + " keys, the nearest is " + nearest;
    }

    /// How many letters must be added, taken or exchanged (Levenshtein).
    private static int distance(String one, String other) {
        var costs = new int[other.length() + 1];
        for (int j = 0; j < costs.length; j++) {
            costs[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = costs[0];
            costs[0] = i;
            for (int j = 1; j < costs.length; j++) {
                int exchanged = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = costs[j];
                costs[j] = Math.min(exchanged, Math.min(costs[j], costs[j - 1]) + 1);
            }
        }
        return costs[other.length()];
    }
}
