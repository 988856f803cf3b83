package dev.headroom.drafts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.manifests.Field;
import dev.headroom.manifests.Yaml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScalarTextTest {

    /// Each has the value `sum(rate(x[1m]))`, give or take blanks, in another style.
    @ParameterizedTest
    @ValueSource(strings = {
        "query: sum(rate(x[1m]))\n",
        "query: sum(rate(x[1m])) # why\n",
        "query: 'sum(rate(x[1m]))'\n",
        "query: \"sum(rate(x[1m]))\"\n",
        "query: \"sum(\\n  rate(x[1m]))\"\n",
        "query: |\n  sum(\n    rate(x[1m])\n  )\n",
        "query: |-\n\n      sum(\n        rate(x[1m])\n      )\nnext: 1\n",
        "query: >\n  sum(\n  rate(x[1m])\n  )\n",
        "query: >-\r\n  sum(\r\n  rate(x[1m])\r\n  )\r\n",
        "query:\n  sum(\n    rate(x[1m]))\n",
        "{query: 'sum(rate(x[1m]))', next: 1}\n",
        "query: &anchor sum(rate(x[1m]))\n"
    })
    void aPartOfAValueIsFoundInTheTextWhateverTheStyle(String text) {
        var source = new Source("file", text);
        var scalar = (Field.Scalar) Yaml.read("file", text).getFirst().at("query");
        int at = scalar.text().indexOf("1m");
        var edit = ScalarText.of(source, scalar).orElseThrow().replace(at, at + 2, "4m");
        assertEquals("1m", text.substring(edit.start(), edit.end()));
    }

    @Test
    void quotesAndEscapesCountAsTheCharTheyStandFor() {
        var text = "query: \"x{path=\\\"/a\\\"}[1m]\"\n";
        var source = new Source("file", text);
        var scalar = (Field.Scalar) Yaml.read("file", text).getFirst().at("query");
        var found = ScalarText.of(source, scalar).orElseThrow();
        int quote = scalar.text().indexOf('"');
        assertEquals('\\', text.charAt(found.offset(quote)));
        assertEquals(text.indexOf("1m"), found.offset(scalar.text().indexOf("1m")));
        assertEquals(text.length() - 1, found.end());
    }

    @Test
    void aDoubledQuoteBetweenSingleQuotesIsOneChar() {
        var text = "query: 'x{path=''/a''}[1m]'\n";
        var scalar = (Field.Scalar) Yaml.read("file", text).getFirst().at("query");
        var found = ScalarText.of(new Source("file", text), scalar).orElseThrow();
        assertEquals(text.indexOf("1m"), found.offset(scalar.text().indexOf("1m")));
    }

    @Test
    void linesAndColumnsCountCodePointsFromOne() {
        var source = new Source("file", "a: 1\nb: \"\uD83D\uDE80x\"\n");
        var place = source.place(source.text().indexOf('x'));
        assertEquals(2, place.line());
        assertEquals(6, place.column());
        assertEquals(source.text().indexOf('x'), source.offset(2, 6));
    }
}
