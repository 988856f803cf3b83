package dev.headroom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// `kubectl headroom` without a cluster: what it takes, and what it says when there is none.
final class PluginCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private int run(CommandLine line, String... arguments) {
        return line.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler((failure, command, _) -> {
                    command.getErr().println(UserError.lineOf(failure).orElseThrow(() -> failure));
                    return ExitStatus.WRONG_INPUT;
                })
                .execute(arguments);
    }

    private int plugin(String... arguments) {
        return run(PluginCommand.line(), arguments);
    }

    private String kubeconfig(int port) throws IOException {
        return Files.writeString(folder.resolve("config"), """
                apiVersion: v1
                kind: Config
                current-context: dev
                clusters: [{name: here, cluster: {server: "https://127.0.0.1:%d"}}]
                users: [{name: me, user: {token: secret}}]
                contexts: [{name: dev, context: {cluster: here, user: me}}]
                """.formatted(port)).toString();
    }

    private static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void theUsageIsTypedAsKubectlTypesIt() {
        assertEquals(0, plugin("--help"));
        assertTrue(out.toString().startsWith("Usage: kubectl headroom "), out.toString());
        assertFalse(out.toString().contains("  operator "), "only verbs that read");
        assertEquals(0, plugin("explain", "--help"));
        assertTrue(out.toString().contains("Usage: kubectl headroom explain "), out.toString());
        assertTrue(out.toString().contains("\n  kubectl headroom explain inference --since 1h"), out.toString());
        assertFalse(out.toString().contains("\n  headroom explain"), out.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "explain web", "check", "query up"})
    void everyVerbMeansTheClusterOfTheKubeconfig(String verb) throws IOException {
        int port = closedPort();
        assertEquals(2, plugin((verb + " -n shop --kubeconfig " + kubeconfig(port)).split(" ")));
        assertEquals(1, err.toString().lines().count(), err.toString());
        assertTrue(err.toString().startsWith("cluster https://127.0.0.1:" + port + " (context dev): expected an answer"
                + " of the API server, got none: https://127.0.0.1:" + port + ": connection refused"), err.toString());
    }

    @Test
    void aContextThatIsNotThereIsNamed() throws IOException {
        assertEquals(2, plugin("status", "-A", "--context", "prod", "--kubeconfig", kubeconfig(1)));
        assertEquals(folder.resolve("config") + ": expected a context (dev), got \"prod\"", err.toString().strip());
    }

    @Test
    void aKubeconfigThatIsNotThereIsNamed() {
        assertEquals(2, plugin("check", "--kubeconfig", folder.resolve("none").toString()));
        assertEquals(folder.resolve("none") + ": expected a kubeconfig that can be read, got none",
                err.toString().strip());
    }

    @Test
    void aRunningHeadroomIsAskedByItsUrl() {
        var line = new CommandLine(new HeadroomCommand());
        assertEquals(2, run(line, "status", "--url", "http://127.0.0.1:1"));
        assertTrue(err.toString().startsWith("http://127.0.0.1:1: expected a running Headroom"), err.toString());
    }

    @Test
    void aUrlAndAClusterAreOneTooMany() throws IOException {
        assertEquals(2, plugin("status", "--url", "http://127.0.0.1:1", "-n", "shop"));
        assertEquals("--url: expected it without options that name a cluster, got both", err.toString().strip());
        assertEquals(2, plugin("check", "-n", "shop", "web.yaml"));
        assertTrue(err.toString().contains("check: expected files or a cluster, got files or queries and a cluster"));
        assertEquals(2, plugin("check", "-n", "shop", "--fix"));
        assertTrue(err.toString().contains("got --fix, which writes files, and a cluster"), err.toString());
    }

    @Test
    void filesAreCheckedAsEver() throws IOException {
        var file = Files.writeString(folder.resolve("web.yaml"), """
                apiVersion: v1
                kind: Service
                metadata: {name: web}
                spec: {selector: {app: web}, ports: [{port: 80}]}
                """);
        plugin("check", file.toString());
        assertTrue(out.toString().contains(" in 1 file"), out.toString() + err);
    }
}
