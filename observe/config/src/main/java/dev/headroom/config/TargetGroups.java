package dev.headroom.config;

import dev.headroom.config.SdConfig.Group;
import dev.headroom.manifests.ManifestException;
import dev.headroom.manifests.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// Lists of target groups as files and servers of targets write them, in YAML or JSON.
public final class TargetGroups {

    private TargetGroups() {}

    /// @param name stands for the file or URL in messages
    /// @throws ManifestException when the text is no list of groups
    public static List<Group> parse(String name, String text) {
        var documents = Yaml.read(name, text);
        var groups = new ArrayList<Group>();
        if (!documents.isEmpty()) {
            for (var item : documents.getFirst().items()) {
                if (item.isMissing()) {
                    throw item.wrong("a target group", "an empty or null one");
                }
                var context = new Section.Context(new ArrayList<>(), UnaryOperator.identity());
                groups.add(SdReader.group(new Section(item, "a target group", context)));
            }
        }
        return List.copyOf(groups);
    }
}
