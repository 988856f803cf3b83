package dev.headroom.cli;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;

/// The folder that this program was started from: `lib` with its jars, `bin` with its launcher, `examples`.
record Distribution(Path folder) {

    static Distribution here() {
        try {
            var jar = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            return new Distribution(jar.toAbsolutePath().getParent().getParent());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException("the place of a class is a URI", impossible);
        }
    }

    Path examples(String name) {
        return folder.resolve("examples").resolve(name);
    }

    /// Programs that a container's command may name.
    Map<String, String> commands() {
        return Map.of("headroom", folder.resolve("bin").resolve("headroom").toString());
    }
}
