package dev.headroom.adapter;

import dev.headroom.gotemplate.GoFormat;
import dev.headroom.gotemplate.TemplateBuiltins;
import dev.headroom.gotemplate.TemplateException;
import dev.headroom.gotemplate.TemplateLibrary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the templates of the configuration can see: the fields of one structure, and Go's own functions. Remembers the
/// fields that were asked for and are not there.
final class TemplateFields implements TemplateLibrary {

    /// The structure, its `.`.
    ///
    /// @param type as Go's messages name it
    record Data(String type, Map<String, Object> fields) implements Named {
        Data {
            fields = Map.copyOf(fields);
        }
    }

    private final List<String> unknown = new ArrayList<>();

    List<String> unknown() {
        return List.copyOf(unknown);
    }

    @Override
    public Set<String> names() {
        return TemplateBuiltins.NAMES;
    }

    @Override
    public @Nullable Object call(String name, List<@Nullable Object> arguments) {
        return TemplateBuiltins.call(name, arguments);
    }

    @Override
    public @Nullable Object method(@Nullable Object receiver, String name, List<@Nullable Object> arguments) {
        if (!arguments.isEmpty()) {
            throw new TemplateException(
                    "<." + name + ">: " + name + " has arguments but cannot be invoked as function");
        }
        if (receiver instanceof Map<?, ?> map) {
            return map.get(name);
        }
        if (receiver instanceof Data(_, var fields) && fields.containsKey(name)) {
            return fields.get(name);
        }
        unknown.add(name);
        throw new TemplateException("can't evaluate field " + name + " in type " + GoFormat.type(receiver));
    }
}
