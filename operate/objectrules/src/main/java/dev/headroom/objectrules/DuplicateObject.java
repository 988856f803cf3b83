package dev.headroom.objectrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Rule;
import dev.headroom.manifests.Manifest;
import java.util.HashMap;
import java.util.stream.Stream;

/// Objects that are written twice: whichever is applied last replaces the other.
final class DuplicateObject implements Rule {

    @Override
    public String id() {
        return "duplicate-object";
    }

    @Override
    public String title() {
        return "The same object is written twice";
    }

    @Override
    public Stream<Finding> findings(Drafts drafts) {
        var first = new HashMap<String, Manifest>();
        return drafts.manifests().stream().flatMap(manifest -> {
            var name = manifest.kind() + " " + manifest.metadata().namespace() + "/" + manifest.metadata().name();
            var earlier = first.putIfAbsent(name, manifest);
            return earlier == null
                    ? Stream.empty()
                    : Stream.of(info(
                            manifest.root().at("metadata").at("name").place(),
                            name + ": expected each object once, got it again, first at " + earlier.place()
                                    + ": the one that is applied last replaces the other"));
        });
    }
}
