package dev.headroom.tidy;

import java.nio.file.Path;
import java.util.List;

/// A file of the checkout as text.
///
/// @param path relative to the root, with `/`
record SourceFile(String path, List<String> lines) {

    SourceFile {
        lines = List.copyOf(lines);
    }

    boolean isJava() {
        return path.endsWith(".java");
    }

    boolean isMainJava() {
        return isJava() && path.contains("/src/main/java/");
    }

    boolean isMarkdown() {
        return path.endsWith(".md");
    }

    /// The folder of the module it belongs to, such as `observe/tsdb`; empty outside of modules.
    String module() {
        var parts = path.split("/");
        return parts.length > 2 && parts[2].equals("src") ? parts[0] + "/" + parts[1] : "";
    }

    /// The verb of the tree it belongs to, such as `observe`.
    String verb() {
        return path.contains("/") ? path.substring(0, path.indexOf('/')) : "";
    }

    String simpleName() {
        var name = Path.of(path).getFileName().toString();
        return name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
    }
}
