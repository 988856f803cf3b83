package dev.headroom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

final class LoadCommandTest {

    private final Vertx vertx = Vertx.vertx();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String url = "";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @BeforeEach
    void serve() {
        var server = vertx.createHttpServer()
                .requestHandler(request -> request.response()
                        .setStatusCode("/broken".equals(request.path()) ? 503 : 200)
                        .end())
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        url = "http://127.0.0.1:" + server.actualPort();
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private int load(String... arguments) {
        var command = new CommandLine(new LoadCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler((failure, line, _) -> {
                    line.getErr().println(UserError.lineOf(failure).orElseThrow(() -> failure));
                    return ExitStatus.WRONG_INPUT;
                });
        return command.execute(arguments);
    }

    @Test
    void aRunWithinItsThresholdsIsDoneAndSaysWhatItMeasured() {
        int status = load(
                url + "/", "--rate", "40", "--paced", "--duration", "1s", "--p95", "5s", "--max-error-rate", "0.1%");
        assertEquals(ExitStatus.DONE, status, out.toString() + err);
        assertTrue(out.toString().contains("40 requests due"), out.toString());
        assertTrue(out.toString().contains("statuses    200: 40"), out.toString());
    }

    @Test
    void aMissedThresholdIsExitStatusOne() {
        int status = load(url + "/broken", "--rate", "20", "--duration", "1s", "--max-error-rate", "1%");
        assertEquals(ExitStatus.CHECK_FAILED, status);
        assertTrue(out.toString().contains("failed 100.000 %, at most 1.000 %"), out.toString());
    }

    @Test
    void theResultIsJsonWhenAsked() {
        int status = load(url + "/", "--users", "2", "--think-time", "100ms", "--duration", "1s", "--json");
        assertEquals(ExitStatus.DONE, status);
        var json = JsonMapper.shared().readTree(out.toString());
        assertTrue(json.path("completed").asLong() >= 2, out.toString());
        assertEquals(json.path("completed").asLong(), json.path("statuses").path("200").asLong());
        assertTrue(json.path("latencySeconds").path("p95").asDouble() > 0);
    }

    @Test
    void aMixSendsEachPart() throws IOException {
        var body = Files.writeString(folder.resolve("body.json"), "{}");
        int status = load(
                url, "--rate", "100", "--duration", "1s",
                "--mix", "3 POST /predict @" + body, "--mix", "1 GET /broken");
        assertEquals(ExitStatus.DONE, status, out.toString() + err);
        assertTrue(out.toString().contains("503: "), out.toString());
        assertTrue(out.toString().contains("GET " + url + "/broken status 503"), out.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --users 5 --rate 5 | traffic: expected one of --users, --rate, --shape, --trace, got --users and --rate
            --duration soon          | --duration: expected a duration like 90s, 5m or 1h30m, got "soon"
            --duration 0s            | --duration: expected more than zero, like 90s or 5m, got "0s"
            --users 30000            | users: expected at most 20000 (limit users), got 30000
            --users 0                | users: expected 1 or more, got 0
            --rate -1                | --rate: expected more than 0 requests a second, got -1.0
            --spawn-rate 5           | --spawn-rate: expected --users with it, got none
            --max-error-rate lots    | --max-error-rate: expected a share like 1% or 0.01, got "lots"
            --mix POST               | --mix: expected one like '8 POST /predict @body.json', got "POST"
            --trace nowhere.csv      | nowhere.csv: expected a trace, got nothing: no such file
            --header nonsense        | --header: expected one like 'Accept: text/plain', got "nonsense"
            """, quoteCharacter = '`')
    void wrongInputIsOneLine(String options, String line) {
        var arguments = (url + " " + options).split(" ");
        assertEquals(ExitStatus.WRONG_INPUT, load(arguments));
        assertEquals(line, err.toString().strip());
    }

    @Test
    void anAddressThatIsNoUrlIsOneLine() {
        assertEquals(ExitStatus.WRONG_INPUT, load("localhost"));
        assertEquals(
                "URL: expected one like http://127.0.0.1:8000/predict, got \"localhost\"", err.toString().strip());
    }
}
