package dev.headroom.gotemplate;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the templates of one program may call, and what they may ask of its values.
public interface TemplateLibrary {

    /// All names that a template may call, those of [TemplateBuiltins] included.
    Set<String> names();

    /// @throws TemplateException when the arguments do not fit, or the function fails
    @Nullable Object call(String name, List<@Nullable Object> arguments);

    /// A field or method of a value; the arguments are empty for a field.
    ///
    /// @throws TemplateException when the value has no such field
    @Nullable Object method(@Nullable Object receiver, String name, List<@Nullable Object> arguments);

    /// A value of the library's own with the name of its type, as messages and `%T` print it.
    interface Named {
        String type();
    }
}
