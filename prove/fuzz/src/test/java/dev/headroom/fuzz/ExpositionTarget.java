package dev.headroom.fuzz;

import static dev.headroom.fuzz.Inputs.inMode;

import dev.headroom.exposition.Entry;
import dev.headroom.exposition.ExpositionException;
import dev.headroom.exposition.PageFormat;
import dev.headroom.exposition.PageReader;
import java.util.List;

/// Metrics pages in both formats. What is read twice is the same.
final class ExpositionTarget implements FuzzTarget {

    @Override
    public String name() {
        return "exposition";
    }

    @Override
    public List<byte[]> seeds() {
        return Inputs.together(
                inMode(PageFormat.TEXT.ordinal(), Inputs.vectors("exposition/text", "input")),
                inMode(PageFormat.OPENMETRICS.ordinal(), Inputs.vectors("exposition/openmetrics", "input")));
    }

    @Override
    public void run(byte[] input) throws Exception {
        Inputs.byMode(input, PageFormat.values().length, (mode, page) -> {
            var format = PageFormat.values()[mode];
            try {
                var entries = PageReader.read(format, page);
                if (!entries.equals(PageReader.read(format, page))) {
                    throw new IllegalStateException("the same page reads as something else");
                }
                entries.forEach(ExpositionTarget::use);
            } catch (ExpositionException declared) {
                Findings.told(declared);
            }
            return page;
        });
    }

    private static void use(Entry entry) {
        if (entry instanceof Entry.Series series) {
            var _ = series.refusal().isPresent() ? "" : series.labels().toString();
        }
    }

    @Override
    public List<String> words() {
        return List.of("# HELP ", "# TYPE ", "# UNIT ", "# EOF\n", "counter", "gauge", "histogram", "summary",
                "gaugehistogram", "stateset", "info", "_total", "_created", "_bucket", "le=\"", "quantile=\"", "+Inf",
                "NaN", "0x1p-3", " # {", "{\"", "\\\"", "\\n");
    }
}
