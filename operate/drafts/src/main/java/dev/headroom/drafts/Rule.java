package dev.headroom.drafts;

import dev.headroom.manifests.Field;
import java.util.stream.Stream;

/// One thing that goes wrong, and how to see it in files.
public interface Rule {

    /// What it is called in output, in comments that silence it and in its documentation: `rate-window`.
    String id();

    /// What it finds, as a sentence without a full stop.
    String title();

    Stream<Finding> findings(Drafts drafts);

    default Finding error(Field.Place place, String message) {
        return new Finding(id(), Severity.ERROR, place, message);
    }

    default Finding warning(Field.Place place, String message) {
        return new Finding(id(), Severity.WARNING, place, message);
    }

    default Finding info(Field.Place place, String message) {
        return new Finding(id(), Severity.INFO, place, message);
    }
}
