package dev.headroom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

final class CheckCommandTest {

    private static final String TRIGGER = """
            apiVersion: keda.sh/v1alpha1
            kind: ScaledObject
            metadata:
              name: web
            spec:
              scaleTargetRef:
                name: web
              triggers:
                - type: prometheus
                  metadata:
                    serverAddress: http://prometheus:9090
                    query: sum(rate(http_requests_total[%s]))
                    threshold: "10"
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private int check(String... arguments) {
        return new CommandLine(new CheckCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler((failure, line, _) -> {
                    line.getErr().println(UserError.lineOf(failure).orElseThrow(() -> failure));
                    return ExitStatus.WRONG_INPUT;
                })
                .execute(arguments);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("web.yaml"), text);
    }

    @Test
    void aCleanFileIsDone() throws IOException {
        assertEquals(0, check(file(TRIGGER.formatted("5m")).toString()));
        assertEquals("0 errors, 0 warnings, 0 infos in 1 file" + System.lineSeparator(), out.toString());
    }

    @Test
    void aFaultFailsTheCheckAndIsShownWithItsFix() throws IOException {
        assertEquals(1, check("--scrape-interval", "1m", file(TRIGGER.formatted("1m")).toString()));
        assertTrue(out.toString().contains("web.yaml:12:45: error: trigger 0 of ScaledObject default/web"),
                out.toString());
        assertTrue(out.toString().contains("+         query: sum(rate(http_requests_total[4m]))"), out.toString());
        assertTrue(out.toString().contains("1 error, 0 warnings, 0 infos in 1 file; --fix writes 1 suggested change"));
    }

    @Test
    void aFixIsWrittenIntoTheFile() throws IOException {
        var file = file(TRIGGER.formatted("1m"));
        assertEquals(0, check("--fix", "--scrape-interval", "15s", file(TRIGGER.formatted("20s")).toString()));
        assertEquals(TRIGGER.formatted("1m"), Files.readString(file));
    }

    @Test
    void aFolderIsAllItsFiles() throws IOException {
        file(TRIGGER.formatted("5m"));
        Files.createDirectory(folder.resolve("rules"));
        Files.writeString(folder.resolve("rules/web.yml"), "groups: []\n");
        assertEquals(0, check(folder.toString()));
        assertTrue(out.toString().endsWith("in 2 files" + System.lineSeparator()), out.toString());
    }

    @Test
    void sarifAndJsonAreForPrograms() throws IOException {
        var file = file(TRIGGER.formatted("1m")).toString();
        assertEquals(1, check("--json", file));
        assertEquals(1, new JsonMapper().readTree(out.toString()).path("warnings").asInt());
        out.getBuffer().setLength(0);
        assertEquals(1, check("--sarif", file));
        assertEquals("2.1.0", new JsonMapper().readTree(out.toString()).path("version").asString());
    }

    @Test
    void whatCannotBeReadIsOneLine() throws IOException {
        assertEquals(2, check(folder.resolve("none.yaml").toString()));
        assertTrue(err.toString().contains("none.yaml: expected a YAML file, got nothing: no such file"),
                err.toString());
        assertEquals(2, check(file("a: [b").toString()));
        assertTrue(err.toString().contains("web.yaml:1:6: expected YAML"), err.toString());
        assertEquals(2, check());
    }

    @Test
    void aFileThatCannotBeReadKeepsNobodyFromTheOthers() throws IOException {
        var broken = Files.writeString(folder.resolve("broken.yaml"), "a: [b");
        var faulty = file(TRIGGER.formatted("1m"));
        assertEquals(2, check(broken.toString(), faulty.toString()));
        assertTrue(err.toString().startsWith("headroom check: " + broken + ":1:6: expected YAML"), err.toString());
        assertTrue(out.toString().contains("0 errors, 1 warning, 0 infos in 1 file;"), out.toString());
    }

    @Test
    void bucketsAndSeriesAreLookedUpOnARunningServer() throws IOException {
        var vertx = Vertx.vertx();
        try {
            var server = vertx.createHttpServer()
                    .requestHandler(request -> {
                        var names = String.valueOf(request.path()).equals("/api/v1/label/__name__/values");
                        request.response().end("{\"status\":\"success\",\"data\":"
                                + (names ? "[\"http_request_duration_seconds_bucket\"]" : "[\"0.1\",\"+Inf\",\"1\"]")
                                + "}");
                    })
                    .listen(0, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            var file = file(TRIGGER.formatted("5m").replace(
                            "sum(rate(http_requests_total[5m]))",
                            "histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))")
                    .replace("\"10\"", "\"2\""));
            assertEquals(1, check("--server", "http://127.0.0.1:" + server.actualPort(), file.toString()));
            assertTrue(out.toString().contains("[quantile-buckets]"), out.toString());
            assertTrue(out.toString().contains("which is 1 (with the tolerance"), out.toString());
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void bucketsAreReadFromAMetricsPage() throws IOException {
        var page = Files.writeString(folder.resolve("page.txt"), """
                # TYPE x_seconds histogram
                x_seconds_bucket{le="0.1"} 1
                x_seconds_bucket{le="0.5"} 2
                x_seconds_bucket{le="+Inf"} 2
                """);
        var query = "histogram_quantile(0.95, sum by (le) (rate(x_seconds_bucket[5m]))) > 0.5";
        assertEquals(1, check("--metrics", page.toString(), "--query", query));
        assertTrue(out.toString().contains("--query:1:70: error: query: expected a number below the highest bound"),
                out.toString());
    }
}
