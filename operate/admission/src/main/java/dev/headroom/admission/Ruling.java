package dev.headroom.admission;

import dev.headroom.drafts.Severity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// Whether an object is admitted, and what is said about it.
///
/// @param refused the errors for which it is not
/// @param warned what is said beside that
record Ruling(List<Told> refused, List<Told> warned) {

    static final Ruling SILENT = new Ruling(List.of(), List.of());

    Ruling {
        refused = List.copyOf(refused);
        warned = List.copyOf(warned);
    }

    /// Refuses for errors that the object did not have before: one that is stored with a fault can still be changed,
    /// and is told of it. A fault is the same fault when its words are the same, or when it is found in the same spot.
    ///
    /// @param before what was wrong with it as it is stored; empty for a new one
    static Ruling of(List<Told> now, List<Told> before) {
        var known = new ArrayList<>(
                before.stream().filter(each -> each.severity() == Severity.ERROR).toList());
        var errors = new ArrayList<>(
                now.stream().filter(each -> each.severity() == Severity.ERROR).toList());
        var old = new HashSet<Told>();
        // The same words first, so that a second fault in the same spot is the one that is new.
        for (var error : errors) {
            if (known.remove(error)) {
                old.add(error);
            }
        }
        for (var error : errors) {
            if (!old.contains(error)) {
                known.stream().filter(each -> each.spot().equals(error.spot())).findFirst().ifPresent(each -> {
                    known.remove(each);
                    old.add(error);
                });
            }
        }
        errors.removeAll(old);
        return new Ruling(errors, now.stream().filter(each -> !errors.contains(each)).toList());
    }

    boolean admits() {
        return refused.isEmpty();
    }
}
