package dev.headroom.exposition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headroom.model.Labels;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Pages of one target, one after the other: series are known by their text as long as each page has them.
final class SeriesTextsTest {

    private final PageReader.Reading reading =
            PageReader.Reading.first(new HistogramReading(false, false, false));

    private List<Labels> read(String page) throws ExpositionException {
        var labels = new ArrayList<Labels>();
        PageReader.read(ContentType.Parser.TEXT, page.getBytes(UTF_8), reading, entry -> {
            if (entry instanceof Entry.Series series) {
                labels.add(series.labels());
            }
        });
        return labels;
    }

    @Test
    void aSeriesThatComesAgainIsTheSame() throws ExpositionException {
        var first = read("a{b=\"1\"} 1\na{b=\"2\"} 1\n");
        var second = read("a{b=\"2\"} 5\na{b=\"1\"} 7\n");
        assertSame(first.getFirst(), second.get(1));
        assertSame(first.get(1), second.getFirst());
    }

    @Test
    void whatAPageDoesNotHaveIsForgotten() throws ExpositionException {
        var first = read("a{b=\"1\"} 1\nc{b=\"1\"} 1\n");
        read("c{b=\"1\"} 1\n");
        var third = read("a{b=\"1\"} 1\n");
        assertEquals(first.getFirst(), third.getFirst());
        assertNotSame(first.getFirst(), third.getFirst());
    }

    @Test
    void theTypeThatThePageNamesCounts() throws ExpositionException {
        assertEquals("1.0", read("# TYPE h histogram\nh_bucket{le=\"1\"} 1\n").getFirst().value("le"));
        assertEquals("1", read("# TYPE h counter\nh_bucket{le=\"1\"} 1\n").getFirst().value("le"));
        assertEquals("1.0", read("# TYPE h histogram\nh_bucket{le=\"1\"} 1\n").getFirst().value("le"));
    }

    @Test
    void bracesAndQuotesInValuesEndNothing() throws ExpositionException {
        var page = "a{b=\"}\",c=\"\\\"}\",d=\"\\\\\"} 1\n";
        assertEquals(read(page), read(page));
        assertEquals(Labels.of("__name__", "a", "b", "}", "c", "\"}", "d", "\\"), read(page).getFirst());
    }

    @Test
    void aPageThatIsWrongLeavesNothingWrongBehind() throws ExpositionException {
        var first = read("a{b=\"1\"} 1\n");
        assertThrows(ExpositionException.class, () -> read("a{b=\"1\"} 1\na{b=\"2\"} x\n"));
        assertEquals(first, read("a{b=\"1\"} 1\n"));
        assertThrows(ExpositionException.class, () -> read("a{b=\"1\"}\n"));
    }

    @Test
    void manySeriesFindTheirPlace() throws ExpositionException {
        var page = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            page.append("a{b=\"").append(i).append("\"} 1\n");
        }
        var first = read(page.toString());
        var second = read(page.toString());
        for (int i = 0; i < first.size(); i++) {
            assertSame(first.get(i), second.get(i));
        }
    }
}
