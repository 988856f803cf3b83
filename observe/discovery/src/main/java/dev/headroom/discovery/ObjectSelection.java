package dev.headroom.discovery;

import dev.headroom.config.SdConfig.Role;
import dev.headroom.config.SdConfig.Selector;
import dev.headroom.manifests.Field;
import dev.headroom.model.LabelSelector;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// The `selectors` of a discovery: which objects of a role count.
final class ObjectSelection {

    private final Map<Role, List<Predicate<Field>>> byRole = new EnumMap<>(Role.class);

    ObjectSelection(List<Selector> selectors) {
        for (var selector : selectors) {
            var conditions = byRole.computeIfAbsent(selector.role(), _ -> new ArrayList<>());
            if (!selector.label().isEmpty()) {
                var labels = LabelSelector.parse(selector.label());
                conditions.add(object -> labels.matches(object.at("metadata").at("labels").texts()));
            }
            for (var term : selector.field().split(",", -1)) {
                if (!term.isBlank()) {
                    conditions.add(field(term.strip()));
                }
            }
        }
    }

    /// `spec.nodeName=a`, `status.phase!=Failed`.
    private static Predicate<Field> field(String term) {
        boolean unequal = term.contains("!=");
        var parts = term.split(unequal ? "!=" : "==?", 2);
        var path = parts[0].strip().split("\\.", -1);
        var value = parts.length > 1 ? parts[1].strip() : "";
        return object -> {
            var found = object;
            for (var key : path) {
                found = found.at(key);
            }
            return found.text("").equals(value) != unequal;
        };
    }

    boolean selects(Role role, Field object) {
        return byRole.getOrDefault(role, List.of()).stream().allMatch(condition -> condition.test(object));
    }
}
