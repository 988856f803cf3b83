package dev.headroom.manifests;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One Kubernetes object as written: what it is, what it is called, and its fields.
public record Manifest(String apiVersion, String kind, Metadata metadata, Field root) {

    /// The part of `metadata` that people write.
    public record Metadata(String namespace, String name, Map<String, String> labels, Map<String, String> annotations) {
        public Metadata {
            labels = Map.copyOf(labels);
            annotations = Map.copyOf(annotations);
        }
    }

    /// The objects of a file, the items of a `List` one by one.
    ///
    /// @throws ManifestException when the file cannot be read, is no YAML, or holds something without kind and name
    public static List<Manifest> read(Path file) {
        return read(Yaml.read(file));
    }

    public static List<Manifest> read(String name, String text) {
        return read(Yaml.read(name, text));
    }

    /// The objects of documents that were read already.
    public static List<Manifest> read(List<Field> documents) {
        var manifests = new ArrayList<Manifest>();
        for (var document : documents) {
            if (document.at("kind").text().equals("List")) {
                document.at("items").items().forEach(item -> manifests.add(of(item)));
            } else {
                manifests.add(of(document));
            }
        }
        return List.copyOf(manifests);
    }

    public static Manifest of(Field root) {
        var metadata = root.at("metadata");
        return new Manifest(
                root.at("apiVersion").text(),
                root.at("kind").text(),
                new Metadata(
                        metadata.at("namespace").text("default"),
                        metadata.at("name").text(),
                        metadata.at("labels").texts(),
                        metadata.at("annotations").texts()),
                root);
    }

    public Field spec() {
        return root.at("spec");
    }

    public String place() {
        return root.place().file() + ":" + root.place().line();
    }
}
