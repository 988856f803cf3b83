package dev.headroom.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a browser gets when it asks for the page.
class DashboardFilesTest {

    private static final Path PAGE = Path.of("src/main/resources/dev/headroom/dashboard/page");
    private static final int MOST_BYTES = 230_000;

    private final DashboardFiles files = new DashboardFiles();

    @Test
    void theRootIsThePage() {
        var page = files.asset("/").orElseThrow();

        assertEquals("text/html; charset=utf-8", page.contentType());
        assertTrue(text(page).contains("<title>Headroom</title>"));
        assertEquals(page.etag(), files.asset("/index.html").orElseThrow().etag());
    }

    @ParameterizedTest
    @CsvSource({
        "/targets, targets", "/rules, rules", "/alerts, rules", "/graph, graph", "/query, graph"
    })
    void thePagesHaveThePathsThatTheyHaveInPrometheus(String path, String page) {
        assertEquals(
                files.asset("/" + page + ".html").orElseThrow().etag(),
                files.asset(path).orElseThrow().etag());
    }

    @Test
    void everyKindOfFileHasItsType() {
        assertEquals("text/javascript; charset=utf-8", files.asset("/js/main.js").orElseThrow().contentType());
        assertEquals("text/css; charset=utf-8", files.asset("/css/theme.css").orElseThrow().contentType());
        assertEquals("image/svg+xml", files.asset("/favicon.svg").orElseThrow().contentType());
        assertEquals(
                "text/plain; charset=utf-8", files.asset("/vendor/uplot/LICENSE.txt").orElseThrow().contentType());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "index.html", "/nothing.html", "/js", "/js/", "/js/nothing.js", "/../DashboardFiles.class",
        "/js/../index.html", "/js/./main.js", "//index.html", "/js//main.js", "/js\\main.js", "/.hidden.js",
        "/Asset.class", "/index.html/", "/index.html\u0000.js", "/%2e%2e/index.html"
    })
    void aPathThatLeadsToNoFileOfThePageIsEmpty(String path) {
        assertEquals(Optional.empty(), files.asset(path));
    }

    @Test
    void aBrowserThatHoldsTheFileNeedNotLoadItAgain() {
        var file = files.asset("/js/main.js").orElseThrow();

        assertTrue(file.etag().matches("\"[0-9a-f]{24}\""), file.etag());
        assertTrue(file.isHeldBy(file.etag()));
        assertTrue(file.isHeldBy("\"other\", " + file.etag()));
        assertTrue(file.isHeldBy("W/" + file.etag()));
        assertTrue(file.isHeldBy("*"));
        assertFalse(file.isHeldBy("\"other\""));
        assertFalse(file.isHeldBy(null));
        assertEquals("no-cache", file.headers().get("Cache-Control"));
    }

    @Test
    void otherBytesHaveAnotherTag() {
        var one = new Asset("one".getBytes(StandardCharsets.UTF_8), "text/plain");
        var two = new Asset("two".getBytes(StandardCharsets.UTF_8), "text/plain");

        assertNotEquals(one.etag(), two.etag());
        assertEquals(one.etag(), new Asset(one.content(), "text/plain").etag());
    }

    @Test
    void whatACallerDoesToTheBytesChangesNothing() {
        files.asset("/favicon.svg").orElseThrow().content()[0] = 0;

        assertEquals('<', files.asset("/favicon.svg").orElseThrow().content()[0]);
    }

    @Test
    void thePolicyAllowsNothingFromElsewhereAndNoMarkupFromText() {
        var policy = String.valueOf(files.asset("/").orElseThrow().headers().get("Content-Security-Policy"));

        assertTrue(policy.startsWith("default-src 'none'; "), policy);
        assertTrue(policy.contains("require-trusted-types-for 'script'"), policy);
        assertFalse(policy.contains("unsafe"), policy);
        assertFalse(policy.contains("http"), policy);
    }

    @Test
    void everyReferenceLeadsToAFileAndNoneLeaves() {
        var reference = Pattern.compile("(?:src|href)=\"([^\"#]+)\"|from '([^']+)'|url\\(([^)]+)\\)");
        for (var file : own()) {
            var match = reference.matcher(read(file));
            while (match.find()) {
                var aim = Stream.of(match.group(1), match.group(2), match.group(3))
                        .filter(group -> group != null)
                        .findFirst()
                        .orElseThrow();
                var path = "/" + PAGE.relativize(file.resolveSibling(aim).normalize()).toString().replace('\\', '/');
                assertTrue(files.asset(path).isPresent(), file + " refers to " + aim);
            }
        }
    }

    @Test
    void textNeverBecomesMarkup() {
        var sink = Pattern.compile("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\(|new Function"
                + "|createContextualFragment|setHTML|DOMParser|https?://(?!www\\.w3\\.org/2000/svg)");
        for (var file : own()) {
            var match = sink.matcher(read(file));
            assertFalse(match.find(), () -> file + ": " + match.group());
        }
    }

    @Test
    void thePagesStaySmall() {
        long bytes = own().stream().mapToLong(file -> read(file).getBytes(StandardCharsets.UTF_8).length).sum();

        assertTrue(bytes < MOST_BYTES, bytes + " bytes of our own, at most " + MOST_BYTES);
    }

    /// The files of the page that are not vendored.
    private static List<Path> own() {
        try (var all = Files.walk(PAGE)) {
            var own = all.filter(Files::isRegularFile).filter(file -> !file.toString().contains("vendor")).toList();
            assertTrue(own.size() > 20, () -> "only " + own);
            return own;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String text(Asset asset) {
        return new String(asset.content(), StandardCharsets.UTF_8);
    }
}
