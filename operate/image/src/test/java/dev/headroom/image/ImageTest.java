package dev.headroom.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The image is unpacked as a container runtime would unpack it, and its program runs in there with namespaces of its
/// own, as the user that the image names.
class ImageTest {

    private static final Path TAR = Path.of("target", "headroom.tar");
    private static final long MOST_BYTES = 60L << 20;

    @TempDir
    private Path folder = Path.of(".");

    private JsonNode config = JsonMapper.shared().nullNode();
    private Path root = folder;

    private record Ended(int status, String output) {}

    @BeforeEach
    void unpack() throws IOException, InterruptedException {
        assumeTrue(System.getProperty("headroom.image", "off").equals("on"), "needs -Pimage");
        var image = Files.createDirectories(folder.resolve("image"));
        root = Files.createDirectories(folder.resolve("root"));
        assertEquals(0, run(List.of("tar", "-xf", TAR.toString(), "-C", image.toString())).status());
        var manifest = blob(image, read(image.resolve("index.json")).path("manifests").path(0));
        for (var layer : manifest.path("layers")) {
            var file = file(image, layer).toString();
            assertEquals(0, run(List.of("tar", "-xzf", file, "-C", root.toString())).status());
        }
        config = blob(image, manifest.path("config")).path("config");
    }

    private static JsonNode read(Path file) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(file));
    }

    private static Path file(Path image, JsonNode descriptor) {
        return image.resolve("blobs/" + descriptor.path("digest").asString("").replace(':', '/'));
    }

    private static JsonNode blob(Path image, JsonNode descriptor) throws IOException {
        return read(file(image, descriptor));
    }

    private static Ended run(List<String> command) throws IOException, InterruptedException {
        return run(new ProcessBuilder(command));
    }

    private static Ended run(ProcessBuilder command) throws IOException, InterruptedException {
        var process = command.redirectErrorStream(true).start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    /// Runs the image's program with arguments.
    private Ended headroom(String... arguments) throws IOException, InterruptedException {
        Files.createDirectories(root.resolve("proc"));
        var command = new ArrayList<>(List.of(
                "unshare", "--mount", "--pid", "--fork", "--mount-proc", "--root=" + root));
        if (System.getProperty("user.name", "").equals("root")) {
            var user = config.path("User").asString("").split(":");
            command.addAll(List.of("--setuid=" + user[0], "--setgid=" + user[1]));
        } else {
            command.add("--map-root-user");
        }
        config.path("Entrypoint").forEach(word -> command.add(word.asString("")));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        builder.environment().clear();
        config.path("Env").forEach(variable -> {
            var parts = variable.asString("").split("=", 2);
            builder.environment().put(parts[0], parts[1]);
        });
        return run(builder);
    }

    @Test
    void itIsSmallAndRunsAsNobodyInParticular() throws IOException {
        assertTrue(Files.size(TAR) < MOST_BYTES, () -> "bytes: " + TAR.toFile().length());
        assertEquals("65532:65532", config.path("User").asString(""));
        assertFalse(Files.exists(root.resolve("bin/sh")), "there is no shell");
    }

    @Test
    void itsProgramRunsInIt() throws IOException, InterruptedException {
        assertEquals(0, headroom("--version").status());
        assertTrue(headroom("--version").output().startsWith("headroom "));
        Files.writeString(root.resolve("tmp/sum.test"), """
                load 1m
                  requests_total{pod="a"} 0+60x10
                  requests_total{pod="b"} 0+120x10

                eval instant at 10m sum(rate(requests_total[5m]))
                  {} 3
                """);
        assertEquals(new Ended(0, "1 passed, 0 failed\n"), headroom("test", "/tmp/sum.test"));
    }

    @Test
    void itSaysThatItHasNoModelRuntime() throws IOException, InterruptedException {
        var ended = headroom("inference");
        assertEquals(2, ended.status(), ended.output());
        assertTrue(ended.output().startsWith("inference: expected the runtime of models"), ended.output());
        assertEquals(1, ended.output().lines().count(), ended.output());
    }
}
