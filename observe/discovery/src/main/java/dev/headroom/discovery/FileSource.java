package dev.headroom.discovery;

import dev.headroom.config.FilePattern;
import dev.headroom.config.SdConfig;
import dev.headroom.config.SdConfig.Group;
import dev.headroom.config.TargetGroups;
import dev.headroom.manifests.ManifestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Groups in files. A file is read again when its time or size changed; one that is wrong keeps the groups that it had.
final class FileSource implements TargetSources.Source {

    private final SdConfig.File config;
    private Map<Path, Read> files = Map.of();

    /// What a file said when it was read last.
    private record Read(FileTime time, long size, List<Group> groups) {}

    FileSource(SdConfig.File config) {
        this.config = config;
    }

    @Override
    public List<Group> groups() {
        var now = new HashMap<Path, Read>();
        var all = new ArrayList<Group>();
        var wrong = new ArrayList<String>();
        for (var name : config.files()) {
            for (var file : FilePattern.files(name)) {
                var before = files.get(file);
                try {
                    now.put(file, read(file, before));
                } catch (IOException | ManifestException failure) {
                    wrong.add("targets in " + file + ": " + failure.getMessage());
                    if (before != null) {
                        now.put(file, before);
                    }
                }
                var read = now.get(file);
                if (read != null) {
                    all.addAll(read.groups());
                }
            }
        }
        files = now;
        if (!wrong.isEmpty() && all.isEmpty()) {
            throw new SourceException(String.join("; ", wrong));
        }
        return List.copyOf(all);
    }

    private static Read read(Path file, @Nullable Read before) throws IOException {
        var time = Files.getLastModifiedTime(file);
        long size = Files.size(file);
        if (before != null && before.time().equals(time) && before.size() == size) {
            return before;
        }
        var groups = TargetGroups.parse(file.toString(), Files.readString(file)).stream()
                .map(group -> labelled(group, "__meta_filepath", file.toString()))
                .toList();
        return new Read(time, size, groups);
    }

    /// The group with where it was found.
    static Group labelled(Group group, String name, String value) {
        var labels = new HashMap<>(group.labels());
        labels.put(name, value);
        return new Group(group.targets(), labels);
    }
}
