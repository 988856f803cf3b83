package dev.headroom.drafts;

import dev.headroom.manifests.Field;
import java.util.Optional;

/// Something that a rule found in a file.
///
/// @param rule the id of the rule: `rate-window`
/// @param message what, expected, got, next step, in one line and without the place
public record Finding(String rule, Severity severity, Field.Place place, String message, Optional<Fix> fix) {

    public Finding(String rule, Severity severity, Field.Place place, String message) {
        this(rule, severity, place, message, Optional.empty());
    }

    public Finding with(Optional<Fix> other) {
        return new Finding(rule, severity, place, message, other);
    }

    public Finding with(Fix other) {
        return with(Optional.of(other));
    }

    /// `file:line:column`
    public String where() {
        return place.file() + ":" + place.line() + ":" + place.column();
    }
}
