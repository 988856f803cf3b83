package dev.headroom.manifests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// Reads YAML (and so JSON) into [Field] trees.
public final class Yaml {

    /// A file larger than this is refused before it is read.
    public static final long MAX_FILE_BYTES = 8L << 20;

    private Yaml() {}

    /// All documents of a file; empty documents are left out.
    ///
    /// @throws ManifestException when the file cannot be read or is no YAML
    public static List<Field> read(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw new ManifestException(file + ": expected a YAML file, got a folder; name the files in it");
            }
            long size = Files.size(file);
            if (size > MAX_FILE_BYTES) {
                throw new ManifestException(
                        file + ": expected at most " + MAX_FILE_BYTES + " bytes (manifest file size), got " + size);
            }
            return read(file.toString(), Files.readString(file));
        } catch (NoSuchFileException _) {
            throw new ManifestException(file + ": expected a YAML file, got nothing: no such file");
        } catch (IOException failure) {
            throw new ManifestException(file + ": cannot be read: " + failure);
        }
    }

    /// All documents of a text; `name` stands for the file in messages.
    public static List<Field> read(String name, String text) {
        var settings = LoadSettings.builder()
                .setLabel(name)
                .setAllowDuplicateKeys(false)
                .setMaxAliasesForCollections(50)
                .build();
        var documents = new ArrayList<Field>();
        try {
            var nodes = new Composer(settings, new LevelledParser(name, text, settings));
            while (nodes.hasNext()) {
                var field = field(name, "", nodes.next(), 0);
                if (!field.isMissing()) {
                    documents.add(field);
                }
            }
        } catch (MarkedYamlEngineException wrong) {
            var mark = wrong.getProblemMark();
            var place = mark.map(at -> name + ":" + (at.getLine() + 1) + ":" + (at.getColumn() + 1))
                    .orElse(name);
            throw new ManifestException(place + ": expected YAML, got: " + oneLine(String.valueOf(wrong.getProblem())));
        } catch (YamlEngineException wrong) {
            throw new ManifestException(name + ": expected YAML, got: " + oneLine(String.valueOf(wrong.getMessage())));
        }
        return List.copyOf(documents);
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    /// @param depth counts levels through aliases, too, which may stand inside what they name
    private static Field field(String file, String path, Node node, int depth) {
        var mark = node.getStartMark().orElseThrow();
        var place = new Field.Place(file, mark.getLine() + 1, mark.getColumn() + 1, path);
        if (depth > LevelledParser.MAX_LEVELS) {
            throw place.wrong("at most " + LevelledParser.MAX_LEVELS + " levels (manifest depth)", "more");
        }
        return switch (node) {
            case ScalarNode scalar -> scalar(place, scalar);
            case SequenceNode sequence -> {
                var items = new ArrayList<Field>();
                for (var item : sequence.getValue()) {
                    items.add(field(file, path + "[" + items.size() + "]", item, depth + 1));
                }
                yield new Field.Sequence(place, items);
            }
            case MappingNode mapping -> {
                var fields = new LinkedHashMap<String, Field>();
                var nulls = new LinkedHashMap<String, Field.Missing>();
                var merged = new ArrayList<Field>();
                for (var tuple : mapping.getValue()) {
                    if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                        throw place.wrong("a text as key", "a collection");
                    }
                    var name = key.getValue();
                    var value = field(file, path.isEmpty() ? name : path + "." + name, tuple.getValueNode(), depth + 1);
                    if (name.equals("<<") && key.getScalarStyle() == ScalarStyle.PLAIN) {
                        merged.add(value);
                        continue;
                    }
                    if (fields.containsKey(name) || nulls.containsKey(name)) {
                        throw value.place().wrong("each key once", "\"" + name + "\" again");
                    }
                    if (value instanceof Field.Missing nothing) {
                        nulls.put(name, nothing);
                    } else {
                        fields.put(name, value);
                    }
                }
                merged.forEach(defaults -> merge(defaults, fields, nulls));
                yield new Field.Mapping(place, fields, nulls);
            }
            default -> throw place.wrong("a text, a list or a mapping", node.getNodeType().toString());
        };
    }

    /// YAML's merge key: `<<: *defaults` stands for the keys of that mapping (or mappings) that are not written here.
    private static void merge(Field defaults, Map<String, Field> fields, Map<String, Field.Missing> nulls) {
        switch (defaults) {
            case Field.Mapping mapping -> {
                mapping.fields().forEach((key, value) -> {
                    if (!nulls.containsKey(key)) {
                        fields.putIfAbsent(key, value);
                    }
                });
                mapping.nulls().forEach((key, value) -> {
                    if (!fields.containsKey(key)) {
                        nulls.putIfAbsent(key, value);
                    }
                });
            }
            case Field.Sequence list -> list.items().forEach(item -> merge(item, fields, nulls));
            case Field.Scalar _, Field.Missing _ ->
                throw defaults.wrong("a mapping or a list of mappings to merge", "another value");
        }
    }

    private static Field scalar(Field.Place place, ScalarNode scalar) {
        boolean quoted = scalar.getScalarStyle() != ScalarStyle.PLAIN;
        boolean nothing = !quoted && (scalar.getValue().isEmpty() || scalar.getValue().matches("~|null|Null|NULL"));
        return nothing ? new Field.Missing(place) : new Field.Scalar(place, scalar.getValue(), quoted);
    }
}
