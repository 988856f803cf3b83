package dev.headroom.tidy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The files that the rules read, sorted by path, and the names of all files.
record Checkout(List<SourceFile> files, Set<String> paths) {

    private static final Set<String> SKIPPED = Set.of("target", ".git", "node_modules", "runs", "vectors", ".idea");
    private static final Set<String> READ = Set.of("java", "md", "xml", "js", "css", "html", "py", "yaml", "sh");

    Checkout {
        files = List.copyOf(files);
        paths = Set.copyOf(paths);
    }

    static Checkout of(Path root) {
        var files = new ArrayList<SourceFile>();
        var paths = new TreeSet<String>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    paths.add(relative(root, folder) + "/");
                    return SKIPPED.contains(folder.getFileName().toString())
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    var path = relative(root, file);
                    paths.add(path);
                    if (READ.contains(path.substring(path.lastIndexOf('.') + 1)) && !path.contains("/vendor/")) {
                        files.add(new SourceFile(path, Files.readAllLines(file, StandardCharsets.UTF_8)));
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        files.sort(Comparator.comparing(SourceFile::path));
        return new Checkout(files, paths);
    }

    private static String relative(Path root, Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    Optional<SourceFile> file(String path) {
        return files.stream().filter(file -> file.path().equals(path)).findFirst();
    }

    /// The folders of the modules that the root POM lists, in its order.
    List<String> modules() {
        return file("pom.xml").map(SourceFile::lines).orElse(List.of()).stream()
                .map(String::strip)
                .filter(line -> line.startsWith("<module>"))
                .map(line -> line.replaceAll("</?module>", ""))
                .toList();
    }
}
