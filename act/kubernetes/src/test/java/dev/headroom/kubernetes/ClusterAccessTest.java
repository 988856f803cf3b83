package dev.headroom.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Kubeconfigs as kubectl reads them.
class ClusterAccessTest {

    private static final String TWO = """
            apiVersion: v1
            kind: Config
            current-context: dev
            clusters:
            - {name: here, cluster: {server: "https://127.0.0.1:1"}}
            - {name: there, cluster: {server: "https://127.0.0.1:2"}}
            users:
            - {name: me, user: {token: secret}}
            contexts:
            - {name: dev, context: {cluster: here, user: me}}
            - {name: staging, context: {cluster: there, user: me, namespace: shop}}
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private ClusterAccess access(String text, Optional<String> context) throws IOException {
        var file = Files.writeString(folder.resolve("config"), text);
        return ClusterAccess.ofPerson(Optional.of(file), context);
    }

    private static String server(ClusterAccess access) {
        try (var api = ConnectedApi.of(access)) {
            return api.server();
        }
    }

    @Test
    void theCurrentContextCountsUnlessAnotherIsNamed() throws IOException {
        var usual = access(TWO, Optional.empty());
        assertEquals("dev", usual.context());
        assertEquals("https://127.0.0.1:1", server(usual));
        assertEquals(Optional.empty(), usual.namespace());
        var named = access(TWO, Optional.of("staging"));
        assertEquals("staging", named.context());
        assertEquals("https://127.0.0.1:2", server(named));
        assertEquals(Optional.of("shop"), named.namespace());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\n \n", "---\n# later\n", "words", "[]", "- a\n- b", "clusters: 5", "{", "kind: Config"})
    void whatIsNoKubeconfigIsRefusedInOneLine(String text) {
        var wrong = assertThrows(AccessException.class, () -> access(text, Optional.empty()));
        var message = String.valueOf(wrong.getMessage());
        assertTrue(message.startsWith(folder.resolve("config") + ": expected "), message);
    }

    @Test
    void aContextThatIsNotThereIsRefusedWithThoseThatAre() {
        var wrong = assertThrows(AccessException.class, () -> access(TWO, Optional.of("prod")));
        assertEquals(
                folder.resolve("config") + ": expected a context (dev, staging), got \"prod\"", wrong.getMessage());
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        var file = folder.resolve("nowhere");
        var wrong = assertThrows(
                AccessException.class, () -> ClusterAccess.ofPerson(Optional.of(file), Optional.empty()));
        assertEquals(file + ": expected a kubeconfig that can be read, got none", wrong.getMessage());
    }

    @Test
    void aFileWithoutAContextNamesNoCluster() {
        var wrong = assertThrows(
                AccessException.class, () -> access("apiVersion: v1\nkind: Config\n", Optional.empty()));
        assertEquals(folder.resolve("config") + ": expected a current context (kubectl config use-context),"
                + " got none", wrong.getMessage());
    }

    @Test
    void anAddressThatDoesNotAnswerIsAnAnswer() throws IOException {
        try (var api = ConnectedApi.of(access(TWO, Optional.empty()))) {
            assertEquals("https://127.0.0.1:1: connection refused", api.send(Request.read("/version")).why());
        }
        try (var api = ConnectedApi.of(access(TWO.replace("127.0.0.1:1", "nowhere.invalid:1"), Optional.empty()))) {
            assertEquals("https://nowhere.invalid:1: unknown host", api.send(Request.read("/version")).why());
        }
    }
}
