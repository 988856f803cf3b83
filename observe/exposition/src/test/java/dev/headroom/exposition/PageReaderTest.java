package dev.headroom.exposition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageReaderTest {

    @Test
    void anErrorNamesLineByteAndWhatWasExpected() {
        var page = "# TYPE up gauge\nup 1\nup{job=api} 1\n".getBytes(UTF_8);
        var error = assertThrows(ExpositionException.class, () -> PageReader.read(PageFormat.TEXT, page));
        assertEquals(
                "line 3: expected label value, got \"a\" while parsing: \"up{job=a\"", error.getMessage());
        assertEquals(3, error.line());
        assertEquals(28, error.offset());
    }

    @Test
    void aHtmlPageIsNoMetricsPage() {
        var page = "<html><body>404</body></html>\n".getBytes(UTF_8);
        var error = assertThrows(ExpositionException.class, () -> PageReader.read(PageFormat.TEXT, page));
        assertEquals("line 1: expected a valid start token, got \"<\" while parsing: \"<\"", error.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`a{b=\"c\"} 1` | ``",
                "`a{b=\"\"} 1` | ``",
                "`a{b=\"c\",b=\"d\"} 1` | `label name \"b\" is not unique: invalid sample`",
                "`{\"\"} 1` | `missing metric name (__name__ label)`",
                "`a{\"\"=\"c\"} 1` | `invalid metric name or label names: {=\"c\", __name__=\"a\"}`",
            },
            delimiter = '|')
    void somePagesParseAndMustNotBeStored(String line, String refusal) throws ExpositionException {
        var entry = PageReader.read(PageFormat.TEXT, line.getBytes(UTF_8)).getFirst();
        assertEquals(refusal, entry instanceof Entry.Series series ? series.refusal().orElse("") : "no series");
    }

    @Test
    void aBoundThatIsNoNumberStaysAsItIs() throws ExpositionException {
        var page = "# TYPE a summary\na{quantile=\"\uD83D\uDE00\"} 1\n".getBytes(UTF_8);
        var entry = PageReader.read(PageFormat.TEXT, page).getLast();

        assertEquals("\uD83D\uDE00", entry instanceof Entry.Series series ? series.labels().value("quantile") : "");
    }

    @Test
    void anEmptyLabelIsNoLabel() throws ExpositionException {
        var entry = PageReader.read(PageFormat.TEXT, "a{b=\"\"} 1".getBytes(UTF_8)).getFirst();
        assertEquals(
                Optional.of("a"),
                entry instanceof Entry.Series series ? series.labels().metricName() : Optional.empty());
        assertEquals("{__name__=\"a\"}", entry instanceof Entry.Series series ? series.labels() + "" : "");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`` | TEXT",
                "`*/*` | TEXT",
                "`application/openmetrics-text;version=1.0.0,text/plain;q=0.5` | OPENMETRICS",
                "`text/plain,application/openmetrics-text;q=0.1` | TEXT",
                "`application/vnd.google.protobuf,text/plain` | TEXT",
            },
            delimiter = '|')
    void theClientChoosesTheFormat(String accept, PageFormat format) {
        assertEquals(format, ContentType.accepted(accept));
    }

    @ParameterizedTest
    @CsvSource({"1,1.0", "0.5,0.5", "1e6,1e+06", "123456,123456.0", "-0.0,0.0", "Infinity,+Inf", "1e-5,1e-05"})
    void boundsAreWrittenTheOpenMetricsWay(double bound, String text) {
        assertEquals(text, Numbers.printCanonical(bound));
    }

    @ParameterizedTest
    @CsvSource({"1e21,1e+21", "1e20,100000000000000000000", "1520872607.123,1520872607.123", "1e-7,1e-07", "-0.0,-0"})
    void valuesAreWrittenPlain(double value, String text) {
        assertEquals(text, Numbers.printPlain(value));
    }
}
